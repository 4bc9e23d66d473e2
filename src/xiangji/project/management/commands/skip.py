from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.rules.reasons import fault_of_reason
from xiangji.core.audit import note
from xiangji.core.errors import Refused
from xiangji.core.events.parked import let_go


class Command(BaseCommand):
    """Beside `events` and not in it, because events stand below the audit."""

    help = "放过一条停下的消息：不再送，排在它后面的接着送。写进审计记录。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("which", metavar="编号", help="./xj manage events 列出的编号")
        parser.add_argument("--reason", required=True, metavar="理由", help="为什么，会写进审计记录")

    def handle(self, *_words: object, which: str, reason: str, **_options: object) -> None:
        if fault := fault_of_reason(reason):
            raise Refused("skip_reason_not_good", f"没有放过。{fault}")
        with transaction.atomic():
            delivery = let_go(which, reason)
            note(
                by=None,
                did="events.delivery_let_go",
                what=delivery,
                happened_at=timezone.now(),
                facts={"reason": reason, "fact": delivery.fact.name, "reaction": delivery.reaction},
            )
        self.stdout.write(f"放过了 {delivery.pk}：{delivery.fact.name} → {delivery.reaction}。后面的接着送。")
