from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "xiangji.core.policy"
    label = "policy"
    verbose_name = "政策条款"
    default_auto_field = "django.db.models.BigAutoField"
