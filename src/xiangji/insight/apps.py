from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "xiangji.insight"
    label = "insight"
    verbose_name = "数据"
    default_auto_field = "django.db.models.BigAutoField"
