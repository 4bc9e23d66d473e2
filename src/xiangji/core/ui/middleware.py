"""Shows refusals as sentences, and marks what a demo answers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from xiangji.core.errors import Refused, Unavailable
from xiangji.core.ui import answers, demo

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class SayNoInWords:
    """Refused and Unavailable become a sentence with their status; anything else is a bug and rises.

    Stands first, so that files, redirects and what other middlewares refuse carry the mark of a demo as well.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        demo.mark(response)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            # The look is in a cookie; refusals follow what the reader accepts.
            patch_vary_headers(response, ["Cookie", "Accept"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answers.say(request, exception) if isinstance(exception, Refused | Unavailable) else None
