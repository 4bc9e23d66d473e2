"""Home, look and theme, as a browser without script sees them."""

import gzip
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings, settings
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils.safestring import SafeString, mark_safe
from pytest_django import DjangoAssertNumQueries

from xiangji.core.ui import cards
from xiangji.core.ui.almanac import sky
from xiangji.core.ui.theme import current_theme

pytestmark = pytest.mark.django_db

ALL_TERMS = "小寒大寒立春雨水惊蛰春分清明谷雨立夏小满芒种夏至小暑大暑立秋处暑白露秋分寒露霜降立冬小雪大雪冬至"


@time_machine.travel("2026-11-22T09:00:00+08:00", tick=False)
def test_home_shows_the_day_as_an_almanac(client: Client) -> None:
    page = client.get("/").content.decode()

    assert "<b>22</b>" in page
    assert "星期日 · 十月十四" in page
    assert "今日小雪。" in page


@time_machine.travel("2026-11-23T09:00:00+08:00", tick=False)
def test_between_two_terms_the_almanac_names_the_next_one(client: Client) -> None:
    page = client.get("/").content.decode()

    assert "12月7日大雪，" in page
    assert "还有14天。" in page


@pytest.mark.parametrize(
    ("today", "lunar", "term"),
    [
        (date(2026, 2, 17), "正月初一", "立春"),
        (date(2025, 7, 25), "闰六月初一", "大暑"),
        (date(2026, 12, 31), "冬月廿三", "冬至"),
    ],
)
def test_lunar_days_and_terms(today: date, lunar: str, term: str) -> None:
    assert (sky(today).lunar, sky(today).term) == (lunar, term)


def test_the_terms_of_forty_years_are_the_twenty_four() -> None:
    days = (date(2004, 1, 1) + timedelta(days=5 * step) for step in range(40 * 73))

    named = {name for day in days for name in (sky(day).term, sky(day).next_term)}

    assert named == {ALL_TERMS[at : at + 2] for at in range(0, 48, 2)}


def test_home_is_light(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client.get("/")

    with django_assert_max_num_queries(8):
        page = client.get("/")

    static = Path(__file__).parents[1] / "static" / "ui"
    parts = ("old.css", "tokens.css", "components.css", "public.css", "icons.svg", "icon.svg", "listen.js")
    first_visit = len(page.content) + sum((static / part).stat().st_size for part in parts)
    assert first_visit + len(current_theme().css) <= 120_000


@pytest.mark.parametrize(
    ("own", "most"),
    [("core/ui/static/ui/public.css", 11_500), ("core/office/static/office/office.css", 13_500)],
    ids=["public", "office"],
)
def test_the_styles_of_a_door_are_light(own: str, most: int) -> None:
    source = Path(settings.SOURCE)
    shared = [source / "core/ui/static/ui" / name for name in ("old.css", "tokens.css", "components.css")]
    sent = [*(file.read_bytes() for file in (*shared, source / own)), current_theme().css.encode()]

    assert sum(len(gzip.compress(style)) for style in sent) <= most


def test_no_page_carries_the_styles_of_a_door_that_is_not_built(client: Client) -> None:
    linked = re.findall(r'href="/static/([^"]+\.css)"', client.get("/").content.decode())

    assert linked == ["ui/old.css", "ui/tokens.css", "ui/components.css", "ui/public.css"]


def test_home_is_a_page_that_can_be_walked_by_keyboard_and_heard(client: Client) -> None:
    page = client.get("/").content.decode()

    assert page.count("<h1") == 1
    assert '<a class="skip" href="#main">跳到正文</a>' in page
    assert '<a href="/" aria-current="page">首页</a>' in page
    assert '<html lang="zh-Hans-CN"' in page
    assert " style=" not in page
    assert "<style" not in page


def test_a_door_is_current_for_all_pages_behind_it(client: Client) -> None:
    page = client.get("/stations/").content.decode()

    assert '<a href="/stations/" aria-current="page">网络</a>' in page
    assert '<a href="/">首页</a>' in page


def test_only_one_way_in_is_written_into_a_page(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "unsafe-inline" not in policy


def test_cards_stand_in_their_order_and_stay_away_when_they_have_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "_registry", {})

    @cards.card(slot="main", order=2)
    def second(_request: object) -> SafeString:
        return mark_safe("<p>second</p>")

    @cards.card(slot="main", order=1)
    def first(_request: object) -> SafeString:
        return mark_safe("<p>first</p>")

    @cards.card(slot="figures", order=1)
    def nothing(_request: object) -> None:
        return None

    page = client.get("/").content.decode()
    assert page.index("first") < page.index("second")
    assert "县里的数" not in page


def test_a_read_that_two_pieces_need_is_asked_once_for_each_request(rf: RequestFactory) -> None:
    asked: list[HttpRequest] = []

    @cards.once_a_page
    def read(request: HttpRequest) -> int:
        asked.append(request)
        return len(asked)

    first, second = rf.get("/"), rf.get("/")

    assert [read(first), read(first), read(second)] == [1, 1, 2]


def test_two_cards_of_one_name_are_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "_registry", {})

    def tiles(_request: object) -> None:
        return None

    cards.card(slot="main", order=1)(tiles)
    with pytest.raises(ValueError, match="two cards are called"):
        cards.card(slot="main", order=2)(tiles)


@pytest.mark.parametrize(
    ("sent", "attribute"),
    [({"size": "150"}, 'data-type="150"'), ({"mode": "night"}, 'data-mode="night"')],
)
def test_a_choice_of_look_holds_for_the_next_pages(
    client: Client, sent: dict[str, str], attribute: str
) -> None:
    answer = client.post("/look/", {**sent, "back": "/look/"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/look/")
    assert attribute in client.get("/look/").content.decode()


def test_one_choice_keeps_the_other(client: Client) -> None:
    client.post("/look/", {"size": "125"})
    client.post("/look/", {"mode": "night"})

    assert client.cookies["look"].value == "125-night"
    assert client.cookies["look"]["samesite"] == "Lax"
    assert client.cookies["look"]["httponly"]


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil",
        "http:///evil.example",
        "/\n/evil.example",
        "",
    ],
)
def test_no_choice_of_look_leads_off_the_site(client: Client, back: str) -> None:
    assert client.post("/look/", {"size": "125", "back": back}).headers["Location"] == "/"
    assert (
        f'name="back" value="{back}"' not in client.get("/look/", {"back": back}).content.decode() or not back
    )


def test_a_choice_leads_back_to_the_page_with_its_question(client: Client) -> None:
    answer = client.post("/look/", {"size": "125", "back": "/stations/?q=界河"})

    assert answer.headers["Location"].startswith("/stations/?q=")


def test_a_size_that_does_not_exist_changes_nothing(client: Client) -> None:
    answer = client.post("/look/", {"size": "9000"})

    assert answer.status_code == 422
    assert "字号没有改。" in answer.content.decode()
    assert "look" not in client.cookies


@pytest.mark.parametrize("cookie", ["<script>", "150", "150-night; x", "null"])
def test_a_foreign_cookie_breaks_no_page(client: Client, cookie: str) -> None:
    client.cookies["look"] = cookie

    assert client.get("/look/").status_code == 200


def test_the_colours_of_a_county_may_be_kept_for_ever(client: Client) -> None:
    answer = client.get(f"/theme/{current_theme().digest}.css")

    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert '[data-county="tengzhou"]' in answer.content.decode()


def test_colours_of_another_day_are_not_served_under_a_wrong_name(client: Client) -> None:
    assert client.get("/theme/0000000000000000.css").status_code == 404


@pytest.mark.parametrize("county", ["tengzhou", "donggang", "wangkui", "haifeng"])
def test_every_county_has_its_own_home(client: Client, settings: LazySettings, county: str) -> None:
    settings.COUNTY = county

    page = client.get("/").content.decode()

    assert f'data-county="{county}"' in page
    assert current_theme().motif in page
