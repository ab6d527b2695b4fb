"""The requests app: the case and its life."""

from django.apps import AppConfig


class RequestsAppConfig(AppConfig):
    name = "requests_app"
    verbose_name = "Pedidos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from requests_app import (
            effects,  # noqa: F401  registers who carries out this app's effects
            effects_agreements,  # noqa: F401  the contracts and agreements
            effects_checklists,  # noqa: F401  new lists of documents
            effects_endings,  # noqa: F401  the papers of the ends
            effects_flow,  # noqa: F401  the studies of reverse flow
            effects_inspections,  # noqa: F401  the reports of inspections
            effects_payments,  # noqa: F401  boleto, PIX and whether they were paid
        )
