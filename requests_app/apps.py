"""The requests app: the case and its life."""

from django.apps import AppConfig


class RequestsAppConfig(AppConfig):
    name = "requests_app"
    verbose_name = "Pedidos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from requests_app.effects import (  # noqa: F401  importing them registers them
            agreements,
            checklists,
            endings,
            flow,
            inspections,
            papers,
            payments,
        )
