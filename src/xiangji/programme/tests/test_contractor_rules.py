"""Who may be a contractor, and what a line of a record must hold; without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.values import Money
from xiangji.programme.rules.contractor import (
    ContractorRefused,
    LegalForm,
    Line,
    LineKind,
    check_enterprise,
    check_legal_form,
    line_of,
    registered_as,
    validity,
)
from xiangji.programme.tests.refusing import sentence_of

TODAY = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("12", "机构编制部门登记的事业单位"),
        ("52", "民政部门登记的民办非企业单位"),
        ("92", "市场监管部门登记的个体工商户"),
        ("93", "市场监管部门登记的农民专业合作社"),
        ("N2", "农业农村部门登记的村级集体经济组织"),
        ("Y9", "其他部门登记的其他单位"),
    ],
)
def test_who_is_no_enterprise_is_told_what_the_code_says_and_what_is_expected(start: str, said: str) -> None:
    with pytest.raises(ContractorRefused) as refusal:
        check_enterprise("示例·某单位", f"{start}370481MA0000001X", undone="没有登记", instead="请换一家。")

    assert said in refusal.value.sentence
    assert "应当以91开头" in refusal.value.sentence
    assert registered_as(start) == said


def test_an_enterprise_passes() -> None:
    check_enterprise("示例公司", "91370481MA0000001X", undone="没有登记", instead="")


@pytest.mark.parametrize("form", LegalForm)
def test_partnerships_sole_owners_and_branches_are_no_legal_persons(form: LegalForm) -> None:
    if form in {LegalForm.PARTNERSHIP, LegalForm.SOLE_OWNER, LegalForm.BRANCH}:
        with pytest.raises(ContractorRefused, match=form.word):
            check_legal_form("示例", form)
    else:
        check_legal_form("示例", form)


@pytest.mark.parametrize(
    ("line", "lacks"),
    [
        (Line(LineKind.QUALIFICATION, "培训资质"), "证书编号"),
        (Line(LineKind.QUALIFICATION, "", number="1"), "资质名称"),
        (Line(LineKind.CONTACT, ""), "负责什么"),
        (Line(LineKind.THIRD_PARTY, "示例培训学校"), "做哪一部分"),
        (Line(LineKind.INPUT, "冷链车"), "金额或者数量说明"),
        (Line(LineKind.STAFF, "站长"), "几个人"),
    ],
)
def test_a_line_that_lacks_something_is_refused_by_name(line: Line, lacks: str) -> None:
    with pytest.raises(ContractorRefused, match=lacks):
        line_of(line)


def test_a_line_is_kept_tidy() -> None:
    kept = line_of(Line(LineKind.INPUT, " 冷链车两台 ", amount=Money.from_yuan(300000)))

    assert kept.name == "冷链车两台"


@given(
    kind=st.sampled_from(LineKind),
    name=st.text(max_size=120),
    detail=st.text(max_size=500),
    number=st.text(max_size=80),
    fen=st.integers(-5, 10**12),
    people=st.integers(-5, 10**6),
)
def test_any_line_is_kept_or_refused_in_a_sentence(
    kind: LineKind, name: str, detail: str, number: str, fen: int, people: int
) -> None:
    line = Line(kind, name, detail, number, None, Money(fen), people)
    said = sentence_of(lambda: line_of(line))

    assert not said or (said.startswith("没有记。") and said.endswith("。"))
    assert said or "\x00" not in name + detail + number


@given(days=st.integers(-4000, 4000))
def test_a_qualification_warns_before_it_ends_and_is_bad_behind_it(days: int) -> None:
    found = validity(TODAY + timedelta(days=days), TODAY)

    assert found.kind == ("bad" if days < 0 else "warn" if days <= 60 else "ok")
    assert str(abs(days)) in found.words


def test_a_qualification_without_an_end_always_counts() -> None:
    assert validity(None, TODAY).words == "长期有效"
