from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "xiangji.core.office"
    label = "office"
    verbose_name = "工作台"
    default_auto_field = "django.db.models.BigAutoField"
