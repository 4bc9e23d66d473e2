import pytest
from tools.laws import words
from tools.laws.source import Module, modules


def test_every_refusal_of_the_house_has_its_own_code_and_a_whole_sentence() -> None:
    assert list(words.faults(modules())) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Refused('Bad-Code', '没有保存。')", "is not small words joined by _"),
        ("Refused('bad_code', '没有保存')", "the sentence of bad_code has no full stop"),
        ("Refused('bad_code', f'没有保存，因为{reason}太长')", "the sentence of bad_code has no full stop"),
        ("Unavailable('bad_code', '对方没有回答')", "the sentence of bad_code has no full stop"),
        (
            "class BadPlan(Refused):\n    def __init__(self):\n        super().__init__('bad_code', '没有')",
            "has no full stop",
        ),
    ],
)
def test_a_refusal_that_is_not_well_said_is_named(text: str, fault: str) -> None:
    (said,) = words.faults([Module("xiangji.market.actions", text)])

    assert said.endswith(fault)


def test_a_code_with_two_meanings_is_named() -> None:
    here = Module("xiangji.market.actions", "Refused('order_is_closed', '没有退款。订单已经关闭。')")
    there = Module("xiangji.trace.actions", "Refused('order_is_closed', '没有召回。订单已经关闭。')")

    assert list(words.faults([here, there])) == [
        "xiangji.trace.actions:1 the code order_is_closed already means something in xiangji.market.actions:1"
    ]


def test_a_sentence_that_ends_in_a_value_is_not_judged() -> None:
    text = "Refused('bad_code', f'没有保存。{what_to_do}')\nRefused('other_code', sentence)"

    assert list(words.faults([Module("xiangji.market.actions", text)])) == []
