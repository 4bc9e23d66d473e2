import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.programme.rules.expression import (
    BadExpression,
    CannotCompute,
    Comparison,
    Known,
    Name,
    Negative,
    Node,
    Number,
    Operation,
    Quantity,
    names_in,
    parse,
    value_of,
    words_of,
)
from xiangji.programme.rules.live import live

KNOWN = Known(
    {
        "county_centre.central": Quantity(Fraction(200)),
        "stations.central": Quantity(Fraction(141)),
        "total.central": Quantity(Fraction(1500)),
        "village_points": Quantity(Fraction(240)),
        "limit.centre_cap": Quantity(Fraction(15, 100), is_share=True),
        "limit.village": Quantity(Fraction(1, 2)),
        "nothing": Quantity(Fraction(0)),
    },
    {"places.villages": "按区划名单的村级单位数"},
)


def node_of(text: str) -> Node:
    tree = parse(text)
    assert not isinstance(tree, Comparison)
    return tree


def test_names_and_numbers_are_computed_exactly() -> None:
    assert value_of(node_of("(county_centre.central + stations.central) / total.central"), KNOWN) == Fraction(
        341, 1500
    )
    assert value_of(node_of("2 - 3 - 4"), KNOWN) == -5
    assert value_of(node_of("12 / 4 / 3"), KNOWN) == 1
    assert value_of(node_of("0.1 + 0.2"), KNOWN) == Fraction(3, 10)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("county_centre.central / total.central", "200 ÷ 1,500"),
        ("(county_centre.central + stations.central) / total.central", "（200 + 141）÷ 1,500"),
        ("total.central / (county_centre.central + 1)", "1,500 ÷（200 + 1）"),
        ("village_points * limit.village", "240 × 0.5"),
        ("total.central - (county_centre.central - 1)", "1,500 −（200 − 1）"),
        ("limit.centre_cap * total.central", "15 % × 1,500"),
        ("-county_centre.central", "−200"),
        ("village_points / places.villages", "240 ÷ 按区划名单的村级单位数"),
    ],
)
def test_a_sum_is_written_out_with_its_figures(text: str, words: str) -> None:
    assert words_of(node_of(text), KNOWN) == words


@pytest.mark.parametrize(
    ("text", "unit", "words", "outcome"),
    [
        ("200 / total.central <= limit.centre_cap", "%", "200 ÷ 1,500 = 13.33 % < 15 %，没有超", "holds"),
        ("stations.central > 200", "万元", "141 < 200，差59万元", "broken"),
        ("200 <= county_centre.central", "万元", "200 = 200，正好到顶", "at_limit"),
        ("county_centre.central + 1 = 201", "个", "200 + 1 = 201，一致", "holds"),
        ("county_centre.central + 1 = 200", "个", "200 + 1 = 201，与 200 差1个", "broken"),
        ("0.3 >= limit.centre_cap", "%", "30 % > 15 %，已达到", "holds"),
        ("limit.centre_cap <= 0.1", "%", "15 % > 10 %，超5个百分点", "broken"),
        ("stations.central / nothing", "", "141 ÷ 0：除数是 0，算不出来", "unknown"),
    ],
)
def test_a_live_sum_says_its_result_in_words(text: str, unit: str, words: str, outcome: str) -> None:
    result = live(text, KNOWN, unit)

    assert (result.words, result.outcome) == (words, outcome)


def test_a_sum_that_waits_for_a_count_names_it() -> None:
    result = live("village_points / places.villages >= 0.7", KNOWN, "%")

    assert result.words == "240 ÷ 按区划名单的村级单位数 与 0.7：还没有按区划名单的村级单位数，算不出来"
    assert (result.outcome, result.verdict, result.value) == ("unknown", "wait", None)


def test_what_cannot_be_computed_says_why() -> None:
    with pytest.raises(CannotCompute, match="除数是 0"):
        value_of(node_of("1 / nothing"), KNOWN)
    with pytest.raises(CannotCompute, match="还没有按区划名单的村级单位数"):
        value_of(node_of("places.villages + 1"), KNOWN)


NO_SUMS = ("", " ", "1 +", "(1", "1)", "1 2", "a b", "1 < 2 < 3", "* 2", "a..b", "A", "１", "1e5", "$")


@pytest.mark.parametrize("text", [*NO_SUMS, "a.b()", "__import__('os')", "\x00"])
def test_what_is_not_a_sum_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(BadExpression) as refusal:
        parse(text)

    assert refusal.value.code == "bad_expression"
    assert refusal.value.sentence.startswith("算式没有算。")
    assert refusal.value.sentence.endswith("。")
    assert refusal.value.sentence.isprintable()


def test_a_name_that_the_plan_does_not_have_is_refused() -> None:
    with pytest.raises(BadExpression, match=r"training\.central"):
        live("training.central / total.central", KNOWN, "%")


@pytest.mark.parametrize("text", ["(" * 5000, "-" * 299 + "1", "1" * 301, "(" * 150 + "1" + ")" * 150])
def test_a_hostile_text_does_not_exhaust_the_machine(text: str) -> None:
    with pytest.raises(BadExpression):
        parse(text)


PIECES = st.sampled_from(
    [*"()+-*/<>=.0127 ", "<=", ">=", "a", "total.central", "中", "\n", "\x00", "１", "_", "%"]
)


@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text_is_a_sum_or_is_refused(text: str) -> None:
    with contextlib.suppress(BadExpression):
        assert all(name in text for name in names_in(parse(text)))


LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.integers(0, 10_000).map(lambda number: Number(Fraction(number, 100))),
    st.sampled_from(["county_centre.central", "total.central", "limit.village"]).map(Name),
)


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(st.builds(Negative, inner), st.builds(Operation, st.sampled_from("+-*/"), inner, inner))


def written(tree: Node) -> str:
    """With all brackets, so that the text can only mean this tree."""
    match tree:
        case Number(value):
            return f"{value.numerator / value.denominator:.2f}"
        case Name(name):
            return name
        case Negative(inner):
            return f"(-{written(inner)})"
        case Operation(sign, left, right):
            return f"({written(left)} {sign} {written(right)})"


@given(st.recursive(LEAVES, _grown, max_leaves=6))
def test_a_written_sum_is_read_back_as_the_same_tree(tree: Node) -> None:
    assert parse(written(tree)) == tree
