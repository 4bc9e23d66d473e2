from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "xiangji.core.sheets"
    label = "sheets"
    verbose_name = "表格"
    default_auto_field = "django.db.models.BigAutoField"
