"""Views that say no in every way there is, behind the real house."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect

from xiangji.core.errors import Refused, Unavailable


def refuse(_request: HttpRequest) -> HttpResponse:
    raise Refused(
        "not_enough_left", "这笔没有付出去。预算行7只剩86,000.00元，不够付120,000.00元。可以改金额。"
    )


def fail_outside(_request: HttpRequest) -> HttpResponse:
    raise Unavailable("bank_silent", "银行那边没有回话。账没有动，每5分钟自动再问一次。")


def break_down(_request: HttpRequest) -> HttpResponse:
    raise KeyError("a bug")


def keep_out(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def misread(_request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


@csrf_protect
def take(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


urlpatterns = [
    path("", include("xiangji.project.urls")),
    path("refuse/", refuse),
    path("fail/", fail_outside),
    path("break/", break_down),
    path("keep-out/", keep_out),
    path("misread/", misread),
    path("take/", take),
]

handler404 = handler403 = "xiangji.core.ui.views.not_found"
handler500 = "xiangji.core.ui.views.broken"
handler400 = "xiangji.core.ui.views.bad_request"
