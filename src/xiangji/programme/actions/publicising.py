"""Publicity (公示) of a project, and its entry into force when the days are clear."""

from datetime import datetime

from django.db import transaction

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours, permit
from xiangji.core.audit import JSON, note
from xiangji.core.events import announce
from xiangji.programme.actions.publicity import start
from xiangji.programme.events import ProjectInForce
from xiangji.programme.models import Project, Publicity
from xiangji.programme.queries import projects
from xiangji.programme.rules.project import State
from xiangji.programme.rules.publicity import PublicityRefused
from xiangji.programme.rules.shown import Kind


@transaction.atomic
def publicise(
    *, project: Project, by: User, happened_at: datetime, days: int | None = None, reason: str = ""
) -> Publicity:
    """Show an approved project to everybody, for the working days that the plan or the clerk says."""
    acting = permit(by, "programme.publicise", place=project.programme.place_code)
    locked = projects.lock(project)
    if locked is None:
        raise NotYours
    if projects.state(locked) is not State.APPROVED:
        said = f"没有公示。“{locked.name}”现在是“{projects.state(locked).word}”，这一步不合时候。"
        raise PublicityRefused("publicity_out_of_turn", said)

    locked.publicity = start(
        kind=Kind.PROJECT,
        about=locked.about,
        title=locked.name,
        programme=locked.programme,
        body=projects.shown(locked),
        acting=acting,
        by=by,
        happened_at=happened_at,
        days=days,
        reason=reason,
    )
    locked.save(update_fields=["publicity"])
    return locked.publicity


def project_in_force(*, publicity: Publicity, by: User | None, happened_at: datetime) -> None:
    """What follows when the publicity of a project is clear."""
    locked = projects.rows().get(publicity=publicity)
    facts: dict[str, JSON] = {"ends_on": publicity.ends_on.isoformat()}
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
