from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from xiangji.core.chain.findings import Report
from xiangji.core.chain.registering import chains
from xiangji.core.chain.verifying import verify

ALL = "all"


class Command(BaseCommand):
    help = "逐条重算一条链，和锚点对照；有对不上的就点名，并以 1 结束。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        known = [each.chain.name for each in chains()]
        words = "；".join(f"{each.chain.name}：{each.word}" for each in chains())
        parser.add_argument("chain", choices=[*known, ALL], help=f"{words}；{ALL}：都查")

    def handle(self, *_words: object, **options: object) -> None:
        asked = [each for each in chains() if options["chain"] in {each.chain.name, ALL}]
        reports = [self._say(each.word, verify(each.chain)) for each in asked]
        if not all(report.is_whole for report in reports):
            raise SystemExit(1)

    def _say(self, word: str, report: Report) -> Report:
        self.stdout.write(
            f"{word}：核对了 {report.sealed} 条，对照了 {report.anchors} 个锚点；"
            f"还没有来得及封存的有 {report.unsealed} 条。"
        )
        for loss in report.losses:
            self.stdout.write(loss.sentence)
        for finding in report.findings:
            self.stdout.write(finding.sentence)
        if report.is_whole:
            self.stdout.write(f"{word}完好。")
        else:
            self.stdout.write(
                f"{word}对不上，有 {len(report.findings)} 处。先把整个 var 文件夹复制一份留作证据。"
            )
        return report
