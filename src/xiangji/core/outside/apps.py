from django.apps import AppConfig


class OutsideConfig(AppConfig):
    name = "xiangji.core.outside"
    label = "outside"
    verbose_name = "对外连接"
    default_auto_field = "django.db.models.BigAutoField"
