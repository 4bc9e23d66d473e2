"""The demo's service desk: a year of requests in all states, stations that were guided, offers and needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.office.demo import credit_code
from xiangji.core.places.county import current_county
from xiangji.stations import actions
from xiangji.stations.models import ServiceRequest, Station
from xiangji.stations.queries import register
from xiangji.stations.queries import requests as reading
from xiangji.stations.rules.matching import Branch, Outcome, Side
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.requests import CustomerKind, Way
from xiangji.stations.rules.services import Audience, Service
from xiangji.stations.rules.states import State

SIZES = {"tengzhou": 150, "donggang": 60, "wangkui": 24, "haifeng": 24}
A_YEAR, STILL_OPEN = 350, 14
ADDED = (
    "donggang-staff.training",
    "donggang-staff.behaviour",
    "donggang-staff.resources",
    "donggang-common.quality",
    "liaoning-firms.payment",
)
CUSTOMERS = (
    ("示例·农产品加工厂", CustomerKind.PRODUCER, "想把散装的换成小包装，请看看怎么设计。"),
    ("示例·山货合作社", CustomerKind.COOPERATIVE, "想开网店卖自家的菜，不知道怎么上架。"),
    ("示例·乡集网店", CustomerKind.COMMERCE, "店里客服忙不过来，想问有没有一起请的。"),
    ("示例·冯小苗", CustomerKind.FOUNDER, "刚回村，想学直播，从哪里学起。"),
    ("示例·褚远山", CustomerKind.FOUNDER, "办执照要什么材料，能不能在这里一起办。"),
    ("示例·镇里", CustomerKind.GOVERNMENT, "下月办采摘节，请帮着出个方案。"),
    ("示例·城关商店", CustomerKind.CIRCULATION, "老店想接网上的单，收款和记账怎么弄。"),
    ("示例·卫金穗", CustomerKind.OTHER, "家里有两亩石榴，问怎么找到收的人。"),
)
RESULTS = (
    "当面讲清楚了，给了材料单（示例）。",
    "出了三个样子，选了一个（示例）。",
    "报了下一期的班（示例）。",
    "店开起来了，第一周卖出十几单（示例）。",
    "介绍了两家，自己去谈（示例）。",
)
GUIDED = (
    ("去站里看了货架和牌匾，讲怎么摆。", "照着改了（示例）。"),
    ("站长来中心听了半天课。", "会打单、会记账了（示例）。"),
    ("一起看了上个月的账，找卖得少的原因。", "定了下月先做两样（示例）。"),
)
OFFERS = (
    (Side.OFFER, Branch.PLATFORM, "示例·山海优选", "有滕州专区，找能长年供货的土豆、石榴（示例）。"),
    (Side.NEED, Branch.PLATFORM, "示例·山货合作社", "两万斤土豆，想上平台卖（示例）。"),
    (Side.OFFER, Branch.SERVICE, "示例·乡集网店", "给村里拍照片、做详情页，可以到村里（示例）。"),
    (Side.NEED, Branch.SERVICE, "示例·农产品加工厂", "要一套产品照片和详情页（示例）。"),
    (Side.OFFER, Branch.FINANCE, "示例·农商支行", "三十万以下的流水贷，凭网店流水（示例）。"),
    (Side.NEED, Branch.FINANCE, "示例·城关商店", "进货差五万周转（示例）。"),
    (Side.OFFER, Branch.LOGISTICS, "示例·冷链车队", "返程车空着，去南边每周两趟（示例）。"),
    (Side.NEED, Branch.LOGISTICS, "示例·山货合作社", "每周一车冷藏货往南（示例）。"),
    (Side.NEED, Branch.SUPPLY, "示例·乡集网店", "找能分级的石榴，每天两百斤（示例）。"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    centre: Station
    operator: User
    stations: tuple[Station, ...]
    services: tuple[Service, ...]
    guidance: tuple[Service, ...]


@transaction.atomic
def build_service_desk(*, now: datetime) -> None:
    """Again changes nothing."""
    size = SIZES.get(current_county().key)
    centre = reading.centres().first()
    if size is None or centre is None or ServiceRequest.objects.exists():
        return
    _add_services(centre, now)
    cast = _cast(centre)
    for number, at in enumerate(_moments(size, now)):
        _request(number, at, cast, now)
    for number in range(3):
        _send(number, now - timedelta(hours=5 + 20 * number), cast)
    _match(cast, now)


def _cast(centre: Station) -> Cast:
    open_now = register.rows().filter(register.in_state(State.OPEN))
    kinds = (StationKind.TOWN_STATION.value, StationKind.VILLAGE_POINT.value)
    return Cast(
        centre,
        person_in(PostKind.CONTRACTOR),
        tuple(open_now.filter(kind__in=kinds).order_by("kind", "code")[:60]),
        reading.offered([centre.pk], Audience.CUSTOMER, Audience.FIRM),
        reading.offered([centre.pk], Audience.STATION),
    )


def _add_services(centre: Station, now: datetime) -> None:
    """What the county's own plan says in one word and others say in several."""
    day = timezone.localdate(now) - timedelta(days=A_YEAR + 20)
    offered = {one.key for one in reading.offered([centre.pk])}
    for service in ADDED:
        if service not in offered:
            actions.add_service(
                station=centre,
                service=service,
                since=day,
                reason="站点来问得多，分开记（示例）",
                by=person_in(PostKind.COMMERCE_CLERK),
                happened_at=_at(day, 10),
            )


def _moments(size: int, now: datetime) -> Iterator[datetime]:
    """Working days of a year, more often lately; within the hours of the centre."""
    today = timezone.localdate(now)
    for number in range(size):
        back = A_YEAR * (size - number) * (2 * size - number) // (2 * size * size) + 1
        day = today - timedelta(days=back)
        day -= timedelta(days=max(0, day.weekday() - 4))
        yield _at(day, 9 + number % 8, number * 7 % 60)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _request(number: int, at: datetime, cast: Cast, now: datetime) -> None:
    days = (0, 0, 1, 3, 2, 0, 9, 5, 1, 4)[number % 10]
    ended = min(at + timedelta(days=days, hours=1), now)
    is_guidance = number % 4 == 3
    row = _guide(number, at, cast) if is_guidance else _take_in(number, at, cast)
    words = GUIDED[number % len(GUIDED)][1] if is_guidance else RESULTS[number % len(RESULTS)]
    if (now - at).days < STILL_OPEN and number % 3:
        return  # in hand, some of them longer than they should be
    by = cast.operator
    if number % 23 == 9:
        said = "不归中心办，请到政务大厅（示例）。"
        actions.refuse_request(request=row, text=said, by=by, happened_at=ended)
    elif number % 29 == 11:
        said = "本人打电话来说先不办（示例）。"
        actions.withdraw_request(request=row, text=said, by=by, happened_at=ended)
    else:
        actions.finish_request(request=row, text=words, by=by, happened_at=ended)
        if number % 5 < 3:
            _rate(number, row, ended + timedelta(minutes=30), cast)


def _take_in(number: int, at: datetime, cast: Cast) -> ServiceRequest:
    name, kind, wish = CUSTOMERS[number % len(CUSTOMERS)]
    round_ = number // len(CUSTOMERS) % 4
    return actions.take_in_request(
        centre=cast.centre.pk,
        service=cast.services[number * 5 % len(cast.services)].key,
        customer_kind=kind,
        name=f"{name}{'甲乙丙丁'[round_]}" if kind is not CustomerKind.GOVERNMENT else name,
        credit_code=_code(kind, number % len(CUSTOMERS) + 10 * round_),
        phone=f"1350000{round_:02}{number % len(CUSTOMERS):02}",
        wish=f"{wish}（示例）",
        way=(Way.DESK, Way.DESK, Way.PHONE)[number % 3],
        by=cast.operator,
        happened_at=at,
    )


def _code(kind: CustomerKind, number: int) -> str:
    """Firms and cooperatives have one that can belong to nobody."""
    begins = {CustomerKind.COOPERATIVE: "93", CustomerKind.FOUNDER: "", CustomerKind.OTHER: ""}
    first = begins.get(kind, "11" if kind is CustomerKind.GOVERNMENT else "91")
    return credit_code(first, current_county().code, 100 + number) if first else ""


def _guide(number: int, at: datetime, cast: Cast) -> ServiceRequest:
    return actions.guide_station(
        centre=cast.centre.pk,
        station=cast.stations[number // 4 % len(cast.stations)].pk,
        service=cast.guidance[number // 4 % len(cast.guidance)].key,
        wish=f"{GUIDED[number % len(GUIDED)][0]}（示例）",
        way=(Way.VISIT, Way.DESK, Way.PHONE)[number % 3],
        by=cast.operator,
        happened_at=at,
    )


def _rate(number: int, row: ServiceRequest, at: datetime, cast: Cast) -> None:
    actions.rate_request(
        request=row,
        score=(5, 4, 5, 5, 3)[number % 5],
        words="讲得清楚（示例）" if number % 7 == 0 else "",
        by=cast.operator,
        happened_at=at,
    )


def _send(number: int, at: datetime, cast: Cast) -> None:
    """From the public form; they wait."""
    name, kind, wish = CUSTOMERS[(3, 4, 7)[number]]
    actions.ask_centre(
        service=cast.services[number].key,
        customer_kind=kind,
        name=name,
        phone=f"135000090{number:02}",
        wish=f"{wish}（示例）",
        network=f"demo {number}",
        by=None,
        happened_at=at,
    )


def _key(name: str) -> int:
    """The same firm may offer one thing and need another."""
    return 200 + sorted({each[2] for each in OFFERS}).index(name)


def _match(cast: Cast, now: datetime) -> None:
    """Each offer with the need that follows it; two came to something, one did not, one is talked over."""
    at = _at(timezone.localdate(now) - timedelta(days=40), 10, 20)
    rows = [
        actions.record_offer(
            centre=cast.centre.pk,
            side=side,
            branch=branch,
            name=name,
            credit_code=credit_code("93" if "合作社" in name else "91", current_county().code, _key(name)),
            phone=f"135000080{_key(name) - 200:02}",
            words=words,
            goes_rural=(side, branch) == (Side.OFFER, Branch.SERVICE),
            until=timezone.localdate(now) + timedelta(days=30 + 10 * number),
            by=cast.operator,
            happened_at=at + timedelta(days=number),
        )
        for number, (side, branch, name, words) in enumerate(OFFERS)
    ]
    endings = (
        (Outcome.AGREED, "先上五千斤试卖，卖完再上（示例）。"),
        (Outcome.AGREED, "拍了两天，付了一千二（示例）。"),
        (Outcome.FAILED, "流水不够，过半年再来（示例）。"),
    )
    for number, offer in enumerate(rows[0:8:2]):
        pair = actions.match_offer(
            offer=offer,
            other=rows[2 * number + 1].pk,
            by=cast.operator,
            happened_at=at + timedelta(days=12),
        )
        if number < len(endings):
            outcome, words = endings[number]
            actions.record_match_result(
                offer=offer,
                match=pair.pk,
                outcome=outcome,
                words=words,
                by=cast.operator,
                happened_at=at + timedelta(days=20),
            )
