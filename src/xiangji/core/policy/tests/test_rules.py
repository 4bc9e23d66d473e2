"""Which rule binds where and when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from xiangji.core import policy
from xiangji.core.places import load_regions
from xiangji.core.places.tests.examples import region_file
from xiangji.core.policy.tests.examples import body, cap
from xiangji.core.values import PlaceCode

COUNTY, VILLAGE = PlaceCode("370481"), PlaceCode("370481101201")
START, DAY = date(2020, 1, 1), date(2020, 6, 1)
publish = partial(
    policy.publish,
    programme="example-2019",
    place=COUNTY,
    title="甲方案",
    standing="in_force",
    valid_from=START,
    valid_to=None,
    by=None,
    at=datetime(2026, 11, 25, 1, 0, tzinfo=UTC),
)


@pytest.fixture(autouse=True)
def example_places(db: None, tmp_path: Path) -> None:
    load_regions(region_file(tmp_path), by=None)


def limit_on(day: date, place: PlaceCode = COUNTY) -> Decimal | None:
    return policy.rule("ratio.centre_cap", place=place, on=day).value


def test_a_rule_comes_with_value_clause_words_and_hardness() -> None:
    version = publish(body=body(ratio_rule=[cap(Decimal("11.5"), principle=True)]))

    assert policy.rule("ratio.centre_cap", place=VILLAGE, on=DAY) == policy.Rule(
        key="ratio.centre_cap",
        name="示例上限",
        value=Decimal("11.5"),
        unit="%",
        comparator="<=",
        hardness="warn",
        clause="五(二)",
        quote="示例原文",
        programme="example-2019",
        title="甲方案",
        version_id=version.pk,
        also=(),
    )


def test_what_does_not_say_principle_blocks() -> None:
    publish(body=body(ratio_rule=[cap(15)]))

    assert policy.rule("ratio.centre_cap", place="370481", on=DAY).hardness == "block"


def test_a_rule_binds_in_its_place_and_below_and_nowhere_else(tmp_path: Path) -> None:
    load_regions(region_file(tmp_path, ["370482,示例二市,county,3704"]), by=None)
    publish(body=body(ratio_rule=[cap(15)]))

    assert limit_on(DAY, COUNTY) == limit_on(DAY, VILLAGE) == 15
    for elsewhere in ("3704", "370482"):
        with pytest.raises(policy.NoRule):
            limit_on(DAY, PlaceCode(elsewhere))


@pytest.mark.parametrize(
    ("day", "binds"),
    [(date(2019, 12, 31), False), (START, True), (date(2020, 12, 31), True), (date(2021, 1, 1), False)],
)
def test_a_rule_binds_from_its_first_day_to_its_last(*, day: date, binds: bool) -> None:
    publish(body=body(ratio_rule=[cap(15)]), valid_to=date(2020, 12, 31))

    assert bool(policy.rules_in_force(COUNTY, day)) is binds


def test_a_paper_on_file_binds_nobody() -> None:
    publish(body=body(ratio_rule=[cap(15)]), standing="on_file")

    with pytest.raises(policy.NoRule, match=r"370481 on 2020-06-01 says anything about ratio\.centre_cap"):
        limit_on(DAY)


def test_a_new_version_binds_from_its_day_and_the_old_one_before() -> None:
    publish(body=body(ratio_rule=[cap(15)]))
    publish(body=body(ratio_rule=[cap(20)]), valid_from=date(2020, 7, 1))

    assert limit_on(date(2020, 6, 30)) == 15
    assert limit_on(date(2020, 7, 1)) == 20


@pytest.mark.parametrize(
    "change", [{"standing": "on_file"}, {"valid_to": date(2020, 3, 31)}], ids=["filed", "ended"]
)
def test_an_old_version_does_not_come_back_when_the_new_one_stops_binding(change: dict[str, object]) -> None:
    publish(body=body(ratio_rule=[cap(15)]))
    publish(body=body(ratio_rule=[cap(20)]), valid_from=date(2020, 2, 1), **change)  # type: ignore[arg-type]

    with pytest.raises(policy.NoRule):
        limit_on(DAY)


def test_of_two_programmes_the_stricter_binds_and_names_the_other() -> None:
    publish(body=body(ratio_rule=[cap(15)]))
    publish(
        body=body(ratio_rule=[cap(10, principle=True)]),
        programme="example-2020",
        title="乙方案",
        place=PlaceCode("37"),
    )

    binding = policy.rule("ratio.centre_cap", place=VILLAGE, on=DAY)

    assert (binding.value, binding.hardness, binding.title) == (Decimal(10), "warn", "乙方案")
    assert binding.also == ("《甲方案》不超过15%（五(二)）",)
    assert [rule.value for rule in policy.rules_in_force(VILLAGE, DAY)] == [15, 10]


def test_two_programmes_that_cannot_be_ranked_are_asked_about() -> None:
    publish(body=body(ratio_rule=[cap(15)]))
    publish(body=body(ratio_rule=[cap(20, comparator=">=")]), programme="example-2020", title="乙方案")

    with pytest.raises(policy.RulesDisagree) as caught:
        limit_on(DAY)

    assert "《甲方案》不超过15%（五(二)）；《乙方案》不低于20%（五(二)）" in caught.value.sentence


def test_every_family_of_rules_has_its_own_keys() -> None:
    file = Path(settings.HOME) / "plans" / "tengzhou-2019.toml"
    publish(body={"plan": policy.read_plan(file), "reading": {}})
    found = {rule.key: rule for rule in policy.rules_in_force(COUNTY, DAY)}

    assert list(found) == [
        "ratio.infrastructure_floor",
        "ratio.centre_cap",
        "subsidy.town_station_cap",
        "subsidy.village_point_cap",
        "subsidy.county_match",
        "promise.centre_to_village",
        "promise.village_to_household",
        "time.monthly_inspection",
    ]
    promise = found["promise.centre_to_village"]
    assert (promise.value, promise.unit, promise.comparator) == (Decimal(48), "小时", "<=")
    assert promise.name == "市级公共物流仓储配送中心到村级网点"
    assert found["subsidy.village_point_cap"].value == Decimal("0.5")
    assert found["time.monthly_inspection"].value is None
    assert (found["ratio.centre_cap"].hardness, promise.hardness) == ("warn", "block")


@pytest.mark.parametrize(
    ("plan", "key", "value", "unit"),
    [
        ("liaoning-2020", "threshold.final_acceptance_fund_use", 90, "%"),
        ("haifeng-2018", "payment.advance", 40, "%"),
        ("wangkui-2018", "time.acceptance_review", 10, "工作日"),
        ("wangkui-2018", "ratio.poverty_data_share", Decimal("11.5"), "%"),
        ("donggang-2020", "promise.to_village", 72, "小时"),
    ],
)
def test_the_delivered_plans_give_their_rules(plan: str, key: str, value: Decimal, unit: str) -> None:
    file = Path(settings.HOME) / "plans" / f"{plan}.toml"
    publish(body={"plan": policy.read_plan(file), "reading": {}})

    found = policy.rule(key, place=COUNTY, on=DAY)

    assert (found.value, found.unit) == (value, unit)
    assert found.quote


def test_a_rule_that_is_asked_for_again_costs_one_query(
    django_assert_num_queries: Callable[[int], object],
) -> None:
    publish(body=body(ratio_rule=[cap(15)]))
    limit_on(DAY)

    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        limit_on(DAY, VILLAGE)


def test_an_id_that_is_given_out_again_does_not_bring_back_an_undone_rule() -> None:
    with transaction.atomic():
        undone = publish(body=body(ratio_rule=[cap(15)]))
        assert limit_on(DAY) == 15
        transaction.set_rollback(True)

    version = publish(body=body(ratio_rule=[cap(20)]))

    assert limit_on(DAY) == 20
    assert policy.version(version.pk).body["plan"]["ratio_rule"][0]["limit"] == 20
    assert replace(policy.rule("ratio.centre_cap", place=COUNTY, on=DAY), version_id=undone.pk).value == 20


def test_who_is_given_a_body_may_change_it_without_harm() -> None:
    version = publish(body=body(ratio_rule=[cap(15)]))

    policy.version(version.pk).body["plan"].clear()

    assert policy.version(version.pk).body["plan"]["ratio_rule"][0]["limit"] == 15
    assert limit_on(DAY) == 15
