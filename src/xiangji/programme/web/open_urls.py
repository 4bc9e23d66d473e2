"""The notices: /open/ (公示)."""

from django.urls import path

from xiangji.programme.web import open_views

app_name = "open"
urlpatterns = [
    path("", open_views.listing, name="list"),
    path("<int:number>/", open_views.notice, name="notice"),
]
