"""`manage.py create_first_admin`: the one account that no admin can create."""

import os
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from portal.accounts.models import User
from portal.accounts.people import create_account
from portal.accounts.roles import Role

PASSWORD_VARIABLE = "PORTAL_FIRST_ADMIN_PASSWORD"  # noqa: S105  # the name of a variable, not a password


class Command(BaseCommand):
    help = "Cria a primeira conta de administrador. Recusa quando já existe uma."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", help="e-mail da conta; sem ele o comando pergunta")
        parser.add_argument("--name", default="", help="nome completo")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(role=Role.ADMIN).exists():
            raise CommandError(
                "Já existe um administrador. Peça a ele para criar a sua conta em /configuracao/."
            )
        email = (options["email"] or input("E-mail: ")).strip().lower()
        password = os.environ.get(PASSWORD_VARIABLE) or getpass("Senha: ")
        try:
            validate_email(email)
            validate_password(password, User(email=email, full_name=options["name"]))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if User.objects.filter(email=email).exists():
            raise CommandError("Já existe uma conta com este e-mail.")
        create_account(email=email, full_name=options["name"], role=Role.ADMIN, password=password)
        self.stdout.write("Conta de administrador criada. No primeiro acesso, ela liga o segundo passo.")
