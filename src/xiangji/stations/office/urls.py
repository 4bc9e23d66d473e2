from django.urls import path

from xiangji.stations.office import duty_page, life_page, meeting_page, siting_page

urlpatterns = [
    path("duty-sheet/", duty_page.duty_sheet, name="office-duty-sheet"),
    path("duty-sheet/list.xlsx", duty_page.duty_sheet_file, name="office-duty-sheet-file"),
    path("meetings/<int:pk>/enter/", meeting_page.enter, name="office-meeting-enter"),
    path("meetings/<int:pk>/enter/<int:station>/", meeting_page.enter, name="office-meeting-enter-for"),
    path("siting/", siting_page.siting, name="office-siting"),
    path("siting/list.xlsx", siting_page.siting_sheet, name="office-siting-sheet"),
    path("station-life/", life_page.station_life, name="office-station-life"),
    path("station-life/list.xlsx", life_page.station_life_sheet, name="office-station-life-sheet"),
]
