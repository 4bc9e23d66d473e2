"""A dozen example people and organisations, and two exports: one waits, one was approved.

Their numbers have right check characters and can belong to nobody: identity numbers and credit codes of an
area 9999 that no province has, identity numbers with the serial 000 that is never given, phones of the
segment 154 that no carrier has, and accounts that are no card numbers (their last digit is wrong by Luhn).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from stdnum import luhn
from stdnum.cn import ric, uscc

from xiangji.core.accounts.demo import person_in
from xiangji.core.accounts.models import User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.errors import Refused
from xiangji.core.office import parties_doing as parties
from xiangji.core.office import sealed_doing as exports
from xiangji.core.office.desk import find
from xiangji.core.office.models import SealedExport
from xiangji.core.parties.models import Party
from xiangji.core.parties.rules.fields import Field
from xiangji.core.places import towns, villages
from xiangji.core.places.county import current_county
from xiangji.core.values import PlaceCode

HISTORY = timedelta(days=300)
NO_AREA, NO_SERIAL, NO_SEGMENT = "9999", "000", "154"


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    born: str
    by: PostKind
    address: str = ""


PEOPLE = (
    Example("示例·张春生", "19620314", PostKind.COMMERCE_CLERK, "示例一组三号"),
    Example("示例·王秋菊", "19710922", PostKind.COMMERCE_CLERK, "示例一组十九号"),
    Example("示例·李建国", "19580107", PostKind.COMMERCE_CLERK, "示例二组八号"),
    Example("示例·赵玉兰", "19850530", PostKind.COMMERCE_CLERK),
    Example("示例·孙立新", "19930811", PostKind.COMMERCE_CLERK, "示例三组二十一号"),
    Example("示例·周桂英", "19660219", PostKind.TOWN_CLERK, "示例二组十二号"),
    Example("示例·吴长河", "19791203", PostKind.TOWN_CLERK),
    Example("示例·郑小满", "19900521", PostKind.CONTRACTOR),
    Example("示例·冯立秋", "19880807", PostKind.COOPERATIVE),
)
ORGANISATIONS = (
    ("示例冷链运输有限公司", "91", PostKind.COMMERCE_CLERK),
    ("示例电商服务有限公司", "91", PostKind.CONTRACTOR),
    ("示例山货农民专业合作社", "93", PostKind.COOPERATIVE),
)


def build_parties(*, now: datetime) -> None:
    """Building again changes nothing."""
    if not settings.DEMO:
        raise Refused("demo_parties_need_a_demo", "示例人员没有登记。它们只能登记在演示库里。")
    if Party.objects.filter(name=PEOPLE[0].name).exists():
        return
    began, county = now - HISTORY, current_county().code
    people = [_person(number, one, county, began) for number, one in enumerate(PEOPLE)]
    for number, (name, kind, by) in enumerate(ORGANISATIONS):
        parties.register_organisation(
            name=name,
            credit_code=credit_code(kind, county, number),
            phone=phone(50 + number),
            bank_account=account(50 + number),
            address_line="",
            place=None,
            by=person_in(by),
            happened_at=began,
        )
    _one_known_twice(people[2], began)
    _one_who_asked_to_be_forgotten(began)
    _exports(people[:5], now)


def identity_number(county: PlaceCode, born: str) -> str:
    first = f"{county.digits[:2]}{NO_AREA}{born}{NO_SERIAL}"
    return first + ric.calc_check_digit(f"{first}0")


def credit_code(kind: str, county: PlaceCode, number: int) -> str:
    first = f"{kind}{county.digits[:2]}{NO_AREA}MA0000{number:03}"
    return first + uscc.calc_check_digit(f"{first}0")


def phone(number: int) -> str:
    return f"{NO_SEGMENT}0000{number:04}"


def account(number: int) -> str:
    first = f"62000000000000{number:04}"
    return f"{first}{(int(luhn.calc_check_digit(first)) + 1) % 10}"


def _person(number: int, one: Example, county: PlaceCode, at: datetime) -> Party:
    by = person_in(one.by)
    near = {PostKind.COMMERCE_CLERK, PostKind.TOWN_CLERK}
    return parties.register_person(
        name=one.name,
        identity_number=identity_number(county, one.born),
        phone=phone(number),
        bank_account=account(number) if number % 4 else "",
        address_line=one.address,
        place=_home(number) if one.by in near else None,
        by=by,
        happened_at=at + timedelta(days=7 * number),
    )


def _home(number: int) -> PlaceCode:
    """Villages of the first town, which is the one that the example clerk of a town answers for."""
    found = list(villages(next(iter(towns(current_county().code))).code))
    return found[number % len(found)].code


def _one_known_twice(kept: Party, at: datetime) -> None:
    by = person_in(PostKind.COMMERCE_CLERK)
    again = parties.register_person(
        name=kept.name,
        identity_number="",
        phone=phone(77),
        bank_account="",
        address_line="",
        place=None,
        by=by,
        happened_at=at + timedelta(days=90),
    )
    reason = "本人到场，带证件核过，是同一个人"
    parties.merge(party=again, into=kept.pk, reason=reason, by=by, happened_at=at + timedelta(days=91))


def _one_who_asked_to_be_forgotten(at: datetime) -> None:
    gone = parties.register_person(
        name="示例·钱忘忧",
        identity_number="",
        phone=phone(99),
        bank_account="",
        address_line="",
        place=None,
        by=person_in(PostKind.COMMERCE_CLERK),
        happened_at=at + timedelta(days=30),
    )
    parties.erase(
        party=gone,
        basis="本人要求删除",
        reason="收到本人的书面申请",
        sure=True,
        by=person_in(PostKind.SECURITY_ADMIN),
        happened_at=at + timedelta(days=120),
    )


def _exports(people: list[Party], now: datetime) -> None:
    clerk, finance = person_in(PostKind.COMMERCE_CLERK), person_in(PostKind.FINANCE)
    first = _ask(
        people, (Field.PHONE,), "通知下乡培训的时间地点，打完电话就删", clerk, now - timedelta(days=2)
    )
    exports.approve(
        export=first,
        reason="同意，用完删掉",
        seen=None,
        by=person_in(PostKind.COMMERCE_HEAD),
        happened_at=now - timedelta(days=1),
    )
    paying = (Field.IDENTITY_NUMBER.value, Field.BANK_ACCOUNT.value)
    _ask(people[1:4], paying, "拨付上月补助，核对收款人和账号", finance, now - timedelta(hours=3))


def _ask(people: list[Party], columns: tuple[str, ...], reason: str, by: User, at: datetime) -> SealedExport:
    desk = find("parties")
    if desk is None:
        raise LookupError("the desk of parties is not there")
    return exports.ask(
        desk=desk,
        rows=[one.pk for one in people],
        words="个人",
        columns=columns,
        reason=reason,
        by=by,
        happened_at=at,
    )
