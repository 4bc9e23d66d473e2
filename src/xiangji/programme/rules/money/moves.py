"""What each deed does to the accounts: the lines of an entry, always in pairs that add up to nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.accounts import Account

Lines = tuple["Line", ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry (分录). `line` is the key of a budget line; empty: not on one line."""

    account: Account
    source: Source
    fen: int
    line: str = ""
    project: int | None = None
    agreement: int | None = None

    @property
    def key(self) -> str:
        """Of its balance; two lines with one key move the same money."""
        return f"{self.account}|{self.source}|{self.line}|{self.project or ''}|{self.agreement or ''}"


@dataclass(frozen=True, slots=True)
class Share:
    """So much of one source on one budget line; of a project and an agreement where these are known."""

    source: Source
    line: str
    fen: int
    project: int | None = None
    agreement: int | None = None


def budget(shares: Iterable[Share]) -> Lines:
    """预算下达. A share below zero takes budget away, as a change of the plan does."""
    return _move(Account.BUDGET, Account.AVAILABLE, shares, from_line=True, to_line=True)


def transfer(shares: Iterable[Share]) -> Lines:
    """资金到账: whence it came is known by line; on the special account lies one sum of each source."""
    return _move(Account.RECEIVED, Account.ON_HAND, shares, from_line=True)


def contract(shares: Iterable[Share]) -> Lines:
    return _move(Account.AVAILABLE, Account.CONTRACTED, shares, from_line=True, to_all=True)


def contract_less(shares: Iterable[Share]) -> Lines:
    return reversed_(contract(shares))


def request(shares: Iterable[Share]) -> Lines:
    """申请占用: out of its contract where the share names one, otherwise out of what is available."""
    lines: list[Line] = []
    for share in shares:
        if share.agreement is None:
            lines += _move(Account.AVAILABLE, Account.REQUESTED, (share,), from_line=True, to_all=True)
        else:
            lines += _move(Account.CONTRACTED, Account.REQUESTED, (share,), from_all=True, to_all=True)
    return tuple(lines)


def release(shares: Iterable[Share]) -> Lines:
    """退回: what was requested goes back to where it came from."""
    return reversed_(request(shares))


def pay(shares: Iterable[Share]) -> Lines:
    """拨付: the treasury paid what was requested."""
    return _move(Account.REQUESTED, Account.PAID, shares, from_all=True, to_all=True)


def spend(shares: Iterable[Share]) -> Lines:
    """支出: it left the special account."""
    return _move(Account.ON_HAND, Account.SPENT, shares, to_all=True)


def paid_before(shares: Iterable[Share]) -> Lines:
    """期初: paid before the book was kept here, without a request in between."""
    held = tuple(shares)
    return _move(Account.AVAILABLE, Account.PAID, held, from_line=True, to_all=True) + spend(held)


def paid_back(shares: Iterable[Share]) -> Lines:
    """收回: paid money came back from whoever had it; budget and special account have it again."""
    held = tuple(shares)
    budget_side = _move(Account.PAID, Account.AVAILABLE, held, from_all=True, to_line=True)
    return budget_side + reversed_(spend(held))


def give_back(shares: Iterable[Share]) -> Lines:
    """缴回国库: unused budget is cut, and the money behind it goes back."""
    held = tuple(shares)
    cut = _move(Account.AVAILABLE, Account.BACK, held, from_line=True, to_line=True)
    return cut + _move(Account.ON_HAND, Account.RETURNED, held, to_line=True)


def cut(shares: Iterable[Share]) -> Lines:
    """核减: budget is cut for which no money had come yet."""
    return _move(Account.AVAILABLE, Account.BACK, shares, from_line=True, to_line=True)


def carry_out(shares: Iterable[Share]) -> Lines:
    """年终结转: what lies on the special account leaves the year, and `carry_in` is the year after."""
    return _move(Account.ON_HAND, Account.CARRIED, shares)


def carry_in(shares: Iterable[Share]) -> Lines:
    return reversed_(carry_out(shares))


def promise(shares: Iterable[Share]) -> Lines:
    return _move(Account.PROMISED, Account.OWED, shares, from_all=True, to_all=True)


def assign_promise(shares: Iterable[Share]) -> Lines:
    """What the plan promised on a budget line is taken over by the agreement of a project."""
    return _move(Account.OWED, Account.OWED, shares, from_line=True, to_all=True)


def proof(shares: Iterable[Share]) -> Lines:
    return _move(Account.OWED, Account.PROVEN, shares, from_all=True, to_all=True)


def proof_beyond(shares: Iterable[Share]) -> Lines:
    """More than was promised: the promise grows by what was proven."""
    return _move(Account.PROMISED, Account.PROVEN, shares, from_all=True, to_all=True)


def reversed_(lines: Iterable[Line]) -> Lines:
    return tuple(replace(line, fen=-line.fen) for line in lines)


def _move(
    origin: Account,
    target: Account,
    shares: Iterable[Share],
    *,
    from_line: bool = False,
    from_all: bool = False,
    to_line: bool = False,
    to_all: bool = False,
) -> Lines:
    """`line` keeps the budget line of a share, `all` its project and agreement too; neither: its source."""
    lines: list[Line] = []
    for share in shares:
        if share.fen:
            lines.append(_line(origin, share, -share.fen, is_on_line=from_line, is_whole=from_all))
            lines.append(_line(target, share, share.fen, is_on_line=to_line, is_whole=to_all))
    return tuple(lines)


def _line(account: Account, share: Share, fen: int, *, is_on_line: bool, is_whole: bool) -> Line:
    if is_whole:
        return Line(account, share.source, fen, share.line, share.project, share.agreement)
    return Line(account, share.source, fen, share.line if is_on_line else "")
