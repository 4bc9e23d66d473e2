import signal

from django.core.management.base import BaseCommand

from xiangji.core.events.worker import Worker


class Command(BaseCommand):
    help = "后台：送达消息，封存审计记录，做定时任务。收到 TERM 或 Ctrl+C 就做完手上的停下。"

    def handle(self, *_words: object, **_options: object) -> None:
        worker = Worker()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, worker.stop)
        worker.run()
