"""What the demo shows of plan papers, in every county that has a plan of its own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings

from xiangji.core.accounts import demo as accounts
from xiangji.core.events import drain
from xiangji.core.places import load_regions
from xiangji.programme.demo import register_document, register_running_copy
from xiangji.programme.demo.plan_papers import build_plan_papers
from xiangji.programme.models import Filing, PlanPaper, Programme
from xiangji.programme.queries import plan_papers
from xiangji.programme.rules.plan_paper import State
from xiangji.programme.tests.examples import plan_file
from xiangji.programme.tests.project_cast import holidays

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
PLANS = {
    "tengzhou": ("tengzhou-2019", "370481"),
    "wangkui": ("wangkui-2018", "231221"),
    "donggang": ("donggang-2020", "210681"),
    "haifeng": ("haifeng-2018", "441521"),
}
COUNTY = 6


@pytest.mark.parametrize("county", list(PLANS))
def test_a_plan_is_in_force_and_a_change_of_it_is_publicised_now(
    db: None, settings: LazySettings, county: str, tmp_path: Path
) -> None:
    settings.COUNTY, settings.DEMO = county, True
    plan, code = PLANS[county]
    load_towns(code, tmp_path)
    holidays()
    accounts.build(NOW)
    register_document(plan_file(plan), at=NOW)
    register_running_copy(plan_file(plan), today=NOW.date(), at=NOW)
    drain()

    build_plan_papers(now=NOW)
    build_plan_papers(now=NOW)

    paper = plan_papers.rows().get(changes=None)
    assert plan_papers.state(paper) is State.IN_FORCE
    assert [each.whom for each in Filing.objects.all()] == ["prefecture", "province"]
    assert (paper.order == "publicity_first") is True
    if county == "donggang":
        assert "5个工作日" in paper.because
    change = plan_papers.rows().exclude(changes=None).get()
    assert plan_papers.state(change) is State.PUBLICISED
    assert plan_papers.differences(change)
    assert all("示例" in each.title for each in PlanPaper.objects.all())
    assert Programme.objects.get(original__isnull=False).version.number == 1


def load_towns(code: str, folder: Path) -> None:
    """The counties, and the towns and villages of one of them."""
    head, *lines = (
        (Path(django_settings.HOME) / "data" / "regions.csv").read_text(encoding="utf-8").splitlines()
    )
    few = [line for line in lines if len(line.split(",")[0]) <= COUNTY or line.startswith(code)]
    file = folder / "towns.csv"
    file.write_text("\n".join([head, *few]) + "\n", encoding="utf-8")
    load_regions(file, by=None)
