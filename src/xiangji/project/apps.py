from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ProjectConfig(AppConfig):
    name = "xiangji.project"
    label = "project"
    verbose_name = "乡集"

    def ready(self) -> None:
        """Let every app plug in: what it hears, what the clock runs, what it counts and shows at home."""
        autodiscover_modules("reactions", "tasks", "measures", "web.cards", "office")
