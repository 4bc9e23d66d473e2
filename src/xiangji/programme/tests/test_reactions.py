from pathlib import Path

from xiangji.core.audit.models import Entry
from xiangji.core.events import drain
from xiangji.core.events.models import Fact
from xiangji.programme import actions
from xiangji.programme.models import Programme, Question
from xiangji.programme.tests.examples import NOW, changed, plan_file, register_files

READING = """
schema = 1
key = "tengzhou-2019"

[[question]]
key = "city_money"
title = "市财政配套是600万元整，还是600万元以上？"
why = "五（一）写600万元，七（四）写600万元以上。"
clauses = ["五(一)", "七(四)"]
quotes = []
money = true
[[question.reading]]
title = "定额"
sentence = "就是600万元。"
sums = ["total.county"]
unit = "万元"
[[question.reading]]
title = "下限"
sentence = "不少于600万元。"
"""
SECOND = """
[[question]]
key = "poor_villages"
title = "“其中贫困村覆盖面不低于50%”，分母是什么？"
why = "原文没有写明。"
clauses = []
quotes = []
[[question.reading]]
title = "全部贫困村"
sentence = "一半贫困村有服务。"
[[question.reading]]
title = "已覆盖的行政村"
sentence = "有服务的村里一半是贫困村。"
"""


def register_with(reading: str, folder: Path) -> Programme:
    file = folder / "tengzhou-2019.reading.toml"
    file.write_text(reading, encoding="utf-8")
    return register_files(plan_file("tengzhou-2019"), file)


def questions() -> list[str]:
    return list(Question.objects.order_by("pk").values_list("key", flat=True))


def test_a_programme_that_was_opened_raises_its_questions(counties: None, tmp_path: Path) -> None:
    register_with(READING, tmp_path)

    drain()

    raised = Question.objects.get()
    assert (raised.key, raised.raised_at) == ("city_money", NOW)
    assert Entry.objects.filter(did="questions.raised").count() == 1
    assert Fact.objects.filter(name="programme.QuestionsRaised").count() == 1


def test_questions_are_raised_once_however_often_the_fact_is_heard(counties: None, tmp_path: Path) -> None:
    programme = register_with(READING, tmp_path)
    drain()

    again = actions.raise_questions(programme=programme.key, by=None, happened_at=NOW)

    assert again == []
    assert questions() == ["city_money"]
    assert Entry.objects.filter(did="questions.raised").count() == 1


def test_a_new_version_raises_only_what_is_new(counties: None, tmp_path: Path) -> None:
    register_with(READING, tmp_path)
    drain()
    register_with(READING + SECOND, tmp_path)

    drain()

    assert questions() == ["city_money", "poor_villages"]


def test_a_document_without_doubts_raises_nothing(counties: None, tmp_path: Path) -> None:
    file = changed("liaoning-2020", "programme_year = 2020", "programme_year = 2020", folder=tmp_path)
    register_files(file)

    drain()

    assert questions() == []
    assert not Fact.objects.filter(name="programme.QuestionsRaised").exists()
