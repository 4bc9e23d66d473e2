import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.parties.rules.reasons import NoReason, reason
from xiangji.core.parties.tests.examples import ADDRESS_LINE, identity_numbers, mobiles


@pytest.mark.parametrize(
    "words",
    ["核对2026年3月补助名单", "按鲁商务字〔2019〕128号核对", "2026-03-01 来访要求核对", "退件联系收件人"],
)
def test_a_reason_may_name_papers_and_days(words: str) -> None:
    assert reason(words, hidden=["13800731904"]) == words


@pytest.mark.parametrize("words", ["", "查", "   查  ", "x" * 201, "核对\u200e名单\u0000"])
def test_a_reason_is_a_line_of_words(words: str) -> None:
    with pytest.raises(NoReason) as refusal:
        reason(words)

    assert "应当是4到200个字" in refusal.value.sentence


@given(identity_numbers() | mobiles(), st.sampled_from(["", " ", "-", "－", "·"]))
def test_a_reason_with_a_number_in_it_is_refused(number: str, between: str) -> None:
    with pytest.raises(NoReason) as refusal:
        reason(f"核对{between.join(number)}的登记")

    assert number not in refusal.value.sentence


def test_a_reason_with_the_hidden_address_in_it_is_refused() -> None:
    with pytest.raises(NoReason):
        reason(f"去 {ADDRESS_LINE[:4]} {ADDRESS_LINE[4:]} 送货", hidden=[ADDRESS_LINE])
