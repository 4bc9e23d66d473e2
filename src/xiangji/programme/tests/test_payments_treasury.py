"""What the treasury paid already stands in the book, whatever speaks against it; and it says why."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from xiangji.core.errors import Refused
from xiangji.core.events import drain
from xiangji.core.values import Money, Month
from xiangji.programme.actions.money import closing, payments, treasury
from xiangji.programme.models import (
    LedgerEntry,
    Payment,
    PaymentCheck,
    Project,
    TreasuryPayment,
    WarningReason,
)
from xiangji.programme.queries.money import judging, ledger, showing
from xiangji.programme.queries.money import payments as reads
from xiangji.programme.rules.budget import Source
from xiangji.programme.rules.money.payment import Part, State
from xiangji.programme.tests.contracting_cast import bureau, manager
from xiangji.programme.tests.examples import RUNNING, load_counties, register_running
from xiangji.programme.tests.payment_cast import (
    DAY,
    TODAY,
    YUAN,
    again,
    approved,
    available,
    book_stands,
    chief,
    drafted,
    finance,
    money_came,
    money_stands,
    recorded,
    state,
    submitted,
    voucher,
    with_receipt,
)
from xiangji.programme.tests.people import clerk, decided, leader, proposed, question
from xiangji.programme.tests.project_cast import LINE, holidays, traces

pytestmark = pytest.mark.django_db

RENT, ALSO_CENTRAL, ONLY_COUNTY = "rent_from_which_fund", "中央资金也可以补", "只从市配套付"
NEXT_MONTH = DAY + timedelta(days=30)
WHY = "国库10月18日已经付出，回单在附件里，已报领导小组。"


@pytest.fixture(autouse=True)
def plan(tmp_path: Path) -> None:
    load_counties(tmp_path)
    holidays()
    register_running()
    drain()


def read_as(reading: str) -> None:
    """By the leading group; again it supersedes what stands."""
    standing = question(RENT).decision_id
    proposed(clerk(), RENT, reading)
    decided(leader(), RENT, reading, supersedes=standing, paper="示例会议纪要")


def of_rent(project: Project) -> Payment:
    """Approved while the question was read so that central money may pay a rent."""
    read_as(ALSO_CENTRAL)
    parts = (Part(Source.CENTRAL, "rent", 30_000 * YUAN),)
    return with_receipt(approved(project, why="房租是2026年9月到10月的。", parts=parts, invoices=()))


def reasons(payment: Payment, **changes: object) -> Mapping[str, str]:
    wanted = judging.demanded(again(payment), voucher(**changes))  # type: ignore[arg-type]
    return {each.key: f"{WHY}（{each.name}）" for each in wanted}


def kinds(payment: Payment) -> list[str]:
    return list(LedgerEntry.objects.filter(about=payment.about).order_by("pk").values_list("kind", flat=True))


def closed(project: Project, month: Month) -> None:
    book = ledger.book_of(project.programme.key)
    assert book is not None
    closing.close_month(book=book, month=month, by=finance(), happened_at=NEXT_MONTH)


def refused(payment: Payment, **changes: object) -> str:
    """The sentence; nothing was written."""
    stood = traces(), PaymentCheck.objects.count(), WarningReason.objects.count(), state(payment)
    with pytest.raises(Refused) as refusal:
        recorded(payment, **changes)
    assert refusal.value.code == "treasury_fact_without_reason"
    assert not TreasuryPayment.objects.exists()
    assert (traces(), PaymentCheck.objects.count(), WarningReason.objects.count(), state(payment)) == stood
    return refusal.value.sentence


def test_an_answer_that_changed_after_approval_stops_no_fact_and_asks_for_its_own_reason() -> None:
    payment = of_rent(money_stands())
    read_as(ONLY_COUNTY)

    assert "“房租水电的资金来源”要单独写理由" in refused(payment)
    recorded(payment, reasons=reasons(payment))

    assert state(payment) is State.PAID
    check = PaymentCheck.objects.get(payment=payment, moment="record", rule="running.fund")
    assert check.outcome == "block"
    given = WarningReason.objects.get(payment=payment, key=check.key)
    assert (given.reason, given.by) == (f"{WHY}（房租水电的资金来源）", finance())
    assert kinds(payment) == ["request", "pay", "spend"]


def test_what_was_paid_against_the_rules_is_marked_and_counted_and_stays_so() -> None:
    project = money_stands()
    payment = of_rent(project)
    other = with_receipt(approved(project, why="核对过。", invoices=()))
    recorded(other, number="示例支-009")
    read_as(ONLY_COUNTY)
    recorded(payment, fen=10_000 * YUAN, reasons=reasons(payment))

    assert list(reads.against_rules()) == [payment]
    assert list(reads.against_rules(payment.book)) == [payment]
    assert showing.flags_of(again(payment)) == [("bad", "付了，可规则不许")]
    assert showing.flags_of(again(other)) == []
    for page in ("/open/money/", f"/plan/{RUNNING}/money/{LINE}/"):
        told = Client().get(page).content.decode()
        assert told.count("付了，可规则不许") == 1
        assert "示例支-009" in told

    read_as(ALSO_CENTRAL)
    recorded(payment, number="示例支-002", fen=20_000 * YUAN)
    assert list(reads.against_rules()) == [payment]
    broken = [each for each in reads.checks_of(again(payment)) if each.outcome == "block"]
    assert broken == []


def test_each_broken_rule_wants_a_reason_of_its_own() -> None:
    payment = of_rent(money_stands())
    read_as(ONLY_COUNTY)
    day = TODAY - timedelta(days=1)
    given = dict(reasons(payment, on=day))
    assert len(given) == 2

    for left_out in given:
        some = {key: words for key, words in given.items() if key != left_out}
        refused(payment, on=day, reasons=some)
        refused(payment, on=day, reasons={**some, left_out: " "})

    recorded(payment, on=day, reasons=given)
    assert WarningReason.objects.filter(payment=payment, key__in=given).count() == 2


def test_a_reason_for_a_warning_does_not_answer_the_same_rule_once_it_blocks() -> None:
    payment = of_rent(money_stands())
    read_as(ONLY_COUNTY)
    key = next(iter(reasons(payment)))
    WarningReason.objects.create(
        payment=payment, key=key, name="房租", reason="早先写的。", by=chief(), post_title="组长", at=DAY
    )

    assert "房租水电的资金来源" in refused(payment)


def test_a_month_that_was_closed_takes_no_entry_and_hides_no_payment() -> None:
    project = money_stands()
    payment = with_receipt(approved(project, why="核对过。"))
    closed(project, Month(2026, 10))
    stood = reasons(payment)
    assert [key.split("|")[1] for key in stood] == ["closed_month"]
    with pytest.raises(Refused, match="2026年10月已经结账"):
        recorded(payment, at=NEXT_MONTH)

    paid = recorded(payment, reasons=stood, at=NEXT_MONTH)

    assert paid.paid_on == TODAY
    first = TODAY.replace(month=11, day=1)
    entries = LedgerEntry.objects.filter(about=payment.about, kind__in=["pay", "spend"])
    assert {(entry.booked_on, entry.document_on) for entry in entries} == {(first, TODAY)}
    assert paid.entry.summary.endswith("（2026年10月18日支付）")
    assert showing.flags_of(again(payment)) == []


def test_what_was_paid_before_its_approval_is_booked_on_the_day_of_approval_and_marked() -> None:
    payment = with_receipt(approved(money_stands(), why="核对过。", invoices=()))
    day = TODAY - timedelta(days=5)
    assert "审定以前就付了" in refused(payment, on=day)

    paid = recorded(payment, on=day, reasons=reasons(payment, on=day))

    assert (paid.paid_on, paid.entry.booked_on) == (day, TODAY)
    assert list(reads.against_rules()) == [payment]


def test_money_that_has_not_come_is_paid_in_the_book_and_spent_when_it_has() -> None:
    project = book_stands()
    payment = with_receipt(approved(project, why="核对过。"))
    assert "专账上的中央财政只有0.00元" in refused(payment)

    recorded(payment, reasons=reasons(payment))

    assert (state(payment), kinds(payment)) == (State.PAID, ["request", "pay"])
    assert showing.flags_of(again(payment)) == [("wait", "等到账记支出")]
    assert [each.voucher_number for each in reads.unspent(payment.book)] == ["示例支-001"]
    assert not reads.against_rules().exists()

    with pytest.raises(Refused) as too_early:
        treasury.book_spending(payment=again(payment), by=finance(), happened_at=DAY)
    assert too_early.value.code == "overdrawn"
    money_came(project)
    treasury.book_spending(payment=again(payment), by=finance(), happened_at=DAY)

    assert kinds(payment) == ["request", "pay", "spend"]
    assert showing.flags_of(again(payment)) == []
    whole = ledger.total(payment.book)
    assert (whole.paid, whole.spent) == (Money(30_000 * YUAN), Money(30_000 * YUAN))
    with pytest.raises(Refused) as twice:
        treasury.book_spending(payment=again(payment), by=finance(), happened_at=DAY)
    assert twice.value.code == "nothing_to_spend"


def test_of_two_vouchers_that_wait_the_one_whose_money_came_is_spent() -> None:
    project = book_stands()
    parts = (
        Part(Source.CENTRAL, "equipment", 30_000 * YUAN),
        Part(Source.COUNTY, "equipment", 20_000 * YUAN),
    )
    payment = with_receipt(approved(project, why="核对过。", parts=parts))
    county = {"number": "示例支-002", "source": Source.COUNTY, "fen": 20_000 * YUAN}
    recorded(payment, reasons=reasons(payment))
    recorded(payment, reasons=reasons(payment, **county), **county)
    money_came(project, Source.COUNTY)

    booked = treasury.book_spending(payment=again(payment), by=finance(), happened_at=DAY)

    assert [entry.document_number for entry in booked] == ["示例支-002"]
    assert [each.voucher_number for each in reads.unspent_of(payment)] == ["示例支-001"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fen": 30_000 * YUAN + 1}, "paid_more_than_approved"),
        ({"number": "示例支-000"}, "voucher_recorded_before"),
    ],
)
def test_no_reason_makes_up_for_what_was_never_approved(changes: dict[str, object], code: str) -> None:
    project = money_stands()
    earlier = with_receipt(approved(project, why="核对过。", invoices=()))
    recorded(earlier, number="示例支-000")
    payment = with_receipt(approved(project, why="核对过。"))
    any_reason = {"treasury|no_money|示例支-000": WHY}

    with pytest.raises(Refused) as refusal:
        recorded(payment, reasons=any_reason, **changes)

    assert (refusal.value.code, TreasuryPayment.objects.count()) == (code, 1)


def test_no_reason_makes_up_for_a_receipt_or_an_approval() -> None:
    project = money_stands()
    without_receipt = approved(project, why="核对过。", invoices=())
    in_review = with_receipt(submitted(project))

    codes = []
    for payment in (without_receipt, in_review):
        with pytest.raises(Refused) as refusal:
            recorded(payment, reasons={"any": WHY})
        codes.append(refusal.value.code)

    assert codes == ["payment_without_receipt", "payment_not_open_to_treasury"]
    assert not TreasuryPayment.objects.exists()


@pytest.mark.parametrize("moment", ["submit", "approve"])
def test_a_rule_that_began_to_block_stops_what_is_not_approved_yet(moment: str) -> None:
    project = money_stands()
    read_as(ALSO_CENTRAL)
    parts = (Part(Source.CENTRAL, "rent", 30_000 * YUAN),)
    payment = drafted(project, parts=parts) if moment == "submit" else submitted(project, parts=parts)
    read_as(ONLY_COUNTY)
    move = {
        "submit": lambda: payments.submit_payment(payment=payment, by=manager(project), happened_at=DAY),
        "approve": lambda: payments.approve_payment(
            payment=payment, by=bureau(), happened_at=DAY, reason="可以付。"
        ),
    }
    stood = traces(), state(payment)

    with pytest.raises(Refused) as refusal:
        move[moment]()

    assert refusal.value.code == "payment_blocked"
    assert "只从市配套付" in refusal.value.sentence
    assert (traces(), state(payment)) == stood


def test_the_day_paid_decides_which_rules_are_asked() -> None:
    """Recorded a month later, a fact is judged as of the day on which it happened."""
    payment = with_receipt(approved(money_stands(), why="核对过。"))
    recorded(payment, at=NEXT_MONTH)

    judged = PaymentCheck.objects.filter(payment=payment, moment="record")
    assert judged.exists()
    assert {timezone.localdate(row.judged_at) for row in judged} == {timezone.localdate(NEXT_MONTH)}
    assert not reads.against_rules().exists()


def test_what_was_paid_though_it_was_stopped_is_held_anew_and_marked() -> None:
    project = money_stands()
    payment = with_receipt(approved(project, why="核对过。"))
    before = available()
    treasury.stop_payment(payment=payment, reason="设备退了。", by=finance(), happened_at=DAY)
    assert "停付了的还是付了" in refused(payment)

    recorded(payment, fen=10_000 * YUAN, reasons=reasons(payment))

    assert state(payment) is State.STOPPED
    assert kinds(payment) == ["request", "release", "request", "pay", "spend"]
    assert available() == before + Money(20_000 * YUAN)
    assert list(reads.against_rules()) == [payment]


def test_a_stop_whose_money_went_elsewhere_leaves_nothing_to_book_and_says_so() -> None:
    project = money_stands()
    payment = with_receipt(approved(project, why="核对过。"))
    treasury.stop_payment(payment=payment, reason="设备退了。", by=finance(), happened_at=DAY)
    submitted(project, parts=(Part(Source.CENTRAL, "equipment", available().fen),), invoices=())
    given, stood = reasons(payment), traces()

    with pytest.raises(Refused) as refusal:
        recorded(payment, reasons=given)

    assert refusal.value.code == "overdrawn"
    assert (traces(), TreasuryPayment.objects.count()) == (stood, 0)
