from django.apps import AppConfig


class TraceConfig(AppConfig):
    name = "xiangji.trace"
    label = "trace"
    verbose_name = "溯源"
    default_auto_field = "django.db.models.BigAutoField"
