from datetime import date
from decimal import Decimal

import pytest

from xiangji.core.values import Money
from xiangji.programme.rules.document import PlanDocument, Source
from xiangji.programme.tests.bodies import PLANS, body_of, document_of


@pytest.mark.proves("PRG-01")
def test_a_paper_without_number_or_date_is_a_plan_like_any_other() -> None:
    wangkui, haifeng, tengzhou = (
        document_of(key).document for key in ("wangkui-2018", "haifeng-2018", "tengzhou-2019")
    )

    assert (wangkui.number, wangkui.date, wangkui.attachment) == ("", None, "附件1")
    assert (haifeng.number, haifeng.date) == ("海府办函〔2018〕221号", None)
    assert (tengzhou.number, tengzhou.date) == ("", date(2019, 9, 28))


@pytest.mark.proves("PRG-01")
def test_a_paper_keeps_who_adopted_it_and_whom_it_went_to() -> None:
    paper = document_of("donggang-2020").document

    assert (paper.issuer, paper.number) == ("东港市人民政府办公室", "东政办发〔2020〕18号")
    assert paper.adopted == "已经市六届政府第56次常务会议审议通过"
    assert paper.published == "此件公开发布"
    assert paper.addressees.startswith("各乡镇政府、街道办事处")
    assert paper.copy_to.startswith("市委办公室")


@pytest.mark.proves("PRG-02")
def test_bases_stand_in_tiers_and_name_the_rules_that_they_justify() -> None:
    bases = document_of("wangkui-2018").bases

    assert [(basis.number, basis.tier) for basis in bases] == [
        ("财办建﹝2018﹞102号", "national"),
        ("", "national"),
        ("黑商联发﹝2018﹞40号", "provincial"),
    ]
    assert bases[0].justifies == ()
    assert bases[1].because == "正文开头列为依据，没有写文号，也没有说支持哪一条。"
    assert bases[2].justifies == ("ratio.centre_cap", "ratio.training_cap", "ratio.poverty_data_share")
    assert bases[2].is_said
    assert bases[2].because == "七（四）：专项资金的使用方向根据它的要求。"


@pytest.mark.proves("PRG-02")
@pytest.mark.parametrize("plan", PLANS)
def test_every_basis_has_a_tier_and_says_why(plan: str) -> None:
    for basis in document_of(plan).bases:
        assert basis.tier in ("national", "provincial")
        assert basis.because.endswith("。")
        assert basis.quote


@pytest.mark.proves("PRG-36")
def test_money_stands_by_source_and_an_empty_cell_is_not_a_zero() -> None:
    wangkui, haifeng = document_of("wangkui-2018"), document_of("haifeng-2018")
    data, revision = wangkui.line("poverty_data"), wangkui.line("plan_revision")
    assert data is not None
    assert revision is not None

    assert data.sources == (
        (Source.CENTRAL, Money.from_wan(230)),
        (Source.ENTERPRISE, Money.from_wan(20)),
    )
    assert (data.total, data.total_denied, data.sum) == (None, True, Money.from_wan(250))
    assert (revision.central, revision.sum) == (None, Money.from_wan(30))
    assert [source.word for source in Source] == ["中央财政", "省级", "县（市）配套", "企业自筹"]
    assert {source for line in haifeng.budget_lines for source, _ in line.sources} == {Source.PROVINCIAL}


@pytest.mark.proves("PRG-38")
def test_the_central_money_of_a_line_has_two_tranches() -> None:
    tranches = {line.seq: line.tranches for line in document_of("wangkui-2018").budget_lines}

    assert tranches[1] == (("前期", Money.from_wan(210)), ("后期", Money.from_wan(30)))
    assert tranches[8] == ()
    assert all(line.tranches == () for line in document_of("tengzhou-2019").budget_lines)


def test_principle_makes_a_rule_soft_and_silence_makes_it_hard() -> None:
    soft = {rule.key: rule.hardness for rule in document_of("tengzhou-2019").ratio_rules}
    hard = {rule.key: rule.hardness for rule in document_of("wangkui-2018").ratio_rules}
    upstream = next(
        rule for rule in document_of("liaoning-2020").subsidy_rules if rule.key == "logistics_upstream_only"
    )

    assert set(soft.values()) == {"warn"}
    assert set(hard.values()) == {"block"}
    assert (upstream.hardness, upstream.limit) == ("warn", None)


def test_numbers_may_come_as_exact_texts() -> None:
    body = body_of("tengzhou-2019")
    body["plan"]["subsidy_rule"][1]["limit"] = "0.5"
    body["plan"]["budget_line"][0]["central"] = "200.25"
    body["plan"]["document"]["date"] = date(2019, 9, 28)
    document = PlanDocument.of(body)

    assert document.subsidy_rules[1].limit == Decimal("0.5")
    assert document.budget_lines[0].central == Money.from_wan("200.25")
    assert document.document.date == date(2019, 9, 28)


def test_a_plan_alone_has_no_reading() -> None:
    bare = PlanDocument.of(body_of("tengzhou-2019")["plan"])

    assert (bare.questions, bare.caps, bare.decides) == ((), (), None)
    assert bare.bases[0].tier == ""
    assert bare.targets[0].waits_for == ""


def test_what_was_asked_of_people_is_kept_word_for_word() -> None:
    document = document_of("haifeng-2018")

    assert document.tasks[0].units[0] == "县经促局"
    assert document.promises[0].hours == 48
    assert document.payment_rules[0].value == 40
    assert next(unit for unit in document.units if unit.leads).name == "县经促局"
