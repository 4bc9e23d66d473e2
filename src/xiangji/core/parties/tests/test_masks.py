"""Two values that differ only in what is hidden look the same."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.parties import masks
from xiangji.core.parties.tests.examples import identity_numbers, landlines, mobiles

DIGIT = st.sampled_from("0123456789")


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("生秀华", "生*华"),
        ("张三", "张*"),
        ("欧阳小明", "欧**明"),
        ("阿依古丽·买买提", "阿***·**提"),
        ("示例·张三", "示例·张*"),
        ("示例·生秀华", "示例·生*华"),
        ("生", "*"),
        ("", ""),
    ],
)
def test_the_name_of_a_person(whole: str, shown: str) -> None:
    assert masks.name(whole) == shown


@pytest.mark.parametrize(
    ("mask", "whole", "shown"),
    [
        (masks.identity_number, "21068119490101002X", "210681********002X"),
        (masks.phone, "13800001234", "138****1234"),
        (masks.phone, "0632-5512345", "0632-****2345"),
        (masks.phone, "010-65551234", "010-****1234"),
        (masks.tail, "6230910199065287413", "尾号 7413"),
        (masks.tail, "13800003391", "尾号 3391"),
        (masks.address_line, "示例一组三号", "（已登记）"),
        (masks.address_line, "", ""),
    ],
)
def test_the_masks_of_numbers(mask: Callable[[str], str], whole: str, shown: str) -> None:
    assert mask(whole) == shown


@given(identity_numbers(), st.lists(DIGIT, min_size=8, max_size=8))
def test_an_identity_number_shows_nothing_of_the_birth_date(number: str, others: list[str]) -> None:
    shown = masks.identity_number(number)

    assert shown == masks.identity_number(number[:6] + "".join(others) + number[14:])
    assert number[6:14] not in shown
    assert len(shown) == 18


@given(mobiles(), st.lists(DIGIT, min_size=4, max_size=4))
def test_a_mobile_shows_nothing_of_its_middle(number: str, others: list[str]) -> None:
    assert masks.phone(number) == masks.phone(number[:3] + "".join(others) + number[7:])


@given(landlines(), st.data())
def test_a_landline_shows_nothing_of_its_middle(number: str, data: st.DataObject) -> None:
    area, _, local = number.partition("-")
    middle = data.draw(st.text(alphabet="0123456789", min_size=3, max_size=4))

    assert masks.phone(number) == masks.phone(f"{area}-{middle}{local[-4:]}")


@given(st.text(alphabet="0123456789", min_size=9, max_size=30), st.data())
def test_an_account_shows_its_tail_only(number: str, data: st.DataObject) -> None:
    front = data.draw(st.text(alphabet="0123456789", min_size=5, max_size=26))

    assert masks.tail(number) == masks.tail(front + number[-4:])


@given(st.text(max_size=30))
def test_what_has_no_known_form_is_hidden_whole(text: str) -> None:
    known = any(letter.isdigit() for letter in text)

    for mask in (masks.identity_number, masks.phone, masks.tail):
        assert known or mask(text) == "****"
