"""Figures of the centre's one-stop desk: what was asked, done, done in time, and matched."""

from collections.abc import Iterable

from xiangji.core.measures import Reading, Row, measure
from xiangji.core.measures.registry import Reader
from xiangji.core.values import Period, PlaceCode
from xiangji.stations.models import ServiceRequest
from xiangji.stations.queries import desk_counts

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
