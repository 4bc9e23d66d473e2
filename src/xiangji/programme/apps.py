from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "xiangji.programme"
    label = "programme"
    verbose_name = "方案"
    default_auto_field = "django.db.models.BigAutoField"
