"""What is asked before a county is made: from a file and from a person, and how a wrong answer is named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.errors import Refused
from xiangji.core.places.county import read_county
from xiangji.core.places.rules.kinds import Kind
from xiangji.core.ui.theme import read_theme
from xiangji.project import county_answers, county_asking, county_building, settings
from xiangji.project.county_answers import Answers, BadAnswers, Known
from xiangji.project.county_command import _shipped
from xiangji.project.county_folder import BadCountyEnv, CountyFolder
from xiangji.project.county_words import Regions, short_name, town_word

STRANGE = """code,name,level,parent
34,安徽省,province,
3415,六安市,city,34
341523,舒城县,county,3415
341523100,城关镇,town,341523
341523200,五显乡,town,341523
341523300,城东街道,town,341523
341524,空县,county,3415
"""
GOOD = {
    "code": "341523",
    "key": "shucheng",
    "hosts": '舒城县"商务"局\\',
    "administrators.system.name": "张一",
    "administrators.system.username": "zhangyi",
    "administrators.security.name": "李二",
    "administrators.security.username": "lier",
    "administrators.audit.name": "王三",
    "administrators.audit.username": "wangsan",
}


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """Divisions of a county that the platform knows nothing of."""
    file = tmp_path / "anhui.csv"
    file.write_text(STRANGE, encoding="utf-8")
    return file


def written(folder: Path, facts: dict[str, Any], more: str = "") -> Path:
    file = folder / "county.toml"
    lines = [f"{name} = {_quoted(value)}" for name, value in facts.items()]
    file.write_text("\n".join(lines) + "\n" + more, encoding="utf-8")
    return file


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def known_with(regions: Path) -> Callable[[Path | None], Known]:
    return lambda named: Known(Regions.of(named or regions), _shipped())


def read(folder: Path, shipped: Path, more: str = "", **changes: str) -> Answers:
    facts = GOOD | {name.replace("__", "."): value for name, value in changes.items()}
    return county_answers.read_file(written(folder, facts, more), known_with(shipped))


def test_a_county_that_nobody_knows_gets_neutral_words_and_a_look(strange: Path, tmp_path: Path) -> None:
    answers = read(tmp_path, strange)
    place = CountyFolder(tmp_path / "new")

    county_building.write_county(
        place,
        answers,
        shipped=settings.HOME / "counties",
        neutral=settings.HOME / "data" / "neutral-county",
    )

    county = read_county(place.path / "counties" / "shucheng")
    assert (county.code.digits, county.name, county.short, county.word) == ("341523", "舒城县", "舒城", "县")
    assert (county.slip, county.hosts, county.key) == ("舒城乡集", '舒城县"商务"局\\', "shucheng")
    assert (county.words.city, county.words.county, county.words.town) == ("六安市", "全县", "镇（乡、街）")
    assert read_theme(place.path / "counties" / "shucheng").motif.startswith("<svg")


def test_a_county_that_ships_keeps_its_own_words_and_look(tmp_path: Path) -> None:
    regions = settings.HOME / "data" / "regions.csv"
    answers = read(tmp_path, regions, code="231221", key="wangkui")
    place = CountyFolder(tmp_path / "new")

    county_building.write_county(
        place, answers, shipped=settings.HOME / "counties", neutral=settings.HOME / "data" / "neutral-county"
    )

    own, shipped = place.path / "counties" / "wangkui", settings.HOME / "counties" / "wangkui"
    assert read_county(own).words == read_county(shipped).words
    assert (own / "motif.svg").read_bytes() == (shipped / "motif.svg").read_bytes()


def test_words_in_the_file_go_before_ours(strange: Path, tmp_path: Path) -> None:
    answers = read(tmp_path, strange, '[words]\ntown = "乡镇"\n', short="舒", slip="舒城供销")

    assert answers.words["town"] == "乡镇"
    assert (answers.facts["short"], answers.facts["slip"]) == ("舒", "舒城供销")


def test_divisions_may_be_named_in_the_file_and_lie_beside_it(strange: Path, tmp_path: Path) -> None:
    shipped = settings.HOME / "data" / "regions.csv"

    assert read(tmp_path, shipped, regions="anhui.csv").regions == strange


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"code": "341599"}, "code", "区划文件 anhui.csv 里县一级的6位代码"),
        ({"code": "3415"}, "code", "区划文件 anhui.csv 里县一级的6位代码"),
        ({"code": "341524"}, "code", "一个有镇的县"),
        ({"key": "../etc"}, "key", "小写字母开头"),
        ({"key": "Shucheng"}, "key", "小写字母开头"),
        ({"hosts": ""}, "hosts", "1到60个字的一行文字"),
        ({"hosts": "a\tb"}, "hosts", "1到60个字的一行文字"),
        ({"name": "x" * 61}, "name", "1到60个字的一行文字"),
        ({"address": "xiangji.example.cn"}, "address", "完整的网址"),
        ({"address": "https://me:secret@x.cn"}, "address", "完整的网址"),
        ({"networks": "10.0.0.1/8"}, "networks", "网段或地址"),
        ({"proxies": "ten"}, "proxies", "网段或地址"),
        ({"totp": "yes"}, "totp", "是或否"),
        ({"administrators__audit__name": ""}, "administrators.audit.name", "1到64个字的姓名"),
        ({"administrators__audit__username": "x"}, "administrators.audit.username", "2到64个字"),
        ({"administrators__audit__username": "ZhangYi"}, "administrators.audit.username", "另一个人的登录名"),
        ({"colour": "red"}, "colour", "这些项之一："),
        ({"regions": ""}, "regions", "区划文件的名字"),
    ],
)
def test_a_wrong_answer_in_a_file_is_named(
    changes: dict[str, Any], field: str, expected: str, strange: Path, tmp_path: Path
) -> None:
    with pytest.raises(BadAnswers) as refused:
        read(tmp_path, strange, **changes)

    assert refused.value.sentence.startswith(f"县没有建。文件 county.toml 的 {field} 是“")
    assert f"应当是{expected}" in refused.value.sentence
    assert "secret" not in refused.value.sentence


def test_a_missing_answer_is_named(strange: Path, tmp_path: Path) -> None:
    facts = {name: value for name, value in GOOD.items() if name != "administrators.system.name"}

    with pytest.raises(BadAnswers) as refused:
        county_answers.read_file(written(tmp_path, facts), known_with(strange))

    assert "administrators.system.name 是“没有写”，应当是写明的一项。" in refused.value.sentence


@given(st.dictionaries(st.sampled_from([*GOOD, "words", "short", "plan"]), st.text() | st.booleans()))
def test_whatever_stands_in_the_file_it_is_read_or_refused(facts: dict[str, Any]) -> None:
    known = Known(Regions(Path("none.csv"), ()), {})

    for question in county_answers.questions(known):
        said = facts.get(question.field, "")
        assert isinstance(question.expected(said if isinstance(said, str) else "否"), str)


class Person:
    """Somebody at a keyboard who types these lines and then goes away."""

    def __init__(self, *lines: str) -> None:
        self.lines = [*lines]
        self.asked: list[str] = []

    def __call__(self, words: str) -> str:
        self.asked.append(words)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)


def test_a_person_is_asked_again_after_a_wrong_answer(
    strange: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    person = Person(
        "370481",
        "341523",
        "",
        "shucheng",
        "舒城县商务局",
        "",
        *("张一", "zhangyi", "李二", "zhangyi", "lier", "王三", "wangsan"),
        *("", "", "", ""),
    )
    monkeypatch.setattr("builtins.input", person)

    answers = county_asking.ask(known_with(strange)(None))

    said = capsys.readouterr().out
    assert "“370481”不行，应当是区划文件 anhui.csv 里县一级的6位代码" in said
    assert "“zhangyi”不行，应当是另一个人的登录名，三位管理员是三个人。" in said
    assert "要建的是：舒城县（341523），牵头单位舒城县商务局。" in said
    assert [one.username for one in answers.administrators] == ["zhangyi", "lier", "wangsan"]
    assert answers.totp
    assert person.lines == []


def test_a_person_who_goes_away_is_told_how_else(
    strange: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("builtins.input", Person("341523"))

    with pytest.raises(Refused) as refused:
        county_asking.ask(known_with(strange)(None))

    assert refused.value.sentence.startswith("县没有建：问到“县的全称 [舒城县]”没有回答。")


def test_a_person_who_cannot_answer_is_not_asked_for_ever(
    strange: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("builtins.input", Person(*["000000"] * 9))

    with pytest.raises(Refused) as refused:
        county_asking.ask(known_with(strange)(None))

    assert refused.value.sentence == "县没有建：“县的6位区划代码”问了5次都不对。"


@pytest.mark.parametrize(
    ("name", "short"),
    [("滕州市", "滕州"), ("寿县", "寿县"), ("宽甸满族自治县", "宽甸满族自治县"), ("市中区", "市中")],
)
def test_a_short_name_is_never_one_character(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize(
    ("kinds", "word"),
    [
        ([Kind.TOWN], "镇"),
        ([], "镇"),
        ([Kind.TOWN, Kind.STREET], "镇（街）"),
        ([Kind.TOWN, Kind.TOWNSHIP, Kind.ETHNIC_TOWNSHIP], "镇（乡）"),
        ([Kind.TOWNSHIP], "乡"),
    ],
)
def test_the_word_for_towns_follows_what_there_is(kinds: list[Kind], word: str) -> None:
    assert town_word(kinds) == word


def test_settings_of_a_county_are_read_back_and_only_by_their_owner(tmp_path: Path) -> None:
    folder = CountyFolder(tmp_path)

    folder.write_env({"XIANGJI_COUNTY": "shucheng", "XIANGJI_TOTP": "0", "XIANGJI_PUBLIC_URL": ""})

    assert folder.read_env() == {"XIANGJI_COUNTY": "shucheng", "XIANGJI_TOTP": "0"}
    assert folder.env_file.stat().st_mode & 0o777 == 0o600
    assert folder.variables()["XIANGJI_COUNTIES"] == str(tmp_path / "counties")


def test_what_a_person_exported_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = CountyFolder(tmp_path)
    folder.write_env({"XIANGJI_COUNTY": "shucheng"})
    monkeypatch.setenv("XIANGJI_COUNTY", "wangkui")

    assert folder.variables()["XIANGJI_COUNTY"] == "wangkui"


@pytest.mark.parametrize(
    "line", ["XIANGJI_DEMO=1", "PATH=/tmp", "nonsense", "XIANGJI_COUNTY=a\nXIANGJI_COUNTY=b"]
)
def test_a_line_that_does_not_belong_there_is_named(line: str, tmp_path: Path) -> None:
    folder = CountyFolder(tmp_path)
    folder.env_file.write_text(f"# 说明\n\n{line}\n", encoding="utf-8")

    with pytest.raises(BadCountyEnv) as refused:
        folder.read_env()

    assert refused.value.sentence.startswith("县的设置没有读入。文件 county.env 第")
