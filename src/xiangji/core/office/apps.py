from importlib import import_module

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "xiangji.core.office"
    label = "office"
    verbose_name = "工作台"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("xiangji.core.office.desks")
        import_module("xiangji.core.office.outbox")
        import_module("xiangji.core.office.outside")
        import_module("xiangji.core.office.people")
        import_module("xiangji.core.office.parties")
        import_module("xiangji.core.office.sealed")
        import_module("xiangji.core.office.units")
        import_module("xiangji.core.office.staff_import")
        import_module("xiangji.core.office.party_imports")
        import_module("xiangji.core.office.sayings")
