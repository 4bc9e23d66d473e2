"""The roster of staff (人员名册), brought in as a table; passwords are handed out afterwards, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from xiangji.core.accounts import actions, queries
from xiangji.core.accounts.authority import permit_post
from xiangji.core.accounts.capabilities import OWN_STAFF
from xiangji.core.accounts.models import Organisation, Post, User
from xiangji.core.accounts.permitting import posts_of
from xiangji.core.accounts.rules import names
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.errors import Refused
from xiangji.core.office.people import STAFF
from xiangji.core.office.places_to_choose import place_choices, places_say
from xiangji.core.sheets import Field, Row
from xiangji.core.sheets.imports import Doubt, Handing, Import, Judged, Slips, Wrong, register
from xiangji.core.values import PlaceCode


def _fields(by: User) -> Sequence[Field]:
    mine = {kind for acting in posts_of(by) for kind in OWN_STAFF.get(acting.kind, ())}
    units = queries.organisations_in_reach(by)
    return (
        Field("name", "姓名", required=True, check=_name, example="示例·张三"),
        Field(
            "username",
            "登录名",
            synonyms=("账号",),
            required=True,
            unique=True,
            check=_log_in_name,
            hint="字母、汉字、数字都行，定了不改。",
            example="zhangsan",
        ),
        Field(
            "kind",
            "岗位",
            required=True,
            choices={kind.label: kind.value for kind in PostKind if kind in mine},
        ),
        Field("organisation", "单位", required=True, choices={unit.name: unit.pk for unit in units}),
        Field(
            "place",
            "管到哪里",
            required=True,
            choices=place_choices(),
            says=places_say(),
            hint="村站长写村，镇级经办写镇，其余多半写县。",
        ),
        Field("since", "从哪天起", required=True, kind="date", example="2020-03-15"),
        Field("until", "到哪天止", kind="date", hint="包括这一天；没有定就空着。"),
    )


def _name(text: str) -> str:
    return f"一行看得见的字，最多{names.LONGEST}个" if names.fault_of_name(text) else ""


def _log_in_name(text: str) -> str:
    if not names.fault_of_log_in_name(names.plain(text)):
        return ""
    return f"{names.SHORTEST}到{names.LONGEST}个字，只用字母、汉字、数字和 . _ - @，第一个不是符号"


def _judge(rows: Sequence[Row], by: User) -> Judged:
    wanted = {names.plain(row.values["username"]) for row in rows}
    taken = set(User.objects.filter(username__in=wanted).values_list("username", flat=True))
    return Judged(tuple(_wrong(rows, taken, by)), tuple(_doubts(rows)))


def _wrong(rows: Sequence[Row], taken: set[str], by: User) -> Iterator[Wrong]:
    """Two spellings of one log-in name are found here, equal ones by the column itself."""
    units = {unit.pk: unit for unit in queries.organisations_in_reach(by)}
    asked: dict[tuple[str, int, str], str] = {}
    seen: dict[str, int] = {}
    for row in rows:
        username = names.plain(row.values["username"])
        first = seen.setdefault(username, row.number)
        if username in taken:
            yield Wrong(row.number, "username", "没有人用过的登录名，这个已经有人用了")
        elif first != row.number:
            yield Wrong(row.number, "username", f"只出现一次的登录名，第{first}行已经有了")
        until: date | None = row.values["until"]
        if until is not None and until < row.values["since"]:
            yield Wrong(row.number, "until", f"不早于第一天（{row.values['since']}）的日期")
        key = (row.values["kind"], row.values["organisation"], row.values["place"])
        if key not in asked:
            asked[key] = _why_not(by, PostKind(key[0]), units[key[1]], PlaceCode(key[2]))
        if asked[key]:
            yield Wrong(row.number, "place", asked[key])


def _why_not(by: User, kind: PostKind, unit: Organisation, place: PlaceCode) -> str:
    try:
        permit_post(by, kind, unit, place)
    except Refused:
        return f"您管得到的地方（您不能让“{unit.name}”的{kind.label}管这里）"
    return ""


def _doubts(rows: Sequence[Row]) -> Iterator[Doubt]:
    """The same name in the same organisation may be the same person under another log-in name."""
    units = {row.values["organisation"] for row in rows}
    called = {row.values["name"] for row in rows}
    posts = Post.objects.filter(organisation__in=units, person__name__in=called, ended_at=None)
    standing = set(posts.values_list("organisation", "person__name"))
    for row in rows:
        if (row.values["organisation"], row.values["name"]) in standing:
            yield Doubt(row.number, f"这个单位已经有一位“{row.values['name']}”，请看是不是同一个人。")


def _take(
    *,
    name: str,
    username: str,
    kind: str,
    organisation: int,
    place: str,
    since: date,
    until: date | None,
    by: User,
    happened_at: datetime,
) -> User:
    return actions.enter_staff(
        name=name,
        username=username,
        kind=PostKind(kind),
        organisation=Organisation.objects.get(pk=organisation),
        place=PlaceCode(place),
        since=since,
        until=until,
        by=by,
        happened_at=happened_at,
    )


def _hand_out(keys: Sequence[int], *, by: User, happened_at: datetime) -> Slips:
    people = list(User.objects.filter(pk__in=list(keys)).order_by("name", "pk"))
    given = actions.hand_out_passwords(people=people, by=by, happened_at=happened_at)
    return Slips(
        ("姓名", "登录名", "一次性口令"),
        tuple((one.person.name, one.person.username, one.password) for one in given),
    )


register(
    Import(
        key="staff",
        title="人员名册",
        desk="people",
        capabilities=(STAFF,),
        own_fields=_fields,
        judge=_judge,
        take=_take,
        unit="人",
        most_rows=500,
        document_hint="任命、聘用的文号；没有文号的写“聘用合同”这样的名称。",
        after="接着给他们发一次性口令。",
        hints=("岗位和单位从下拉里选，只列您管得到的。", "口令不写在表里，导入以后在结果页上发。"),
        handing=Handing(
            word="发一次性口令",
            note="给还没有自己定口令的人各发一个一次性口令，只在下一页显示一次，可以打印。再发一次，上次的就作废。",
            give=_hand_out,
        ),
    )
)
