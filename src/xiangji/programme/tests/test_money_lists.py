"""What money may be spent on: lines, negative and positive lists, and kinds of spending with a condition."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from xiangji.core.values import Month
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.money.checks import (
    Basis,
    Finding,
    Invoice,
    Orders,
    Part,
    Promise,
    Purchase,
    Sales,
    Situation,
    asks,
    blocks,
    judge,
    warnings,
)
from xiangji.programme.rules.starting import Condition, Key
from xiangji.programme.tests.bodies import PLANS, body_of, document_of
from xiangji.programme.tests.money_situations import (
    CENTRAL,
    COUNTY,
    ENTERPRISE,
    ON,
    book,
    fen,
    found,
    plan,
    plan_of,
    rules,
    used,
    wish,
)

COUNTY_ONLY, CENTRAL_TOO = "只从市配套付", "中央资金也可以补"


def tengzhou(line: str, source: Source, wan: str, category: str) -> Situation:
    answered = plan("tengzhou-2019", centre_cap_scope="只算中心", floor_scope="第3、4行")
    return wish(answered, line, source, wan, category)


def of(situation: Situation, rule: str) -> tuple[Finding, ...]:
    return tuple(each for each in judge(situation) if each.rule == rule)


def test_every_forbidden_spending_of_the_five_plans_is_matched_to_a_kind() -> None:
    kinds = {each.key for each in book().categories}

    for key in PLANS:
        forbidden = {each.item for each in document_of(key).negatives if each.kind == "spending"}
        assert {entry.item for entry in book().forbidden(document_of(key))} == forbidden
    assert {entry.category for entry in book().entries} <= kinds


def test_the_quotes_beside_the_lists_stand_in_the_plans() -> None:
    texts = Path(settings.HOME).parent / "shared" / "plans" / "text"
    if not texts.is_dir():
        pytest.skip("the full texts of the plans are not here")

    quoted = [(each.plan, each.quote) for each in book().entries]
    for key, quote in (*quoted, *((each.plan, each.quote) for each in book().duties)):
        text = re.sub(r"\s", "", (texts / f"{key}.txt").read_text(encoding="utf-8"))
        assert re.sub(r"\s", "", quote) in text


@pytest.mark.parametrize("key", PLANS)
def test_what_is_allowed_by_a_list_still_stands_in_that_list(key: str) -> None:
    mapped = {(each.list, each.item) for each in book().entries if each.plan == key and each.list}

    assert {(each.list, each.item) for each in book().allowed(document_of(key)) if each.list} == mapped


@pytest.mark.proves("PRG-49")
@pytest.mark.parametrize(
    ("key", "category", "item"),
    [
        ("tengzhou-2019", "platform", "网络交易平台"),
        ("tengzhou-2019", "buildings", "楼堂馆所建设"),
        ("tengzhou-2019", "work_funds", "工作经费"),
        ("tengzhou-2019", "traffic", "购买流量"),
        ("liaoning-2020", "land", "征地拆迁"),
        ("liaoning-2020", "staff", "人员经费等经常性开支"),
        ("liaoning-2020", "running", "人员经费等经常性开支"),
        ("liaoning-2020", "unrelated", "与农村电商示范工作无关的支出"),
    ],
)
def test_a_forbidden_kind_is_stopped_with_the_words_of_the_plan(key: str, category: str, item: str) -> None:
    finding = found(wish(plan(key), "logistics", CENTRAL, 10, category), "spending.negative")

    assert (finding.outcome, f"（{item}）" in finding.sentence) == ("block", True)
    assert finding.quote in {each.quote for each in document_of(key).negatives}
    assert finding.remedy


def test_county_money_is_not_bound_by_what_binds_central_money() -> None:
    assert not of(tengzhou("logistics", COUNTY, "10", "platform"), "spending.negative")


def test_the_notice_of_the_province_binds_every_fund_beside_the_own_plan() -> None:
    plans = (plan("tengzhou-2019"), plan("liaoning-2020", which_years_notice="在建的都管"))

    finding = found(wish(plans, "logistics", COUNTY, 10, "land"), "spending.negative")

    assert (finding.outcome, finding.version) == ("block", "liaoning-2020 第1版")


@pytest.mark.parametrize(
    ("key", "own", "notice", "outcomes"),
    [
        ("donggang-2020", {}, {}, ["ask"]),
        ("donggang-2020", {"which_years_notice": "只守2019年的"}, {}, []),
        ("donggang-2020", {"which_years_notice": "也守2020年的"}, {}, ["block"]),
        ("tengzhou-2019", {}, {"which_years_notice": "只管2020年的示范县"}, []),
        ("tengzhou-2019", {}, {"which_years_notice": "在建的都管"}, ["block"]),
    ],
)
def test_a_notice_of_another_year_binds_only_where_that_was_decided(
    key: str, own: dict[str, str], notice: dict[str, str], outcomes: list[str]
) -> None:
    plans = (plan(key, **own), plan("liaoning-2020", **notice))

    findings = of(wish(plans, "logistics", CENTRAL, 10, "staff"), "spending.negative")

    assert [each.outcome for each in findings] == outcomes
    assert all(each.question in ("", "which_years_notice") for each in findings)


@pytest.mark.proves("PRG-50")
@pytest.mark.parametrize(
    ("key", "line", "source", "outcome"),
    [
        ("tengzhou-2019", "county_centre", CENTRAL, "block"),
        ("tengzhou-2019", "logistics", CENTRAL, "warn"),
        ("tengzhou-2019", "logistics", COUNTY, "ok"),
        ("wangkui-2018", "county_centre", CENTRAL, "block"),
    ],
)
def test_civil_works_are_paid_by_whom_the_plan_names(
    key: str, line: str, source: Source, outcome: str
) -> None:
    findings = [
        each.outcome
        for each in judge(wish(plan(key), line, source, 10, "civil_works"))
        if each.rule in ("spending.negative", "spending.positive")
    ]

    assert findings == [outcome]


@pytest.mark.proves("PRG-47", "PRG-48")
@pytest.mark.parametrize(
    ("line", "source", "category", "outcome"),
    [
        ("stations", CENTRAL, "equipment", "ok"),
        ("upstream", CENTRAL, "upstream", "ok"),
        ("assistance", CENTRAL, "assistance", "ok"),
        ("organisation", COUNTY, "publicity", "ok"),
        ("organisation", COUNTY, "award", "ok"),
        ("upstream", CENTRAL, "publicity", "warn"),
        ("upstream", CENTRAL, "award", "warn"),
    ],
)
def test_what_a_fund_is_mainly_for_is_said_and_another_funds_use_wants_a_reason(
    line: str, source: Source, category: str, outcome: str
) -> None:
    finding = found(tengzhou(line, source, "10", category), "spending.positive")

    assert (finding.outcome, finding.clause) == (outcome, "五(二)")


def test_county_money_that_the_table_gives_to_a_line_needs_no_list() -> None:
    assert not of(tengzhou("stations", COUNTY, "10", "equipment"), "spending.positive")


def test_the_way_out_names_the_fund_that_may_pay_it() -> None:
    situation = wish(plan("tengzhou-2019"), "county_centre", CENTRAL, 1, "civil_works")

    assert "可以改用县（市）配套" in found(situation, "spending.negative").remedy


@pytest.mark.proves("PRG-51")
@pytest.mark.parametrize(
    ("line", "source", "outcome"),
    [("training", COUNTY, "block"), ("organisation", CENTRAL, "block"), ("training", CENTRAL, "ok")],
)
def test_a_line_pays_only_from_the_sources_that_the_plan_gives_it(
    line: str, source: Source, outcome: str
) -> None:
    assert found(tengzhou(line, source, "10", "training"), "line.money").outcome == outcome


@pytest.mark.parametrize(("wan", "outcome"), [("50", "ok"), ("50.000001", "block")])
def test_a_line_is_not_overdrawn_by_one_fen(wan: str, outcome: str) -> None:
    situation = replace(
        tengzhou("training", CENTRAL, wan, "training"), used=(used("training", CENTRAL, 200, 150),)
    )

    finding = found(situation, "line.money")

    assert finding.outcome == outcome
    assert finding.remedy == ("" if outcome == "ok" else "这一笔的中央财政最多50万元。")


def test_a_line_that_no_plan_has_and_an_enterprises_money_are_stopped() -> None:
    assert found(wish(plan("tengzhou-2019"), "nowhere", CENTRAL, 1), "line.unknown").outcome == "block"
    assert found(wish(plan("wangkui-2018"), "stations", ENTERPRISE, 1), "line.money").outcome == "block"


def test_a_payment_without_a_kind_is_stopped_and_a_contract_needs_none() -> None:
    payment = tengzhou("training", CENTRAL, "10", "")

    assert found(payment, "spending.category").remedy == "请选这笔钱用在哪一类支出上。"
    assert "spending.category" not in rules(replace(payment, kind="commitment"))


def test_words_of_the_purpose_only_give_a_hint() -> None:
    situation = replace(tengzhou("upstream", CENTRAL, "10", "upstream"), purpose="直播间购买流量，第一期")

    finding = found(situation, "spending.hint")

    assert (finding.outcome, "写了“购买流量”" in finding.sentence) == ("warn", True)


def test_an_item_that_a_new_version_forbids_is_named_until_somebody_matches_it() -> None:
    body = body_of("tengzhou-2019")
    body["plan"]["negative"].append(
        {"item": "购买小汽车", "kind": "spending", "funds": "central", "quote": "不得购买小汽车"}
    )

    finding = found(wish(plan_of(PlanDocument.of(body)), "logistics", CENTRAL, 1), "spending.unmatched")

    assert (finding.outcome, finding.part) == ("warn", "购买小汽车")


def test_an_item_that_a_new_version_dropped_stops_nothing() -> None:
    body = body_of("tengzhou-2019")
    body["plan"]["negative"] = [row for row in body["plan"]["negative"] if row["item"] != "购买流量"]

    assert not of(
        wish(plan_of(PlanDocument.of(body)), "upstream", CENTRAL, 1, "traffic"), "spending.negative"
    )


def rent(source: Source = COUNTY, service: tuple[Month, Month] | None = None, **answers: str) -> Situation:
    parts = (Part(source, fen(5), "rent", service or (Month(2020, 1), Month(2020, 6))),)
    return wish(plan("tengzhou-2019", **answers), "county_centre", source, 5, parts=parts)


@pytest.mark.proves("PRG-60")
@pytest.mark.parametrize(
    ("service", "outcome"),
    [
        ((Month(2019, 7), Month(2019, 12)), "ok"),
        ((Month(2019, 6), Month(2019, 12)), "block"),
        ((Month(2020, 12), Month(2020, 1)), "block"),
        ((Month(2022, 1), Month(2022, 12)), "ok"),
    ],
)
def test_running_cost_is_paid_within_the_project_period(service: tuple[Month, Month], outcome: str) -> None:
    finding = found(rent(service=service), "running.in_period")

    assert (finding.outcome, finding.limit) == (outcome, "2019年7月1日起，没有写止期")


def test_a_period_with_an_end_holds_at_its_end() -> None:
    body = body_of("tengzhou-2019")
    body["plan"]["phase"] = body["plan"]["phase"][:3]
    late = Part(COUNTY, fen(5), "rent", (Month(2021, 3), Month(2021, 4)))

    situation = wish(plan_of(PlanDocument.of(body)), "county_centre", COUNTY, 5, parts=(late,))

    assert found(situation, "running.in_period").limit == "2019年7月1日起，到2021年3月31日"
    assert found(situation, "running.in_period").outcome == "block"


def test_running_cost_without_months_wants_them_in_the_reason() -> None:
    situation = wish(plan("tengzhou-2019"), "county_centre", COUNTY, 5, "running")

    assert found(situation, "running.in_period").outcome == "warn"


def test_from_which_fund_the_rent_is_paid_is_asked_for_central_money_only() -> None:
    asked = found(rent(CENTRAL), "running.fund")

    assert (asked.outcome, asked.question) == ("ask", "rent_from_which_fund")
    assert "running.fund" not in rules(rent(COUNTY))
    assert found(rent(CENTRAL, rent_from_which_fund=COUNTY_ONLY), "running.fund").outcome == "block"
    assert found(rent(CENTRAL, rent_from_which_fund=CENTRAL_TOO), "running.fund").outcome == "ok"


@pytest.mark.parametrize(
    ("items", "outcome"), [(("teachers", "venue"), "ok"), (("teachers", "gifts"), "block"), (None, "warn")]
)
def test_training_money_goes_to_the_items_of_the_training_rules(
    items: tuple[str, ...] | None, outcome: str
) -> None:
    situation = replace(tengzhou("training", CENTRAL, "10", "training"), training=items)

    finding = found(situation, "training.items")

    assert finding.outcome == outcome
    assert "《中央和国家机关培训费管理办法》" in finding.quote


@pytest.mark.parametrize(
    ("wan", "sales", "outcome"),
    [
        ("3", Sales(fen(100), Decimal(3), True), "ok"),
        ("3.000001", Sales(fen(100), Decimal(3), True), "block"),
        ("3", Sales(fen(100), Decimal(3), False), "block"),
        ("3", None, "warn"),
    ],
)
def test_a_reward_follows_the_proof_of_sales(wan: str, sales: Sales | None, outcome: str) -> None:
    asked = wish(plan("wangkui-2018"), "upstream", CENTRAL, wan, "award", sales=sales)

    finding = found(asked, "award.by_sales")

    assert (finding.outcome, finding.clause) == (outcome, "四(四)")


ORDERS = Orders(
    count=1000,
    each_fen=100,
    local_fen=450,
    capital_fen=300,
    is_upstream=True,
    is_cap_stated=True,
    ends_on=date(2020, 12, 31),
)


@pytest.mark.parametrize(
    ("orders", "worst"),
    [
        (ORDERS, {"ok"}),
        (replace(ORDERS, is_upstream=False), {"ok", "warn"}),
        (replace(ORDERS, each_fen=151), {"ok", "block"}),
        (replace(ORDERS, count=999), {"ok", "block"}),
        (replace(ORDERS, is_cap_stated=False), {"ok", "block"}),
        (replace(ORDERS, ends_on=date(2020, 6, 1)), {"ok", "block"}),
        (None, {"warn"}),
    ],
)
def test_freight_is_subsidised_upstream_and_not_beyond_the_difference(
    orders: Orders | None, worst: set[str]
) -> None:
    parts = (Part(CENTRAL, 100_000, "logistics_subsidy"),)
    plans = (plan("tengzhou-2019"), plan("liaoning-2020", which_years_notice="在建的都管"))

    situation = wish(plans, "logistics", CENTRAL, 1, parts=parts, orders=orders)

    assert {each.outcome for each in judge(situation) if each.rule.startswith("subsidy.logistics")} == worst


def promised(proven: str, basis: Basis, comparator: str = "", **answers: str) -> Finding:
    promise = Promise("logistics", fen(180), fen(proven), comparator)
    answered = plan("wangkui-2018", **answers)
    situation = wish(answered, "logistics", CENTRAL, 1, basis=basis, promises=(promise,))
    return found(situation, "enterprise.promise")


@pytest.mark.proves("PRG-45")
def test_a_promise_is_short_at_the_last_payment_and_only_shown_before() -> None:
    assert promised("179.99", Basis.AFTER_ACCEPTANCE).outcome == "warn"
    assert promised("0", Basis.TRANCHE).outcome == "ok"
    assert promised("180", Basis.AFTER_ACCEPTANCE).outcome == "ok"


@pytest.mark.proves("PRG-45")
def test_whether_a_promise_is_exact_is_asked_when_more_was_put_in() -> None:
    more = promised("181", Basis.AFTER_ACCEPTANCE)

    assert (more.outcome, more.question) == ("ask", "enterprise_minimum")
    assert promised("181", Basis.AFTER_ACCEPTANCE, enterprise_minimum="定数").outcome == "warn"
    assert promised("181", Basis.AFTER_ACCEPTANCE, enterprise_minimum="最低数").outcome == "ok"


@pytest.mark.proves("PRG-46")
def test_county_money_past_its_sum_is_asked_and_then_held_or_let_go() -> None:
    before = (
        used("organisation", COUNTY, 700, 0),
        used("county_centre", COUNTY, 100, 100),
        used("logistics", COUNTY, 500, 420),
    )

    def judged(wan: str, **answers: str) -> Finding:
        answered = plan("tengzhou-2019", **answers)
        return found(
            wish(answered, "organisation", COUNTY, wan, "publicity", used=before), "subsidy.county_match"
        )

    assert judged("80").outcome == "ok"
    assert (judged("80.01").outcome, judged("80.01").question) == ("ask", "county_match")
    assert judged("80.01", county_match="定额").outcome == "block"
    assert judged("80.01", county_match="下限").outcome == "ok"


def test_an_invoice_is_shown_once_and_covers_the_payment() -> None:
    invoice = Invoice("12345678", "037002000111", date(2020, 6, 1), fen(10))

    def judged(*invoices: Invoice) -> list[str]:
        situation = replace(tengzhou("training", CENTRAL, "10", "training"), invoices=invoices)
        return [each.sentence for each in of(situation, "invoice")]

    assert judged(invoice) == []
    assert judged(invoice, invoice) == ["发票12345678在这一笔里写了2次。"]
    assert judged(replace(invoice, used_by="拨-2020-0003")) == ["发票12345678在拨-2020-0003里用过了。"]
    assert judged(replace(invoice, on=date(2020, 7, 1))) == ["发票12345678的日期是2020年7月1日，还没有到。"]
    assert judged(replace(invoice, fen=fen(9))) == ["发票一共9万元，这一笔要10万元。"]


@pytest.mark.parametrize(
    ("each", "usual", "agreed", "outcome"),
    [(130, 100, None, []), (131, 100, None, ["warn"]), (101, None, 100, ["warn"]), (100, None, 100, [])],
)
def test_a_dear_unit_price_wants_a_reason(
    each: int, usual: int | None, agreed: int | None, outcome: list[str]
) -> None:
    purchase = Purchase("电脑", each, 10, usual, agreed)

    situation = wish(plan("donggang-2020"), "centre", CENTRAL, 1, purchases=(purchase,))

    found_here = of(situation, "unit_price")
    assert [finding.outcome for finding in found_here] == outcome
    assert all(finding.quote.startswith("以经济适用为原则") for finding in found_here)


def test_money_before_the_conditions_of_beginning_work_wants_a_reason() -> None:
    missing = Condition(Key.SELECTION, False, "", "block", "五(一)", "采取公开招标等方式确定承办企业")
    silent = Condition(Key.OPERATION, False, "", "unasked", "", "")

    situation = replace(tengzhou("training", CENTRAL, "10", "training"), conditions=(missing, silent))

    assert [(each.rule, each.outcome) for each in judge(situation) if each.rule.startswith("start.")] == [
        ("start.selection", "warn")
    ]


def test_findings_come_worst_first_each_with_a_key_of_its_own() -> None:
    situation = wish(
        (plan("tengzhou-2019"), plan("liaoning-2020", which_years_notice="在建的都管")),
        "county_centre",
        CENTRAL,
        1,
        parts=(
            Part(CENTRAL, fen(150), "rent"),
            Part(CENTRAL, fen(120), "traffic"),
            Part(COUNTY, fen(1), "award"),
        ),
        purpose="工作经费",
        training=("gifts",),
    )

    findings = judge(situation)

    assert len({each.key for each in findings}) == len(findings)
    order = [each.outcome for each in findings]
    assert order == sorted(order, key=["block", "ask", "warn", "ok"].index)
    assert (*blocks(findings), *asks(findings), *warnings(findings)) == tuple(
        each for each in findings if each.outcome != "ok"
    )
    assert all(each.remedy for each in findings if each.outcome != "ok")
    assert all(each.sentence.endswith(("。", "？")) for each in findings)
    assert situation.on == ON
