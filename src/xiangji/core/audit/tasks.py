from django.utils import timezone

from xiangji.core.audit.entries import AUDIT
from xiangji.core.chain import anchors, sealing
from xiangji.core.events import every

# Per beat, so that facts are delivered in between however many entries wait.
BATCHES = 4


@every(seconds=1)
def seal() -> None:
    for _ in range(BATCHES):
        if sealing.seal(AUDIT) < sealing.AT_ONCE:
            return


@every("02:40")
def anchor() -> None:
    anchors.append_anchor(AUDIT.name, at=timezone.localtime())
