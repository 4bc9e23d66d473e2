"""What is sealed opens only where it was sealed, and with the keys of this county."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from xiangji.core.errors import Unavailable
from xiangji.core.parties import key_files, sealing
from xiangji.core.parties.key_files import COUNTY
from xiangji.core.parties.models import DataKey, Key
from xiangji.core.parties.sealing import Erased, Unreadable


class WhatIsSealedTests(TestCase):
    @given(st.text(max_size=60))
    def test_it_comes_back_as_it_was(self, plain: str) -> None:
        sealed = sealing.seal(plain, table="boxes", field="note", row=7)

        assert sealing.unseal(sealed, table="boxes", field="note", row=7) == plain
        assert len(plain) < 4 or plain.encode() not in sealed

    @given(st.data())
    def test_any_flipped_bit_is_noticed(self, data: st.DataObject) -> None:
        sealed = sealing.seal("21068119490101002X", table="boxes", field="note", row=7)
        spot = data.draw(st.integers(0, len(sealed) * 8 - 1))
        flipped = bytearray(sealed)
        flipped[spot // 8] ^= 1 << spot % 8

        with pytest.raises(Unreadable):
            sealing.unseal(bytes(flipped), table="boxes", field="note", row=7)

    @given(st.binary(max_size=80))
    @example(b"\x01" + b"\xff" * 60)
    def test_bytes_that_were_never_sealed_here_are_a_sentence(self, junk: bytes) -> None:
        with pytest.raises(Unreadable) as refusal:
            sealing.unseal(junk, table="boxes", field="note", row=7)

        assert refusal.value.sentence.startswith("没有读出。boxes 第 7 行的 note ")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param({"row": 8}, id="another row"),
        pytest.param({"field": "phone"}, id="another field"),
        pytest.param({"table": "parcels"}, id="another table"),
        pytest.param({"table": "boxe", "field": "snote"}, id="the same letters cut otherwise"),
    ],
)
def test_a_value_that_was_moved_does_not_open(elsewhere: dict[str, object]) -> None:
    home = {"table": "boxes", "field": "note", "row": 7}
    sealed = sealing.seal("13800001234", **home)  # type: ignore[arg-type]
    sealing.seal("13900004321", **home | elsewhere)  # type: ignore[arg-type]

    with pytest.raises(Unreadable) as refusal:
        sealing.unseal(sealed, **home | elsewhere)  # type: ignore[arg-type]

    assert refusal.value.code == "seal_broken"
    assert "1380" not in refusal.value.sentence


@pytest.mark.django_db
def test_every_row_has_a_key_of_its_own_and_equal_values_look_different() -> None:
    first = sealing.seal("13800001234", table="boxes", field="phone", row=1)
    again = sealing.seal("13800001234", table="boxes", field="phone", row=1)
    other = sealing.seal("13800001234", table="boxes", field="phone", row=2)

    assert len({first, again, other}) == 3
    assert sorted(DataKey.objects.values_list("owner", flat=True)) == ["boxes 1", "boxes 2"]
    assert Key.objects.count() == 1


@pytest.mark.django_db
def test_a_wrapped_key_that_was_moved_opens_nothing() -> None:
    sealed = sealing.seal("13800001234", table="boxes", field="phone", row=1)
    sealing.seal("13800001234", table="boxes", field="phone", row=2)
    DataKey.objects.filter(owner="boxes 2").update(wrapped=DataKey.objects.get(owner="boxes 1").wrapped)

    with pytest.raises(Unreadable):
        sealing.seal("13900004321", table="boxes", field="phone", row=2)

    assert sealing.unseal(sealed, table="boxes", field="phone", row=1) == "13800001234"


@pytest.mark.django_db
def test_what_is_destroyed_is_never_read_nor_written_again() -> None:
    sealed = sealing.seal("13800001234", table="boxes", field="phone", row=1)

    sealing.destroy(table="boxes", row=1)

    with pytest.raises(Erased):
        sealing.unseal(sealed, table="boxes", field="phone", row=1)
    with pytest.raises(Erased):
        sealing.seal("13800001234", table="boxes", field="phone", row=1)
    assert bytes(DataKey.objects.get().wrapped) == b""


@pytest.mark.django_db
def test_a_lost_county_key_is_said_and_not_replaced() -> None:
    sealed = sealing.seal("13800001234", table="boxes", field="phone", row=1)
    key_files.file_of(COUNTY).unlink()

    for attempt in (
        lambda: sealing.unseal(sealed, table="boxes", field="phone", row=1),
        lambda: sealing.seal("x", table="boxes", field="phone", row=1),
        lambda: sealing.seal("x", table="boxes", field="phone", row=2),
    ):
        with pytest.raises(Unavailable) as silence:
            attempt()
        assert silence.value.code == "sealing_key_missing"
        assert str(key_files.file_of(COUNTY)) in silence.value.sentence

    assert not key_files.file_of(COUNTY).exists()
    assert DataKey.objects.count() == 1


@pytest.mark.django_db
def test_the_key_of_another_county_is_not_taken() -> None:
    sealed = sealing.seal("13800001234", table="boxes", field="phone", row=1)
    key_files.file_of(COUNTY).write_text("ab" * 32)

    with pytest.raises(Unavailable) as silence:
        sealing.unseal(sealed, table="boxes", field="phone", row=1)

    assert "不是这个库的那一把" in silence.value.sentence
