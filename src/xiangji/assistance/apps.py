from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "xiangji.assistance"
    label = "assistance"
    verbose_name = "帮扶"
    default_auto_field = "django.db.models.BigAutoField"
