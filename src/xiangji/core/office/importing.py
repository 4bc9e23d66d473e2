"""Excel in: the form that is given out, upload, preview, confirmation, progress, result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotYours
from xiangji.core.errors import Refused
from xiangji.core.office.desk import Desk
from xiangji.core.office.desk import find as find_desk
from xiangji.core.office.doors import in_office, person_of, say, show
from xiangji.core.office.paper import Button
from xiangji.core.sheets import blank, entered, imports, intakes, moving
from xiangji.core.sheets.imports import Import
from xiangji.core.sheets.models import Intake

EARLIER = 10
FAULTS_SHOWN = 200
_RISES = {401, 403, 404}


@dataclass(frozen=True, slots=True)
class Here:
    """The import that an address names, for the person who asks."""

    one: Import
    by: User

    @classmethod
    def of(cls, request: HttpRequest, kind: str) -> Here:
        one, by = imports.find(kind), person_of(request)
        if one is None:
            raise NotYours
        intakes.check_permitted(one, by)
        return cls(one, by)

    @property
    def desk(self) -> Desk[Any]:
        found = find_desk(self.one.desk)
        if found is None:
            raise LookupError(f"the import {self.one.key} stands above no list")
        return found

    def address(self, intake: Intake) -> str:
        return reverse("office-intake", args=[self.one.key, intake.pk])


def import_buttons(desk_key: str, person: User) -> list[Button]:
    """What a list offers this person to bring in."""
    return [
        Button(f"补录{one.title}", reverse("office-import", args=[one.key]), "plain")
        for one in imports.offered(desk_key, person)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@in_office()
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Read and judged here, outside of any transaction; nothing comes in before it is confirmed."""
    here, said = Here.of(request, kind), ""
    if request.method == "POST":
        try:
            return HttpResponseRedirect(here.address(_staged(request, here)))
        except Refused as refusal:
            if refusal.status in _RISES:
                raise
            said = refusal.sentence
    told = {
        "one": here.one,
        "desk": here.desk,
        "refused": said,
        "fields": here.one.fields(here.by),
        "earlier": intakes.intakes_of(here.one, here.by)[:EARLIER],
    }
    return show(request, "office/import.html", told, here=here.one.desk, status=422 if said else 200)


@require_safe
@in_office()
def template(request: HttpRequest, kind: str) -> FileResponse:
    here = Here.of(request, kind)
    return blank.blank(here.one.title, here.one.fields(here.by), here.one.hints)


@require_safe
@in_office()
def intake(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The preview, the progress or the result, by how far it is."""
    here = Here.of(request, kind)
    return _shown(request, here, intakes.intake_of(here.one, number, here.by))


@require_safe
@in_office()
def wrong(request: HttpRequest, kind: str, number: int) -> FileResponse:
    here = Here.of(request, kind)
    told = intakes.told_of(intakes.intake_of(here.one, number, here.by))
    if not told.wrong:
        raise NotYours
    return blank.wrong_rows(here.one.title, told)


@require_POST
@in_office()
def confirm(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """A small table is in when the next page is shown; a large one is moved by the worker."""
    here = Here.of(request, kind)
    try:
        found = intakes.confirm(
            one=here.one,
            number=number,
            reason=request.POST.get("reason", ""),
            ticked=request.POST.get("ticked") == "on",
            by=here.by,
            happened_at=timezone.now(),
        )
    except Refused as refusal:
        if refusal.status in _RISES:
            raise
        again = intakes.intake_of(here.one, number, here.by)
        return _shown(request, here, again, refused=refusal.sentence)
    if found.row_count <= moving.AT_ONCE_ROWS:
        moving.carry_on(found.pk, batches=moving.AT_ONCE_ROWS + 1)
    return HttpResponseRedirect(here.address(found))


@require_POST
@in_office()
def drop(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    here = Here.of(request, kind)
    intakes.drop(one=here.one, number=number, by=here.by, happened_at=timezone.now())
    say(request, "清掉了，什么也没有导入。")
    return HttpResponseRedirect(reverse("office-import", args=[kind]))


@sensitive_post_parameters()
@require_POST
@in_office()
def hand_out(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Shown in this answer alone and kept nowhere; asked again, new ones are made."""
    here = Here.of(request, kind)
    found = intakes.intake_of(here.one, number, here.by)
    if here.one.handing is None or not found.is_over:
        raise NotYours
    slips = here.one.handing.give(entered.taken(found), by=here.by, happened_at=timezone.now())
    told = {"one": here.one, "desk": here.desk, "slips": slips, "back": here.address(found)}
    return show(request, "office/slips.html", told, here=here.one.desk)


def _staged(request: HttpRequest, here: Here) -> Intake:
    file = request.FILES.get("file")
    if file is None:
        raise Refused("no_table_chosen", "没有读入。没有选文件，请先选一份 Excel 表。")
    return intakes.stage(
        one=here.one, file=file, name=file.name or "表", by=here.by, happened_at=timezone.now()
    )


def _shown(request: HttpRequest, here: Here, found: Intake, *, refused: str = "") -> HttpResponse:
    turned_away = entered.refused(found)
    told = {
        "one": here.one,
        "desk": here.desk,
        "intake": found,
        "told": intakes.told_of(found),
        "faults_shown": FAULTS_SHOWN,
        "turned_away": turned_away,
        "taken": found.moved_count - len(turned_away),
        "share": found.moved_count * 100 // found.row_count if found.row_count else 0,
        "refused": refused,
    }
    return show(request, "office/intake.html", told, here=here.one.desk, status=422 if refused else 200)
