"""The notices: /open/ (公示)."""

from django.urls import path

from xiangji.programme.web import open_money, open_views

app_name = "open"
urlpatterns = [
    path("", open_views.listing, name="list"),
    path("money/", open_money.paid, name="money"),
    path("money/<int:number>/", open_money.fund_use, name="fund_use"),
    path("money/<int:number>.json", open_money.fund_use_text, name="fund_use_text"),
    path("money.csv", open_money.paid_csv, name="money_csv"),
    path("money.xlsx", open_money.paid_xlsx, name="money_xlsx"),
    path("<int:number>/", open_views.notice, name="notice"),
]
