"""Figures of the network: the units that the plan's coverage targets are measured against."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from xiangji.core.measures import Reading, Row, measure, once_a_look
from xiangji.core.measures.registry import Reader
from xiangji.core.places import towns as towns_of
from xiangji.core.places import villages as villages_of
from xiangji.core.values import Period, PlaceCode
from xiangji.stations.models import MonthlyReport, ServiceRequest, Station, StationState
from xiangji.stations.queries import desk_counts, life, register, reports, upkeep
from xiangji.stations.queries.coverage import units
from xiangji.stations.queries.life import Life
from xiangji.stations.rules.coverage import Basis, Coverage, Share, coverage
from xiangji.stations.rules.life import OURS, Verdict
from xiangji.stations.rules.months import last_whole
from xiangji.stations.rules.register import StationKind
from xiangji.stations.rules.states import OPEN, Step

NONE_LISTED = "这里还没有装入区划名单"


@measure(
    "stations.towns",
    title="镇级单位",
    unit="个",
    kind="stock",
    adds="last",
    note="期末仍在的乡镇、街道、农林场和开发区，按统计用区划代码。",
)
def towns(place: PlaceCode, period: Period) -> Reading:
    return _counted(len(towns_of(place, period.end)))


@towns.rows
def town_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return [Row(town.name, f"/stations/{town.code}/") for town in towns_of(place, period.end)]


@measure(
    "stations.villages",
    title="村级单位",
    unit="个",
    kind="stock",
    adds="last",
    note="期末仍在的行政村、社区、居委会、屯和生活区，按统计用区划代码。",
)
def villages(place: PlaceCode, period: Period) -> Reading:
    return _counted(len(villages_of(place, period.end)))


@villages.rows
def village_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return [
        Row(village.name, f"/stations/{village.parent}/#v{village.code}")
        for village in villages_of(place, period.end)
    ]


def _counted(number: int) -> Reading:
    return Reading(num=number, no_data="" if number else NONE_LISTED)


_OPEN_NOTE = "期末开着的；停办和关了的不算。"


@once_a_look
def _known_at(place: PlaceCode, day: date) -> tuple[tuple[Station, bool], ...]:
    """Stations that were registered, and whether each was open at the end of the day. One question."""
    start, end = place.range
    last = StationState.objects.filter(station=OuterRef("pk"), day__lte=day).order_by("-day", "-pk")
    found = Station.objects.filter(place__gte=start, place__lt=end).annotate(
        step=Subquery(last.values("step")[:1])
    )
    return tuple(
        (station, bool(station.step) and Step(station.step) in OPEN) for station in found.order_by("code")
    )


def _open_at(place: PlaceCode, day: date, *kinds: StationKind) -> list[Station]:
    return [
        station
        for station, is_open in _known_at(place, day)
        if is_open and (not kinds or station.station_kind in kinds)
    ]


@once_a_look
def _coverage_at(place: PlaceCode, day: date) -> Coverage:
    return coverage(
        units(place, day), register.links(), {station.pk for station in _open_at(place, day)}, day
    )


def _station_row(station: Station) -> Row:
    town = station.place_code.digits[:9]
    return Row(f"{station.code}　{station.name}", f"/stations/{town}/#s{station.code}")


def _register_open(code: str, title: str, *kinds: StationKind) -> None:
    @measure(code, title=title, unit="个", kind="stock", adds="last", note=_OPEN_NOTE)
    def stations_open(place: PlaceCode, period: Period) -> Reading:
        known = [
            station
            for station, _ in _known_at(place, period.end)
            if not kinds or station.station_kind in kinds
        ]
        open_now = len(_open_at(place, period.end, *kinds))
        return Reading(num=open_now, no_data="" if known else "站点还没有登记")

    @stations_open.rows
    def rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
        return [_station_row(station) for station in _open_at(place, period.end, *kinds)]


_register_open("stations.centres_open", "开着的公共服务中心", StationKind.CENTRE)
_register_open("stations.town_stations_open", "开着的镇级服务站", StationKind.TOWN_STATION)
_register_open("stations.village_points_open", "开着的村级服务点", StationKind.VILLAGE_POINT)
_register_open(
    "stations.stations_open", "开着的服务站点", StationKind.TOWN_STATION, StationKind.VILLAGE_POINT
)


@measure(
    "stations.centre_area",
    title="公共服务中心面积",
    unit="㎡",
    kind="stock",
    adds="last",
    note="期末开着的公共服务中心登记的面积；有几处的取最大的一处。",
)
def centre_area(place: PlaceCode, period: Period) -> Reading:
    areas = [station.area_m2 or 0 for station in _open_at(place, period.end, StationKind.CENTRE)]
    return Reading(num=int(max(areas, default=0)), no_data="" if any(areas) else "服务中心还没有登记面积")


@centre_area.rows
def centre_area_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return [_station_row(station) for station in _open_at(place, period.end, StationKind.CENTRE)]


def _villages_rows(place: PlaceCode, day: date, *, is_poor: bool) -> list[Row]:
    found = _coverage_at(place, day)
    shown = found.poor if is_poor else found.villages
    return [
        Row(unit.name, f"/stations/{unit.town}/#v{unit.code}") for unit in shown if unit.code in found.served
    ]


def _share_reading(share: Share, no_data: str) -> Reading:
    return Reading(num=share.covered, den=share.all) if share.all else Reading(num=0, no_data=no_data)


@measure(
    "stations.villages_served",
    title="有站点服务的行政村",
    unit="ratio",
    kind="stock",
    adds="sum",
    note="期末有开着的站点服务的行政村，除以全部行政村；社区、居委会等不算。",
)
def villages_served(place: PlaceCode, period: Period) -> Reading:
    return _share_reading(_coverage_at(place, period.end).share(Basis.SERVED), NONE_LISTED)


@villages_served.rows
def villages_served_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return _villages_rows(place, period.end, is_poor=False)


@measure(
    "stations.poor_villages_served",
    title="有站点服务的贫困村",
    unit="ratio",
    kind="stock",
    adds="sum",
    note="期末有开着的站点服务的建档立卡贫困村，除以全部建档立卡贫困村。",
)
def poor_villages_served(place: PlaceCode, period: Period) -> Reading:
    share = _coverage_at(place, period.end).poor_share(Basis.SERVED)
    return _share_reading(share, "还没有导入贫困村名单")


@poor_villages_served.rows
def poor_villages_served_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return _villages_rows(place, period.end, is_poor=True)


NO_CENTRE = "还没有公共服务中心"
_ASKED_NOTE = "到公共服务中心、打电话、网上申请的和给站点的指导都算，一件算一次。"


def _requests_row(request: ServiceRequest) -> Row:
    return Row(f"{request.number}　{request.service_word}", f"/office/service-requests/{request.pk}/")


def _counted_requests(place: PlaceCode, count: int, of: int | None = None) -> Reading:
    """Nothing is known where there is no centre; where nothing was done, no share."""
    if not desk_counts.has_centre(place):
        return Reading(num=0, no_data=NO_CENTRE)
    if of == 0:
        return Reading(num=0, no_data="这段时间还没有办结的申请")
    return Reading(num=count, den=of)


@measure(
    "stations.requests_asked",
    title="服务中心收到的申请",
    unit="件",
    kind="flow",
    adds="sum",
    note=f"收到的日子在这段时间里的。{_ASKED_NOTE}",
)
def requests_asked(place: PlaceCode, period: Period) -> Reading:
    return _counted_requests(place, len(desk_counts.asked_in(place, period)))


@requests_asked.rows
def requests_asked_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return [_requests_row(one) for one in desk_counts.asked_in(place, period)]


@measure(
    "stations.requests_done",
    title="服务中心办好的申请",
    unit="件",
    kind="flow",
    adds="sum",
    note=f"办好的日子在这段时间里的；后来又再办的，等再办好才算。{_ASKED_NOTE}",
)
def requests_done(place: PlaceCode, period: Period) -> Reading:
    return _counted_requests(place, len(desk_counts.done_in(place, period)))


@requests_done.rows
def requests_done_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return [_requests_row(one) for one in desk_counts.done_in(place, period)]


@measure(
    "stations.requests_on_time",
    title="按时办好的申请",
    unit="ratio",
    kind="flow",
    adds="sum",
    note="这段时间里办好的，不晚于应当办结那天的占多少。",
)
def requests_on_time(place: PlaceCode, period: Period) -> Reading:
    done = desk_counts.done_in(place, period)
    return _counted_requests(place, len(desk_counts.on_time(done)), len(done))


@requests_on_time.rows
def requests_on_time_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return [_requests_row(one) for one in desk_counts.on_time(desk_counts.done_in(place, period))]


@measure(
    "stations.matches_agreed",
    title="谈成的资源对接",
    unit="对",
    kind="flow",
    adds="sum",
    note="记下谈成了的日子在这段时间里的，一对算一次。",
)
def matches_agreed(place: PlaceCode, period: Period) -> Reading:
    return _counted_requests(place, len(desk_counts.agreed_in(place, period)))


@matches_agreed.rows
def matches_agreed_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    return [
        Row(f"对接{one.match_id}", f"/office/matching/{one.match.offer_id}/")
        for one in desk_counts.agreed_in(place, period)
    ]


NO_REPORTS = "这段时间里还没有站点月报"
_BY_HAND = "站点月报里人工填的数，一个站点一个月以最新一版为准；只算整个月都在这段时间里的。"


@once_a_look
def _reports_in(place: PlaceCode, period: Period) -> tuple[MonthlyReport, ...]:
    """Of months that lie wholly in the period. One question."""
    start, end = place.range
    found = reports.newest().filter(
        station__place__gte=start, station__place__lt=end, month__gte=period.start, month__lte=period.end
    )
    rows = found.select_related("station").order_by("station__code", "month")
    return tuple(row for row in rows if row.of_month.last_day <= period.end)


def _register_reported(
    code: str, title: str, unit: str, note: str, of: Callable[[MonthlyReport], int]
) -> None:
    @measure(code, title=title, unit=unit, kind="flow", adds="sum", note=note + _BY_HAND)
    def reported(place: PlaceCode, period: Period) -> Reading:
        found = _reports_in(place, period)
        return Reading(num=sum(of(row) for row in found), no_data="" if found else NO_REPORTS, by_hand=True)

    @reported.rows
    def rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
        return [
            Row(f"{row.station.name}　{row.of_month}", _station_row(row.station).href, of(row))
            for row in _reports_in(place, period)
        ]


_register_reported("stations.services", "站点办的业务", "次", "", lambda row: row.number)
_register_reported(
    "stations.residents_served",
    "站点服务的人",
    "人次",
    "一个人在一个站点一个月里只算一次，几个月、几个站点的加在一起。",
    lambda row: row.residents,
)
_register_reported(
    "stations.money_handled",
    "站点经手的钱",
    "万元",
    "代买代卖、缴费、取款等经手的金额。",
    lambda row: row.money_fen,
)
_register_reported(
    "stations.service_income",
    "站点的业务收入",
    "万元",
    "站点自己挣的，不含经手的钱。",
    lambda row: row.income_fen,
)


@once_a_look
def _life_at(place: PlaceCode, day: date) -> Life:
    start, end = place.range
    return life.lived(Q(place__gte=start, place__lt=end), last_whole(day))


@measure(
    "stations.alive",
    title="站点存活率",
    unit="ratio",
    kind="stock",
    adds="sum",
    note=(
        f"到最近一个整月，开着的、近{OURS.alive}个月里有业务的站点，除以开过业的站点；停业和关闭的算没有活，"
        "刚开业的和月报不全的不算。几个月算没有业务，方案没有写，是平台的口径。"
    ),
)
def alive(place: PlaceCode, period: Period) -> Reading:
    found = _life_at(place, period.end).survival
    if not found.told:
        return Reading(num=0, no_data="月报还不够，说不出哪些站点活着", by_hand=True)
    return Reading(num=found.alive, den=found.told, by_hand=True)


@alive.rows
def alive_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    found = _life_at(place, period.end).stations
    return [_station_row(each.station) for each in found if each.verdict is Verdict.ALIVE]


@measure(
    "stations.self_supporting",
    title="自我造血的站点",
    unit="ratio",
    kind="stock",
    adds="sum",
    note="最近十二个整月里，填了运行成本的月份加起来，收入不少于成本的站点，除以填过成本的站点。",
)
def self_supporting(place: PlaceCode, period: Period) -> Reading:
    reached, known = _life_at(place, period.end).supporting
    if not known:
        return Reading(num=0, no_data="还没有月报填过运行成本", by_hand=True)
    return Reading(num=reached, den=known, by_hand=True)


@self_supporting.rows
def self_supporting_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    found = _life_at(place, period.end).stations
    return [_station_row(each.station) for each in found if each.support and each.support.is_reached]


@measure(
    "stations.villages_with_broadband",
    title="光纤宽带够的行政村",
    unit="ratio",
    kind="stock",
    adds="sum",
    note="期末光纤到村、不低于方案写的 Mbps 的行政村，除以全部行政村；还不知道的不算够。",
)
def villages_with_broadband(place: PlaceCode, period: Period) -> Reading:
    reached, short, unknown = upkeep.broadbands(place, period.end).counts
    known = reached + short
    return Reading(num=reached, den=known + unknown) if known else Reading(num=0, no_data="宽带还没有记过")


@villages_with_broadband.rows
def villages_with_broadband_rows(place: PlaceCode, period: Period, _by: Reader | None) -> Iterable[Row]:
    found = upkeep.broadbands(place, period.end)
    shown = [each.unit for each in found.villages if found.reaches(each)]
    return [Row(unit.name, f"/stations/{unit.town}/#v{unit.code}") for unit in shown]
