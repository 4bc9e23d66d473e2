from django.utils import timezone

from xiangji.core.events import every
from xiangji.core.sheets import intakes, moving
from xiangji.core.sheets.models import Intake

# Per beat, so that facts are delivered in between however long a table is.
BATCHES = 15


@every(seconds=1)
def move_what_was_confirmed() -> None:
    """Large tables, and what a web process began and did not end."""
    confirmed = Intake.objects.filter(state=Intake.State.MOVING).order_by("confirmed_at", "pk")
    number = confirmed.values_list("pk", flat=True).first()
    if number is not None:
        moving.carry_on(number, batches=BATCHES)


@every(minutes=30)
def forget_what_nobody_confirmed() -> None:
    intakes.forget_old(timezone.now())
