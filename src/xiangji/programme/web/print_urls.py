"""Papers to be printed and signed, for whoever has logged in: /office/print/."""

from django.urls import path

from xiangji.programme.web import pack_views, payment_views

urlpatterns = [
    path("payments/<int:number>/", payment_views.slip, name="payment-slip"),
    path("projects/<int:number>/pack/", pack_views.pack, name="project-pack"),
]
