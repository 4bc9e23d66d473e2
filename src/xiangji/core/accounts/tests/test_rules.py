from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.accounts.rules import names, networks, passwords, slowdown
from xiangji.core.accounts.rules.kinds import ADMINISTRATORS, PostKind, may_be_held_together
from xiangji.core.accounts.rules.reasons import fault_of_reason
from xiangji.core.accounts.rules.scopes import Asked, Held, Scope, covers
from xiangji.core.accounts.rules.validity import Term
from xiangji.core.values import PlaceCode

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
COUNTY, TOWN, OTHER = PlaceCode("370481"), PlaceCode("370481001"), PlaceCode("371102")


@pytest.mark.parametrize(
    ("wrong", "seconds"),
    [(0, 0), (1, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (10**9, 900)],
)
def test_waits_grow_after_five_wrong_ones_and_end_at_fifteen_minutes(wrong: int, seconds: int) -> None:
    assert slowdown.wait_after(wrong) == timedelta(seconds=seconds)


@given(st.integers(0, 10_000), st.integers(-100_000, 100_000))
def test_nobody_ever_waits_longer_than_fifteen_minutes(wrong: int, seconds_ago: int) -> None:
    left = slowdown.seconds_left(wrong, NOON - timedelta(seconds=seconds_ago), NOON)

    assert 0 <= left <= 900


def test_a_part_of_a_second_is_still_a_second_of_waiting() -> None:
    assert slowdown.seconds_left(5, NOON, NOON + timedelta(seconds=29, milliseconds=1)) == 1
    assert slowdown.seconds_left(5, NOON, NOON + timedelta(seconds=30)) == 0


def test_wrong_ones_are_forgotten_after_a_day() -> None:
    assert slowdown.counted(9, NOON, NOON + timedelta(hours=23, minutes=59)) == 9
    assert slowdown.counted(9, NOON, NOON + timedelta(hours=24)) == 0


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("192.0.2.255", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_an_address_belongs_to_a_network(address: str, network: str) -> None:
    assert networks.network_of(address) == network


@pytest.mark.parametrize(
    ("direct", "forwarded", "client"),
    [
        pytest.param("192.0.2.77", "198.51.100.1", "192.0.2.77", id="a stranger's header is not believed"),
        pytest.param("10.0.0.1", "198.51.100.1", "198.51.100.1", id="our proxy's header is"),
        pytest.param("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1", id="but only its own part"),
        pytest.param("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1", id="two proxies of ours"),
        pytest.param("10.0.0.1", "", "10.0.0.1", id="a proxy that says nothing"),
        pytest.param("10.0.0.1", "nonsense", "nonsense", id="nonsense is nobody's network"),
    ],
)
def test_the_caller_is_who_stands_before_our_proxies(direct: str, forwarded: str, client: str) -> None:
    assert networks.client_of(direct, forwarded, ["10.0.0.0/8"]) == client


@given(st.text(), st.text())
def test_no_header_breaks_the_reading_of_addresses(direct: str, forwarded: str) -> None:
    network = networks.network_of(networks.client_of(direct, forwarded, ["10.0.0.0/8"]))

    assert 0 < len(network) <= 64


@given(st.text())
def test_a_plain_name_stays_as_it_is(text: str) -> None:
    once = names.plain(text)

    assert len(once) <= names.READ_AT_MOST * 20
    assert names.fault_of_log_in_name(once) or names.plain(once) == once


@pytest.mark.parametrize("written", ["Zhang.San", " zhang.san ", "ｚｈａｎｇ．ｓａｎ", "ZHANG.SAN"])
def test_a_name_is_the_same_however_it_is_typed(written: str) -> None:
    assert names.plain(written) == "zhang.san"


@pytest.mark.parametrize("name", ["a", "x" * 65, "a b", ".ab", "a\x00b", "a/b", "张\u200b三", ""])
def test_a_bad_log_in_name_gets_a_sentence(name: str) -> None:
    assert names.fault_of_log_in_name(name).endswith("。")


@pytest.mark.parametrize("name", ["张三", "zhang-san", "zhang.san@example", "ab", "x" * 64, "13800001234"])
def test_a_good_log_in_name_gets_none(name: str) -> None:
    assert names.fault_of_log_in_name(name) == ""


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("Ab1-xyz", "新口令有7个字，至少要8个。"),
        ("Ab1-" + "x" * 125, "新口令有129个字，最多128个。"),
        ("Abcd-efgh", "新口令只用了3类字符，至少要4类：大写字母、小写字母、数字、其他（符号或汉字）。"),
        ("Ab1-xy\x00z", "新口令要有8到128个看得见的字。"),
        ("Ab1-" + "x" * 10**6, "新口令要有8到128个看得见的字。"),
        ("Ab1-ZhangSan", "新口令里有自己的登录名或者姓名，容易猜到，请换一个。"),
        ("Ab1-张三丰张", "新口令里有自己的登录名或者姓名，容易猜到，请换一个。"),
        ("Ab1荷花荷花荷", ""),
        ("Ab1-" + "x" * 124, ""),
    ],
)
def test_a_password_of_staff(password: str, fault: str) -> None:
    plain = passwords.plain(password)

    assert passwords.fault(plain, username="zhangsan", name="张三丰", is_staff=True) == fault


def test_a_keeper_needs_two_kinds_of_signs() -> None:
    assert passwords.fault("lotus2026", username="zhou", name="周", is_staff=False) == ""
    assert passwords.fault("lotuslotus", username="zhou", name="周", is_staff=False) != ""


@given(password=st.text(), username=st.text(max_size=64), name=st.text(max_size=64), is_staff=st.booleans())
def test_any_password_gets_a_sentence_or_is_good(
    *, password: str, username: str, name: str, is_staff: bool
) -> None:
    fault = passwords.fault(passwords.plain(password), username=username, name=name, is_staff=is_staff)

    assert fault == "" or fault.endswith("。")


def test_staff_change_their_password_every_ninety_days() -> None:
    assert not passwords.is_old(NOON, NOON + timedelta(days=89), is_staff=True)
    assert passwords.is_old(NOON, NOON + timedelta(days=90), is_staff=True)
    assert not passwords.is_old(NOON, NOON + timedelta(days=900), is_staff=False)


@pytest.mark.parametrize(
    ("term", "counts"),
    [
        (Term(TODAY, None), True),
        (Term(TODAY, TODAY), True),
        (Term(TODAY + timedelta(days=1), None), False),
        (Term(TODAY - timedelta(days=9), TODAY - timedelta(days=1)), False),
        (Term(TODAY, None, ended_at=NOON), False),
        (Term(TODAY, None, ended_at=NOON + timedelta(seconds=1)), True),
        (Term(TODAY, None, expires_at=NOON), False),
        (Term(TODAY, None, expires_at=NOON + timedelta(seconds=1)), True),
    ],
)
def test_a_post_counts_from_its_first_to_its_last_day(*, term: Term, counts: bool) -> None:
    assert term.counts(TODAY, NOON) is counts


@pytest.mark.parametrize(
    ("scope", "asked", "reached"),
    [
        (Scope.OWN_ORGANISATION, Asked(7, OTHER), True),
        (Scope.OWN_ORGANISATION, Asked(8, TOWN), False),
        (Scope.OWN_ORGANISATION, Asked(place=TOWN), False),
        (Scope.OWN_PLACE, Asked(place=TOWN), True),
        (Scope.OWN_PLACE, Asked(place=PlaceCode("370481001001")), True),
        (Scope.OWN_PLACE, Asked(place=PlaceCode("370481101")), False),
        (Scope.OWN_PLACE, Asked(place=COUNTY), False),
        (Scope.OWN_PLACE, Asked(8), False),
        (Scope.COUNTY, Asked(place=COUNTY), True),
        (Scope.COUNTY, Asked(place=PlaceCode("370481101")), True),
        (Scope.COUNTY, Asked(place=OTHER), False),
        (Scope.COUNTY, Asked(place=PlaceCode("3704")), False),
    ],
)
def test_how_far_a_town_post_reaches(*, scope: Scope, asked: Asked, reached: bool) -> None:
    assert covers(scope, Held(7, TOWN), asked) is reached
    assert covers(scope, Held(7, TOWN), Asked())


def test_a_post_of_the_city_reaches_its_counties_by_place_and_none_by_county() -> None:
    city = Held(7, PlaceCode("3704"))

    assert covers(Scope.OWN_PLACE, city, Asked(place=COUNTY))
    assert not covers(Scope.OWN_PLACE, city, Asked(place=OTHER))
    assert not covers(Scope.COUNTY, city, Asked(place=COUNTY))


@given(st.sets(st.sampled_from(PostKind)))
def test_an_administrator_holds_nothing_else(kinds: set[PostKind]) -> None:
    assert may_be_held_together(kinds) is (len(kinds) < 2 or not kinds & ADMINISTRATORS)


@pytest.mark.parametrize("reason", ["", "一", "二\n三", "长" * 201])
def test_a_bad_reason_gets_a_sentence(reason: str) -> None:
    assert fault_of_reason(reason).endswith("。")
