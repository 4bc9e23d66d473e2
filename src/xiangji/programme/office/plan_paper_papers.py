"""Evidence of plan papers, filings and publicities, and what is noted about them, in words."""

from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.core.office.history import says
from xiangji.core.values import PlaceCode
from xiangji.programme.models import Filing, PlanPaper, Publicity
from xiangji.programme.queries import notices, plan_papers

says("programme.plan_paper_written", "改写了文件", {"title": "题目", "number": "文号", "summary": "写了什么"})
says("programme.plan_paper_passed", "记下审议通过", {"meeting": "会议", "met_on": "哪天"})
says("programme.filing_recorded", "记下备案", {"whom": "报给谁", "on": "哪天", "number": "文号或者回执号"})
says("programme.plan_paper_in_force", "文件生效", {"version": "方案第几版"})
says("programme.change_edited", "变更里改了一处", {"place": "哪一处", "value": "改成"})
says("programme.change_edit_dropped", "变更里去掉一处", {"place": "哪一处"})
says("programme.contractor_replaced", "因方案变更换了承建企业", {"before": "原来", "after": "换上"})

_ADDS_TO_A_PAPER = ("programme.draft_plan_paper", "programme.record_meeting", "programme.record_filing")


def _may_any(person: User, capabilities: tuple[str, ...], place: PlaceCode) -> bool:
    return any(may(person, capability, place=place) for capability in capabilities)


def _paper(key: str) -> PlanPaper | None:
    return plan_papers.rows().filter(pk=key).first() if key.isdecimal() else None


def _filing(key: str) -> Filing | None:
    found = Filing.objects.select_related("programme")
    return found.filter(pk=key).first() if key.isdecimal() else None


def _notice(key: str) -> Publicity | None:
    found = Publicity.objects.select_related("programme")
    return found.filter(pk=key).first() if key.isdecimal() else None


def may_see_paper(person: User, key: str) -> bool:
    return key.isdecimal() and plan_papers.for_person(person).filter(pk=key).exists()


def may_add_to_paper(person: User, key: str) -> bool:
    paper = _paper(key)
    return paper is not None and _may_any(person, _ADDS_TO_A_PAPER, paper.programme.place_code)


@owner_of("programme.PlanPaper", may_see=may_see_paper, may_add=may_add_to_paper)
def plan_paper(key: str) -> Paper | None:
    paper = _paper(key)
    return Paper(paper.title, reverse("office-paper", args=["plan-papers", paper.pk])) if paper else None


def may_see_filing(person: User, key: str) -> bool:
    return key.isdecimal() and plan_papers.filings_for(person).filter(pk=key).exists()


def may_add_to_filing(person: User, key: str) -> bool:
    filing = _filing(key)
    return filing is not None and _may_any(person, ("programme.record_filing",), filing.place_code)


@owner_of("programme.Filing", may_see=may_see_filing, may_add=may_add_to_filing)
def filing(key: str) -> Paper | None:
    found = _filing(key)
    return Paper(str(found), reverse("office-paper", args=["filings", found.pk])) if found else None


def may_see_notice(person: User, key: str) -> bool:
    return key.isdecimal() and notices.for_person(person).filter(pk=key).exists()


def may_add_to_notice(person: User, key: str) -> bool:
    found = _notice(key)
    return found is not None and _may_any(person, ("programme.publicise",), found.place_code)


@owner_of("programme.Publicity", may_see=may_see_notice, may_add=may_add_to_notice)
def publicity(key: str) -> Paper | None:
    found = _notice(key)
    return Paper(found.title, reverse("office-paper", args=["notices", found.pk])) if found else None
