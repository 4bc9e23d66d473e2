"""The house's addresses and those of evidence, whether or not the house has taken them up already."""

from django.urls import include, path

from xiangji.project.urls import handler400, handler403, handler404, handler500
from xiangji.project.urls import urlpatterns as house

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("office/evidence/", include("xiangji.core.evidence.urls")), *house]
