"""A change of a paper that counts (方案变更): a reason, the same steps again, and what is to be different."""

from datetime import datetime

from django.db import transaction

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import permit
from xiangji.core.audit import JSON, note
from xiangji.core.errors import Refused
from xiangji.programme.actions.plan_papers import begin_approval, to_write
from xiangji.programme.models import PlanPaper, Project
from xiangji.programme.queries import plan_papers, projects
from xiangji.programme.rules import changing
from xiangji.programme.rules import plan_paper as rules
from xiangji.programme.rules.changing import Edit
from xiangji.programme.rules.checking import check_reading
from xiangji.programme.rules.document import PlanDocument
from xiangji.programme.rules.plan_paper import ChangeKind, PlanPaperRefused, Sort
from xiangji.programme.rules.project import State as ProjectState


@transaction.atomic
def draft_change(
    *,
    paper: PlanPaper,
    kind: str,
    title: str,
    number: str,
    summary: str,
    reason: str,
    project: Project | None,
    newcomer: Organisation | None,
    by: User,
    happened_at: datetime,
) -> PlanPaper:
    """Begin a change; it goes the steps of its original, in the same order."""
    acting = permit(by, "programme.draft_plan_paper", place=paper.programme.place_code)
    original = plan_papers.lock(paper.changes or paper)
    if original is None:
        raise PlanPaperRefused("plan_paper_is_gone", "没有存。要变更的文件找不到了。")
    rules.check_free_to_draft(Sort(original.sort), plan_papers.state(original), is_change=True)
    _check_alone(original)
    before = _check_contractor(ChangeKind(kind), project, newcomer)
    change = PlanPaper(
        programme=original.programme,
        version=original.programme.version,
        sort=original.sort,
        title=rules.needed(title, "题目", rules.TITLE_LENGTH),
        number=rules.text_of(number, "文号", rules.NUMBER_LENGTH),
        summary=rules.needed(summary, "变更写了什么", rules.SUMMARY_LENGTH),
        order=original.order,
        because=original.because,
        drafted_at=happened_at,
        changes=original,
        change_kind=ChangeKind(kind).value,
        reason=rules.needed(reason, "变更理由", rules.REASON_LENGTH),
        project=project,
        newcomer=newcomer,
        before_name=before,
    )
    change.save()
    begin_approval(paper=change, acting=acting, by=by, happened_at=happened_at)
    return change


@transaction.atomic
def edit_plan(*, paper: PlanPaper, place: str, value: str, by: User, happened_at: datetime) -> PlanPaper:
    """One figure or sentence that is to be different; the plan that results must still be a plan."""
    locked = to_write(paper, by)
    _check_edits_the_plan(locked)
    others = tuple(each for each in locked.written_edits if each.place != place)
    edit = changing.read(Edit(place, value), plan_papers.edited(locked, others))
    _check_body(locked, (*others, edit))

    locked.write_edits((*others, edit))
    facts: dict[str, JSON] = {"place": plan_papers.place_words(locked, place), "value": edit.value}
    note(by=by, did="programme.change_edited", what=locked, happened_at=happened_at, facts=facts)
    return locked


@transaction.atomic
def drop_edit(*, paper: PlanPaper, place: str, by: User, happened_at: datetime) -> PlanPaper:
    """It shall stay as it stands in the plan."""
    locked = to_write(paper, by)
    left = tuple(each for each in locked.written_edits if each.place != place)
    if len(left) == len(locked.edits):
        raise PlanPaperRefused("change_has_no_such_edit", "没有去掉。变更里没有改这一处。")
    _check_body(locked, left)

    locked.write_edits(left)
    facts: dict[str, JSON] = {"place": plan_papers.place_words(locked, place)}
    note(by=by, did="programme.change_edit_dropped", what=locked, happened_at=happened_at, facts=facts)
    return locked


def _check_alone(original: PlanPaper) -> None:
    """Two changes of one plan at a time would be written on the same version."""
    found = plan_papers.rows().filter(programme=original.programme).exclude(changes=None)
    for other in found:
        if not plan_papers.state(other).is_over:
            said = f"没有存。变更“{other.title}”{plan_papers.state(other).word}，办完这一份再写下一份。"
            raise PlanPaperRefused("change_is_under_way", said)


def _check_contractor(kind: ChangeKind, project: Project | None, newcomer: Organisation | None) -> str:
    """Who goes and who comes, where the change is of that kind. Returns the name of who goes."""
    if kind is not ChangeKind.CONTRACTOR:
        if project or newcomer:
            said = "没有存。只有“增加或者更换承建企业”才填项目和企业，别的变更请空着。"
            raise PlanPaperRefused("change_names_a_contractor_in_vain", said)
        return ""
    if newcomer is None:
        raise PlanPaperRefused("change_lacks_a_newcomer", "没有存。请写明增加或者换上哪家企业。")
    if newcomer.kind != Organisation.Kind.COMPANY:
        said = f"没有存。承建企业要是企业法人，“{newcomer.name}”登记的是{newcomer.get_kind_display()}。"
        raise PlanPaperRefused("contractor_is_no_company", said)
    if project is None:
        return ""
    if projects.state(projects.rows().get(pk=project.pk)) is not ProjectState.IN_FORCE:
        said = f"没有存。“{project.name}”还没有生效，没有承建企业可换；让写的单位撤回重报就行。"
        raise PlanPaperRefused("change_of_a_project_not_in_force", said)
    if project.contractor_id == newcomer.pk:
        said = f"没有存。“{project.name}”的承建企业本来就是{newcomer.name}。"
        raise PlanPaperRefused("change_to_the_same_contractor", said)
    return project.contractor.name


def _check_edits_the_plan(paper: PlanPaper) -> None:
    if not paper.is_change or paper.sort not in {Sort.PLAN, Sort.FUNDS}:
        said = "没有改。只有实施方案、资金安排的变更才逐处改方案；这一份请写在“写了什么”里。"
        raise PlanPaperRefused("paper_edits_no_plan", said)


def _check_body(paper: PlanPaper, edits: tuple[Edit, ...]) -> None:
    body = plan_papers.edited(paper, edits)
    try:
        PlanDocument.of(body)
        check_reading(body, plan_file="变更后的方案", reading_file="读法")
    except Refused as refusal:
        raise PlanPaperRefused(
            "change_makes_no_plan", f"没有改。改完以后方案不通：{refusal.sentence}"
        ) from refusal
