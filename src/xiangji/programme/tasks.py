"""What the clock runs for programme."""

from django.utils import timezone

from xiangji.core.chain import anchors, sealing
from xiangji.core.events import every
from xiangji.programme import actions, reactions
from xiangji.programme.queries.money.chain import LEDGER

# Per beat, as the audit does: facts are delivered in between however many entries wait.
BATCHES = 4


@every("00:20")
def end_publicities() -> None:
    """What has stood its days, and against which nobody has anything open, is in force."""
    actions.conclude_due(by=None, happened_at=timezone.now())


@every(seconds=1)
def seal_ledger() -> None:
    for _ in range(BATCHES):
        if sealing.seal(LEDGER) < sealing.AT_ONCE:
            return


@every("07:30")
def remind_of_fund_use() -> None:
    """Before people come to work: who may publish is told of closed months that nobody published."""
    reactions.remind_of_fund_use(at=timezone.now())


@every("02:45")
def anchor_ledger() -> None:
    anchors.append_anchor(LEDGER.name, at=timezone.localtime())
