"""`manage.py load_customers FILE`: the same import as at /admin/clientes, for a nightly job."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from eligibility.domain.findings import Refused
from requests_app.services.exchange.customers import apply_import, discard_import, stage_import


class Command(BaseCommand):
    help = "Carrega o CSV de clientes. Linhas com erro ficam de fora e são listadas, sem os valores."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--check", action="store_true", help="só diz o que mudaria")

    def handle(self, *args: Any, path: Path, check: bool, **options: Any) -> None:
        try:
            with path.open("rb") as file:
                staged = stage_import(file=file, uploaded_by=None, now=timezone.now())
            if check:
                discard_import(public_id=staged.public_id)
            else:
                staged = apply_import(public_id=staged.public_id, now=timezone.now())
        except (OSError, Refused) as error:
            raise CommandError(error.message if isinstance(error, Refused) else str(error)) from error
        for problem in staged.problems:
            self.stderr.write(f"linha {problem['line']}, {problem['column']}: {problem['message']}")
        self.stdout.write(
            f"{staged.rows_read} linhas: {staged.rows_created} novas, {staged.rows_changed} alteradas, "
            f"{staged.rows_same} sem mudança, {staged.rows_refused} recusadas."
        )
