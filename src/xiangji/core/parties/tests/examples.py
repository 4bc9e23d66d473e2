"""A small cast, with numbers that are well formed and belong to nobody on purpose."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypedDict, Unpack

from django.db import connection
from hypothesis import strategies as st
from stdnum.cn import ric

from xiangji.core.parties import actions
from xiangji.core.parties.models import Party
from xiangji.core.values import PlaceCode

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
IDENTITY_NUMBER = "37048119490101009X"
OTHER_IDENTITY_NUMBER = "210681196502030021"
PHONE = "13800731904"
BANK_ACCOUNT = "6230910199065287413"
ADDRESS_LINE = "示例一组三十七号后院"
CREDIT_CODE = "N2370481MF12345678"
SEALED = (IDENTITY_NUMBER, PHONE, BANK_ACCOUNT, ADDRESS_LINE)


@dataclass(frozen=True)
class Clerk:
    pk: int = 7
    name: str = "示例·李四"


CLERK = Clerk()


class Common(TypedDict, total=False):
    name: str
    phone: str
    bank_account: str
    address_line: str
    place: PlaceCode | None
    by: Clerk | None
    happened_at: datetime


class Person(Common, total=False):
    identity_number: str


class Organisation(Common, total=False):
    credit_code: str


def an_identity_number(first_17: str) -> str:
    return first_17 + ric.calc_check_digit(f"{first_17}0")


def a_person(**differing: Unpack[Person]) -> Party:
    values: Person = {
        "name": "示例·生秀华",
        "identity_number": IDENTITY_NUMBER,
        "phone": PHONE,
        "bank_account": BANK_ACCOUNT,
        "address_line": ADDRESS_LINE,
        "by": CLERK,
        "happened_at": NOW,
    }
    return actions.register_person(**(values | differing))


def an_organisation(**differing: Unpack[Organisation]) -> Party:
    values: Organisation = {
        "name": "示例一村股份经济合作社",
        "credit_code": CREDIT_CODE,
        "phone": "0632-5519904",
        "by": CLERK,
        "happened_at": NOW,
    }
    return actions.register_organisation(**(values | differing))


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    place = draw(st.sampled_from(["370481", "210681", "370402", "110101", "650105"]))
    born = draw(st.dates(date(1900, 1, 1), TODAY))
    return an_identity_number(f"{place}{born:%Y%m%d}{draw(st.integers(0, 999)):03}")


def mobiles() -> st.SearchStrategy[str]:
    return st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


def landlines() -> st.SearchStrategy[str]:
    return st.from_regex(r"(010|02[0-9]|0[3-9][0-9]{2})-[2-8][0-9]{6,7}", fullmatch=True)


def everything_stored() -> bytes:
    """The database as a thief has it: SQLite's file and journal byte by byte, or every row of PostgreSQL."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        return b"".join(part.read_bytes() for part in sorted(file.parent.glob(f"{file.name}*")))
    return "\n".join(_rows()).encode()


def _rows() -> Iterator[str]:
    for table in connection.introspection.table_names():
        with closing(connection.cursor()) as cursor:
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            yield from (row[0] for row in cursor.fetchall())
