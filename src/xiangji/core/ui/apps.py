from importlib import import_module

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "xiangji.core.ui"
    label = "ui"
    verbose_name = "界面"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("xiangji.core.ui.checks")
