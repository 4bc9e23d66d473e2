from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "xiangji.core.evidence"
    label = "evidence"
    verbose_name = "凭证"
    default_auto_field = "django.db.models.BigAutoField"
