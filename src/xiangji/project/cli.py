"""The commands of ./xj. Light on purpose: help costs no Django, and each command loads only what it needs."""

import argparse
import importlib.util
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from xiangji.core.errors import Refused, Unavailable
from xiangji.project.env import BadSetting

WRONG_USE = 2
TOOLS = {
    "check": "查格式、类型、结构、迁移、文档",
    "test": "跑测试；后面的参数交给 pytest",
    "bench": "量一量快慢：./xj bench house",
    "requirements": "哪些需求条目已经证明",
    "shots": "给页面拍照",
    "lock": "按 pyproject.toml 重新锁定 Python 包",
    "bundle": "做一个不用网络就能装的安装包",
}


class Parser(argparse.ArgumentParser):
    """argparse with its words in Chinese, where a mistake is one sentence."""

    def __init__(self, name: str, summary: str) -> None:
        super().__init__(
            f"./xj {name}", description=summary, add_help=False, allow_abbrev=False, exit_on_error=False
        )
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def format_help(self) -> str:
        text = super().format_help().replace("usage: ", "用法：", 1)
        return text.replace("\n参数:\n", "\n参数：\n").replace("\n选项:\n", "\n选项：\n")

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse's words are English
        raise Refused("wrong_use", f"没有做：写法不对。{self.prog} --help 说明怎么写。")

    def read(self, words: list[str]) -> argparse.Namespace:
        try:
            read, unknown = self.parse_known_args(words)
        except argparse.ArgumentError as fault:
            raise Refused("wrong_use", f"没有做：{_explain(fault)}{self.prog} --help 说明怎么写。") from None
        if unknown:
            raise Refused("wrong_use", f"没有做：不认识“{unknown[0]}”。{self.prog} --help 说明怎么写。")
        return read


def _explain(fault: argparse.ArgumentError) -> str:
    """Our own sentence where a reader of ours made it; otherwise only the option that argparse names."""
    ours = isinstance(fault.__context__, argparse.ArgumentTypeError)
    return str(fault.__context__) if ours else f"{fault.argument_name} 的写法不对。"


def port(word: str) -> int:
    if not (word.isascii() and word.isdigit() and 1 <= int(word[:6]) <= 65535 and len(word) <= 5):
        raise argparse.ArgumentTypeError(f"--port 的值是“{word}”，应当是 1 到 65535 之间的整数。")
    return int(word)


def demo(words: list[str]) -> int:
    parser = Parser("demo", "建一个演示县，启动网页和后台，打印地址。")
    parser.add_argument("--county", default="tengzhou", metavar="县", help="哪个县，默认 tengzhou（滕州）")
    parser.add_argument("--port", default=8000, type=port, metavar="端口", help="本机的哪个端口，默认 8000")
    parser.add_argument("--fresh", action="store_true", help="丢掉旧的演示数据，重新建")
    parser.add_argument("--no-serve", action="store_true", help="只建数据，不启动")
    parser.add_argument("--lan", action="store_true", help="让同一个网络里的手机也能打开，带证书和二维码")
    read = parser.read(words)

    from xiangji.project import demo_command

    return demo_command.run(
        county=read.county, port=read.port, fresh=read.fresh, serve=not read.no_serve, on_lan=read.lan
    )


def folder(word: str) -> Path:
    """As a person wrote it, from where she stands."""
    return Path(word).expanduser().absolute()


def county(words: list[str]) -> int:
    """Its first word says what is done; new is the one that makes a county."""
    what = words[0] if words and not words[0].startswith("-") else ""
    if what == "new":
        return _county_new(words[1:])
    parser = Parser(
        "county", "new 建县（county new --help）；登记方案 plan，装节假日 holidays、区划 regions。"
    )
    parser.add_argument("what", choices=["new", "plan", "holidays", "regions"], metavar="做什么")
    parser.add_argument("file", type=folder, metavar="文件", help="写法和 plans/、data/ 里的一样")
    parser.add_argument("--var", type=folder, metavar="文件夹", help="县的文件夹，默认 var/")
    read = parser.read(words)

    from xiangji.project import county_command

    if read.what == "plan":
        return county_command.plan(read.file, var=read.var)
    return county_command.load(read.what, read.file, var=read.var)


def _county_new(words: list[str]) -> int:
    parser = Parser("county new", "建一个正式的县：问清楚，做钥匙，建库，开三位管理员。不带任何演示数据。")
    parser.add_argument(
        "--from", dest="answers", type=folder, metavar="文件", help="答案写在一个 TOML 文件里"
    )
    parser.add_argument("--var", type=folder, metavar="文件夹", help="建在哪个文件夹，默认 var/")
    parser.add_argument(
        "--database", default="", metavar="网址", help="postgresql://…；不写就用文件夹里的 SQLite"
    )
    parser.add_argument("--regions", type=folder, metavar="文件", help="本县的区划文件；不写就用自带的")
    parser.add_argument(
        "--plan", type=folder, metavar="文件", help="本县的方案，例如 plans/tengzhou-2019.toml"
    )
    read = parser.read(words)

    from xiangji.project import county_command

    return county_command.new(
        answers_file=read.answers, var=read.var, database=read.database, regions=read.regions, plan=read.plan
    )


def serve(words: list[str]) -> int:
    parser = Parser("serve", "启动正式的县：先检查，再启动网页和后台，一直运行到有人停下它。")
    parser.add_argument("--var", type=folder, metavar="文件夹", help="县的文件夹，默认 var/")
    parser.add_argument("--port", type=port, metavar="端口", help="默认 8000；有证书时默认 8443")
    parser.add_argument("--host", metavar="地址", help="听哪个地址；默认只听本机，有证书时听所有地址")
    parser.add_argument("--tls", default="", metavar="self|文件", help="self 用自签的证书；或者一个 PEM 文件")
    parser.add_argument("--tls-key", type=folder, metavar="文件", help="证书的钥匙不在同一个文件里时写")
    parser.add_argument("--http-port", type=port, metavar="端口", help="这个端口不加密，只把人转到加密的网址")
    parser.add_argument(
        "--only",
        choices=["web", "worker"],
        default="",
        metavar="web|worker",
        help="只启动网页，或者只启动后台",
    )
    read = parser.read(words)

    from xiangji.project import serve_command

    return serve_command.run(
        var=read.var,
        host=read.host,
        port=read.port,
        plain_port=read.http_port,
        certificate=serve_command.Certificate(read.tls, read.tls_key),
        only=read.only,
    )


def doctor(words: list[str]) -> int:
    parser = Parser("doctor", "逐项看一遍：Python、盘、钥匙、库、后台、审计链、证书、时钟、放假安排、备份。")
    parser.add_argument("--var", type=folder, metavar="文件夹", help="县的文件夹，默认 var/")
    parser.add_argument("--json", action="store_true", help="给程序看的写法")
    read = parser.read(words)

    from xiangji.project.children import module
    from xiangji.project.county_folder import CountyFolder, default_var

    here = CountyFolder(read.var or default_var())
    variables = here.variables() if here.exists else {"XIANGJI_VAR": str(here.path)}
    command = module("xiangji.project.doctor", *(["--json"] if read.json else []))
    os.execve(command[0], command, {**os.environ, **variables})  # noqa: S606


def keeping(name: str) -> Callable[[list[str]], int]:
    """Backup and restore, and the ways from one database or version to the next."""

    def run(words: list[str]) -> int:
        from xiangji.project.keeping import commands

        return commands.DEEDS[name](words)

    return run


def verify(words: list[str]) -> int:
    parser = Parser("verify", "重算一条链，点名每一处改过、删掉、插进去、截掉的地方。")
    parser.add_argument(
        "chain",
        choices=["audit", "ledger", "all"],
        metavar="链",
        help="audit：审计记录；ledger：资金账；all：都查",
    )
    parser.add_argument("--county", metavar="县", help="查哪个演示县；不写就查本机的库，没有就查滕州的演示")
    parser.add_argument("--var", type=Path, metavar="文件夹", help="正式的县在哪个文件夹；不写就是 var/")
    read = parser.read(words)
    if read.var:
        os.environ["XIANGJI_VAR"] = str(read.var.expanduser().absolute())
    return _manage(["verify", read.chain], county=read.county, needs_database=True)


def manage(words: list[str]) -> int:
    """Everything after the county is Django's."""
    county = None
    if words[:1] == ["--county"] and len(words) > 1:
        county, words = words[1], words[2:]
    return _manage(words, county=county, needs_database=False)


def _manage(words: list[str], *, county: str | None, needs_database: bool) -> int:
    """In a process of its own, because the settings of this one are already read."""
    from xiangji.project import where
    from xiangji.project.children import module

    variables, whose = where.variables_for(county)
    if whose:
        print(whose, file=sys.stderr, flush=True)
    elif needs_database and not where.has_own_database():
        raise Refused(
            "no_database",
            "没有查：这里还没有库。先运行 ./xj demo；"
            "查别的演示县加 --county；查正式的县用 --var 指明它的文件夹。",
        )
    command = module("xiangji.project.manage", *words)
    os.execve(command[0], command, {**os.environ, **variables})  # noqa: S606


def _tool_file(name: str) -> Path:
    return Path(os.environ.get("XIANGJI_HOME") or Path(__file__).parents[3]) / "tools" / f"{name}.py"


def tool(name: str) -> Callable[[list[str]], int]:
    """What engineers use lies beside the sources in tools/ and is not part of what a county runs."""

    def run(words: list[str]) -> int:
        file = _tool_file(name)
        spec = importlib.util.spec_from_file_location(f"tools.{name}", file) if file.exists() else None
        if spec is None or spec.loader is None:
            raise Refused("no_tools", f"没有做：这里没有 {file}。{name} 只在源代码的文件夹里能用。")
        sys.path.insert(0, str(file.parents[1]))
        found = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found)
        return int(found.main(words))

    return run


@dataclass(frozen=True, slots=True)
class Command:
    summary: str
    run: Callable[[list[str]], int]


COMMANDS = {
    "demo": Command("建一个演示县，启动网页和后台", demo),
    "county": Command("建正式的县；登记方案，装新的节假日、区划", county),
    "serve": Command("启动正式的县", serve),
    "doctor": Command("逐项看一遍县好不好，哪里不好怎么办", doctor),
    "backup": Command("备份一个县：./xj backup 文件", keeping("backup")),
    "backup-keys": Command("把钥匙锁进一个文件，和备份分开放", keeping("backup-keys")),
    "restore": Command("从备份恢复到空的地方", keeping("restore")),
    "move-to-postgres": Command("从 SQLite 搬到 PostgreSQL", keeping("move-to-postgres")),
    "upgrade": Command("换了程序以后升数据表，先备份", keeping("upgrade")),
    "verify": Command("查审计链、资金账链：./xj verify all", verify),
    "manage": Command("Django 的命令，例如 ./xj manage events", manage),
    **{name: Command(summary, tool(name)) for name, summary in TOOLS.items()},
}


def overview() -> str:
    there = {name for name in TOOLS if _tool_file(name).exists()}
    lines = [
        f"  {name:<18}{command.summary}"
        for name, command in COMMANDS.items()
        if name not in TOOLS or name in there
    ]
    return "\n".join(["用法：./xj 命令 [选项]", "", *lines, "", "./xj demo --help 说明一个命令怎么写。"])


def main(words: list[str]) -> int:
    try:
        code = _run(words)
        sys.stdout.flush()
        return code
    except (BadSetting, Unavailable) as reason:
        print(reason, file=sys.stderr)
        return 1
    except Refused as reason:
        print(reason, file=sys.stderr)
        return WRONG_USE if reason.code == "wrong_use" else 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read along, such as head, has seen enough; Python must not write once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(words: list[str]) -> int:
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview())
        return 0
    command = COMMANDS.get(words[0])
    if command is None:
        print(f"没有叫“{words[0]}”的命令，什么也没有做。\n\n{overview()}", file=sys.stderr)
        return WRONG_USE
    return command.run(words[1:])


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
