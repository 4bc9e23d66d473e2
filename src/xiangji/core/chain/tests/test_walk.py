"""The walk along a chain, on links and texts that no database holds."""

import hashlib
import hmac
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as some

from xiangji.core.chain.findings import Findings, Kind
from xiangji.core.chain.models import Link
from xiangji.core.chain.sealing import Original, genesis
from xiangji.core.chain.verifying import Walk

KEY = b"k" * 32
Row = tuple[Link, Original | None]
lengths = some.integers(2, 12)
NOBODY_KNOWS = "f" * 64


@dataclass
class Chain:
    """A sealed chain of so many texts, made without our own sealing."""

    length: int
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        seal = genesis(KEY, "test")
        for number in range(1, self.length + 1):
            text = f"text {number}"
            seal = hmac.new(KEY, (seal + text).encode(), hashlib.sha256).hexdigest()
            self.rows.append((a_link(number, seal), Original(text, is_whole=True)))

    def renumber(self) -> None:
        for number, (link, _) in enumerate(self.rows, start=1):
            link.number = number


def a_link(number: int, seal: str) -> Link:
    return Link(chain="test", number=number, entry=number + 100, seal=seal)


def found(chain: Chain) -> list[tuple[Kind, int, int]]:
    findings = Findings()
    first = genesis(KEY, "test")
    walk = Walk(KEY, previous=first, proven=first, findings=findings)
    for link, original in chain.rows:
        walk.step(link, original)
    walk.settle(Kind.CHANGED)
    return [(finding.kind, finding.first, finding.last) for finding in findings.found]


@given(lengths)
def test_a_whole_chain_has_no_fault(length: int) -> None:
    assert found(Chain(length)) == []


@given(lengths, some.data())
def test_a_changed_text_is_named_alone(length: int, choice: some.DataObject) -> None:
    chain = Chain(length)
    number = choice.draw(some.integers(1, length))
    chain.rows[number - 1] = (chain.rows[number - 1][0], Original("another text", is_whole=True))

    assert found(chain) == [(Kind.CHANGED, number, number)]


@given(lengths, some.data())
def test_a_row_that_does_not_agree_with_its_text_is_named(length: int, choice: some.DataObject) -> None:
    chain = Chain(length)
    number = choice.draw(some.integers(1, length))
    chain.rows[number - 1] = (chain.rows[number - 1][0], Original(f"text {number}", is_whole=False))

    assert found(chain) == [(Kind.CHANGED, number, number)]


@given(lengths, some.data())
def test_a_removed_entry_is_named_alone(length: int, choice: some.DataObject) -> None:
    chain = Chain(length)
    number = choice.draw(some.integers(1, length))
    chain.rows[number - 1] = (chain.rows[number - 1][0], None)

    assert found(chain) == [(Kind.REMOVED, number, number)]


@given(lengths, some.data())
def test_removed_links_are_named_alone(length: int, choice: some.DataObject) -> None:
    chain = Chain(length)
    first = choice.draw(some.integers(1, length - 1))
    last = choice.draw(some.integers(first, length - 1))
    del chain.rows[first - 1 : last]

    assert found(chain) == [(Kind.REMOVED, first, last)]


@given(lengths, some.data(), some.integers(1, 3))
def test_inserted_links_are_named_alone(length: int, choice: some.DataObject, several: int) -> None:
    chain = Chain(length)
    place = choice.draw(some.integers(0, length - 1))
    chain.rows[place:place] = [
        (a_link(0, NOBODY_KNOWS[:-1] + str(number)), Original(f"forged {number}", is_whole=True))
        for number in range(several)
    ]
    chain.renumber()

    assert found(chain) == [(Kind.INSERTED, place + 1, place + several)]


@given(lengths, some.data())
def test_a_removed_row_whose_number_was_closed_up_is_found_where_it_was(
    length: int, choice: some.DataObject
) -> None:
    chain = Chain(length)
    number = choice.draw(some.integers(1, length - 1))
    del chain.rows[number - 1]
    chain.renumber()

    assert found(chain) == [(Kind.CHANGED, number, number)]


@given(lengths, some.data())
def test_two_exchanged_rows_are_both_found(length: int, choice: some.DataObject) -> None:
    chain = Chain(length)
    number = choice.draw(some.integers(1, length - 1))
    (one, its_text), (other, other_text) = chain.rows[number - 1 : number + 1]
    chain.rows[number - 1 : number + 1] = [(one, other_text), (other, its_text)]

    assert found(chain) == [(Kind.CHANGED, number, number + 1)]


def test_a_wrong_key_is_one_finding() -> None:
    chain = Chain(500)
    for link, _ in chain.rows:
        link.seal = hashlib.sha256(link.seal.encode()).hexdigest()

    assert found(chain) == [(Kind.CHANGED, 1, 500)]


@given(lengths, some.data(), some.text(max_size=70))
def test_nonsense_in_place_of_a_seal_is_found(length: int, choice: some.DataObject, nonsense: str) -> None:
    chain = Chain(length)
    number = choice.draw(some.integers(1, length))
    chain.rows[number - 1][0].seal = nonsense

    [(kind, first, last)] = found(chain)
    assert (kind, first) == (Kind.CHANGED, number)
    assert last <= number + 1
