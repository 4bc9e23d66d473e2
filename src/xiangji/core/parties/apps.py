from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "xiangji.core.parties"
    label = "parties"
    verbose_name = "人与单位"
    default_auto_field = "django.db.models.BigAutoField"
