"""Asks a person, one thing after the other; a wrong answer is explained and asked again."""

from xiangji.core.errors import Refused
from xiangji.project import county_answers
from xiangji.project.county_answers import Answers, Known, Question
from xiangji.project.env import visible

TRIES = 5


def ask(known: Known) -> Answers:
    print("一步一步来。方括号里是现成的答案，直接回车就用它；按 Ctrl+C 停下，什么也不会建。\n")
    said: dict[str, str] = {}
    for question in county_answers.questions(known):
        said[question.field] = _answer(question, said)
    answers = county_answers.complete(said, known, {})
    print(
        f"\n要建的是：{answers.facts['name']}（{answers.facts['code']}），牵头单位{answers.facts['hosts']}。"
    )
    print("各级叫法：" + "、".join(answers.words[name] for name in ("county", "town", "village")) + "。")
    _hear("对就直接回车，不对按 Ctrl+C")
    return answers


def _answer(question: Question, said: dict[str, str]) -> str:
    default = question.default(said)
    shown = f" [{default}]" if default else ""
    for _ in range(TRIES):
        answer = _hear(f"{question.words}{shown}").strip() or (default or "")
        expected = question.expected(answer) or _somebody_else(question, answer, said)
        if not expected:
            return answer
        print(f"“{visible(question.shown(answer))}”不行，应当是{expected}。")
    raise Refused("too_many_wrong_answers", f"县没有建：“{question.words}”问了{TRIES}次都不对。")


def _somebody_else(question: Question, answer: str, said: dict[str, str]) -> str:
    twice = county_answers.one_person_twice({**said, question.field: answer})
    return "另一个人的登录名，三位管理员是三个人" if twice else ""


def _hear(words: str) -> str:
    try:
        return input(f"{words}：")
    except (EOFError, UnicodeDecodeError):
        print()
        raise Refused(
            "no_more_answers",
            f"县没有建：问到“{words}”没有回答。可以把答案写在一个文件里：./xj county new --from 文件。",
        ) from None
