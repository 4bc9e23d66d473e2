"""./xj manage skip: a parked delivery is let go, with a reason in the audit."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from xiangji.core.audit.models import Entry
from xiangji.core.errors import Refused
from xiangji.core.events.models import Delivery, Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopped() -> Delivery:
    now = timezone.now()
    fact = Fact.objects.create(name="market.OrderPaid", key="7", body="{}", announced_at=now)
    return Delivery.objects.create(
        fact=fact, reaction="stations.reactions.pack", state="parked", tries=12, due_at=now, error="连不上。"
    )


def test_a_parked_delivery_is_let_go_and_the_audit_says_why(stopped: Delivery) -> None:
    said = StringIO()

    call_command("skip", str(stopped.pk), "--reason", "订单已经退了", stdout=said)

    stopped.refresh_from_db()
    assert (stopped.state, stopped.error) == ("skipped", "连不上。不再送：订单已经退了")
    assert stopped.ended_at is not None
    entry = Entry.objects.get(did="events.delivery_let_go")
    assert "订单已经退了" in entry.text
    assert "stations.reactions.pack" in entry.text
    assert said.getvalue().startswith(f"放过了 {stopped.pk}：market.OrderPaid")


@pytest.mark.parametrize("which", ["0", "all", "²", "-1", "9" * 30, ""])
def test_a_number_that_is_not_parked_is_refused(which: str, stopped: Delivery) -> None:
    with pytest.raises(Refused) as refused:
        call_command("skip", which or "x", reason="订单已经退了")

    assert refused.value.code == "not_a_parked_delivery"
    assert not Entry.objects.exists()


def test_a_delivery_that_still_waits_is_not_let_go(stopped: Delivery) -> None:
    Delivery.objects.update(state="waiting")

    with pytest.raises(Refused):
        call_command("skip", str(stopped.pk), "--reason", "订单已经退了")

    stopped.refresh_from_db()
    assert stopped.state == "waiting"


@pytest.mark.parametrize("reason", ["", "x", "a\nb", "长" * 201])
def test_a_reason_must_be_given(reason: str, stopped: Delivery) -> None:
    with pytest.raises(Refused) as refused:
        call_command("skip", str(stopped.pk), "--reason", reason)

    stopped.refresh_from_db()
    assert (refused.value.code, stopped.state) == ("skip_reason_not_good", "parked")
