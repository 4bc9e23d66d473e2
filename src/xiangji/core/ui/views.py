"""The home page, the look of pages, and the pages that say what went wrong."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from xiangji.core.errors import Refused
from xiangji.core.places.county import current_county
from xiangji.core.ui import answers, cards, demo
from xiangji.core.ui import theme as themes
from xiangji.core.ui.almanac import almanac
from xiangji.core.ui.look import COOKIE, COOKIE_SECONDS, MODES, SIZES, Look

NOT_FOUND = "没有这一页，或者它不归您的岗位看。"
NOT_UNDERSTOOD = "这个请求没有看懂，什么也没有改。请回到原来的页面，再做一次。"
STALE_FORM = "刚才填的没有收下，页面放得太久了。请回到原来的页面，刷新后再填一次。"
BROKEN = "不是您的错，已经存好的都还在。请过一会儿再试；还不行，把下面的编号念给管平台的人听。"
FOREVER = "public, max-age=31536000, immutable"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    told = {slot: cards.pieces(request, slot) for slot in cards.SLOTS}
    return render(request, "ui/home.html", {"today": almanac(timezone.localdate()), "cards": told})


@require_safe
def theme(_request: HttpRequest, digest: str) -> HttpResponse:
    """The county's colours under the hash of their text, so that a browser may keep them for ever."""
    current = themes.current_theme()
    if digest != current.digest:
        raise Http404
    answer = HttpResponse(current.css, content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = FOREVER
    return answer


@csrf_exempt  # sets nothing but a cookie about type size; with a token no public page could be cached
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        told = {"sizes": SIZES, "modes": MODES, "back": _own_address(request.GET.get("back", ""))}
        return render(request, "ui/look.html", told)
    chosen = Look.of_cookie(request.COOKIES.get(COOKIE, ""))
    chosen = chosen.with_size(request.POST.get("size", chosen.size))
    chosen = chosen.with_mode(request.POST.get("mode", chosen.mode))
    answer = redirect(_own_address(request.POST.get("back", "")))
    answer.set_cookie(
        COOKIE,
        chosen.cookie,
        max_age=COOKIE_SECONDS,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
    return answer


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One sentence for both: not there, and not yours."""
    is_missing = exception is None or isinstance(exception, Http404)
    code, status = ("not_found", 404) if is_missing else ("not_yours", 403)
    if not answers.wants_page(request):
        return answers.to_machine(code, NOT_FOUND, status)
    search = cards.pieces(request, "search")
    return render(request, "ui/not_found.html", {"sentence": NOT_FOUND, "search": search}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return _plain(request, "bad_request", "没有看懂", NOT_UNDERSTOOD, 400)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Django's CSRF refusal, in words."""
    return _plain(request, "stale_form", "没有收下", STALE_FORM, 403)


def broken(request: HttpRequest) -> HttpResponse:
    """A bug. This page asks neither database nor context processor, so it cannot fail with them."""
    number = answers.number_of_fault(request)
    if not answers.wants_page(request):
        return answers.to_machine("broken", BROKEN, 500, number=number)
    return _bare({"title": "系统出了错", "sentence": BROKEN, "number": number}, 500)


def _plain(request: HttpRequest, code: str, title: str, sentence: str, status: int) -> HttpResponse:
    """For requests that may be malformed in any part: the bare page, without the request in it."""
    if not answers.wants_page(request):
        return answers.to_machine(code, sentence, status)
    return _bare({"title": title, "sentence": sentence}, status)


def _bare(told: dict[str, str], status: int) -> HttpResponse:
    page = get_template("ui/bare.html").render(told | _own_look() | {"demo": demo.notice()})
    return HttpResponse(page, status=status)


def _own_look() -> dict[str, object]:
    """The county's colours, or the platform's where the county's folder is what is broken."""
    try:
        return {"theme": themes.current_theme(), "slip": current_county().slip}
    except Refused:
        return {"theme": None, "slip": "乡集"}


def _own_address(address: str) -> str:
    """Only an address on this site, written from the root; anything else leads home."""
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else "/"
