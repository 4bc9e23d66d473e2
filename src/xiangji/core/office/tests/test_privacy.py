"""Every address × every post, and nowhere an identity number, phone, account or address line in plain.

The walk knows no page: it takes the addresses from the house and the papers from the desks.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, unquote
from zipfile import BadZipFile, ZipFile

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template import engines
from django.test import Client, override_settings
from django.urls import include, path

from xiangji.core import sheets
from xiangji.core.accounts.actions import make_key
from xiangji.core.accounts.models import Organisation, Post, User
from xiangji.core.accounts.rules.kinds import PostKind
from xiangji.core.accounts.tests.examples import COUNTY, LONG_AGO
from xiangji.core.audit.models import Entry
from xiangji.core.evidence.actions import add_evidence
from xiangji.core.evidence.models import Evidence
from xiangji.core.evidence.tests.cast import PDF, a_file
from xiangji.core.office.desk import desks
from xiangji.core.office.tests.cast import inside
from xiangji.core.office.tests.matrix_stage import ALONE, addresses, filled, stage
from xiangji.core.office.tests.matrix_tables import POSTED
from xiangji.core.parties import queries as parties
from xiangji.core.parties.actions import Kept, register_organisation, register_person
from xiangji.core.parties.models import Party
from xiangji.core.parties.rules.fields import Field
from xiangji.core.parties.tests.examples import (
    ADDRESS_LINE,
    BANK_ACCOUNT,
    CREDIT_CODE,
    IDENTITY_NUMBER,
    NOW,
    OTHER_IDENTITY_NUMBER,
    PHONE,
    SEALED,
    TODAY,
)
from xiangji.programme.models import Project, Publicity

__all__ = ["stage"]

OFFICE_PHONE, OFFICE_ACCOUNT = "0632-5519904", "37001628808050157706"
PLAIN = (*SEALED, OTHER_IDENTITY_NUMBER, OFFICE_PHONE, OFFICE_ACCOUNT)
MOST_PAPERS = 30  # of one list, for one post
TAGS_AND_GAPS = re.compile(r"<[^>]*>|[\s\-‐–·,，]")

PLAIN_AND_BARE = [(value, TAGS_AND_GAPS.sub("", value)) for value in PLAIN]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer read to its end, which also closes the file behind a sheet."""

    status: int
    heads: str
    body: bytes

    @classmethod
    def of(cls, answer: HttpResponseBase) -> "Given":
        heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        return cls(answer.status_code, f"{heads}\n{answer.cookies.output()}", answer.getvalue())


def leaks(answer: Given) -> list[str]:
    """The plain values that an answer gives away, in a body of any kind or in a header."""
    whole = "\0".join(dict.fromkeys(texts_of(answer)))
    squeezed = TAGS_AND_GAPS.sub("", whole)
    return [value for value, bare in PLAIN_AND_BARE if value in whole or bare in squeezed]


def texts_of(answer: Given) -> Iterator[str]:
    yield unquote(answer.heads)
    for part in parts_of(answer.body):
        try:
            text = part.decode()
        except UnicodeDecodeError:
            text = part.decode(errors="replace")
            yield part.decode("gb18030", errors="replace")
        yield text
        yield unquote(text)
        if "\\u" in text:
            yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def parts_of(body: bytes) -> Iterator[bytes]:
    """A workbook is a zip: what stands in it is read, too."""
    if not body.startswith(b"PK"):
        yield body
        return
    try:
        with ZipFile(BytesIO(body)) as book:
            yield from (book.read(name) for name in book.namelist())
    except BadZipFile:
        yield body


def the_party() -> Party:
    found = parties.find_by_identity_number(IDENTITY_NUMBER, today=TODAY)
    assert found is not None
    return Party.objects.get(pk=found)


def in_review() -> Project:
    """A project that the bureau sees."""
    return Project.objects.filter(paper__state="submitted").order_by("pk")[0]


@pytest.fixture
def cast(stage: dict[PostKind, Post]) -> dict[PostKind, Post]:
    """The stage of the matrix, with people whose numbers are known, kept so that some post may see them."""
    for number, unit in enumerate(Organisation.objects.order_by("pk")):
        register_person(
            name="示例·生秀华",
            identity_number=IDENTITY_NUMBER if not number else "",
            phone=PHONE,
            bank_account=BANK_ACCOUNT,
            address_line=ADDRESS_LINE,
            place=COUNTY,
            kept=Kept(COUNTY, unit.pk),
            by=None,
            happened_at=NOW,
        )
    register_organisation(
        name="示例一村股份经济合作社",
        credit_code=CREDIT_CODE,
        phone=OFFICE_PHONE,
        bank_account=OFFICE_ACCOUNT,
        place=COUNTY,
        kept=Kept(COUNTY, Organisation.objects.values_list("pk", flat=True)[0]),
        by=None,
        happened_at=NOW,
    )
    project = in_review()
    for name in (f"身份证{IDENTITY_NUMBER}.pdf", f"{PHONE}的银行卡{BANK_ACCOUNT}.pdf"):
        content = PDF + name.encode()[:3]
        add_evidence(to=project.about, file=a_file(content, name), by=None, happened_at=NOW)
    return stage


def of_desks(client: Client, person: User) -> Iterator[str]:
    """What stands on the lists that a person opens: the list, its words, its sheet, one paper beside it."""
    for one in desks():
        if client.get(one.href).status_code != 200:
            continue
        yield from (one.href, f"{one.href}?chip=all", f"{one.href}?chip=all&q=生秀华", f"{one.href}export/")
        yield from (f"{one.href}{pk}/" for pk in one.for_person(person).values_list("pk", flat=True)[:1])
        yield from (f"{one.href}do/{action.name}/" for action in one.actions if action.of_list)


def papers_of_desks(client: Client, person: User) -> Iterator[str]:
    """Every other paper: its list was read already."""
    for one in desks():
        if client.get(f"{one.href}?q=-").status_code == 200:
            found = one.for_person(person).values_list("pk", flat=True)[1:MOST_PAPERS]
            yield from (f"{one.href}{pk}/" for pk in found)


def walk(client: Client, person: User | None) -> Iterator[tuple[str, Given]]:
    """Every address of the house as this person, each with what there is to be put into it."""
    found = dict.fromkeys(filled(address) for address in addresses() if address not in POSTED)
    for evidence in Evidence.objects.all():
        found |= dict.fromkeys(
            (f"/office/evidence/{evidence.pk}/", f"/office/evidence/of/{evidence.target}/")
        )
    found |= dict.fromkeys(f"/open/{number}/" for number in Publicity.objects.values_list("pk", flat=True))
    found |= dict.fromkeys(f"/plan/{key}/" for key in ("tengzhou-2019",))
    found |= dict.fromkeys(f"/office/search/?q={quote(word)}" for word in ("生秀华", "合作社", "1904"))
    if person is not None:
        found |= dict.fromkeys(of_desks(client, person))
    for address in found:
        yield address, Given.of(client.get(address))
    for address in papers_of_desks(client, person) if person is not None else ():
        yield address, Given.of(client.get(address, headers=ALONE))


def found_in(answers: Iterable[tuple[str, Given]]) -> list[tuple[str, list[str]]]:
    return [(address, values) for address, answer in answers if (values := leaks(answer))]


# The head of the bureau walks below, after an opening.
@pytest.mark.parametrize("kind", [kind for kind in PostKind if kind is not PostKind.COMMERCE_HEAD])
def test_no_post_reads_a_plain_number_on_any_address(cast: dict[PostKind, Post], kind: PostKind) -> None:
    person = cast[kind].person

    assert found_in(walk(inside(person), person)) == []


def test_the_walk_opens_papers_sheets_and_evidence(cast: dict[PostKind, Post]) -> None:
    person = cast[PostKind.LEADING_GROUP].person
    opened = {one: answer for one, answer in walk(inside(person), person) if answer.status == 200}

    project, pieces = in_review(), list(Evidence.objects.all())
    assert {f"/office/projects/{project.pk}/", "/office/projects/export/", "/plan/"} <= set(opened)
    assert {f"/office/evidence/{piece.pk}/" for piece in pieces} <= set(opened)
    assert "尾号009X" in opened[f"/office/projects/{project.pk}/"].body.decode()


def test_only_the_answer_to_an_opening_with_a_reason_shows_a_number(cast: dict[PostKind, Post]) -> None:
    person = cast[PostKind.COMMERCE_HEAD].person
    client, party = inside(person), the_party()
    masked = Given.of(client.get(f"/office/parties/{party.pk}/"))
    told = {"field": Field.PHONE.value, "reason": "核对11月补助的收款人"}
    opened = Given.of(client.post(f"/office/parties/{party.pk}/reveal/", told))

    assert "138****1904" in masked.body.decode()
    assert (leaks(masked), leaks(opened)) == ([], [PHONE])
    assert found_in(walk(client, person)) == []


def test_a_stranger_and_a_program_read_no_plain_number(cast: dict[PostKind, Post]) -> None:
    unit = Organisation.objects.get(pk=cast[PostKind.CONTRACTOR].organisation_id)
    made = make_key(
        organisation=unit, name="示例程序", place=COUNTY, daily_quota=1000, by=None, happened_at=LONG_AGO
    )
    program = Client(headers={"X-Api-Key": made.key})

    assert found_in(walk(Client(), None)) == []
    assert found_in(walk(program, None)) == []


def test_the_audit_and_the_names_of_evidence_hold_no_plain_number(cast: dict[PostKind, Post]) -> None:
    kept = [*Entry.objects.values_list("text", flat=True), *Evidence.objects.values_list("name", flat=True)]

    assert [value for value in PLAIN for text in kept if value in unquote(text)] == []
    assert any("尾号009X" in text for text in kept)


CARELESS = engines["django"].from_string("<p>电话 <b>{{ start }}</b> {{ end }}</p>")


def _opened() -> dict[Field, str]:
    found = the_party().pk
    return parties.opened([found], Field)[found]


def a_page(_request: HttpRequest) -> HttpResponse:
    phone = _opened()[Field.PHONE]
    return HttpResponse(CARELESS.render({"start": phone[:3], "end": f"{phone[3:7]} {phone[7:]}"}))


def a_line(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(json.dumps({"address": _opened()[Field.ADDRESS_LINE]}), "application/json")


def a_header(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={"Location": "/?line=" + quote(_opened()[Field.ADDRESS_LINE])})


def a_list(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"姓名,账号\n示例,{_opened()[Field.BANK_ACCOUNT]}\n".encode("gb18030"), "text/csv")


def a_sheet(_request: HttpRequest) -> HttpResponseBase:
    return sheets.export("人.xlsx", ("证件号",), [(_opened()[Field.IDENTITY_NUMBER],)], title="人")


urlpatterns = [
    path("", include("xiangji.project.urls")),
    path("leak/page/", a_page),
    path("leak/line/", a_line),
    path("leak/header/", a_header),
    path("leak/list/", a_list),
    path("leak/sheet/", a_sheet),
]


@override_settings(ROOT_URLCONF=__name__)
def test_the_walk_finds_whatever_a_careless_page_gives_away(
    cast: dict[PostKind, Post], tmp_path: Path
) -> None:
    assert found_in(walk(Client(), None)) == [
        ("/leak/page/", [PHONE]),
        ("/leak/line/", [ADDRESS_LINE]),
        ("/leak/header/", [ADDRESS_LINE]),
        ("/leak/list/", [BANK_ACCOUNT]),
        ("/leak/sheet/", [IDENTITY_NUMBER]),
    ]
