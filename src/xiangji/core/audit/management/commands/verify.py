from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from xiangji.core.audit import verify


class Command(BaseCommand):
    help = "逐条重算一条链，和锚点对照；有对不上的就点名，并以 1 结束。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("chain", choices=["audit"], help="audit：审计记录")

    def handle(self, *_words: object, **_options: object) -> None:
        report = verify()
        self.stdout.write(
            f"审计链：核对了 {report.sealed} 条，对照了 {report.anchors} 个锚点；"
            f"还没有来得及封存的有 {report.unsealed} 条。"
        )
        for loss in report.losses:
            self.stdout.write(loss.sentence)
        for finding in report.findings:
            self.stdout.write(finding.sentence)
        if not report.is_whole:
            self.stdout.write(
                f"审计链对不上，有 {len(report.findings)} 处。先把整个 var 文件夹复制一份留作证据。"
            )
            raise SystemExit(1)
        self.stdout.write("审计链完好。")
