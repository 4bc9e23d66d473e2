"""Plan and reading files, good and bad. What is refused says file, field, value and what is expected."""

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as house
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from xiangji.core.policy import BadPlan, read_plan, read_reading
from xiangji.core.policy.rules.canonical import Body, body_of, text_of
from xiangji.core.policy.tests.examples import PLAN, READING, written

Read = Callable[[Path], Body]

PLANS = sorted(file for file in house.HOME.glob("plans/*.toml") if not file.name.endswith(".reading.toml"))
READINGS = sorted(house.HOME.glob("plans/*.reading.toml"))


def sentence_of(read: Read, file: Path) -> str:
    """What is said of a file; empty where it is read, and then it survives being published."""
    try:
        body = read(file)
    except BadPlan as refusal:
        return refusal.sentence
    assert body_of(text_of(body)) == body
    return ""


@pytest.mark.parametrize("file", PLANS, ids=lambda file: file.stem)
def test_a_delivered_plan_is_read_and_comes_back_as_it_was(file: Path) -> None:
    plan = read_plan(file)

    assert plan["key"] == file.stem
    assert body_of(text_of(plan)) == plan


@pytest.mark.parametrize("file", READINGS, ids=lambda file: file.stem)
def test_a_delivered_reading_is_read_and_names_its_plan(file: Path) -> None:
    reading = read_reading(file)

    assert f"{reading['key']}.reading" == file.stem
    assert body_of(text_of(reading)) == reading


def test_there_are_five_plans() -> None:
    assert [file.stem for file in PLANS] == [
        "donggang-2020",
        "haifeng-2018",
        "liaoning-2020",
        "tengzhou-2019",
        "wangkui-2018",
    ]


def test_numbers_are_exact_and_dates_are_texts(tmp_path: Path) -> None:
    plan = read_plan(written(tmp_path, PLAN.replace("limit = 15", "limit = 11.50")))

    assert plan["subsidy_rule"][0]["limit"] == Decimal("0.5")
    assert plan["ratio_rule"][0]["limit"] == Decimal("11.5")
    assert plan["budget_line"][0]["central"] == 141
    assert type(plan["budget_line"][0]["central"]) is int
    assert plan["document"]["date"] == "2019-09-28"


def test_a_whole_number_written_as_a_fraction_is_the_same_number(tmp_path: Path) -> None:
    whole = read_plan(written(tmp_path))
    fraction = read_plan(written(tmp_path, PLAN.replace("total = 261", "total = 261.000")))

    assert text_of(fraction) == text_of(whole)


@pytest.mark.parametrize(
    ("line", "other", "said"),
    [
        ("schema = 1", "schema = 2", "schema 是“2”，应当是 1。"),
        ("schema = 1", "schema = true", "schema 是“true”，应当是 1。"),
        ("schema = 1", "", "schema 是“没有写”，应当是 1。"),
        ("schema = 1", "schema = 1\nsheet = 1", "sheet 是“1”，应当是这些项之一：schema、key、document、"),
        ('key = "example-2019"', 'key = "../x"', "key 是“../x”，应当是小写字母开头的代号"),
        ("[document]", "[documents]", "documents 是“11项的一张表”，应当是这些项之一：schema、"),
        ("[document]", "[[document]]", "document 是“1项的一组”，应当是一张表 [document]。"),
        (
            "date = 2019-09-28",
            "date = 2019-09-28T10:00:00",
            "document.date 是“2019-09-28 10:00:00”，应当是像",
        ),
        (
            "date = 2019-09-28",
            'date = "28.9.2019"',
            "document.date 是“28.9.2019”，应当是像 2020-12-31 这样的日期。",
        ),
        (
            "programme_year = 2019",
            "programme_year = 19",
            "document.programme_year 是“19”，应当是2014到2099之间",
        ),
        ('money_unit = "万元"', 'money_unit = "元"', "document.money_unit 是“元”，应当是这些之一：万元。"),
        (
            'level = "national"',
            'level = "city"',
            "document.level 是“city”，应当是这些之一：national、provincial、",
        ),
        (
            'issuer = "示例市人民政府"',
            "",
            "document.issuer 是“没有写”，应当是1到2000个字的文字，不含控制字符。",
        ),
        ('issuer = "示例市人民政府"', 'issuer = "\\u0000"', "document.issuer 是“�”，应当是1到2000个字的文字"),
        ('issuer = "示例市人民政府"', 'issuer = "\\u202e"', "document.issuer 是“�”，应当是1到2000个字的文字"),
        ('issuer = "示例市人民政府"', 'issuer = " "', "document.issuer 是“ ”，应当是1到2000个字的文字"),
        ("due = ", "dew = ", "budget_line[1].dew 是“2020-12”，应当是这些项之一：seq、key、name、"),
        ("seq = 1\nkey", "seq = 1\ncentral = nan\nkey", "的写法是“Cannot overwrite a value"),
        ("seq = 1\nkey", "seq = 0\nkey", "budget_line[1].seq 是“0”，应当是1到99之间的整数。"),
        (
            "total = 261\ncentral = 141\ncounty",
            "total = -1\ncentral = 141\ncounty",
            "budget_total.total 是“-1”，应当是",
        ),
        ("limit = 0.5", "limit = nan", "subsidy_rule[1].limit 是“NaN”，应当是不小于0的数，小数不超过6位"),
        ("limit = 0.5", "limit = inf", "subsidy_rule[1].limit 是“Infinity”，应当是不小于0的数"),
        (
            "limit = 0.5",
            "limit = 0.0000005",
            "subsidy_rule[1].limit 是“5E-7”，应当是不小于0的数，小数不超过6位",
        ),
        ("limit = 0.5", "limit = 1e13", "subsidy_rule[1].limit 是“1E+13”，应当是不小于0的数"),
        ("limit = 0.5", 'limit = "0.5"', "subsidy_rule[1].limit 是“0.5”，应当是不小于0的数"),
        ("limit = 15", "limit = 101", "ratio_rule[1].limit 是“101”，应当是0到100之间的数。"),
        ("principle = true", 'principle = "是"', "ratio_rule[1].principle 是“是”，应当是 true 或 false。"),
        (
            'comparator = "<="\nlimit = 15',
            'comparator = "≤"\nlimit = 15',
            "ratio_rule[1].comparator 是“≤”，应当是这些之一",
        ),
        ("hours = 48", "hours = 48.5", "promise[1].hours 是“48.5”，应当是1到8760之间的整数。"),
        (
            'start = "2019-07"',
            'start = "2019-13"',
            "phase[1].start 是“2019-13”，应当是像 2020-12 这样的月份。",
        ),
        ('end = "2019-10"', 'end = "2019-06"', "phase[1].end 是“2019-06”，应当是不早于 2019-07 的月份。"),
        ("value_max = 3", "value_max = 0", "target[1].value_max 是“0”，应当是不小于 value_min（1）的数。"),
        ("value_max = 3", "", "target[1].value_max 是“没有写”，应当是数，因为 comparator 是 range。"),
        (
            'deadline = "2020-12"',
            "deadline = 2020",
            "target[1].deadline 是“2020”，应当是像 2020-12 这样的月份或者",
        ),
        (
            "budget_stated = true",
            "budget_stated = false",
            "document.budget_stated 是“false”，应当是 true，因为文件里写了金额。",
        ),
        (
            '[[unit]]\nname = "市商务局"',
            '[[unit]]\nname = ["市商务局"]',
            "unit[1].name 是“1项的一组”，应当是1到2000个字",
        ),
        ("[[unit]]", "[[phase]]\nseq = 1", "phase[2].lead 是“true”，应当是这些项之一：seq、"),
    ],
)
def test_a_wrong_field_is_named_with_value_and_what_is_expected(
    tmp_path: Path, line: str, other: str, said: str
) -> None:
    assert line in PLAN

    sentence = sentence_of(read_plan, written(tmp_path, PLAN.replace(line, other, 1)))

    assert sentence.startswith("方案没有读入。文件 example-2019.toml 的")
    assert said in sentence


def test_a_key_that_stands_twice_names_the_first_one(tmp_path: Path) -> None:
    again = (
        PLAN
        + '[[promise]]\nkey = "centre_to_village"\nfrom = "甲"\nto = "乙"\nhours = 1\nsection = "一"\n'
        + 'quote = "一"\n'
    )

    sentence = sentence_of(read_plan, written(tmp_path, again))

    assert "promise[2].key 是“centre_to_village”，应当是没有用过的，promise[1] 已经用了它。" in sentence


def test_a_plan_that_states_a_budget_must_bring_it(tmp_path: Path) -> None:
    start, end = PLAN.index("[budget_total]"), PLAN.index("[[budget_line]]")

    sentence = sentence_of(read_plan, written(tmp_path, PLAN[:start] + PLAN[end:]))

    assert (
        "budget_total 是“没有写”，应当是一张表 [budget_total]，因为 document.budget_stated 是 true。"
        in sentence
    )


@pytest.mark.parametrize(
    ("line", "other", "said"),
    [
        (
            'tier = "national"',
            'tier = "city"',
            "basis[1].tier 是“city”，应当是这些之一：national、provincial、county。",
        ),
        (
            'number = "示例〔2019〕1号"\n',
            "",
            "basis[1].number 是“没有写”，应当是依据的文号；没有文号的写 title。",
        ),
        (
            'definition = "比上年同期增长的比率"\n',
            "",
            "target[1].definition 是“没有写”，应当是文字，因为写了 growth。",
        ),
        (
            '"ratio.centre_cap"',
            '"ratios.centre_cap"',
            "rule[1].key 是“ratios.centre_cap”，应当是规则的代号，例如",
        ),
        (
            "[[cap.part]]",
            "[[cap.parts]]",
            "cap[1].parts 是“1项的一组”，应当是这些项之一：key、name、against、",
        ),
        (
            '[[cap.part]]\nrule = "village_point_cap"\ncount = "village_points"\nword = "村级"\n',
            "",
            "cap[1].part 是“0张表”，应当是至少1张表。",
        ),
        (
            '[[question.reading]]\ntitle = "算全部资金"\nsentence = "按全部资金算"\n',
            "",
            "question[1].reading 是“1张表”，应当是至少2张表。",
        ),
        (
            'sums = ["stations',
            'sums = [1, "stations',
            "question[1].reading[1].sums 是“2项的一组”，应当是不超过200条文字",
        ),
        ("money = true", "money = 1", "question[1].money 是“1”，应当是 true 或 false。"),
    ],
)
def test_a_wrong_field_of_a_reading_is_named_too(tmp_path: Path, line: str, other: str, said: str) -> None:
    assert line in READING

    sentence = sentence_of(read_reading, written(tmp_path, READING.replace(line, other, 1)))

    assert sentence.startswith("方案没有读入。文件 example-2019.toml 的")
    assert said in sentence


def test_a_plan_is_no_reading_and_a_reading_is_no_plan(tmp_path: Path) -> None:
    assert "document 是“11项的一张表”" in sentence_of(read_reading, written(tmp_path, PLAN))
    assert "basis 是“1项的一组”" in sentence_of(read_plan, written(tmp_path, READING))


SOURCES = [(read_plan, file.read_text(encoding="utf-8")) for file in PLANS] + [
    (read_reading, file.read_text(encoding="utf-8")) for file in READINGS
]
VALUES = st.one_of(
    st.integers(),
    st.floats().map(lambda value: str(value).lower()),
    st.booleans().map(lambda value: str(value).lower()),
    st.dates(),
    st.text(max_size=12).map(lambda text: f'"{text}"'),
    st.text(max_size=12).map(lambda text: "'" + text + "'"),
    st.sampled_from(
        [
            '""',
            '"\\u0000"',
            '"\\u202e"',
            "[]",
            "[[[[1]]]]",
            "{}",
            "{ a = { b = 1 } }",
            "2020-01-01T00:00:00Z",
            "10:00:00",
            "9" * 5_000,
            "-" + "9" * 40,
            "1e999999999",
            "1e-999999999",
            "1e99999999999999999999",
            "0.1234567",
            "nan",
            "-inf",
            '["' + "长" * 3_000 + '"]',
            '"2020-13"',
            '"range"',
        ]
    ),
).map(str)
fuzzed = examples(suppress_health_check=[HealthCheck.function_scoped_fixture])


def said_well(sentence: str) -> bool:
    """Nothing was wrong, or one sentence says what."""
    return not sentence or (
        sentence.startswith("方案没有读入。文件 ")
        and sentence.endswith("。")
        and sentence.isprintable()
        and len(sentence) < 600
    )


@given(st.sampled_from(SOURCES), st.randoms(use_true_random=False), VALUES)
@fuzzed
def test_no_value_in_any_field_breaks_more_than_the_reading(
    tmp_path: Path, source: tuple[Read, str], chance: random.Random, value: str
) -> None:
    read, text = source
    lines = text.splitlines()
    at = chance.choice([number for number, line in enumerate(lines) if " = " in line])
    lines[at] = f"{lines[at].split(' = ')[0]} = {value}"

    assert said_well(sentence_of(read, written(tmp_path, "\n".join(lines))))


@given(st.sampled_from(SOURCES), st.randoms(use_true_random=False))
@fuzzed
def test_no_loss_doubling_or_exchange_of_lines_breaks_more_than_the_reading(
    tmp_path: Path, source: tuple[Read, str], chance: random.Random
) -> None:
    read, text = source
    lines = text.splitlines()
    for _ in range(chance.randint(1, 3)):
        here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
        change = chance.choice(["lose", "double", "exchange", "rename"])
        if change == "lose":
            lines[here] = ""
        elif change == "double":
            lines.insert(there, lines[here])
        elif change == "exchange":
            lines[here], lines[there] = lines[there], lines[here]
        else:
            lines[here] = "x" + lines[here]

    assert said_well(sentence_of(read, written(tmp_path, "\n".join(lines))))


@given(st.sampled_from(SOURCES), st.floats(0, 1), st.binary(max_size=4))
@fuzzed
def test_no_torn_file_breaks_more_than_the_reading(
    tmp_path: Path, source: tuple[Read, str], where: float, torn: bytes
) -> None:
    read, text = source
    content = text.encode()
    at = int(where * len(content))

    assert said_well(sentence_of(read, written(tmp_path, content[:at] + torn)))
    assert said_well(sentence_of(read, written(tmp_path, content[:at] + torn + content[at:])))


@given(st.binary(max_size=200))
@example(PLAN.encode("gb18030"))
@example(PLAN.encode("utf-16"))
@example(b"\0" * 100)
@example(b"#" * 1_000_001)
@example(b"a = " + b"{a=" * 2_000)
@fuzzed
def test_no_bytes_break_more_than_the_reading(tmp_path: Path, content: bytes) -> None:
    for read in (read_plan, read_reading):
        sentence = sentence_of(read, written(tmp_path, content))

        assert sentence
        assert said_well(sentence)


def test_a_plan_with_too_many_tables_is_turned_away(tmp_path: Path) -> None:
    many = PLAN + '[[condition]]\nkey = "a"\nquote = "一"\n' * 501

    assert "condition 是“501张表”，应当是不超过500张表。" in sentence_of(read_plan, written(tmp_path, many))


def test_a_plan_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    assert sentence_of(read_plan, tmp_path / "none.toml") == (
        "方案没有读入。文件 none.toml 的文件是“找不到”，应当是能读的文件。"
    )
