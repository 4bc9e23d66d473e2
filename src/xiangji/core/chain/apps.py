from django.apps import AppConfig


class ChainConfig(AppConfig):
    name = "xiangji.core.chain"
    label = "chain"
    verbose_name = "链"
    default_auto_field = "django.db.models.BigAutoField"
