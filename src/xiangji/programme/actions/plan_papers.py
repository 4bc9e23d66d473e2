"""A paper of the plan (方案文件) goes its way: drafted, passed by a meeting, shown, filed, in force."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, NotYours, permit
from xiangji.core.approvals import actions as approvals
from xiangji.core.approvals.rules.deciding import Stage
from xiangji.core.audit import JSON, note
from xiangji.core.calendar import add_working_days
from xiangji.core.events import announce
from xiangji.core.evidence.owners import Target
from xiangji.core.evidence.queries import pieces
from xiangji.programme.actions.opening import publish_change
from xiangji.programme.actions.publicity import start, title_of
from xiangji.programme.events import PlanPaperInForce
from xiangji.programme.models import Filing, Objection, PlanPaper, Programme, Publicity
from xiangji.programme.queries import plan_papers
from xiangji.programme.rules import plan_paper as rules
from xiangji.programme.rules.plan_paper import Order, PlanPaperRefused, Sort, Waiting, Whom
from xiangji.programme.rules.publicity import Outcome
from xiangji.programme.rules.shown import Kind

KIND = "programme.plan_paper"
STAGES = (Stage("meeting", "常务会议审议", capability="programme.record_meeting"),)


@transaction.atomic
def draft_plan_paper(
    *,
    programme: str,
    sort: str,
    title: str,
    number: str,
    summary: str,
    order: str,
    because: str,
    by: User,
    happened_at: datetime,
) -> PlanPaper:
    """Begin a paper that the programme needs; a plan or its money that counts already is changed instead."""
    acting = permit(by, "programme.draft_plan_paper")
    plan = _running(programme, acting)
    if earlier := plan_papers.of_sort(plan, Sort(sort)):
        rules.check_free_to_draft(Sort(sort), plan_papers.state(earlier), is_change=False)
    chosen, why = rules.order_of(_rule_words(plan, timezone.localdate(happened_at)), order, because)
    paper = PlanPaper(
        programme=plan,
        version=plan.version,
        sort=Sort(sort).value,
        title=rules.needed(title, "题目", rules.TITLE_LENGTH),
        number=rules.text_of(number, "文号", rules.NUMBER_LENGTH),
        summary=rules.needed(summary, "写了什么", rules.SUMMARY_LENGTH),
        order=chosen.value,
        because=why,
        drafted_at=happened_at,
    )
    paper.save()
    begin_approval(paper=paper, acting=acting, by=by, happened_at=happened_at)
    return paper


def begin_approval(*, paper: PlanPaper, acting: Acting, by: User, happened_at: datetime) -> None:
    """The same stage for a paper and for its change: 按照原制发程序."""
    paper.approval = approvals.begin(
        kind=KIND,
        about=paper.about,
        title=paper.title,
        stages=STAGES,
        place=paper.programme.place_code,
        organisation=acting.post.organisation,
        by=by,
        happened_at=happened_at,
        acting=acting,
        facts=facts_of(paper),
    )
    paper.save(update_fields=["approval"])


@transaction.atomic
def write_plan_paper(
    *, paper: PlanPaper, title: str, number: str, summary: str, by: User, happened_at: datetime
) -> PlanPaper:
    """Write it anew while it lies with its author."""
    locked = to_write(paper, by)
    locked.title = rules.needed(title, "题目", rules.TITLE_LENGTH)
    locked.number = rules.text_of(number, "文号", rules.NUMBER_LENGTH)
    locked.summary = rules.needed(summary, "写了什么", rules.SUMMARY_LENGTH)
    locked.save(update_fields=["title", "number", "summary"])
    note(
        by=by,
        did="programme.plan_paper_written",
        what=locked,
        happened_at=happened_at,
        facts=facts_of(locked),
    )
    return locked


@transaction.atomic
def submit_plan_paper(
    *, paper: PlanPaper, by: User, happened_at: datetime, seen: int | None = None
) -> PlanPaper:
    """To the meeting, with the version of the plan that counts now."""
    locked = to_write(paper, by)
    if locked.is_change:
        rules.check_change_is_written(
            rules.ChangeKind(locked.change_kind),
            Sort(locked.sort),
            edits=len(locked.edits),
            has_newcomer=locked.newcomer_id is not None,
        )
    locked.version_id = locked.programme.version_id
    locked.save(update_fields=["version"])
    approvals.submit(
        paper_id=locked.approval_id or 0,
        by=by,
        happened_at=happened_at,
        seen=seen,
        facts=facts_of(locked),
    )
    return locked


@transaction.atomic
def withdraw_plan_paper(
    *, paper: PlanPaper, reason: str, by: User, happened_at: datetime, seen: int | None = None
) -> PlanPaper:
    """Its author gives it up, while no meeting has passed it."""
    locked = _locked(paper, by, "programme.draft_plan_paper")
    approvals.withdraw(
        paper_id=locked.approval_id or 0, by=by, happened_at=happened_at, reason=reason, seen=seen
    )
    return locked


@transaction.atomic
def return_plan_paper(
    *, paper: PlanPaper, reason: str, by: User, happened_at: datetime, seen: int | None = None
) -> PlanPaper:
    """The meeting did not pass it: back to the office, which reads why."""
    approvals.return_for_correction(
        paper_id=paper.approval_id or 0, by=by, happened_at=happened_at, reason=reason, seen=seen
    )
    return paper


@transaction.atomic
def pass_plan_paper(
    *,
    paper: PlanPaper,
    meeting: str,
    met_on: date,
    by: User,
    happened_at: datetime,
    seen: int | None = None,
) -> PlanPaper:
    """Somebody of the leading group records that the meeting passed it; the minutes lie in its evidence."""
    locked = _locked(paper, by, "programme.record_meeting")
    counting = sum(piece.withdrawn is None for piece in pieces(Target.parse(locked.about)))
    today = timezone.localdate(happened_at)
    kept = rules.check_meeting(meeting, met_on, today=today, evidence=counting)
    approvals.approve(
        paper_id=locked.approval_id or 0, by=by, happened_at=happened_at, reason=kept, seen=seen
    )

    locked.pass_in(kept, met_on)
    facts: dict[str, JSON] = {"meeting": kept, "met_on": met_on.isoformat()}
    note(by=by, did="programme.plan_paper_passed", what=locked, happened_at=happened_at, facts=facts)
    return locked


@transaction.atomic
def publicise_plan_paper(
    *, paper: PlanPaper, by: User, happened_at: datetime, days: int | None = None, reason: str = ""
) -> Publicity:
    """Show it to everybody for the days of the plan's own rule, when its order allows."""
    acting = permit(by, "programme.publicise", place=paper.programme.place_code)
    locked = _again(paper)
    rules.check_publicise(plan_papers.state(locked), Order(locked.order))

    locked.publicity = start(
        kind=Kind.CHANGE if locked.is_change else Kind.PLAN,
        about=locked.about,
        title=locked.title,
        programme=locked.programme,
        body=plan_papers.shown(locked),
        acting=acting,
        by=by,
        happened_at=happened_at,
        days=days,
        reason=reason,
        rule_keys=rules.RULES,
        rule_day=plan_papers.rule_day(locked.programme, timezone.localdate(happened_at)),
    )
    locked.save(update_fields=["publicity"])
    return locked.publicity


@transaction.atomic
def record_filing(
    *, paper: PlanPaper, whom: str, on: date, number: str, by: User, happened_at: datetime
) -> Filing:
    """That it was filed (备案): refused with the province before the public had its days (PRG-08)."""
    acting = permit(by, "programme.record_filing", place=paper.programme.place_code)
    locked = _again(paper)
    today = timezone.localdate(happened_at)
    rules.check_filing(
        plan_papers.state(locked),
        Order(locked.order),
        Whom(whom),
        _waiting(locked, today),
        on=on,
        today=today,
        because=locked.because,
    )
    kept = rules.text_of(number, "文号或者回执号", rules.NUMBER_LENGTH, undone="没有记下")
    if Filing.objects.filter(about=locked.about, whom=whom, on=on).exists():
        said = f"没有记下。这一天报{Whom(whom).word}的已经记过了。"
        raise PlanPaperRefused("filing_is_recorded", said)

    filing = Filing.objects.create(
        programme=locked.programme,
        about=locked.about,
        title=locked.title,
        whom=Whom(whom).value,
        on=on,
        number=kept,
        by=by,
        post_title=title_of(acting),
        at=happened_at,
    )
    facts: dict[str, JSON] = {"whom": Whom(whom).word, "on": on.isoformat(), "number": kept}
    note(by=by, did="programme.filing_recorded", what=locked, happened_at=happened_at, facts=facts)
    settle(paper=locked, by=by, happened_at=happened_at)
    return filing


def plan_paper_is_clear(*, publicity: Publicity, by: User | None, happened_at: datetime) -> None:
    """What follows when the publicity of a plan paper is clear, or its last medium was noted."""
    found = plan_papers.rows().get(publicity=publicity)
    settle(paper=found, by=by, happened_at=happened_at)


def settle(*, paper: PlanPaper, by: User | None, happened_at: datetime) -> None:
    """In force as soon as meeting, publicity, filing and media are all there; the last of them brings it."""
    locked = _again(paper)
    if not rules.is_ready(plan_papers.facts_of(locked), missing_media=plan_papers.missing_media(locked)):
        return
    body = plan_papers.new_body(locked)
    result = (
        publish_change(programme=locked.programme, body=body, by=by, happened_at=happened_at)
        if body
        else None
    )
    if locked.project and locked.newcomer:
        _hand_over(locked, by=by, happened_at=happened_at)

    locked.come_into_force(happened_at, result)
    facts: dict[str, JSON] = {"version": result.number} if result else {}
    note(by=by, did="programme.plan_paper_in_force", what=locked, happened_at=happened_at, facts=facts)
    announce(
        PlanPaperInForce(
            paper=locked.pk,
            programme=locked.programme.key,
            place=locked.programme.place_code,
            sort=locked.sort,
            title=locked.title,
            change=locked.change_kind,
            version=locked.programme.version_id,
            project=locked.project_id,
            organisation=locked.newcomer_id,
            in_force_at=happened_at,
        )
    )


def _hand_over(paper: PlanPaper, *, by: User | None, happened_at: datetime) -> None:
    project, newcomer = paper.project, paper.newcomer
    if project is None or newcomer is None:
        return
    project.hand_over_to(newcomer)
    facts: dict[str, JSON] = {"before": paper.before_name, "after": newcomer.name}
    note(by=by, did="programme.contractor_replaced", what=project, happened_at=happened_at, facts=facts)


def to_write(paper: PlanPaper, hand: User) -> PlanPaper:
    """The locked row of whoever writes it, while it lies with its author."""
    locked = _locked(paper, hand, "programme.draft_plan_paper")
    rules.check_written(plan_papers.state(locked))
    approvals.paper_to_change(hand, locked.approval_id or 0)
    return locked


def facts_of(paper: PlanPaper) -> dict[str, JSON]:
    return {
        "sort": Sort(paper.sort).word,
        "title": paper.title,
        "number": paper.number,
        "summary": paper.summary,
        "why": paper.reason,
        "edits": [
            f"{plan_papers.place_words(paper, each.place)}：{each.value}" for each in paper.written_edits
        ],
    }


def _locked(paper: PlanPaper, by: User, capability: str) -> PlanPaper:
    locked = _again(paper)
    permit(by, capability, place=locked.programme.place_code)
    return locked


def _again(paper: PlanPaper) -> PlanPaper:
    locked = plan_papers.lock(paper)
    if locked is None:
        raise NotYours
    return locked


def _running(key: str, acting: Acting) -> Programme:
    """A plan in force where the post is; any other does not exist for it."""
    found = Programme.objects.select_related("version").filter(key=key, version__standing="in_force").first()
    if found is None or not acting.place.contains(found.place_code):
        raise NotYours
    return found


def _rule_words(plan: Programme, on: date) -> str:
    rule = plan_papers.own_rule(plan, on)
    return f"{rule.words}：“{rule.quote}”" if rule else ""


def _waiting(paper: PlanPaper, today: date) -> Waiting:
    shown = paper.publicity
    due = add_working_days(today, _days(paper, today))
    open_ones = Objection.objects.filter(publicity=shown, finding="").count() if shown else 0
    return Waiting(
        standing=shown.standing(today) if shown else None,
        outcome=Outcome(shown.outcome) if shown else None,
        open_objections=open_ones,
        earliest=due.day + timedelta(days=1),
        unpublished_years=tuple(due.unpublished_years),
    )


def _days(paper: PlanPaper, on: date) -> int:
    rule = plan_papers.own_rule(paper.programme, on)
    return int(rule.value) if rule and rule.value else rules.FILING_DAYS
