"""The notices: /open/ (公示)."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
