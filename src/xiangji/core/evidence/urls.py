from django.urls import path

from xiangji.core.evidence import views

urlpatterns = [
    path("add/", views.add, name="evidence-add"),
    path("of/<str:target>/", views.of_paper, name="evidence-of"),
    path("phone/", views.show_code, name="evidence-show-code"),
    path("phone/<str:token>/", views.phone_page, name="evidence-phone"),
    path("<int:evidence>/", views.file, name="evidence-file"),
    path("<int:evidence>/withdraw/", views.withdraw, name="evidence-withdraw"),
]
