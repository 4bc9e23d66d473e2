"""Figures of how stations live, from their monthly reports (STA-32, STA-51)."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Q

from xiangji.core.measures import Reading, Row, measure, once_a_look
from xiangji.core.measures.registry import Reader
from xiangji.core.values import Period, PlaceCode
from xiangji.stations.measures.standing import station_row
from xiangji.stations.models import MonthlyReport
from xiangji.stations.queries import life, reports
from xiangji.stations.queries.life import Life
from xiangji.stations.rules.life import OURS, Verdict
from xiangji.stations.rules.months import last_whole

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
            Row(f"{row.station.name}　{row.of_month}", station_row(row.station).href, of(row))
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
    "fen",
    "代买代卖、缴费、取款等经手的金额。",
    lambda row: row.money_fen,
)
_register_reported(
    "stations.service_income",
    "站点的业务收入",
    "fen",
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
    return [station_row(each.station) for each in found if each.verdict is Verdict.ALIVE]


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
    return [station_row(each.station) for each in found if each.support and each.support.is_reached]
