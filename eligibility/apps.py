"""The eligibility app: the law and, later, the grid."""

from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "eligibility"
    verbose_name = "Regras"
    default_auto_field = "django.db.models.BigAutoField"
