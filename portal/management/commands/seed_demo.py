"""Fill an empty demonstration: accounts, checklist, holidays and a handful of requests. Safe to run again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.services.checklists import publish_packaged
from portal.demo.library import make_library
from portal.demo.people import ACCOUNTS, PASSWORD, make_people
from portal.demo.requests import make_requests


class Command(BaseCommand):
    help = "Cria as contas e os pedidos da demonstração (só em modo demo)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("Só em modo de demonstração (PORTAL_MODE=demo).")
        publish_packaged(timezone.localdate())
        people, now = make_people(), timezone.now()
        make_library(people["admin"], now)
        make_requests(people, now)
        for email, name, role in ACCOUNTS:
            self.stdout.write(f"{role.label:<20} {email:<24} senha {PASSWORD}   ({name})")
        self.stdout.write("Mensagens enviadas: /demo/mensagens")
