from django.core.management.base import BaseCommand
from django.utils import timezone

from xiangji.core.parties.rewrap import rewrap


class Command(BaseCommand):
    help = "换一把新的县钥匙，把所有数据钥匙重新包一遍；中断了就再运行一次，会接着做。"

    def handle(self, *_words: object, **_options: object) -> None:
        for step in rewrap(by=None, happened_at=timezone.now()):
            self.stdout.write(f"重新包好 {step.done} 把，还有 {step.left} 把。")
        self.stdout.write("县钥匙换好了，旧的已经不在。请马上备份一次：旧备份只有旧钥匙能打开。")
