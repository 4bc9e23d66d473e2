"""One look reads once, and the next one reads anew."""

from xiangji.core.measures import once_a_look, one_look

asked: list[int] = []


@once_a_look
def double(number: int) -> int:
    asked.append(number)
    return number * 2


def test_within_one_look_the_same_is_read_once() -> None:
    asked.clear()

    with one_look():
        assert [double(2), double(2), double(3)] == [4, 4, 6]
    with one_look():
        double(2)
    double(2)
    double(2)

    assert asked == [2, 3, 2, 2, 2]
