from django.apps import AppConfig


class StationsConfig(AppConfig):
    name = "xiangji.stations"
    label = "stations"
    verbose_name = "站点"
    default_auto_field = "django.db.models.BigAutoField"
