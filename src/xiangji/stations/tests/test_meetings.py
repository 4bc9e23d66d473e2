"""Meetings of a centre with its stations: called, entered with a token, and who came is known once."""

import base64
import hashlib
import hmac
import html
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from xiangji.core.accounts.permitting import NotPermitted, NotYours
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import a_person, a_post, one
from xiangji.core.events import drain
from xiangji.core.outside.models import Exchange, State
from xiangji.core.outside.rules.signing import HEADER, signature
from xiangji.core.outside.sending import send_due
from xiangji.core.outside.twin import Asked, Told, Twin, standing
from xiangji.core.values import PlaceCode
from xiangji.stations import actions
from xiangji.stations.models import Attendance, Invitation, Meeting, Station
from xiangji.stations.rules.jitsi import guest_of, joined, present
from xiangji.stations.rules.meetings import Askable, stations_typed
from xiangji.stations.rules.register import StationKind, StationRefused
from xiangji.stations.tasks import ask_who_is_in_the_rooms
from xiangji.stations.tests.cast import LAKE_TOWN, RIVER_TOWN
from xiangji.stations.tests.meeting_cast import a_meeting
from xiangji.stations.tests.request_cast import a_centre
from xiangji.stations.tests.station_cast import a_point, a_station, clerk, closed

pytestmark = pytest.mark.usefixtures("the_county")
DESK = "/office/meetings/"
EVENTS = "/stations/meeting-events/events/occupant/joined"
SECRET = "示例口令，谁也不用"


@pytest.fixture
def server(settings: LazySettings) -> None:
    """A server is named in the settings; nobody stands there unless a twin does."""
    settings.VIDEO_URL, settings.VIDEO_APP, settings.VIDEO_SECRET = "http://127.0.0.1:9", "xiangji", SECRET


def inside(kind: PostKind) -> Client:
    client = Client()
    client.force_login(one(kind))
    return client


def an_event(meeting: Meeting, station: Station, **more: object) -> bytes:
    occupant = {"name": "示例", "email": f"{guest_of(station.pk)}@station.invalid", **more}
    told = {"event_name": "muc-occupant-joined", "room_name": meeting.room, "occupant": occupant}
    return json.dumps(told).encode()


def tell(body: bytes, header: str | None = None) -> int:
    signed = signature(body, secret=SECRET, at=int(timezone.now().timestamp())) if header is None else header
    told = Client().post(EVENTS, body, content_type="application/json", headers={HEADER: signed})
    return told.status_code


def a_call(centre: Station, **changes: object) -> dict[str, object]:
    """The form as somebody sends it; it names nobody yet."""
    now = timezone.localtime()
    return {
        "centre": centre.pk,
        "kind": "training",
        "title": "示例开网店培训",
        "starts": (now + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M"),
        "ends": (now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        **changes,
    }


def came() -> list[tuple[int, str]]:
    return list(Attendance.objects.values_list("invitation__station", "way"))


def claims(address: str) -> dict[str, object]:
    """Of the token in a link, after its signature was computed anew."""
    (word,) = parse_qs(urlsplit(address).query)["jwt"]
    head, body, signed = word.split(".")
    right = hmac.digest(SECRET.encode(), f"{head}.{body}".encode(), hashlib.sha256)
    assert base64.urlsafe_b64encode(right).rstrip(b"=").decode() == signed
    read: dict[str, object] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return read


@pytest.mark.proves("STA-49")
def test_a_meeting_is_called_on_the_desk_and_without_a_server_its_guests_are_written_down_by_hand() -> None:
    centre, station = a_centre(), a_station("TZ-001", place=LAKE_TOWN)
    client, typed = inside(PostKind.COMMERCE_CLERK), a_call(centre, places=[LAKE_TOWN])

    assert client.post(f"{DESK}do/call/", typed).status_code == 302
    meeting = Meeting.objects.get()
    before = client.get(f"{DESK}{meeting.pk}/?chip=all").content.decode()
    assert client.post(f"{DESK}{meeting.pk}/came/", {"stations": [station.pk]}).status_code == 302
    after = client.get(f"{DESK}{meeting.pk}/?chip=all").content.decode()

    assert "没有真实连接" in before
    assert "没有到" in before
    assert "人记的" in after
    assert came() == [(station.pk, "hand")]


@pytest.mark.usefixtures("server")
def test_who_goes_in_gets_a_token_for_this_room_and_this_time_alone() -> None:
    station = a_station("TZ-001", place=LAKE_TOWN)
    meeting = a_meeting(a_centre(), [station], clerk())

    answer = inside(PostKind.COMMERCE_CLERK).get(f"{DESK}{meeting.pk}/enter/{station.pk}/")
    told = claims(answer["Location"])

    assert answer.status_code == 302
    assert answer["Location"].startswith(f"http://127.0.0.1:9/{meeting.room}?jwt=")
    assert "no-store" in answer["Cache-Control"]
    assert {key: told[key] for key in ("aud", "iss", "sub", "room")} == {
        "aud": "jitsi",
        "iss": "xiangji",
        "sub": "127.0.0.1",
        "room": meeting.room,
    }
    assert told["exp"] == int((meeting.ends_at + timedelta(hours=1)).timestamp())
    assert told["nbf"] == int((meeting.starts_at - timedelta(minutes=15)).timestamp())


def test_nobody_goes_in_without_a_server_too_early_or_after_it_was_called_off(settings: LazySettings) -> None:
    station, person, now = a_station("TZ-001", place=LAKE_TOWN), clerk(), timezone.now()
    centre = a_centre()
    meeting = a_meeting(centre, [station], person)
    later = a_meeting(
        centre, [station], person, starts=now + timedelta(hours=2), ends=now + timedelta(hours=3)
    )

    with pytest.raises(StationRefused, match="没有真实连接"):
        actions.enter_meeting(meeting=meeting, station=station.pk, by=person, happened_at=now)
    settings.VIDEO_URL = "http://127.0.0.1:9"
    with pytest.raises(StationRefused, match="开会前15分钟开门"):
        actions.enter_meeting(meeting=later, station=station.pk, by=person, happened_at=now)
    actions.call_off_meeting(meeting=meeting, reason="示例停电。", by=person, happened_at=now)
    meeting.refresh_from_db()
    with pytest.raises(StationRefused, match="这次会取消了，理由是：示例停电。"):
        actions.enter_meeting(meeting=meeting, station=station.pk, by=person, happened_at=now)
    with pytest.raises(NotYours):
        actions.enter_meeting(meeting=later, station=centre.pk, by=person, happened_at=later.starts_at)


@pytest.mark.proves("INT-13")
@pytest.mark.usefixtures("server")
def test_a_signed_event_that_comes_twice_counts_once_and_one_that_is_not_signed_not_at_all() -> None:
    station, other = a_station("TZ-001", place=LAKE_TOWN), a_station("TZ-002", place=RIVER_TOWN)
    meeting = a_meeting(a_centre(), [station], clerk())

    assert tell(an_event(meeting, station), header="t=1,v1=x") == 401
    assert came() == []
    for body in [an_event(meeting, station)] * 2 + [an_event(meeting, station, id="x")]:
        assert tell(body) == 204
    assert tell(an_event(meeting, other)) == 204

    assert came() == [(station.pk, "event")]


@pytest.mark.proves("INT-13")
def test_the_server_is_asked_who_is_there_again_where_it_fails_and_its_answer_is_kept(
    settings: LazySettings,
) -> None:
    station = a_station("TZ-001", place=LAKE_TOWN)
    meeting = a_meeting(a_centre(), [station], clerk())
    listed = [{"jid": "x", "email": f"{guest_of(station.pk)}@station.invalid"}, {"email": "a@b.cn"}]

    def answer(_asked: Asked) -> Told:
        return Told(200, json.dumps(listed).encode())

    ask_who_is_in_the_rooms()
    assert Exchange.objects.count() == 0
    with standing(Twin(answer, fail_first=1)) as twin:
        settings.VIDEO_URL, settings.VIDEO_SECRET = twin.address, SECRET
        ask_who_is_in_the_rooms()
        send_due()
        assert came() == []
        Exchange.objects.update(due_at=timezone.now())
        send_due()
        drain()

    row = Exchange.objects.get()
    assert (row.state, row.tries, len(twin.asked)) == (State.DONE, 2, 2)
    assert f"/room?room={meeting.room}&domain=127.0.0.1&token=" in twin.asked[0].path
    assert "token" not in row.path
    assert came() == [(station.pk, "event")]


def test_a_meeting_that_cannot_be_is_refused_and_nothing_stands() -> None:
    centre, station, person, now = a_centre(), a_station("TZ-001", place=LAKE_TOWN), clerk(), timezone.now()
    gone = closed(a_station("TZ-003", place=RIVER_TOWN))

    wrong: list[tuple[dict[str, Any], str]] = [
        ({"title": " "}, "请用一行写会议的题目"),
        ({"ends": now - timedelta(hours=1)}, "散会要晚于开会"),
        ({"starts": now - timedelta(hours=3), "ends": now - timedelta(hours=2)}, "已经过去"),
    ]
    for changes, said in wrong:
        with pytest.raises(StationRefused, match=said):
            a_meeting(centre, [station], person, **changes)
    with pytest.raises(StationRefused, match="最少1个"):
        a_meeting(centre, [], person)
    with pytest.raises(StationRefused, match="没有营业"):
        a_meeting(centre, [station, gone], person)

    assert Meeting.objects.count() == Invitation.objects.count() == 0


def test_a_stranger_calls_nothing_and_changes_nothing() -> None:
    station, stranger = a_station("TZ-001", place=LAKE_TOWN), one(PostKind.TOWN_CLERK)
    centre = a_centre()
    meeting = a_meeting(centre, [station], clerk())

    with pytest.raises((NotPermitted, NotYours)):
        a_meeting(centre, [station], stranger)
    with pytest.raises((NotPermitted, NotYours)):
        actions.record_attendance(
            meeting=meeting, stations=[station.pk], by=stranger, happened_at=timezone.now()
        )

    assert (Meeting.objects.count(), came()) == (1, [])


@pytest.mark.parametrize(
    "body", ["", "[]", "{", "3", '{"event_name": "x"}', '{"event_name": "muc-occupant-joined"}']
)
def test_what_is_no_list_or_no_joining_counts_nobody(body: str) -> None:
    assert present(body) == []
    if body.startswith('{"'):
        assert joined(body) is None


def test_a_town_means_all_its_open_stations_and_a_list_adds_single_ones_by_code_or_name() -> None:
    centre = a_centre()
    town, village = a_station("TZ-001", place=LAKE_TOWN), a_point("TZ-101", "370481104200")
    by_name = a_point("TZ-102", "370481114200", name="示例南界河服务点")
    by_code = a_point("TZ-103", "370481114201", name="示例北界河服务点")
    closed(a_point("TZ-104", "370481104201"))
    a_station("TZ-002", place=RIVER_TOWN)
    client = inside(PostKind.COMMERCE_CLERK)

    page = client.get(f"{DESK}do/call/").content.decode()
    client.post(
        f"{DESK}do/call/", a_call(centre, places=[LAKE_TOWN], typed="示例南界河服务点、tz-103\nＴＺ-001")
    )

    assert "滨湖镇，2个" in page
    assert "全市，5个" in page
    assert page.count('type="checkbox"') == 3
    asked = set(Invitation.objects.values_list("station", flat=True))
    assert asked == {town.pk, village.pk, by_name.pk, by_code.pk}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("TZ-001、TZ-999", "没有定。没有找到“TZ-999”。请照站点名册写编号或者全名；没有营业的站点请不了。"),
        ("TZ-003", "没有找到“TZ-003”"),
        ("示例服务点", "没有定。叫“示例服务点”的站点不止一个，请写编号。"),
        ("1 2 3 4 5 6", "没有找到“1”、“2”、“3”、“4”、“5”等6个。"),
        (" 、\n", "最少1个站点"),
    ],
)
def test_a_typed_station_that_is_not_clear_calls_no_meeting_and_keeps_what_was_typed(
    typed: str, said: str
) -> None:
    centre = a_centre()
    a_station("TZ-001", place=LAKE_TOWN)
    a_station("TZ-002", place=RIVER_TOWN)
    closed(a_station("TZ-003", place=RIVER_TOWN, name="示例关了的站"))

    answer = inside(PostKind.COMMERCE_CLERK).post(f"{DESK}do/call/", a_call(centre, typed=typed))

    text = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert said in text
    assert "示例开网店培训" in text
    assert Meeting.objects.count() == 0


def test_a_centre_that_stands_in_a_village_asks_the_stations_of_the_whole_county() -> None:
    centre = a_station("TZ-C02", kind=StationKind.CENTRE, place="370481114200", area_m2=1_600)
    station = a_station("TZ-001", place=LAKE_TOWN)

    meeting = a_meeting(centre, [station], clerk())

    assert Invitation.objects.get(meeting=meeting).station == station


def test_a_town_sees_the_meetings_that_ask_its_stations_and_a_keeper_none() -> None:
    centre, station = a_centre(), a_station("TZ-001", place=LAKE_TOWN)
    other = a_station("TZ-002", place=RIVER_TOWN)
    mine = a_meeting(centre, [station, other], clerk(), title="示例滨湖也来")
    a_meeting(centre, [other], clerk(), title="示例只请界河")
    person = a_person("示例·镇里的人")
    a_post(PostKind.TOWN_CLERK, person, place=PlaceCode(LAKE_TOWN))
    town = Client()
    town.force_login(person)

    text = town.get(f"{DESK}?chip=all").content.decode()

    assert "示例滨湖也来" in text
    assert "示例只请界河" not in text
    assert town.get(f"{DESK}{mine.pk}/").status_code == 200
    assert inside(PostKind.KEEPER).get(DESK).status_code == 403


@given(st.text(max_size=200))
def test_whatever_is_typed_is_found_or_refused_in_words(text: str) -> None:
    stations = [
        Askable(1, "TZ-001", "示例滨湖服务站", "370481104"),
        Askable(2, "TZ-002", "Ａ 站", "370481114"),
    ]

    said, found = "没有定。", set[int]()
    try:
        found = stations_typed(text, stations)
    except StationRefused as refusal:
        said = refusal.sentence

    assert found <= {1, 2}
    assert said.startswith("没有定。")


def test_a_name_with_a_space_and_full_width_letters_is_found_as_it_is_written() -> None:
    stations = [
        Askable(1, "TZ-001", "示例 滨湖站", "370481104"),
        Askable(2, "TZ-002", "Ａ站（东）", "370481114"),
    ]

    assert stations_typed("示例 滨湖站；a站(东)", stations) == {1, 2}
    assert stations_typed("TZ-001 TZ-002", stations) == {1, 2}
