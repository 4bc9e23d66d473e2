from django.urls import path

from xiangji.stations.web import asking, finding, meeting_events, views

app_name = "stations"
urlpatterns = [
    path("", views.network, name="network"),
    path("ask/", asking.ask, name="ask"),
    path("ask/look/", asking.look_up, name="look_up"),
    path("coverage/", views.coverage, name="coverage"),
    path("coverage/broadband.csv", views.broadband_csv, name="broadband_csv"),
    path("find/", finding.find, name="find"),
    path("village/<str:code>/", finding.village, name="village"),
    path("at/<str:code>/", finding.station, name="station"),
    path("list.csv", views.network_csv, name="network_csv"),
    path("meeting-events/<path:kind>", meeting_events.take, name="meeting_events"),
    path("<str:code>/", views.town, name="town"),
    path("<str:code>/list.csv", views.town_csv, name="town_csv"),
]
