import pytest
from django.test import Client

from xiangji.programme.tests.examples import DOCUMENTS, RUNNING, register, register_running


@pytest.mark.proves("PRG-36", "PRG-38")
def test_a_plan_is_told_in_fen_with_its_sources_and_tranches(counties: None, client: Client) -> None:
    register("wangkui-2018")

    plan = client.get("/api/v1/plans/wangkui-2018").json()

    centre = plan["budget"][0]
    assert centre["total_fen"] == 290_000_000
    assert centre["fen_by_source"] == {"central": 240_000_000, "enterprise": 50_000_000}
    assert centre["fen_by_tranche"] == {"tranche1": 210_000_000, "tranche2": 30_000_000}
    assert plan["budget"][6]["total_fen"] is None
    assert plan["document"]["number"] == ""
    assert plan["document"]["date"] is None


@pytest.mark.proves("PRG-04")
def test_a_target_keeps_value_unit_comparator_deadline_and_quote(counties: None, client: Client) -> None:
    register_running()

    plan = client.get(f"/api/v1/plans/{RUNNING}").json()

    points = next(target for target in plan["targets"] if target["key"] == "village_points")
    assert (points["value"], points["unit"], points["comparator"]) == ("240", "个", "=")
    assert points["deadline"] == "2026-12"
    assert points["quote"] == "建设村级电商服务点240个"
    assert [rule["outcome"] for rule in plan["rules"] if rule["key"] == "ratio.centre_cap"] == ["kept"]


def test_the_list_names_every_plan_that_can_be_seen_here(counties: None, client: Client) -> None:
    for key in DOCUMENTS:
        register(key)
    register_running()

    plans = client.get("/api/v1/plans").json()

    assert {plan["key"] for plan in plans} == {*DOCUMENTS, RUNNING}
    running = next(plan for plan in plans if plan["is_running"])
    assert (running["key"], running["original"], running["shifted_years"]) == (RUNNING, "tengzhou-2019", 6)


def test_an_unknown_plan_is_refused_in_words(counties: None, client: Client) -> None:
    answer = client.get("/api/v1/plans/atlantis-2019")

    assert answer.status_code == 404
    assert answer.json() == {
        "code": "plan_not_found",
        "sentence": "没有这份方案。代号“atlantis-2019”不在 /api/v1/plans 的清单里。",
    }
