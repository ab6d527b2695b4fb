"""The documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Documentos"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from documents import tasks  # noqa: F401  registers who renders pages
