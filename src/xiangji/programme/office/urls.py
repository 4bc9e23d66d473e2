from django.urls import path

from xiangji.programme.office.money import overview

urlpatterns = [path("money/", overview.money, name="office-money")]
