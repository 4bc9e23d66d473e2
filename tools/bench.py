"""./xj bench NAME: measures what a goal was set for, beside the goal and beside what this machine can do."""

from importlib import import_module

from tools.processes import HOME


def main(argv: list[str]) -> int:
    names = sorted(
        file.stem for file in (HOME / "benchmarks").glob("*.py") if "def main(" in file.read_text()
    )
    if not argv or argv[0] not in names:
        print(f"没有测。请写一个名字：{'、'.join(names)}。例如 ./xj bench house。")
        return 2
    code: int = import_module(f"benchmarks.{argv[0]}").main(argv[1:])
    return code
