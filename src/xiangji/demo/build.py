"""Builds the demo county: real regions, the five real plans with their true dates, and a running successor.

Everything goes through the same actions that a real county uses. The database that results is marked as a
demonstration by the environment it runs in (XIANGJI_DEMO) and lies in a folder of its own.
"""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from xiangji.core.accounts import demo as accounts
from xiangji.core.calendar import load_holidays
from xiangji.core.events import drain
from xiangji.core.notify import demo as notify
from xiangji.core.office import demo as office
from xiangji.core.places import load_regions
from xiangji.core.places.county import current_county
from xiangji.programme import demo as programme
from xiangji.programme.demo.contracting import build_contracting
from xiangji.programme.demo.contracts import build_contracts
from xiangji.programme.demo.disclosure import build_disclosure
from xiangji.programme.demo.ledger import build_ledger
from xiangji.programme.demo.payments import build_payments
from xiangji.programme.demo.plan_papers import build_plan_papers
from xiangji.programme.demo.projects import build_projects
from xiangji.programme.demo.statements import build_statements
from xiangji.stations.demo import (
    build_duty,
    build_inside,
    build_keepers,
    build_life,
    build_meetings,
    build_network,
)
from xiangji.stations.demo.service_desk import build_service_desk

Say = Callable[[str, int, int], None]


def build(say: Say, *, now: datetime | None = None) -> None:
    """Fill an empty, migrated database. `say(sentence, done, total)` is called as the work goes on."""
    now = now or timezone.now()
    home = Path(settings.HOME)
    plans, own = programme.plan_files(home / "plans"), own_plan()
    total = len(plans) + 9

    say("装入四个县的镇和村", 0, total)
    load_regions(home / "data" / "regions.csv", by=None)
    say("装入法定节假日和调休", 1, total)
    load_holidays(home / "data" / "holidays.csv", by=None)
    say("给每个岗位开一个演示账号", 2, total)
    accounts.build(now)
    for done, plan in enumerate(plans, start=3):
        say(f"读方案：{plan.stem}", done, total)
        programme.register_document(plan, at=now)
    say("顺延出一份正在执行的演示方案", total - 6, total)
    programme.register_running_copy(own, today=timezone.localdate(now), at=now)
    drain()
    say("请演示的人定几处读法", total - 5, total)
    programme.answer_questions(today=timezone.localdate(now))
    say("写一打示例项目，审的审、公示的公示", total - 4, total)
    build_plan_papers(now=now)
    build_projects(now=now)
    build_contracting(now=now)
    build_ledger(now=now)
    say("登记站点：中心、镇级站、村级点，一年的开业和停业", total - 3, total)
    build_network(now=now)
    build_inside(now=now)
    build_keepers(now=now)
    build_service_desk(now=now)
    build_life(now=now)
    build_duty(now=now)
    build_meetings(now=now)
    say("登记一打示例人员和单位", total - 2, total)
    office.build_parties(now=now)
    build_contracts(now=now)
    build_payments(now=now)
    build_statements(now=now)
    build_disclosure(now=now)
    say("把消息送到各处", total - 1, total)
    drain()
    notify.read_what_is_long_past(now=now)
    say("建好了", total, total)


def good_until(today: date) -> date:
    """The last day on which a demo built today still shows a plan that runs."""
    return programme.running_copy_lasts_until(own_plan(), today=today)


def own_plan() -> Path:
    return Path(settings.HOME) / "plans" / f"{current_county().plan}.toml"
