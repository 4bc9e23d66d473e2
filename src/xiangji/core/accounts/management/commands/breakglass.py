from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from xiangji.core.accounts.breaking_glass import break_glass


class Command(BaseCommand):
    help = (
        "应急：先写审计记录，再给一个在用账号一小时的系统管理员岗位和一次性口令，动态口令重新登记；"
        "本来就是管理员的，岗位不变。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--who", required=True, metavar="登录名", help="给谁，写登录名")
        parser.add_argument("--reason", required=True, metavar="理由", help="为什么，会写进审计记录")

    def handle(self, *_words: object, who: str, reason: str, **_options: object) -> None:
        opened = break_glass(who=who, reason=reason, happened_at=timezone.now())
        self.stdout.write(f"已经写进审计记录。{opened.person.name}的一次性口令是 {opened.password} ，")
        self.stdout.write(f"到{timezone.localtime(opened.until):%H:%M}失效；登录以后先改口令。")
