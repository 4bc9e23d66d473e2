"""What is attached to a paper, for the pages that show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from xiangji.core.accounts.models import User
from xiangji.core.evidence import owners
from xiangji.core.evidence.kinds import Kind
from xiangji.core.evidence.models import Evidence, Withdrawal
from xiangji.core.evidence.owners import Target

PLATFORM = "平台"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence as a list shows it."""

    pk: int
    name: str
    kind: Kind
    size: int
    who: str
    added_at: datetime
    happened_at: datetime
    place: str
    is_from_phone: bool
    withdrawn: Withdrawn | None

    @property
    def size_in_words(self) -> str:
        return f"{self.size / 1_000_000:.1f} MB" if self.size >= 1_000_000 else f"{-(-self.size // 1000)} kB"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The evidence of one paper and what this person may do with it."""

    target: str
    title: str
    address: str
    pieces: tuple[Piece, ...]
    may_add: bool

    @property
    def counting(self) -> int:
        return sum(piece.withdrawn is None for piece in self.pieces)


def shelf(to: str, *, by: User) -> Shelf:
    """Raises NotYours where the paper does not exist or is not for this person. Two queries of our own."""
    paper = owners.paper_to_see(by, Target.parse(to))
    return shelf_beside(to, title=paper.title, address=paper.address, by=by)


def shelf_beside(to: str, *, title: str, address: str, by: User) -> Shelf:
    """For the page of the paper itself, which has found it and permitted it already."""
    target = Target.parse(to)
    return Shelf(str(target), title, address, pieces(target), owners.may_add(by, target))


def pieces(target: Target) -> tuple[Piece, ...]:
    rows = list(Evidence.objects.filter(target=str(target)).select_related("added_by", "place"))
    gone = {
        row.evidence_id: Withdrawn(row.reason, _name(row.withdrawn_by), row.withdrawn_at)
        for row in Withdrawal.objects.filter(evidence__target=str(target)).select_related("withdrawn_by")
    }
    return tuple(_piece(row, gone.get(row.pk)) for row in rows)


def piece(evidence: Evidence) -> Piece:
    gone = Withdrawal.objects.filter(evidence=evidence).select_related("withdrawn_by").first()
    withdrawn = Withdrawn(gone.reason, _name(gone.withdrawn_by), gone.withdrawn_at) if gone else None
    return _piece(evidence, withdrawn)


def _piece(row: Evidence, withdrawn: Withdrawn | None) -> Piece:
    return Piece(
        pk=row.pk,
        name=row.name,
        kind=Kind(row.kind),
        size=row.size,
        who=_name(row.added_by),
        added_at=row.added_at,
        happened_at=row.happened_at,
        place=row.place.name if row.place else "",
        is_from_phone=row.is_from_phone,
        withdrawn=withdrawn,
    )


def _name(person: User | None) -> str:
    return person.name if person else PLATFORM
