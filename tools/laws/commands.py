"""The commands that our papers name are those of ./xj: read by its own parsers, and never run."""

import io
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stdout

import django
from django.core.management import CommandError, get_commands, load_command_class
from tools.laws.examples import papers
from tools.laws.source import HOME

from xiangji.core.errors import Refused
from xiangji.project.cli import COMMANDS, TOOLS

# No command has this option: whoever reads up to here has understood everything before it, and refuses.
END = "--end-of-example"
BLOCK = re.compile(r"^```(?:bash|text)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(\./xj [a-z][^`\n]*)`")
CALL = re.compile(r"^(?:[A-Z_]+=\S* )*(\./xj .*)$", re.MULTILINE)
SHELL = {"|", "||", "&&", ">", ">>", "2>", "&", ";"}
HELP = "help"
MOST_WORDS_OF_A_NAME = 2
PYTEST_READS_THE_REST = "test"


def faults(name: str, text: str) -> Iterator[str]:
    said = [*((line, words, refused(words)) for line, words in calls(text))]
    said += [(line, words, refused_in_a_sentence(words)) for line, words in mentions(text)]
    for line, words, reason in said:
        if reason:
            yield f"{name}:{line} ./xj {shlex.join(words)} cannot be meant: {reason}"


def calls(text: str) -> Iterator[tuple[int, list[str]]]:
    """What a reader is to type, with the line where it stands."""
    for block in BLOCK.finditer(text):
        whole = block[1].replace("\\\n", "  ")
        for call in CALL.finditer(whole):
            start = block.start(1) + call.start()
            yield text.count("\n", 0, start) + 1, _words(call[1])


def mentions(text: str) -> Iterator[tuple[int, list[str]]]:
    """What is named inside of a sentence."""
    for found in INLINE.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, _words(found[1])


def _words(call: str) -> list[str]:
    words = shlex.split(call, comments=True)[1:]
    end = next((at for at, word in enumerate(words) if word in SHELL), len(words))
    return words[:end]


def refused(words: list[str]) -> str:
    """Why ./xj would not understand them, or nothing."""
    name, *rest = words
    if name == HELP:
        return ""
    if name in TOOLS:
        return _missing(name) or _tool(name, rest)
    if name == "manage":
        return _django(rest)
    return _missing(name) or _own(name, rest)


def refused_in_a_sentence(words: list[str]) -> str:
    """There a command may be named without what it needs."""
    if words[0] == "manage" and len(words) == MOST_WORDS_OF_A_NAME:
        return _django(words[1:], is_named_only=True)
    if words[0] == "county" and len(words) == MOST_WORDS_OF_A_NAME:
        return refused(words) and refused([*words, "FILE"])
    return _missing(words[0]) if len(words) == 1 else refused(words)


def _missing(name: str) -> str:
    return "" if name in {*COMMANDS, HELP} else "there is no such command"


def _own(name: str, rest: list[str]) -> str:
    try:
        with redirect_stdout(io.StringIO()):
            COMMANDS[name].run([*rest, END])
    except Refused as reason:
        return "" if END in str(reason) else str(reason)
    except SystemExit:  # it was asked for help, and gave it
        return ""
    raise AssertionError(f"./xj {name} takes {END}: what it passes on must be judged here.")


def _tool(name: str, rest: list[str]) -> str:
    """Tools read their words by hand; their file names each option, and each bench is a file."""
    if name == "bench" and not (HOME / "benchmarks" / f"{rest[0] if rest else ''}.py").exists():
        return "there is no such bench"
    if name == PYTEST_READS_THE_REST:
        return ""
    file = (HOME / "tools" / f"{name}.py").read_text(encoding="utf-8")
    unknown = [word for word in rest if word.startswith("--") and word not in file]
    return f"tools/{name}.py does not know {unknown[0]}" if unknown else ""


def _django(rest: list[str], *, is_named_only: bool = False) -> str:
    """Django must be set up, as it is in every test."""
    name, *words = rest
    app = get_commands().get(name)
    if app is None:
        return "Django has no such command"
    try:
        with redirect_stdout(io.StringIO()):
            if not is_named_only:
                load_command_class(app, name).create_parser("./xj manage", name).parse_args(words)
    except CommandError as reason:
        return str(reason)
    except SystemExit:
        return ""
    return ""


def main() -> int:
    """For ./xj check, in a process whose settings are those of an empty folder."""
    django.setup()
    found = [
        fault
        for paper in papers(HOME)
        for fault in faults(paper.relative_to(HOME).as_posix(), paper.read_text(encoding="utf-8"))
    ]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
