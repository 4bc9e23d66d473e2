from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from xiangji.core.errors import Unavailable
from xiangji.core.parties import blind, key_files
from xiangji.core.parties.key_files import INDEX
from xiangji.core.parties.rules import writing
from xiangji.core.parties.rules.fields import FOUND_BY, Field
from xiangji.core.parties.tests.examples import TODAY, identity_numbers, mobiles

GAPS = st.sampled_from(["", " ", "-", "　", "—"])


class BlindIndexTests(TestCase):
    @given(mobiles(), mobiles())
    def test_it_is_equal_when_and_only_when_the_values_are(self, one: str, other: str) -> None:
        same = blind.of(Field.PHONE, one) == blind.of(Field.PHONE, other)

        assert same == (one == other)

    @given(identity_numbers(), st.integers(1, 17), GAPS)
    def test_it_does_not_see_how_a_value_was_typed(self, number: str, cut: int, gap: str) -> None:
        typed = f"{number[:cut]}{gap}{number[cut:].lower()}"
        field = Field.IDENTITY_NUMBER

        assert blind.of(field, writing.written(field, typed, today=TODAY)) == blind.of(field, number)

    @given(mobiles())
    def test_it_differs_from_field_to_field_and_shows_no_value(self, value: str) -> None:
        indexes = {blind.of(field, value) for field in FOUND_BY}

        assert len(indexes) == len(FOUND_BY)
        assert all(value not in index and len(index) == 64 for index in indexes)

    @given(st.text(alphabet="0123456789", max_size=6), st.text(alphabet="0123456789", max_size=4))
    def test_a_tail_is_bound_to_its_waybill(self, waybill: str, tail: str) -> None:
        assert blind.of_tail(waybill, tail) != blind.of_tail(f"{waybill}0", tail)
        assert blind.of_tail(f"{waybill}1", f"2{tail}") != blind.of_tail(f"{waybill}12", tail)


@pytest.mark.django_db
def test_an_empty_value_has_no_index() -> None:
    assert blind.of(Field.PHONE, "") == ""


@pytest.mark.django_db
def test_a_lost_index_key_is_said_because_a_new_one_would_find_nobody(own_var: Path) -> None:
    blind.of(Field.PHONE, "13800731904")
    key_files.file_of(INDEX).unlink()

    with pytest.raises(Unavailable) as silence:
        blind.of(Field.PHONE, "13800731904")

    assert str(own_var / "keys" / "index.key") in silence.value.sentence
    assert not key_files.file_of(INDEX).exists()
