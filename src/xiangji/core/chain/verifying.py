"""Recomputes a chain from its first link to its last, in pages, and says what does not fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, Model, OuterRef, QuerySet

from xiangji.core.chain import anchors, keys, restores
from xiangji.core.chain.anchors import Anchor
from xiangji.core.chain.findings import Finding, Findings, Kind, Loss, Report
from xiangji.core.chain.models import Link, Unsealed
from xiangji.core.chain.restores import Restore
from xiangji.core.chain.sealing import Original, SealedChain, genesis, next_seal

PAGE = 4_000


def verify(chain: SealedChain) -> Report:
    """Anchors are read first: what is sealed while we count can then only be more than they say."""
    known = anchors.read(chain.name)
    restored = restores.read(chain.name)
    said = [*known.anchors, *(restore.anchor for restore in restored.known)]
    standing = restores.without_lost(said, restored.known)
    furthest = max(standing, key=lambda anchor: anchor.number, default=None)
    end = _last_number(chain)
    findings = Findings()
    _walk(chain, end, furthest, findings)
    if furthest and furthest.number > end:
        findings.add(Kind.CUT_OFF, end + 1, furthest.number, source=furthest.at)
    _compare(chain, standing, findings)
    for line in known.unreadable:
        findings.add(Kind.UNREADABLE_ANCHOR, 0, 0, source=line)
    for line in restored.unreadable:
        findings.add(Kind.UNPROVEN_RESTORE, 0, 0, source=line)
    for entry in _strays(chain):
        findings.add(Kind.INSERTED, 0, 0, entry)
    unsealed = _count_waiting(chain, findings)
    losses = tuple(_lost(chain, restore, said) for restore in restored.known)
    return Report(end, unsealed, len(known.anchors), tuple(findings.found), losses)


def _last_number(chain: SealedChain) -> int:
    last = Link.objects.filter(chain=chain.name).order_by("number").last()
    return last.number if last else 0


def _walk(chain: SealedChain, end: int, furthest: Anchor | None, findings: Findings) -> None:
    if not end:
        return
    key = keys.chain_key(is_first_use=False)
    first = genesis(key, chain.name)
    walk = Walk(key, previous=first, proven=first, findings=findings)
    for link, original in _pages(chain, end):
        walk.step(link, original)
    # Doubts at the very end have no next link to tell; beyond the last anchor there was nothing to change.
    is_beyond = furthest is not None and any(doubt.first > furthest.number for doubt in walk.in_doubt)
    walk.settle(Kind.INSERTED if is_beyond else Kind.CHANGED)


def _pages(chain: SealedChain, end: int) -> Iterator[tuple[Link, Original | None]]:
    """By number, so that no page is read twice and nothing is held longer than a page."""
    after = 0
    while True:
        links = list(
            Link.objects.filter(chain=chain.name, number__gt=after, number__lte=end).order_by("number")[:PAGE]
        )
        if not links:
            return
        originals = chain.read([link.entry for link in links])
        yield from ((link, originals.get(link.entry)) for link in links)
        after = links[-1].number


@dataclass(slots=True)
class Walk:
    """Goes from link to link. Links that do not fit are in doubt until one that fits says what they are.

    `previous` is the seal in the row before; `proven` the last one that fitted. If the next link fits
    `previous`, the seal before it is genuine and what it sealed was changed; if it fits `proven`, what lies
    between was inserted. None: the row before is gone, and this one has to be taken as it stands.
    """

    key: bytes
    previous: str | None
    findings: Findings
    proven: str | None = None
    expected: int = 1
    in_doubt: list[Finding] = field(default_factory=list)

    def step(self, link: Link, original: Original | None) -> None:
        if link.number != self.expected:
            self.settle(Kind.CHANGED)
            self.findings.add(Kind.REMOVED, self.expected, link.number - 1)
            self.previous = None
        self.expected = link.number + 1
        if original is None:
            self.settle(Kind.CHANGED)
            self.findings.add(Kind.REMOVED, link.number, link.number, link.entry)
            self.previous = self.proven = link.seal
        else:
            self._judge(link, original)

    def _judge(self, link: Link, original: Original) -> None:
        if self._fits(self.previous, link, original):
            self.settle(Kind.CHANGED)
        elif self.in_doubt and self._fits(self.proven, link, original):
            self.settle(Kind.INSERTED)
        else:
            self._doubt(link)
            self.previous = link.seal
            return
        self.previous = self.proven = link.seal
        if not original.is_whole:
            self.findings.add(Kind.CHANGED, link.number, link.number, link.entry)

    def _fits(self, base: str | None, link: Link, original: Original) -> bool:
        return base is None or next_seal(self.key, base, original.text) == link.seal

    def _doubt(self, link: Link) -> None:
        doubts = Findings(self.in_doubt)
        doubts.add(Kind.CHANGED, link.number, link.number, link.entry)

    def settle(self, kind: Kind) -> None:
        """What is in doubt is this."""
        for doubt in self.in_doubt:
            self.findings.add(kind, doubt.first, doubt.last, doubt.entry)
        self.in_doubt.clear()


def _compare(chain: SealedChain, known: Sequence[Anchor], findings: Findings) -> None:
    """A chain that was sealed anew from some link on fits its key, but not what left the database before."""
    numbers = {anchor.number for anchor in known}
    seals = dict(Link.objects.filter(chain=chain.name, number__in=numbers).values_list("number", "seal"))
    for anchor in known:
        if seals.get(anchor.number, anchor.seal) != anchor.seal:
            findings.add(Kind.CONTRADICTS_ANCHOR, anchor.number, anchor.number, source=anchor.at)


def _lost(chain: SealedChain, restore: Restore, said: Sequence[Anchor]) -> Loss:
    """What anchors of the former life name beyond the backup. A link that is there after all is not lost."""
    beyond = [anchor for anchor in said if restore.explains(anchor)]
    numbers = {anchor.number for anchor in beyond}
    seals = dict(Link.objects.filter(chain=chain.name, number__in=numbers).values_list("number", "seal"))
    gone = [anchor for anchor in beyond if seals.get(anchor.number) != anchor.seal]
    furthest = max(gone, key=lambda anchor: anchor.number, default=Anchor("", 0, ""))
    return Loss(restore.at, restore.taken, restore.number, furthest.number, furthest.at)


def _strays(chain: SealedChain) -> list[int]:
    """Entries that neither are sealed nor wait were not written by the platform. One look, one moment."""
    mine = {"chain": chain.name, "entry": OuterRef("pk")}
    strays: QuerySet[Model] = QuerySet(chain.table).filter(
        ~Exists(Link.objects.filter(**mine)), ~Exists(Unsealed.objects.filter(**mine))
    )
    return list(strays.order_by("pk").values_list("pk", flat=True))


def _count_waiting(chain: SealedChain, findings: Findings) -> int:
    """What waits for its seal must at least be there."""
    waiting = list(Unsealed.objects.filter(chain=chain.name).order_by("pk").values_list("entry", flat=True))
    for start in range(0, len(waiting), PAGE):
        page = waiting[start : start + PAGE]
        for entry in set(page) - set(chain.read(page)):
            findings.add(Kind.REMOVED, 0, 0, entry)
    return len(waiting)
