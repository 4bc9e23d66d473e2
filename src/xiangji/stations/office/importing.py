"""Stations and the villages they serve, brought in as tables, also from a former system (STA-48)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import timezone

from xiangji.core.accounts.models import Organisation, User
from xiangji.core.accounts.permitting import may, reach
from xiangji.core.office.places_to_choose import place_choices, places_say
from xiangji.core.places.county import current_county
from xiangji.core.sheets import Field, Row
from xiangji.core.sheets.imports import Import, Judged, Wrong, register
from xiangji.core.values import Level, Money, PlaceCode
from xiangji.stations import actions
from xiangji.stations.models import Equipment, Served, Station
from xiangji.stations.queries import register as reading
from xiangji.stations.rules.equipment import SERIAL_LENGTH, EquipmentKind, Thing
from xiangji.stations.rules.register import (
    ADDRESS_LENGTH,
    HOURS_LENGTH,
    LINE_LENGTH,
    NAME_LENGTH,
    PHONE_LENGTH,
    Build,
    Description,
    Host,
    StationKind,
    StationRefused,
    code_of,
)

KEEP = "stations.keep_register"
YES = {"是": True, "否": False}


def _fields(by: User) -> Sequence[Field]:
    return (
        Field(
            "code",
            "站点编码",
            synonyms=("编码", "站点编号"),
            required=True,
            unique=True,
            check=_code,
            example="TZ-001",
        ),
        _text("name", "名称", NAME_LENGTH, required=True, example="示例服务点"),
        Field("kind", "类别", required=True, choices={kind.word: kind.value for kind in StationKind}),
        Field("place", "设在哪里", required=True, choices=place_choices(), says=places_say()),
        Field("operator", "运营单位", choices=_operators(by), says="已经登记的单位全称；还没有定就空着"),
        Field("host", "依托", required=True, choices={host.word: host.value for host in Host}),
        Field("build", "建设方式", required=True, choices={each.word: each.value for each in Build}),
        _text("address", "地址", ADDRESS_LENGTH),
        _text("hours", "营业时间", HOURS_LENGTH),
        _text("phone", "服务电话", PHONE_LENGTH),
        Field("area_m2", "面积（平方米）", kind="whole", check=_positive),
        Field("broadband_mbps", "宽带（Mbps）", kind="whole", check=_positive),
        Field("has_fibre", "光纤到村", choices=YES),
        _text("budget_line", "预算行", LINE_LENGTH),
        _text("former_code", "原系统编码", 40, unique=True),
        *_opening(by),
    )


def _opening(by: User) -> tuple[Field, ...]:
    """Only who may open a station brings in open ones."""
    if not may(by, "stations.open_station"):
        return ()
    hint = "写“是”的，发生日期就是开业的日子。"
    return (Field("is_open", "已经开业", choices=YES, hint=hint),)


def _text(
    key: str, title: str, longest: int, *, required: bool = False, unique: bool = False, example: str = ""
) -> Field:
    def check(text: str) -> str:
        return "" if len(text) <= longest and text.isprintable() else f"一行、最多{longest}个字"

    return Field(key, title, required=required, unique=unique, check=check, example=example)


def _code(text: str) -> str:
    try:
        code_of(text)
    except StationRefused:
        return "2到20个字母、数字或短横，例如 TZ-001"
    return ""


def _positive(figure: int) -> str:
    return "" if 1 <= figure <= 100_000 else "1到100,000之间的整数"


def _operators(by: User) -> dict[str, int]:
    reached = reach(by, "stations.keep_register").q(place="place_id", organisation="pk")
    return {firm.name: firm.pk for firm in Organisation.objects.filter(reached).order_by("name")}


def _judge(rows: Sequence[Row], _by: User) -> Judged:
    return Judged(tuple(_against(rows)))


def _against(rows: Sequence[Row]) -> Iterator[Wrong]:
    codes = {code_of(row.values["code"]) for row in rows}
    former = {row.values["former_code"] for row in rows if row.values["former_code"]}
    taken = set(Station.objects.filter(code__in=codes).values_list("code", flat=True))
    known = set(Station.objects.filter(former_code__in=former).values_list("former_code", flat=True))
    for row in rows:
        kind, level = StationKind(row.values["kind"]), PlaceCode(row.values["place"]).level
        if code_of(row.values["code"]) in taken:
            yield Wrong(row.number, "code", "还没有登记过的编码")
        if row.values["former_code"] in known:
            yield Wrong(row.number, "former_code", "还没有对上别的站点的原编码")
        if level not in kind.levels or not current_county().code.contains(PlaceCode(row.values["place"])):
            yield Wrong(row.number, "place", f"{kind.word}可以设的{current_county().name}的镇或村")


def _take(
    *,
    code: str,
    name: str,
    kind: str,
    place: str,
    operator: int | None,
    host: str,
    build: str,
    area_m2: int | None,
    broadband_mbps: int | None,
    by: User,
    happened_at: datetime,
    address: str | None = None,
    hours: str | None = None,
    phone: str | None = None,
    has_fibre: bool | None = None,
    budget_line: str | None = None,
    former_code: str | None = None,
    is_open: bool | None = None,
) -> Station:
    station = actions.register_station(
        code=code,
        kind=StationKind(kind),
        place=place,
        operator=operator,
        description=Description(
            name=name,
            host=Host(host),
            build=Build(build),
            address=address or "",
            area_m2=area_m2,
            hours=hours or "",
            phone=phone or "",
            broadband_mbps=broadband_mbps,
            has_fibre=bool(has_fibre),
            budget_line=budget_line or "",
        ),
        former_code=former_code or "",
        by=by,
        happened_at=happened_at,
    )
    if is_open:
        day = timezone.localdate(happened_at)
        actions.open_station(station=station, day=day, by=by, happened_at=happened_at)
    return station


def station_field(by: User) -> Field:
    """A station by the code on its board, or by what a former system called it."""
    return Field(
        "station",
        "站点编码",
        synonyms=("原系统编码", "编码"),
        required=True,
        choices=_stations(by),
        says="已经登记的站点的编码，或者它在原系统的编码",
    )


def _served_fields(by: User) -> Sequence[Field]:
    return (
        station_field(by),
        Field(
            "village",
            "服务的村",
            required=True,
            choices=_villages(),
            says=f"{current_county().name}的村的全名；重名的写区划代码",
        ),
    )


def _stations(by: User) -> dict[str, int]:
    """By the code on the board, and by what a former system called it."""
    rows = reading.for_person(by, KEEP)
    former = {row.former_code: row.pk for row in rows if row.former_code}
    return former | {row.code: row.pk for row in rows}


def _villages() -> dict[str, str]:
    county = current_county().code
    return {
        word: code
        for word, code in place_choices().items()
        if PlaceCode(code).level is Level.VILLAGE and county.contains(PlaceCode(code))
    }


def _judge_served(rows: Sequence[Row], _by: User) -> Judged:
    seen: dict[tuple[int, str], int] = {}
    wrong = []
    for row in rows:
        pair = (row.values["station"], row.values["village"])
        first = seen.setdefault(pair, row.number)
        if first != row.number:
            wrong.append(Wrong(row.number, "village", f"只定一次的村，第{first}行已经定给同一个站点"))
    return Judged(tuple(wrong))


def _take_served(*, station: int, village: str, by: User, happened_at: datetime) -> Served:
    return actions.assign_village(
        station=Station.objects.get(pk=station),
        village=village,
        since=timezone.localdate(happened_at),
        by=by,
        happened_at=happened_at,
    )


def _equipment_fields(by: User) -> Sequence[Field]:
    return (
        station_field(by),
        Field("kind", "设备类别", required=True, choices={kind.word: kind.value for kind in EquipmentKind}),
        _text("serial", "序列号", SERIAL_LENGTH),
        Field("cost", "价格（元）", kind="money", check=_not_negative),
        _text("budget_line", "预算行", LINE_LENGTH),
    )


def _not_negative(fen: int) -> str:
    return "" if fen >= 0 else "不小于零的金额"


def _judge_equipment(rows: Sequence[Row], _by: User) -> Judged:
    serials = {row.values["serial"].upper() for row in rows if row.values["serial"]}
    taken = set(Equipment.objects.filter(serial__in=serials).values_list("kind", "serial"))
    seen: dict[tuple[str, str], int] = {}
    wrong = []
    for row in rows:
        one = (row.values["kind"], (row.values["serial"] or "").upper())
        first = seen.setdefault(one, row.number)
        if one[1] and one in taken:
            wrong.append(Wrong(row.number, "serial", "还没有登记过的序列号"))
        elif one[1] and first != row.number:
            wrong.append(Wrong(row.number, "serial", f"只出现一次的序列号，第{first}行已经有了"))
    return Judged(tuple(wrong))


def _take_equipment(
    *,
    station: int,
    kind: str,
    by: User,
    happened_at: datetime,
    serial: str | None = None,
    cost: int | None = None,
    budget_line: str | None = None,
) -> Equipment:
    bought_on = timezone.localdate(happened_at)
    return actions.record_equipment(
        station=Station.objects.get(pk=station),
        thing=Thing(EquipmentKind(kind), serial or "", bought_on, Money(cost or 0), budget_line or ""),
        by=by,
        happened_at=happened_at,
    )


register(
    Import(
        key="stations",
        title="站点",
        desk="stations",
        capabilities=(KEEP,),
        own_fields=_fields,
        judge=_judge,
        take=_take,
        unit="个",
        document_hint="登记表、验收单、原系统导出表等的名称或文号。",
        hints=("从别的系统转来的，把原来的编码写进“原系统编码”；服务的村那张表用哪个编码都认得。",),
        after="接着用“服务的村”那张表补录每个站点服务哪些村。",
    )
)
register(
    Import(
        key="served-villages",
        title="服务的村",
        desk="stations",
        capabilities=(KEEP,),
        own_fields=_served_fields,
        judge=_judge_served,
        take=_take_served,
        unit="条",
        document_hint="服务范围的通知、协议等的名称或文号。",
        hints=("发生日期写开始服务的日子。站点开业时本村已经自动定了，不用再写。",),
    )
)
register(
    Import(
        key="equipment",
        title="设备",
        desk="equipment",
        capabilities=(KEEP,),
        own_fields=_equipment_fields,
        judge=_judge_equipment,
        take=_take_equipment,
        unit="件",
        document_hint="发票、验收单等的编号或名称。",
        hints=("发生日期写买来的日子。",),
    )
)
