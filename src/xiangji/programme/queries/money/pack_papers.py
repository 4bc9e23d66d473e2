"""The papers of a project as an evidence pack tells them: project, publicity, selection, work, contracts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from xiangji.core.approvals.models import Paper as Approval
from xiangji.core.approvals.queries import steps_of
from xiangji.core.values import Money
from xiangji.programme.models import (
    AcceptanceResult,
    Agreement,
    Asset,
    Bid,
    ConstructionPlan,
    Contract,
    MonthlyAudit,
    Project,
    Proof,
    Publicity,
    Selection,
    WorkStart,
    YearlyCheck,
)
from xiangji.programme.queries import notices, projects
from xiangji.programme.queries.money import contracts
from xiangji.programme.queries.money.contracts import Held
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.pack import Facts, Paper, Table
from xiangji.programme.rules.money.registers import AssetKind
from xiangji.programme.rules.words import day_words, yuan_words

STEPS = ("谁、在哪一步、做了什么", "理由")


def yuan(amount: Money) -> str:
    return f"{yuan_words(amount)}元"


def day(on: date | None) -> str:
    return day_words(on) if on else "没有"


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{day_words(local.date())}{local:%H:%M}"


def steps_table(approval: Approval | None) -> tuple[Table, ...]:
    """Every step over all rounds."""
    if approval is None:
        return ()
    rows = tuple((step.told(approval.standing).words, step.reason) for step in steps_of(approval))
    return (Table("审批经过", STEPS, rows),) if rows else ()


def project_paper(project: Project) -> Paper:
    draft, line = project.draft, projects.line_of(project)
    before = project.in_force_before
    facts = (
        ("方案", f"{project.programme.version.title}（第{project.programme.version.number}版）"),
        ("预算行", f"{line.seq} {line.name}" if line else project.budget_line),
        ("承办单位", project.contractor.name),
        *((said.name, said.words) for said in projects.five_of(draft)),
        *((source.word, yuan(amount)) for source, amount in draft.amounts.items() if amount),
        ("合计", yuan(draft.total)),
        ("怎样了", f"补录的，{day(before)}已经审定" if before else projects.state(project).word),
    )
    return Paper("项目", project.name, project.about, facts, steps_table(project.paper))


def publicity_paper(shown: Publicity) -> Paper:
    """The words of objections and their senders are not for the file; what was answered is."""
    notice = notices.whole(shown, timezone.localdate())
    media = tuple((each.name, day(each.on), each.address) for each in notice.media)
    answered = tuple(
        (moment(each.filed_at), each.finding, each.reply, each.handler) for each in notice.objections
    )
    facts = (
        ("从", moment(shown.started_at)),
        ("到", day(shown.ends_on)),
        ("天数的依据", shown.because),
        ("谁公示的", f"{shown.by.name}，{shown.post_title}"),
        ("结果", notice.notice.verdict.words if notice.notice.verdict else "还在公示"),
    )
    tables = (
        Table("公示的内容", ("项", "内容"), tuple((said.name, said.words) for said in notice.body.rows)),
        Table("公示媒体", ("在哪里", "哪天登出", "网址或者版面"), media),
        Table("异议和答复", ("提出时间", "处理结果", "答复", "谁答复的"), answered),
    )
    return Paper(
        "公示", shown.title, f"programme.Publicity:{shown.pk}", facts, tuple(t for t in tables if t.rows)
    )


def selection_papers(project: Project) -> list[Paper]:
    """The selection that the contractor won, with what was publicised of it."""
    chosen = contracts.chosen_for(project)
    if chosen is None:
        return []
    row = Selection.objects.select_related(
        "award__bid", "award__publicity__by", "conditions_shown__by", "by"
    ).get(pk=chosen.selection)
    bids = Bid.objects.filter(selection=row).select_related("leader").order_by("pk")
    facts: Facts = (
        ("采购方式", row.way.word if row.way else ""),
        ("采购公告", f"{row.notice_number}，{row.notice_where}，{day(row.noticed_on)}"),
        ("建设内容", row.content),
        ("承办企业的条件", row.conditions),
        ("中选", "、".join(chosen.names)),
    )
    if row.award:
        facts += (("为什么定它", row.award.reason), ("哪天定的", day(row.award.decided_on)))
    table = Table("响应", ("供应商", "报价", "评审", "为什么不合格"), tuple(_bid(each) for each in bids))
    shown = [row.conditions_shown, row.award.publicity if row.award else None]
    selection = Paper("选定", row.title, row.about, facts, (table,))
    return [selection, *(publicity_paper(each) for each in shown if each)]


def _bid(bid: Bid) -> tuple[str, ...]:
    offered = f"联合体成员，牵头的是{bid.leader.name}" if bid.leader else yuan(Money(bid.amount_fen))
    return (bid.name, offered, "合格" if bid.is_accepted else "不合格", bid.reason)


def work_papers(project: Project) -> list[Paper]:
    """Agreements, the construction plan, yearly checks and the start hang on one paper, the work."""
    start = WorkStart.objects.filter(project=project).first()
    checks = YearlyCheck.objects.filter(project=project).order_by("year")
    signed = Agreement.objects.filter(project=project).select_related("supersedes").order_by("pk")
    facts: Facts = (("开工", day(start.started_on) if start else "还没有开工"),)
    if start and start.lacking:
        facts += (("开工时还缺", start.lacking), ("为什么先开工", start.reason))
    rows = tuple(_agreement(each) for each in signed)
    kept = tuple(
        (f"第{each.year}年", "做到了" if each.is_kept else "没有做到", each.finding) for each in checks
    )
    tables = [
        Table("协议", ("哪一种", "编号", "与谁签", "签订", "服务期", "换了哪一份"), rows),
        Table("履约检查", ("哪一年", "结果", "情况"), kept),
    ]
    papers = []
    for plan in ConstructionPlan.objects.filter(project=project).select_related("publicity__by", "paper"):
        decided = f"{plan.decision}，{day(plan.decided_on)}" if plan.decision else "还没有批准"
        tables.append(Table("项目建设方案", ("要点", "县政府的批准"), ((plan.summary, decided),)))
        tables.extend(steps_table(plan.paper))
        papers += [publicity_paper(plan.publicity)] if plan.publicity else []
    work = Paper(
        "开工与履约",
        f"{project.name}：开工与履约",
        f"programme.Work:{project.pk}",
        facts,
        tuple(table for table in tables if table.rows),
    )
    return [work, *papers]


def _agreement(row: Agreement) -> tuple[str, ...]:
    service = row.service
    until = f"{row.service_months}个月，到{day(service.until)}" if service else "没有"
    before = f"{row.supersedes.number}：{row.reason}" if row.supersedes else ""
    return (row.get_kind_display(), row.number, row.with_whom, day(row.signed_on), until, before)


def contract_papers(found: Iterable[Contract]) -> list[Paper]:
    papers: list[Paper] = []
    for row in found:
        held = contracts.held(row)
        papers.append(_contract_paper(row, held))
        papers += [_proof_paper(each) for each in contracts.proofs_of(row)]
    return papers


def _contract_paper(row: Contract, held: Held) -> Paper:
    last, standing = held.last, held.standing
    facts: Facts = (
        ("编号", last.number),
        ("金额", yuan(held.total)),
        ("已拨付", yuan(held.paid)),
        ("付款和履约的约定", last.terms),
        ("履约担保", _guarantee(held)),
    )
    if held.promise and standing:
        promised = f"{yuan(held.promise.amount)}，{held.promise.how.word}，写在{held.promise.document_number}"
        facts += (("企业承诺投入", promised), ("已经有凭证", f"{yuan(held.proven)}，{standing.sentence}"))
    versions = tuple(
        (
            version.word,
            version.number,
            day(version.signed_on),
            _amounts(held.parts.get(version.pk, {})),
            version.reason,
            f"{version.by.name}，{version.post_title}，{moment(version.at)}",
        )
        for version in held.versions
    )
    heads = ("哪一份", "编号", "签订", "金额", "为什么补充", "谁登记的")
    title = f"{row.project.name}：合同"
    return Paper("合同", title, row.about, facts, (Table("合同和补充协议", heads, versions),))


def _amounts(amounts: contracts.Amounts) -> str:
    return "，".join(f"{source.word}{yuan(amount)}" for source, amount in amounts.items())


def _guarantee(held: Held) -> str:
    last = held.last
    if last.guaranteed_until is None:
        return last.guarantee_word
    return f"{last.guarantee_word}，{yuan(last.guaranteed)}，有效到{day(last.guaranteed_until)}"


def _proof_paper(row: Proof) -> Paper:
    facts: Facts = (
        ("凭证号", row.document_number),
        ("凭证日期", day(row.spent_on)),
        ("金额", yuan(row.amount)),
        ("怎样了", row.get_state_display()),
        ("谁报的", f"{row.by.name}，{row.post_title}，{moment(row.at)}"),
    )
    if row.judged_by and row.judged_at:
        facts += (("谁核实的", f"{row.judged_by.name}，{moment(row.judged_at)}"),)
    facts += (("为什么没有认", row.reason),) if row.reason else ()
    return Paper("企业投入凭证", row.what, row.about, facts)


def acceptance_papers(project: Project) -> list[Paper]:
    found = AcceptanceResult.objects.filter(project=project).select_related("by").order_by("pk")
    return [_acceptance(row) for row in found]


def _acceptance(row: AcceptanceResult) -> Paper:
    shown = "没有公示"
    if row.shown_from:
        said = "有异议" if row.has_objection else "没有异议"
        shown = f"{day(row.shown_from)}到{day(row.shown_until)}，{said}"
    facts = (
        ("结论", "合格" if row.is_passed else "不合格"),
        ("验收日期", day(row.accepted_on)),
        ("验收意见", row.finding),
        ("公示", shown),
        ("谁登记的", f"{row.by.name}，{row.post_title}，{moment(row.at)}"),
    )
    return Paper("验收结果", f"{day(row.accepted_on)}验收", row.about, facts)


def audit_papers(project: Project) -> list[Paper]:
    found = MonthlyAudit.objects.filter(project=project).select_related("by").order_by("month", "pk")
    return [
        Paper(
            "月度审核",
            f"{row.month}月度审核",
            row.about,
            (
                ("审核单位", row.auditor),
                ("审定金额", yuan(row.money)),
                ("审核意见", row.finding),
                ("谁登记的", f"{row.by.name}，{row.post_title}，{moment(row.at)}"),
            ),
        )
        for row in found
    ]


def asset_papers(project: Project) -> list[Paper]:
    found = Asset.objects.filter(project=project).select_related("by").order_by("pk")
    return [
        Paper(
            "资产",
            row.name,
            f"programme.Asset:{row.pk}",
            (
                ("类别", AssetKind(row.kind).word),
                ("数量", f"{row.quantity.normalize():f}{row.unit}"),
                ("价值", f"{yuan(row.price)}，{Source(row.source).word}"),
                ("购置", f"{day(row.bought_on)}，凭证{row.document_number}"),
                ("放在哪里", row.where),
                ("还算不算", f"不再算：{row.end_reason}" if row.ended_at else "在册"),
            ),
        )
        for row in found
    ]
