"""What was found when a chain was recomputed, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    CUT_OFF = "cut_off"
    CONTRADICTS_ANCHOR = "contradicts_anchor"
    UNREADABLE_ANCHOR = "unreadable_anchor"
    UNPROVEN_RESTORE = "unproven_restore"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the links from `first` to `last`; an entry outside of the chain has number 0."""

    kind: Kind
    first: int
    last: int
    entry: int | None = None
    source: str = ""

    @property
    def where(self) -> str:
        if not self.first:
            return f"记录 {self.entry}"
        if self.first != self.last:
            return f"第 {self.first} 到 {self.last} 条"
        return f"第 {self.first} 条" + (f"（记录 {self.entry}）" if self.entry else "")

    @property
    def sentence(self) -> str:
        return _SENTENCES[self.kind].format(where=self.where, source=self.source)


_SENTENCES = {
    Kind.CHANGED: "改过：{where}和封印对不上，内容被改过，或者原来在它前面的一条不见了。",
    Kind.REMOVED: "删掉：{where}不见了。",
    Kind.INSERTED: "插入：{where}没有经过平台封存。",
    Kind.CUT_OFF: "截掉：{where}不见了，{source}的锚点记着有。",
    Kind.CONTRADICTS_ANCHOR: "重封：{where}的封印和{source}的锚点不同，从前面某一条起被人重新封过。",
    Kind.UNREADABLE_ANCHOR: "锚点：{source}读不出。",
    Kind.UNPROVEN_RESTORE: "恢复：{source}读不出，或者不是平台写的，不能用它说明记录为什么少了。",
}


@dataclass(frozen=True, slots=True)
class Loss:
    """A restore that the platform made itself: what came after the backup is lost, and nobody cut it off.

    `last` is the furthest link that an anchor of the former life names; 0 when none goes further.
    """

    at: str
    taken: str
    number: int
    last: int
    source: str

    @property
    def sentence(self) -> str:
        back = f"已知的恢复：{self.at} 用 {self.taken} 的备份恢复过，恢复到第 {self.number} 条。"
        if not self.last:
            return back + "备份以后写下的记录没有了；有没有、有几条，没有更晚的锚点可以说明。"
        return back + (
            f"丢失：原来的第 {self.number + 1} 到 {self.last} 条写在备份以后，没有了，"
            f"{self.source} 的锚点记着有；这些序号后来给了恢复以后的记录。"
        )


@dataclass(slots=True)
class Findings:
    """Neighbours with the same fault become one finding: a wrong key is one sentence, not a million."""

    found: list[Finding] = field(default_factory=list)

    def add(self, kind: Kind, first: int, last: int, entry: int | None = None, source: str = "") -> None:
        before = self.found[-1] if self.found else None
        if before and before.kind is kind and first and before.last == first - 1 and before.source == source:
            self.found[-1] = Finding(kind, before.first, last, source=source)
        else:
            self.found.append(Finding(kind, first, last, entry, source))


@dataclass(frozen=True, slots=True)
class Report:
    """How many links were recomputed, how many entries still wait, and everything that is wrong.

    Losses are no findings: they are known, sealed, and named for ever.
    """

    sealed: int
    unsealed: int
    anchors: int
    findings: tuple[Finding, ...]
    losses: tuple[Loss, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.findings
