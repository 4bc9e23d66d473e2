"""What the server of video meetings tells us: signed or with the agreed token, else nothing changes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from xiangji.stations import actions


@csrf_exempt  # a server has no page to take a token from; its signature stands for it
@require_POST
def take(request: HttpRequest, kind: str = "") -> HttpResponse:
    path = f"/stations/meeting-events/{kind}"[:200]
    actions.hear_event(
        path=path, body=request.body, headers=request.headers, by=None, happened_at=timezone.now()
    )
    return HttpResponse(status=204)
