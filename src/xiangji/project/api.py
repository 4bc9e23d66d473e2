"""The machine door /api/v1/: one OpenAPI document, assembled from the routers of the apps."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError

from xiangji.core.accounts.api import put_rate
from xiangji.core.accounts.api import router as keys
from xiangji.core.errors import Refused, Unavailable
from xiangji.programme.api import closed as projects
from xiangji.programme.api import router as programme
from xiangji.stations.api import router as stations


class Machines(NinjaAPI):
    """Every answer to a key also says how much of its day is left."""

    def create_response(self, request: HttpRequest, *values: Any, **named: Any) -> HttpResponse:  # noqa: ANN401
        return put_rate(request, super().create_response(request, *values, **named))


api = Machines(
    title="乡集 Xiangji",
    version="1",
    description="县域电子商务进农村平台的数据接口。金额以分计，时间带时区，区划用统计用区划代码的有效位。",
    docs_url=None,  # its pages load from the internet
)
api.add_router("", keys)
api.add_router("", projects)
api.add_router("", programme)
api.add_router("", stations)


class Sentence(Schema):
    """How every refusal looks: a code for machines, a sentence for people."""

    code: str
    sentence: str


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return _say(request, refusal.code, refusal.sentence, refusal.status)


@api.exception_handler(Unavailable)
def unavailable(request: HttpRequest, failure: Unavailable) -> HttpResponse:
    return _say(request, failure.code, failure.sentence, failure.status)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = "、".join(".".join(str(part) for part in fault["loc"]) for fault in error.errors)
    return _say(
        request,
        "not_understood",
        f"请求里这几处看不懂：{fields}。请对照 /api/v1/openapi.json 改好再发。",
        422,
    )


def _say(request: HttpRequest, code: str, sentence: str, status: int) -> HttpResponse:
    return api.create_response(request, Sentence(code=code, sentence=sentence).dict(), status=status)
