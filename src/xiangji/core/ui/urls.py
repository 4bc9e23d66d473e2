from django.urls import path

from xiangji.core.ui import views

urlpatterns = [
    path("", views.home, name="home"),
    path("look/", views.look, name="look"),
    path("theme/<slug:digest>.css", views.theme, name="theme"),
]
