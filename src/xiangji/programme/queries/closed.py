"""Reads for programs that ask with a key: the projects of the key's own organisation, in its place."""

from django.db.models import QuerySet

from xiangji.core.accounts.keys import Caller
from xiangji.core.accounts.models import Organisation
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.errors import Refused
from xiangji.core.places import within
from xiangji.core.values import PlaceCode
from xiangji.programme.models import Project
from xiangji.programme.queries import projects


class NoContractor(Refused):
    status = 403

    def __init__(self, asking: Caller) -> None:
        kind = asking.organisation.get_kind_display()
        super().__init__(
            "key_of_no_contractor",
            f"没有回答。项目由企业承办，“{asking.organisation.name}”登记的是{kind}，没有自己的项目。",
        )


def projects_of(asking: Caller, place: str = "") -> QuerySet[Project]:
    """In any state. A place outside of the key's own does not exist for it, nor does what is no place."""
    if asking.organisation.kind != Organisation.Kind.COMPANY:
        raise NoContractor(asking)
    where = within(_within(asking.place, place), "programme__place")
    return projects.rows().filter(where, contractor=asking.organisation).order_by("pk")


def _within(own: PlaceCode, asked: str) -> PlaceCode:
    if not asked:
        return own
    try:
        place = PlaceCode(asked)
    except ValueError:
        raise NotYours from None
    if not own.contains(place):
        raise NotYours
    return place
