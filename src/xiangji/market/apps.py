from django.apps import AppConfig


class MarketConfig(AppConfig):
    name = "xiangji.market"
    label = "market"
    verbose_name = "集市"
    default_auto_field = "django.db.models.BigAutoField"
