"""Someone has the database and lifts the guards. What they did to the ledger is named."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from xiangji.core.audit.tests.examples import tamper
from xiangji.core.chain import anchors, sealing
from xiangji.core.chain.registering import chains, register
from xiangji.core.chain.sealing import SealedChain
from xiangji.core.chain.verifying import verify
from xiangji.programme.models import LedgerEntry, Posting
from xiangji.programme.queries.money.chain import LEDGER, read
from xiangji.programme.tasks import anchor_ledger, seal_ledger
from xiangji.programme.tests.ledger_cast import a_book, transfer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counties")]


def sealed_book() -> list[int]:
    """Of a plan with seven lines and two transfers; gives the keys of its entries."""
    book = a_book()
    transfer(book, 100)
    transfer(book, 50)
    seal_ledger()
    return list(LedgerEntry.objects.order_by("pk").values_list("pk", flat=True))


def sentences() -> list[str]:
    return [finding.sentence for finding in verify(LEDGER).findings]


def test_an_untouched_ledger_is_whole_and_waits_for_nothing() -> None:
    sealed_book()

    report = verify(LEDGER)

    assert report.is_whole
    assert (report.sealed, report.unsealed) == (9, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE programme_ledgerentry SET text = replace(text, '1', '2') WHERE id = %s",
        "UPDATE programme_ledgerentry SET sha256 = substr(sha256, 2, 63) || 'x' WHERE id = %s",
        "UPDATE programme_ledgerentry SET summary = '别的' WHERE id = %s",
        "UPDATE programme_ledgerentry SET booked_on = '2026-01-02' WHERE id = %s",
        "UPDATE programme_ledgerentry SET kind = 'spend' WHERE id = %s",
        "UPDATE programme_ledgerentry SET number = 77 WHERE id = %s",
        "UPDATE programme_ledgerentry SET document_number = '别的号' WHERE id = %s",
        "UPDATE programme_ledgerentry SET about = 'programme.Payment:3' WHERE id = %s",
        "UPDATE programme_ledgerentry SET kind = '没有这种' WHERE id = %s",
        "UPDATE programme_posting SET fen = fen * 2 WHERE entry_id = %s",
        "UPDATE programme_posting SET source = 'provincial' WHERE entry_id = %s",
        "UPDATE programme_posting SET line = 'upstream' WHERE entry_id = %s",
        "UPDATE programme_posting SET account = '没有' WHERE entry_id = %s",
        "DELETE FROM programme_posting WHERE entry_id = %s",
        (
            "INSERT INTO programme_posting (entry_id, account, source, line, fen)"
            " VALUES (%s, 'available', 'central', '', 5)"
        ),
    ],
)
def test_a_changed_entry_or_posting_is_named(statement: str) -> None:
    third = sealed_book()[2]

    tamper(statement, third)

    assert sentences() == [
        f"改过：第 3 条（记录 {third}）和封印对不上，内容被改过，或者原来在它前面的一条不见了。"
    ]


def test_a_removed_entry_is_named() -> None:
    third = sealed_book()[2]

    tamper("DELETE FROM programme_posting WHERE entry_id = %s", third)
    tamper("DELETE FROM programme_ledgerentry WHERE id = %s", third)

    assert sentences() == [f"删掉：第 3 条（记录 {third}）不见了。"]


def test_an_inserted_entry_is_named() -> None:
    ids = sealed_book()

    tamper(
        "INSERT INTO programme_ledgerentry (book_id, year, number, kind, booked_on, summary, document_number,"
        " document_kind, about, recorded_at, post_title, text, sha256)"
        " SELECT book_id, year, 88, kind, booked_on, summary, document_number, document_kind, about,"
        " recorded_at, post_title, text, sha256 FROM programme_ledgerentry WHERE id = %s",
        ids[0],
    )

    [said] = sentences()
    assert said.startswith("插入：记录")


def test_an_end_that_was_cut_off_is_named_by_the_anchor_of_the_night() -> None:
    last = sealed_book()[-1]
    anchor_ledger()

    tamper("DELETE FROM programme_posting WHERE entry_id = %s", last)
    tamper("DELETE FROM programme_ledgerentry WHERE id = %s", last)
    tamper("DELETE FROM chain_link WHERE chain = 'ledger' AND entry = %s", last)

    assert any(said.startswith("截掉：第 9 条不见了") for said in sentences())


def test_the_command_proves_one_chain_or_all_and_ends_with_1_when_one_is_broken() -> None:
    ids = sealed_book()
    said = io.StringIO()
    call_command("verify", "all", stdout=said)
    assert "审计链完好。" in said.getvalue()
    assert "资金账链完好。" in said.getvalue()
    tamper("UPDATE programme_ledgerentry SET summary = '别的' WHERE id = %s", ids[0])

    said = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", "ledger", stdout=said)

    assert ended.value.code == 1
    assert "资金账链：核对了 9 条" in said.getvalue()
    assert "资金账链对不上，有 1 处。" in said.getvalue()
    call_command("verify", "audit", stdout=io.StringIO())


def test_each_night_leaves_a_line_beside_the_database() -> None:
    sealed_book()

    anchor_ledger()

    assert [anchor.number for anchor in anchors.read("ledger").anchors] == [
        9,
        9,
    ]  # of the night, and the head


def test_an_entry_that_cannot_be_read_is_found_without_its_neighbours() -> None:
    ids = sealed_book()
    tamper("UPDATE programme_posting SET source = '没有' WHERE entry_id = %s", ids[4])

    found = read(ids)

    assert [pk for pk, original in found.items() if not original.is_whole] == [ids[4]]


def test_a_name_stands_for_one_chain() -> None:
    assert [each.chain.name for each in chains()] == ["audit", "ledger"]
    with pytest.raises(ValueError, match="there is a chain called ledger"):
        register(SealedChain("ledger", Posting, read), "别的")


def test_the_worker_seals_what_waits_and_then_only_looks() -> None:
    book = a_book()
    assert verify(LEDGER).unsealed == 7
    seal_ledger()
    transfer(book, 1)

    assert sealing.seal(LEDGER) == 1
    assert sealing.seal(LEDGER) == 0
    assert timezone.now() - LedgerEntry.objects.latest("pk").recorded_at > timedelta(0) or book
