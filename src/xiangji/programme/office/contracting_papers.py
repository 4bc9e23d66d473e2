"""Evidence of selections, contractors and work, and what is noted about them, in words."""

from django.urls import reverse

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import may
from xiangji.core.evidence.owners import Paper, owner_of
from xiangji.core.office.history import says
from xiangji.programme.queries import selections, works

says("programme.selection_written", "起了一次选定", {"title": "名称", "conditions": "承办企业的条件"})
says("programme.selection_changed", "改了内容和条件", {"title": "名称", "conditions": "承办企业的条件"})
says("programme.conditions_clear", "条件公示期满，没有成立的异议", {"ends_on": "公示到"})
says(
    "programme.purchase_noticed",
    "登记了采购公告",
    {"method": "采购方式", "number": "公告编号", "where": "登在哪里", "noticed_on": "公告日期"},
)
says("programme.bid_recorded", "记了一家响应", {"name": "供应商", "is_accepted": "评审", "reason": "原因"})
says("programme.contractor_awarded", "定了承办企业", {"names": "中选", "reason": "为什么"})
says("programme.contractor_chosen", "选定，公示没有成立的异议", {"ends_on": "公示到"})
says("programme.selection_failed", "没有选成", {"reason": "为什么"})
says(
    "programme.contractor_registered",
    "登记了承办企业",
    {"name": "企业", "credit_code": "信用代码", "legal_form": "法律形式"},
)
says("programme.record_line_added", "加了一条档案", {"kind": "类别", "name": "名称", "detail": "说明"})
says("programme.record_line_ended", "停用了一条档案", {"kind": "类别", "reason": "为什么"})
says("programme.construction_written", "写了建设方案", {"summary": "要点"})
says("programme.construction_decided", "县政府批准了建设方案", {"decision": "批准", "decided_on": "哪天"})
says("programme.construction_clear", "建设方案公示没有成立的异议", {"ends_on": "公示到"})
says(
    "programme.agreement_signed",
    "登记了协议",
    {"kind": "哪一种", "number": "编号", "with_whom": "与谁签", "signed_on": "签订", "reason": "为什么换"},
)
says("programme.service_checked", "检查了运营服务", {"year": "第几年", "is_kept": "结果", "finding": "情况"})
says("programme.work_started", "开工", {"started_on": "哪天", "lacking": "还缺", "reason": "为什么"})


def may_see_selection(person: User, key: str) -> bool:
    return key.isdecimal() and selections.for_person(person).filter(pk=key).exists()


def may_add_to_selection(person: User, key: str) -> bool:
    found = selections.rows().filter(pk=key).first() if key.isdecimal() else None
    return bool(found and may(person, "programme.choose_contractor", place=found.programme.place_code))


@owner_of("programme.Selection", may_see=may_see_selection, may_add=may_add_to_selection)
def selection_paper(key: str) -> Paper | None:
    found = selections.rows().filter(pk=key).first() if key.isdecimal() else None
    return Paper(found.title, reverse("office-paper", args=["selections", found.pk])) if found else None


def may_see_contractor(person: User, key: str) -> bool:
    return key.isdecimal() and works.records_for(person).filter(pk=key).exists()


def may_add_to_contractor(person: User, key: str) -> bool:
    found = works.records().filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        return False
    firm = found.organisation
    return may(person, "programme.write_record", place=firm.place_code, organisation=firm)


@owner_of("programme.Contractor", may_see=may_see_contractor, may_add=may_add_to_contractor)
def contractor_paper(key: str) -> Paper | None:
    found = works.records().filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        return None
    return Paper(found.organisation.name, reverse("office-paper", args=["contractors", found.pk]))


def may_see_work(person: User, key: str) -> bool:
    return key.isdecimal() and works.works_for(person).filter(pk=key).exists()


def may_add_to_work(person: User, key: str) -> bool:
    """The contractor its construction plan, the bureau agreements and checks."""
    found = works.works().filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        return False
    place, firm = found.programme.place_code, found.contractor
    return any(
        may(person, capability, place=place, organisation=firm)
        for capability in ("programme.plan_construction", "programme.keep_agreements")
    )


@owner_of("programme.Work", may_see=may_see_work, may_add=may_add_to_work)
def work_paper(key: str) -> Paper | None:
    found = works.works().filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        return None
    return Paper(f"{found.name}：开工与履约", reverse("office-paper", args=["works", found.pk]))
