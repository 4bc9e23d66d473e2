"""One spelling for one thing, or a sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from xiangji.core.parties.rules import writing
from xiangji.core.parties.rules.fields import Field
from xiangji.core.parties.rules.writing import WrongNumber
from xiangji.core.parties.tests.examples import (
    CREDIT_CODE,
    IDENTITY_NUMBER,
    TODAY,
    an_identity_number,
    identity_numbers,
    landlines,
    mobiles,
)


@pytest.mark.parametrize(
    "typed",
    [
        IDENTITY_NUMBER,
        "37048119490101009x",
        " 370481 19490101 009X ",
        "370481-19490101-009X",
        "３７０４８１１９４９０１０１００９Ｘ",
    ],
)
def test_an_identity_number_has_one_spelling(typed: str) -> None:
    assert writing.identity_number(typed, today=TODAY) == IDENTITY_NUMBER


def test_an_old_person_of_a_young_county_is_not_refused() -> None:
    """Tengzhou's code stands since 1989; stdnum alone would refuse everybody who is older."""
    assert not ric.is_valid(IDENTITY_NUMBER)

    assert writing.identity_number(IDENTITY_NUMBER, today=TODAY) == IDENTITY_NUMBER


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param(
            "370481490101002", "应当是17位数字加1位数字或 X，写的是15个字符", id="the old 15 digits"
        ),
        pytest.param("37048119490101009", "写的是17个字符", id="one digit lost"),
        pytest.param("X7048119490101002X", "应当是17位数字加1位数字或 X", id="a letter in front"),
        pytest.param("370481194901010090", "最后一位和前面17位对不上", id="wrong check character"),
        pytest.param("370481194901100209", "最后一位和前面17位对不上", id="two digits swapped"),
        pytest.param(an_identity_number("37048119490230002"), "出生日期", id="30 February"),
        pytest.param(an_identity_number("37048120260303002"), "出生日期", id="born tomorrow"),
        pytest.param(an_identity_number("37048118490101002"), "出生日期", id="born 177 years ago"),
        pytest.param(an_identity_number("78048119490101002"), "省级区划", id="no such province"),
        pytest.param("٣٧٠٤٨١١٩٤٩٠١٠١٠٠٢X", "17位数字", id="digits of another script"),
    ],
)
def test_a_wrong_identity_number_is_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(WrongNumber) as refusal:
        writing.identity_number(typed, today=TODAY)

    assert sentence in refusal.value.sentence
    assert refusal.value.sentence.startswith("没有受理。身份证号")
    assert refusal.value.sentence.endswith("。")
    assert typed not in refusal.value.sentence


@given(identity_numbers(), st.data())
def test_one_wrong_digit_in_an_identity_number_is_noticed(number: str, data: st.DataObject) -> None:
    spot = data.draw(st.integers(0, 16))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[spot]]))

    assert writing.identity_number(number, today=TODAY) == number
    with pytest.raises(WrongNumber):
        writing.identity_number(number[:spot] + digit + number[spot + 1 :], today=TODAY)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param("91110000600037341L", "91110000600037341L", id="a company"),
        pytest.param("9111 0000-60003 7341l", "91110000600037341L", id="as people write it"),
        pytest.param(CREDIT_CODE, CREDIT_CODE, id="the co-operative of a village, N by 农业农村"),
    ],
)
def test_a_credit_code_has_one_spelling(typed: str, code: str) -> None:
    assert writing.credit_code(typed) == code


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("9111000060003734", "写的是16位"),
        ("91110000600037341M", "最后一位和前面17位对不上"),
        ("9111000060003734IL", "不该出现的字"),
        ("B1110000600037341L", "不该出现的字"),
    ],
)
def test_a_wrong_credit_code_is_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(WrongNumber) as refusal:
        writing.credit_code(typed)

    assert sentence in refusal.value.sentence


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("138 0073 1904", "13800731904"),
        ("+86 138-0073-1904", "13800731904"),
        ("0086 13800731904", "13800731904"),
        ("１３８００７３１９０４", "13800731904"),
        ("（0632）5519904", "0632-5519904"),
        ("06325519904", "0632-5519904"),
        ("010—6555 1234", "010-65551234"),
    ],
)
def test_a_phone_has_one_spelling(typed: str, number: str) -> None:
    assert writing.phone(typed) == number


@pytest.mark.parametrize(
    "typed", ["5519904", "12800731904", "1380073190", "138007319044", "+1 2025550123", "电话"]
)
def test_what_is_no_phone_of_the_mainland_is_a_sentence(typed: str) -> None:
    with pytest.raises(WrongNumber) as refusal:
        writing.phone(typed)

    assert refusal.value.sentence.startswith("没有受理。电话应当是11位手机号")


@given(mobiles() | landlines())
def test_the_spelling_of_a_phone_is_its_own_spelling(number: str) -> None:
    assert writing.phone(number) == number


@pytest.mark.parametrize(
    "typed", ["王", "张三13800731904", "370481-19490101-009X", "张\u0000三", "长" * 61, ""]
)
def test_a_name_is_no_place_for_numbers(typed: str) -> None:
    with pytest.raises(WrongNumber) as refusal:
        writing.name(typed)

    assert refusal.value.sentence.startswith("没有受理。名称")


@given(st.sampled_from(Field), st.text(max_size=40))
def test_whatever_is_typed_is_a_value_or_a_sentence(field: Field, text: str) -> None:
    try:
        value = writing.written(field, text, today=TODAY)
    except WrongNumber:
        return

    assert value == writing.written(field, value, today=TODAY)


@given(st.text(max_size=30))
def test_whatever_is_typed_as_a_credit_code_is_a_value_or_a_sentence(text: str) -> None:
    with pytest.raises(WrongNumber):
        writing.credit_code(text)


def test_the_day_of_birth_is_not_in_the_future() -> None:
    born = an_identity_number("37048120260302002")

    assert writing.identity_number(born, today=TODAY) == born
    with pytest.raises(WrongNumber):
        writing.identity_number(born, today=date(2026, 3, 1))
