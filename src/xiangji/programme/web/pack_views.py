"""The evidence pack of a project as a download."""

from __future__ import annotations

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from xiangji.core.accounts.door import in_office, person_of
from xiangji.core.ui.demo import mark
from xiangji.programme.actions.money.packing import take_pack
from xiangji.programme.queries import projects
from xiangji.programme.web.pack_writing import Taken, slips_of, stream


@require_GET
@in_office()
def pack(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """Everything is read and permitted before the first byte leaves; the files follow one by one."""
    person, now = person_of(request), timezone.now()
    project = projects.for_person(person).filter(pk=number).first()
    if project is None:
        raise Http404
    found = take_pack(project=project, by=person, happened_at=now)
    parts = stream(found, Taken(person.name, now), slips_of(found))
    response = StreamingHttpResponse(parts, content_type="application/zip")
    name = content_disposition_header(as_attachment=True, filename=f"{found.folder}.zip")
    response.headers["Content-Disposition"] = name or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    mark(response)
    return response
