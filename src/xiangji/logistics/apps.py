from django.apps import AppConfig


class LogisticsConfig(AppConfig):
    name = "xiangji.logistics"
    label = "logistics"
    verbose_name = "物流"
    default_auto_field = "django.db.models.BigAutoField"
