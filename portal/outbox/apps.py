"""The outbox app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "portal.outbox"
    label = "outbox"
    verbose_name = "Saída"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.outbox import messages  # noqa: F401  registers who sends messages
