"""What the home page shows of the running programme."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from xiangji.core.places.county import current_county
from xiangji.core.ui.cards import card, once_a_page
from xiangji.core.ui.drawing import icon
from xiangji.core.ui.formats import wan
from xiangji.programme import queries
from xiangji.programme.queries import Opened, notices
from xiangji.programme.rules.phases import phases_on
from xiangji.programme.rules.targets import tally
from xiangji.programme.web import money, target_rows

NOTICES_SHOWN = 5


@once_a_page
def running(_request: HttpRequest) -> Opened | None:
    return queries.running(current_county().code)


@card(slot="doors", order=10)
def door(_request: HttpRequest) -> SafeString:
    return format_html('<a href="{}">{}看方案</a>', reverse("programme:running"), icon("plan", "l"))


@card(slot="almanac", order=30)
def phase(request: HttpRequest) -> SafeString | None:
    """In which phase of the plan today lies."""
    opened = running(request)
    if opened is None:
        return None
    found = phases_on(opened.study.document, timezone.localdate())
    here = [f"{each.short_name}，第{each.month_number}个月" for each in found if each.month_number]
    words = "；".join(here) or "今天不在任何一个阶段里"
    return format_html(
        '<div><dt>方案</dt><dd><a href="{}">{}</a></dd></div>', reverse("programme:running"), words
    )


@card(slot="figures", order=10)
def planned_money(request: HttpRequest) -> SafeString | None:
    opened = running(request)
    if opened is None or not opened.study.document.budget_lines:
        return None
    document = opened.study.document
    sources = "，".join(
        f"{column.name} {wan(money.total_of_column(document, column.key))}"
        for column in money.sources_of(document)
    )
    return format_html(
        '<a href="{}#money"><span>计划资金</span><span class="fig">{}<small>万元</small></span>'
        "<small>{}</small></a>",
        reverse("programme:running"),
        wan(money.total_of_column(document, "total")),
        sources,
    )


@card(slot="figures", order=20)
def open_questions(request: HttpRequest) -> SafeString | None:
    opened = running(request)
    if opened is None or not opened.study.document.questions:
        return None
    return format_html(
        '<a href="{}"><span>存疑</span><span class="fig">{}<small>处</small></span><small>{}</small></a>',
        reverse("programme:questions", args=[opened.key]),
        len(opened.study.open_questions),
        _decided_words(len(opened.study.answers)),
    )


def _decided_words(count: int) -> str:
    waiting = "原文有两种读法，等人来定"
    return f"{waiting}；已定 {count} 处" if count else waiting


@card(slot="main", order=20)
def money_and_targets(request: HttpRequest) -> SafeString | None:
    opened = running(request)
    if opened is None:
        return None
    rows = target_rows.of(opened, timezone.localdate())
    shown = {
        "title": opened.title,
        "money": money.table(opened.study),
        "tally": tally(row.judged for row in rows),
    }
    return render_to_string("programme/_card.html", shown)


@card(slot="main", order=30)
def publicised(_request: HttpRequest) -> SafeString | None:
    """What everybody may object to now, the first to end first."""
    found = notices.running(current_county().code)[:NOTICES_SHOWN]
    shown = [notices.of(each, timezone.localdate()) for each in found]
    return render_to_string("programme/open/_card.html", {"notices": shown}) if shown else None
