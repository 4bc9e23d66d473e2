"""People and organisations (人与单位) that were known before the platform, brought in as tables.

Their numbers are masked in the preview and in the table of errors, and lie sealed until they are registered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.utils import timezone

from xiangji.core.accounts.models import User
from xiangji.core.office import parties_doing as doing
from xiangji.core.office.places_to_choose import place_choices, places_say
from xiangji.core.parties import blind, masks
from xiangji.core.parties.models import Kind, Party
from xiangji.core.parties.rules import fields, writing
from xiangji.core.parties.rules.writing import WrongNumber
from xiangji.core.sheets import Field, Row
from xiangji.core.sheets.imports import Doubt, Import, Judged, Wrong, register
from xiangji.core.values import PlaceCode

REGISTER = "parties.register"
STANDS = "还没有登记过的号码；已经登记的请用那一份，要合并的由县商务局经办合并"
_SAID = "没有受理。"


def _people(_by: User) -> Sequence[Field]:
    return (
        Field("name", "姓名", required=True, check=_checked(writing.name), example="示例·张三"),
        _number(fields.Field.IDENTITY_NUMBER, hint="照证件写18位；不知道就空着。一个人只登记一份。"),
        *_common(),
    )


def _organisations(_by: User) -> Sequence[Field]:
    return (
        Field("name", "单位名称", required=True, check=_checked(writing.name), example="示例果蔬专业合作社"),
        Field(
            "credit_code",
            "统一社会信用代码",
            required=True,
            check=_checked(writing.credit_code),
            hint="照执照或证书写18位。",
        ),
        *_common(),
    )


def _common() -> tuple[Field, ...]:
    return (
        _number(fields.Field.PHONE),
        _number(fields.Field.BANK_ACCOUNT, hint="把这一列设成文本再填，Excel 会改掉长数字的末几位。"),
        _number(fields.Field.ADDRESS_LINE, hint="写到组和门牌号。"),
        Field(
            "place",
            "住在、设在哪个镇村",
            choices=place_choices(),
            says=places_say(),
            hint="不知道就空着；重名的写区划代码。",
        ),
    )


def _number(one: fields.Field, *, hint: str = "") -> Field:
    """A sealed value: masked wherever it is shown, and never quoted in a sentence."""

    def check(text: str) -> str:
        return _checked(lambda typed: writing.written(one, typed, today=timezone.localdate()))(text)

    return Field(one.value, one.label, check=check, mask=masks.MASKS[one], hint=hint)


def _checked(write: Callable[[str], str]) -> Callable[[str], str]:
    def check(text: str) -> str:
        try:
            write(text)
        except WrongNumber as refusal:
            return _expected(refusal.sentence)
        return ""

    return check


def _expected(sentence: str) -> str:
    """没有受理。电话应当是……。请再核一遍。→ ……，请再核一遍"""
    said = sentence.removeprefix(_SAID).removesuffix("。")
    _, found, after = said.partition("应当是")
    return (after if found else f"写对的号码：{said}").replace("。", "，")


def _judge_people(rows: Sequence[Row], _by: User) -> Judged:
    today = timezone.localdate()
    written = {
        row.number: writing.identity_number(row.values["identity_number"], today=today)
        for row in rows
        if row.values["identity_number"]
    }
    index = {number: blind.of(fields.Field.IDENTITY_NUMBER, value) for number, value in written.items()}
    standing = set(
        Party.objects.filter(identity_number_index__in=index.values()).values_list(
            "identity_number_index", flat=True
        )
    )
    return Judged(
        tuple(_twice("identity_number", index, standing)), tuple(_same_names(rows, Kind.PERSON, set(index)))
    )


def _judge_organisations(rows: Sequence[Row], _by: User) -> Judged:
    codes = {row.number: writing.credit_code(row.values["credit_code"]) for row in rows}
    standing = set(Party.objects.filter(credit_code__in=codes.values()).values_list("credit_code", flat=True))
    return Judged(
        tuple(_twice("credit_code", codes, standing)), tuple(_same_names(rows, Kind.ORGANISATION, set()))
    )


def _twice(key: str, values: dict[int, str], standing: set[str]) -> Iterator[Wrong]:
    seen: dict[str, int] = {}
    for number, value in values.items():
        first = seen.setdefault(value, number)
        if value in standing:
            yield Wrong(number, key, STANDS)
        elif first != number:
            yield Wrong(number, key, f"只出现一次的号码，第{first}行已经有了")


def _same_names(rows: Sequence[Row], kind: Kind, numbered: set[int]) -> Iterator[Doubt]:
    """Without an identity number nothing else says whether it is the same person."""
    called = {row.values["name"] for row in rows if row.number not in numbered}
    standing = set(
        Party.objects.filter(kind=kind, name__in=called, erased_at=None).values_list("name", flat=True)
    )
    for row in rows:
        if row.number not in numbered and row.values["name"] in standing:
            yield Doubt(row.number, f"“{row.values['name']}”同名的已经有登记，请看是不是同一个。")


def _place(code: str | None) -> PlaceCode | None:
    return PlaceCode(code) if code else None


def _register_person(
    *,
    name: str,
    identity_number: str | None,
    phone: str | None,
    bank_account: str | None,
    address_line: str | None,
    place: str | None,
    by: User,
    happened_at: datetime,
) -> Party:
    return doing.register_person(
        name=name,
        identity_number=identity_number or "",
        phone=phone or "",
        bank_account=bank_account or "",
        address_line=address_line or "",
        place=_place(place),
        by=by,
        happened_at=happened_at,
    )


def _register_organisation(
    *,
    name: str,
    credit_code: str,
    phone: str | None,
    bank_account: str | None,
    address_line: str | None,
    place: str | None,
    by: User,
    happened_at: datetime,
) -> Party:
    return doing.register_organisation(
        name=name,
        credit_code=credit_code,
        phone=phone or "",
        bank_account=bank_account or "",
        address_line=address_line or "",
        place=_place(place),
        by=by,
        happened_at=happened_at,
    )


register(
    Import(
        key="persons",
        title="人员登记",
        desk="parties",
        capabilities=(REGISTER,),
        own_fields=_people,
        judge=_judge_people,
        take=_register_person,
        unit="人",
        document_hint="登记表、花名册等的名称或文号。",
        hints=("证件号、电话、账号导入后都封起来，名单上只看得到遮住的样子。",),
    )
)
register(
    Import(
        key="organisations",
        title="单位登记",
        desk="parties",
        capabilities=(REGISTER,),
        own_fields=_organisations,
        judge=_judge_organisations,
        take=_register_organisation,
        unit="个",
        document_hint="营业执照、登记证书等的名称或文号。",
    )
)
