"""The only place that joins the doors (joints: doors and addresses)."""

from django.urls import include, path

from xiangji.project.api import api

urlpatterns = [
    path("", include("xiangji.core.ui.urls")),
    path("plan/", include("xiangji.programme.web.urls")),
    path("open/", include("xiangji.programme.web.open_urls")),
    path("stations/", include("xiangji.stations.web.urls")),
    path("office/evidence/", include("xiangji.core.evidence.urls")),
    path("office/print/", include("xiangji.programme.web.print_urls")),
    path("office/", include("xiangji.programme.office.urls")),
    path("office/", include("xiangji.stations.office.urls")),
    path("office/", include("xiangji.core.office.urls")),
    path("api/v1/", api.urls),
    path("", include("xiangji.project.health_urls")),
]

handler404 = "xiangji.core.ui.views.not_found"
handler500 = "xiangji.core.ui.views.broken"
handler403 = "xiangji.core.ui.views.not_found"
handler400 = "xiangji.core.ui.views.bad_request"
