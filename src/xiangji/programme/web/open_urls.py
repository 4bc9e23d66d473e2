"""The notices: /open/ (公示)."""

from django.urls import path

from xiangji.programme.web import open_views, payment_views

app_name = "open"
urlpatterns = [
    path("", open_views.listing, name="list"),
    path("money/", payment_views.paid, name="money"),
    path("<int:number>/", open_views.notice, name="notice"),
]
