from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from xiangji.core.errors import Refused
from xiangji.core.events import health
from xiangji.core.events.delivering import WAITING
from xiangji.core.events.models import Job
from xiangji.core.events.parked import parked
from xiangji.core.events.registry import jobs


class Command(BaseCommand):
    help = "看消息积压、停下等人的消息和定时任务；原因改好以后再送。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retry", metavar="all|编号", help="停下的消息再送：全部，或者一条的编号")

    def handle(self, *_words: object, retry: str | None, **_options: object) -> None:
        if retry:
            count = send_again(retry)
            self.stdout.write(f"{count} 条停下的消息重新排队，后台马上再送。")
        self._say_how_it_is()

    def _say_how_it_is(self) -> None:
        now = health()
        seen = "没有在运行" if now.worker_seen_seconds is None else f"在 {now.worker_seen_seconds} 秒前露过面"
        self.stdout.write(f"后台{seen}。待送 {now.waiting} 条，最早的等了 {now.oldest_seconds} 秒。")
        for delivery in parked().select_related("fact"):
            self.stdout.write(
                f"停下等人 {delivery.pk}：{delivery.fact} → {delivery.reaction}，"
                f"送了 {delivery.tries} 次。{delivery.error}"
            )
        for job in Job.objects.filter(name__in=jobs()).exclude(error="").order_by("name"):
            self.stdout.write(f"定时任务 {job.name} 上次没有做成。{job.error}")


def send_again(which: str) -> int:
    """The tries begin anew. Refuses a number that is not the number of a parked delivery."""
    chosen = parked()
    if which != "all":
        chosen = chosen.filter(pk=int(which)) if which.isascii() and which.isdigit() else chosen.none()
    count = chosen.update(state=WAITING, tries=0, due_at=timezone.now())
    if not count and which != "all":
        raise Refused(
            "no_such_parked_delivery",
            f"没有重送。没有编号是“{which}”的停下的消息，应当是 all 或者 events 命令列出的编号。",
        )
    return count
