"""Everything that proves a project (证据包): its papers with their files, its payments, its entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.evidence.kinds import Kind
from xiangji.core.evidence.models import Evidence, Withdrawal
from xiangji.core.evidence.owners import Target, paper_to_see
from xiangji.programme.models import Contractor, Project
from xiangji.programme.queries.money import contracts, payments
from xiangji.programme.queries.money import pack_papers as told
from xiangji.programme.queries.money.pack_payments import (
    PaymentTold,
    booked,
    entries_of,
    entries_table,
    entry_papers,
    payment_told,
)
from xiangji.programme.rules.money.pack import Chapter, Kept, Pack, Paper, Table


def gather(project: Project, *, by: User) -> Pack:
    """Of what this person may see; how much is left out is said."""
    contracts_found = list(contracts.for_person(by).filter(project=project).order_by("pk"))
    payments_found = list(payments.for_person(by).filter(project=project).order_by("pk"))
    payments_told = [payment_told(row) for row in payments_found]
    abouts = [project.about]
    abouts += [row.about for row in contracts_found]
    abouts += [row.about for row in payments_found]
    entries = entries_of(project, abouts)
    first = [told.project_paper(project)]
    first += [told.publicity_paper(project.publicity)] if project.publicity else []
    judged = [*told.acceptance_papers(project), *told.audit_papers(project)]
    written = (
        ("项目和公示", first),
        ("承办企业的选定", [*told.selection_papers(project), *_contractor(project)]),
        ("开工与履约", told.work_papers(project)),
        ("合同和企业投入", told.contract_papers(contracts_found)),
        ("验收和月度审核", judged),
        ("拨付", [each.paper for each in payments_told]),
        ("资产", told.asset_papers(project)),
    )
    every = [paper for _, papers in written for paper in papers]
    seen, left_out = _seen([*every, *entry_papers(entries)], by)
    chapters = [Chapter(title, tuple(_kept(papers, seen))) for title, papers in written]
    attached = tuple(paper for paper in _kept(entry_papers(entries), seen) if paper.files)
    chapters.append(Chapter("记账凭证的附件", attached))
    return Pack(
        word=f"项-{project.pk:04}",
        title=project.name,
        facts=(
            ("方案", project.programme.version.title),
            ("方案内容的 SHA-256", project.programme.version.sha256),
            ("承办单位", project.contractor.name),
        ),
        chapters=tuple(chapter for chapter in chapters if chapter.papers),
        sheets=(entries_table(entries), *_sheets(payments_told)),
        entries=booked(entries),
        left_out=left_out,
        slips=tuple(row.pk for row in payments_found if row.paper and row.paper.round),
    )


def _contractor(project: Project) -> list[Paper]:
    row = Contractor.objects.select_related("party").filter(organisation=project.contractor_id).first()
    if row is None:
        return []
    facts = (("统一社会信用代码", row.party.credit_code), ("法律形式", row.form.word))
    return [Paper("承办企业档案", project.contractor.name, f"programme.Contractor:{row.pk}", facts)]


def _seen(papers: Sequence[Paper], by: User) -> tuple[dict[str, tuple[Kept, ...]], int]:
    """The files of each paper that this person may see, asked of the owners of the papers themselves."""
    open_ones = {paper.target for paper in papers if _may_see(by, paper.target)}
    files: dict[str, list[Kept]] = {target: [] for target in open_ones}
    gone = dict(
        Withdrawal.objects.filter(evidence__target__in=open_ones).values_list("evidence_id", "reason")
    )
    rows = Evidence.objects.filter(target__in=open_ones).select_related("added_by").order_by("pk")
    for row in rows:
        files[row.target].append(_file(row, gone.get(row.pk, "")))
    left_out = len({paper.target for paper in papers} - open_ones)
    return {target: tuple(kept) for target, kept in files.items()}, left_out


def _may_see(by: User, target: str) -> bool:
    try:
        paper_to_see(by, Target.parse(target))
    except NotYours:
        return False
    return True


def _kept(papers: Iterable[Paper], seen: dict[str, tuple[Kept, ...]]) -> list[Paper]:
    return [replace(paper, files=seen[paper.target]) for paper in papers if paper.target in seen]


def _file(row: Evidence, withdrawn: str) -> Kept:
    return Kept(
        number=row.pk,
        name=row.name,
        ending=Kind(row.kind).ending,
        sha256=row.sha256,
        size=row.size,
        who=row.added_by.name if row.added_by else "平台",
        added_at=row.added_at,
        withdrawn=withdrawn,
    )


def _sheets(found: Iterable[PaymentTold]) -> list[Table]:
    """The tables of the payments, each with the number of its payment in front."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    heads: dict[str, tuple[str, ...]] = {}
    for payment in found:
        for table in payment.tables:
            heads[table.title] = ("拨付申请", *table.heads)
            rows.setdefault(table.title, []).extend((payment.word, *cells) for cells in table.rows)
    return [Table(f"拨付-{title}", heads[title], tuple(kept)) for title, kept in rows.items() if kept]
