"""Publish the packaged checklists where none stands yet."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from documents.services.checklists import publish_packaged


class Command(BaseCommand):
    help = "Publica as listas de documentos que vêm com o portal. Pode rodar de novo."

    def handle(self, *args: Any, **options: Any) -> None:
        for version in publish_packaged(timezone.localdate()):
            self.stdout.write(f"{version} em vigor desde {version.valid_from:%d/%m/%Y}")
