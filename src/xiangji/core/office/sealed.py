"""Asking for an export with sealed columns, the desk of these papers (导出审批), and the download."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiangji.core.accounts.models import User
from xiangji.core.accounts.permitting import NotPermitted, NotYours, may, reach
from xiangji.core.approvals import queries
from xiangji.core.approvals.progress import progress_of
from xiangji.core.approvals.rules.deciding import State
from xiangji.core.errors import Refused
from xiangji.core.office import sealed_doing as doing
from xiangji.core.office import sealed_file as file
from xiangji.core.office.desk import (
    Action,
    ActionForm,
    Chip,
    Column,
    Desk,
    Empty,
    Mark,
    Named,
    Todo,
    desk,
    find,
)
from xiangji.core.office.doors import desk_of, in_office, person_of, say, show
from xiangji.core.office.history import VALUES
from xiangji.core.office.listing import Listing
from xiangji.core.office.models import MOST_DOWNLOADS, SealedExport
from xiangji.core.office.parties import PARTIES
from xiangji.core.office.parties_forms import why
from xiangji.core.sheets.exporting import download as as_download


class AskForm(ActionForm):
    """`thing` is the desk."""

    columns = forms.MultipleChoiceField(
        label="哪几列要完整的", widget=forms.CheckboxSelectMultiple, help_text="只选这件事用得着的。"
    )
    reason = why("为什么要", "写清为哪件事、给谁用、用完怎么办。批的人和审计看得到；不写号码。")

    def prepare(self) -> None:
        field: Any = self.fields["columns"]
        field.choices = [(one.key, one.title) for one in self.thing.sealed_for(self.by)]


class SeenForm(ActionForm):
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["seen"].initial = self.thing.paper.version if self.thing.paper else None


class DecideForm(SeenForm):
    reason = forms.CharField(
        label="意见（不批要写明为什么）",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AuthorForm(SeenForm):
    reason = why("说明", "再报要补上缺的理由，撤回要写为什么。")


def words_of(listing: Listing) -> str:
    """Which rows, as people say it."""
    parts = [listing.chip.title] if listing.chip else []
    parts += [f"有“{listing.words}”"] if listing.words else []
    for bound in listing.filters or ():
        typed = listing.asked.get(bound.name, "")
        parts += [f"{bound.label}：{typed}"] if typed else []
    return "；".join(parts) or "全部"


@require_http_methods(["GET", "HEAD", "POST"])
@in_office()
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """The list as it is narrowed on the screen, with some of its sealed columns."""
    one, person = desk_of(request, key), person_of(request)
    if not may(person, "office.ask_export"):
        raise NotPermitted("office.ask_export")
    if not one.sealed_for(person):
        raise NotYours
    listing = Listing(one, person, request.GET)
    form = AskForm(request.POST if request.method == "POST" else None, thing=one, by=person)  # type: ignore[arg-type]
    asked = _asked(one, listing, form, person) if form.is_bound and form.is_valid() else None
    if asked:
        say(request, "报上去了，等批准。批准以后7天内，您能下载3次。")
        return HttpResponseRedirect(reverse("office-paper", args=["exports", asked.pk]))
    told = {
        "desk": one,
        "form": form,
        "words": words_of(listing),
        "count": listing.count,
        "back": listing.address(),
    }
    return show(request, "office/sealed.html", told, here=key, status=422 if form.is_bound else 200)


def _asked(one: Desk[Any], listing: Listing, form: AskForm, person: User) -> SealedExport | None:
    try:
        return doing.ask(
            desk=one,
            rows=list(listing.things.values_list("pk", flat=True)[: doing.MOST_ROWS + 1]),
            words=words_of(listing),
            columns=form.cleaned_data["columns"],
            reason=form.cleaned_data["reason"],
            by=person,
            happened_at=timezone.now(),
        )
    except Refused as refusal:
        if refusal.status in {401, 403, 404}:
            raise
        form.add_error(None, refusal.sentence)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@in_office()
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A button of the paper, never an address: opening it does not exist."""
    if request.method != "POST":
        raise NotYours
    person, now = person_of(request), timezone.now()
    export = doing.to_download(person, pk, now=now)
    one = find(export.desk)
    if one is None:
        raise NotYours
    things = file.rows_now(one, export, person)
    made = file.made(one, export, things, person, now=now)
    try:
        doing.note_download(
            export=export, sha256=file.sha256_of(made), rows=len(things), by=person, happened_at=now
        )
        return as_download(made, f"{export.number}{export.title}{timezone.localdate(now):%Y%m%d}.xlsx")
    except BaseException:
        made.close()  # nothing of it leaves, and nothing of it stays
        raise


def _is_open(export: SealedExport) -> bool:
    return bool(export.good_until and export.left and timezone.now() <= export.good_until)


def standing(export: SealedExport) -> Mark:
    state = State(export.paper.state) if export.paper else State.DRAFT
    if state is State.APPROVED:
        if _is_open(export):
            return Mark("ok", f"还能下载{export.left}次")
        return Mark("info", "下载完了" if not export.left else "过期了")
    looks: dict[State, Mark] = {
        State.SUBMITTED: Mark("wait", "等批准"),
        State.RETURNED: Mark("warn", "没有批"),
        State.WITHDRAWN: Mark("info", "撤回了"),
    }
    return looks.get(state, Mark("info", state.label))


def _columns(export: SealedExport) -> str:
    return "、".join(VALUES.get(key, key) for key in export.columns)


def _takes(export: SealedExport, person: User) -> bool:
    return bool(export.paper and export.paper.stage and may(person, "office.approve_export"))


def _is_mine(*states: State) -> Callable[[SealedExport, User], bool]:
    def when(export: SealedExport, person: User) -> bool:
        return bool(export.asked_by_id == person.pk and export.paper and export.paper.state in states)

    return when


def _can_be_downloaded(_person: User) -> Q:
    return Q(good_until__gt=timezone.now(), downloads__lt=MOST_DOWNLOADS)


@desk
class SealedExportDesk(Desk[SealedExport]):
    key = "exports"
    title = "导出审批"
    menu = PARTIES
    order = 20
    capability = "office.read_exports"
    columns = (
        Column("编号", "number", look="nowrap", order="pk"),
        Column("要什么", lambda row: Named(f"{row.title}，{row.count}行", _columns(row)), look="wide"),
        Column("谁要", lambda row: Named(row.asked_by.name, row.organisation.name), order="asked_by__name"),
        Column("怎样了", standing, look="nowrap"),
        Column("申请", "asked_at", look="nowrap", order="asked_at"),
    )
    export = (
        Column("编号", "number"),
        Column("名单", "title"),
        Column("哪些行", "words"),
        Column("行数", "count"),
        Column("完整的列", _columns),
        Column("为什么要", "reason"),
        Column("谁申请的", "asked_by.name"),
        Column("单位", "organisation.name"),
        Column("怎样了", standing),
        Column("下载过几次", "downloads"),
        Column("申请时间", "asked_at"),
    )
    chips = (
        Chip("mine", "等我办", lambda person: Q(paper__in=queries.waiting_for(person).values("pk"))),
        Chip("waiting", "等批准", Q(paper__state=State.SUBMITTED.value)),
        Chip("open", "能下载", _can_be_downloaded),
    )
    todo = Todo(chip="mine", capability="office.read_exports", sentence="等您办的导出。")
    search = ("title", "reason", "asked_by__name")
    detail = "office/_sealed_export.html"
    empty = Empty(
        new="还没有人申请过带完整信息的导出。要用的，在“人员与单位”筛好名单再申请。",
        done="没有等您办的导出。",
    )
    unit = "份"
    actions = (
        Action(
            "approve",
            "批准这份导出",
            capability="office.approve_export",
            form=DecideForm,
            act=doing.approve,
            named="export",
            look="go",
            when=_takes,
            done="批准了。申请的人7天内能下载3次，每次都记进审计。",
        ),
        Action(
            "refuse",
            "不批，退回",
            capability="office.approve_export",
            form=DecideForm,
            act=doing.refuse,
            named="export",
            when=_takes,
            done="退回了，申请的人看得到为什么。",
        ),
        Action(
            "submit",
            "补上理由再报",
            capability="office.ask_export",
            form=AuthorForm,
            act=doing.submit_again,
            named="export",
            look="go",
            when=_is_mine(State.RETURNED),
            done="再报上去了，还是原来的那些行。",
        ),
        Action(
            "withdraw",
            "撤回申请",
            capability="office.ask_export",
            form=AuthorForm,
            act=doing.withdraw,
            named="export",
            look="stop",
            when=_is_mine(State.SUBMITTED, State.RETURNED),
            done="撤回了，什么也没有导出。",
        ),
    )

    def for_person(self, person: User) -> QuerySet[SealedExport]:
        near = reach(person, "office.read_exports").q(place="place_id", organisation="organisation_id")
        rows = SealedExport.objects.filter(Q(asked_by=person) | near)
        return rows.select_related(
            "asked_by", "organisation", "paper", "paper__author", "paper__author_post__person"
        ).order_by(F("pk").desc())

    def title_of(self, thing: SealedExport) -> str:
        return f"{thing.number}　{thing.title}{thing.count}行"

    def note_of(self, thing: SealedExport) -> str:
        return f"{thing.asked_by.name}，要{_columns(thing)}"

    def mark_of(self, thing: SealedExport) -> Mark:
        return standing(thing)

    def told(self, thing: SealedExport, person: User) -> Mapping[str, object]:
        is_mine = thing.asked_by_id == person.pk
        return {
            "columns": _columns(thing),
            "progress": progress_of(thing.paper) if thing.paper else None,
            "can_download": is_mine and _is_open(thing),
        }
