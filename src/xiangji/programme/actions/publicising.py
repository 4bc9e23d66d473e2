"""Publicity (公示) of a project: shown for working days, objected to, answered, and in force when clear."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from xiangji.core import policy
from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import Acting, NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.calendar import add_working_days
from xiangji.core.events import announce
from xiangji.programme.events import ObjectionFiled, ObjectionHandled, ProjectInForce, ProjectPublicised
from xiangji.programme.models import Objection, Project, Publicity
from xiangji.programme.queries import projects
from xiangji.programme.rules import publicity as rules
from xiangji.programme.rules.project import Outcome, State
from xiangji.programme.rules.publicity import PublicityRefused, Term, TooManyObjections

LANE_SALT = "programme.objection"


@transaction.atomic
def publicise(
    *, project: Project, by: User, happened_at: datetime, days: int | None = None, reason: str = ""
) -> Publicity:
    """Show an approved project to everybody, for the working days that the plan or the clerk says."""
    acting = permit(by, "programme.publicise", place=project.programme.place_code)
    locked = _locked(project)
    if projects.state(locked) is not State.APPROVED:
        raise _out_of_turn("没有公示", locked)
    term = _term(locked, timezone.localdate(happened_at), days=days, reason=reason)

    shown = _start(locked, term, acting, happened_at)
    locked.publicity = shown
    locked.save(update_fields=["publicity"])
    facts: dict[str, JSON] = {
        "days": term.days,
        "ends_on": shown.ends_on.isoformat(),
        "because": term.because,
    }
    note(by=by, did="programme.project_publicised", what=locked, happened_at=happened_at, facts=facts)
    announce(
        ProjectPublicised(
            project=locked.pk,
            programme=locked.programme.key,
            place=locked.programme.place_code,
            name=locked.name,
            days=term.days,
            ends_on=shown.ends_on,
            publicised_at=happened_at,
        )
    )
    return shown


@transaction.atomic
def file_objection(
    *, project: Project, text: str, sender: str, network: str, by: None, happened_at: datetime
) -> Objection:
    """Anybody may, without a name. The audit trail gets neither words nor name: they stay in the table."""
    locked = _locked(project)
    shown = locked.publicity
    if shown is None or shown.outcome != Outcome.OPEN:
        raise _out_of_turn("没有收下", locked)
    rules.check_open(shown.standing(timezone.localdate(happened_at)))
    kept, name = rules.objection_of(text, sender)
    lane = _lane(network, timezone.localdate(happened_at))
    if Objection.objects.filter(lane=lane).count() >= rules.OBJECTIONS_A_DAY:
        raise TooManyObjections

    objection = Objection.objects.create(
        publicity=shown, text=kept, sender=name, lane=lane, filed_at=happened_at
    )
    facts: dict[str, JSON] = {"objection": objection.pk}
    note(by=by, did="programme.objection_filed", what=locked, happened_at=happened_at, facts=facts)
    announce(
        ObjectionFiled(
            project=locked.pk,
            objection=objection.pk,
            programme=locked.programme.key,
            place=locked.programme.place_code,
            name=locked.name,
            filed_at=happened_at,
        )
    )
    return objection


@transaction.atomic
def handle_objection(
    *, project: Project, objection: int, finding: str, reply: str, by: User, happened_at: datetime
) -> Objection:
    """Answer it in public. One that is right stops the project; one that is not lets its days go on."""
    acting = permit(by, "programme.handle_objection", place=project.programme.place_code)
    locked = _locked(project)
    row = _objection(locked, objection)
    kept = rules.reply_of(reply)
    is_upheld = Objection.Finding(finding) is Objection.Finding.UPHELD

    row.answer(finding=finding, reply=kept, by=by, title=_title(acting), at=happened_at)
    if is_upheld and locked.publicity and locked.publicity.outcome == Outcome.OPEN:
        locked.publicity.end(Outcome.STOPPED, happened_at)
    facts: dict[str, JSON] = {"objection": row.pk, "finding": row.get_finding_display(), "reply": kept}
    note(by=by, did="programme.objection_handled", what=locked, happened_at=happened_at, facts=facts)
    announce(
        ObjectionHandled(
            project=locked.pk,
            objection=row.pk,
            programme=locked.programme.key,
            place=locked.programme.place_code,
            is_upheld=is_upheld,
            handled_at=happened_at,
        )
    )
    return row


@transaction.atomic
def put_in_force(*, project: Project, by: User | None, happened_at: datetime) -> Project:
    """The days have passed and every objection is answered. By the clock each night, or by a person."""
    if by is not None:
        permit(by, "programme.publicise", place=project.programme.place_code)
    locked = _locked(project)
    shown = locked.publicity
    if shown is None or shown.outcome != Outcome.OPEN:
        raise _out_of_turn("没有生效", locked)
    open_ones = Objection.objects.filter(publicity=shown, finding="").count()
    rules.check_clear(shown.standing(timezone.localdate(happened_at)), open_objections=open_ones)

    shown.end(Outcome.CLEAR, happened_at)
    facts: dict[str, JSON] = {"ends_on": shown.ends_on.isoformat()}
    note(by=by, did="programme.project_in_force", what=locked, happened_at=happened_at, facts=facts)
    announce(
        ProjectInForce(
            project=locked.pk,
            programme=locked.programme.key,
            version=locked.version_id,
            place=locked.programme.place_code,
            name=locked.name,
            budget_line=locked.budget_line,
            organisation=locked.contractor_id,
            due=locked.due_month,
            central_fen=locked.central_fen,
            provincial_fen=locked.provincial_fen,
            county_fen=locked.county_fen,
            enterprise_fen=locked.enterprise_fen,
            in_force_at=happened_at,
        )
    )
    return locked


def put_due_in_force(*, by: User | None, happened_at: datetime) -> list[Project]:
    """Each in a transaction of its own."""
    found = projects.due(timezone.localdate(happened_at))
    return [put_in_force(project=project, by=by, happened_at=happened_at) for project in found]


def _locked(project: Project) -> Project:
    locked = projects.lock(project)
    if locked is None:
        raise NotYours
    return locked


def _term(project: Project, on: date, *, days: int | None, reason: str) -> Term:
    try:
        rule = policy.rule(rules.RULE, place=project.programme.place_code, on=on)
    except policy.NoRule:
        return rules.term(None, "", "", stated=days, reason=reason)
    return rules.term(rule.value, rule.words, rule.unit, stated=days, reason=reason)


def _start(project: Project, term: Term, acting: Acting, at: datetime) -> Publicity:
    today = timezone.localdate(at)
    found = [add_working_days(today, number + 1) for number in range(term.days)]
    return Publicity.objects.create(
        project=project,
        started_at=at,
        counted=[each.day.isoformat() for each in found],
        ends_on=found[-1].day,
        because=term.because,
        unpublished=rules.unpublished_words(found[-1].unpublished_years),
        by=acting.person,
        post_title=_title(acting),
    )


def _objection(project: Project, key: int) -> Objection:
    row = Objection.objects.filter(pk=key, publicity__project=project).first()
    if row is None:
        raise NotYours
    if row.finding:
        who = row.handled_by.name if row.handled_by else ""
        said = f"没有办结。这条异议{who}（{row.handler_title}）已经办结：{row.get_finding_display()}。"
        raise PublicityRefused("objection_was_handled", said)
    return row


def _out_of_turn(undone: str, project: Project) -> PublicityRefused:
    said = f"{undone}。“{project.name}”现在是“{projects.state(project).word}”，这一步不合时候。"
    return PublicityRefused("publicity_out_of_turn", said)


def _lane(network: str, on: date) -> str:
    """Tells apart the networks of one day and of no longer; nobody can go back from it to a network."""
    return salted_hmac(LANE_SALT, f"{on.isoformat()} {network}", algorithm="sha256").hexdigest()


def _title(acting: Acting) -> str:
    return f"{acting.post.organisation.name} {acting.title}"
