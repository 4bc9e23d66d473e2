from django.urls import path

from xiangji.stations.office import life_page

urlpatterns = [
    path("station-life/", life_page.station_life, name="office-station-life"),
    path("station-life/list.xlsx", life_page.station_life_sheet, name="office-station-life-sheet"),
]
