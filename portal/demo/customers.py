"""The utility's records of some customers of the demonstration, imported as an admin would."""

import csv
from datetime import datetime
from io import BytesIO, StringIO

from portal.accounts.models import User
from portal.demo.grid import UNITS_POINT
from portal.demo.houses import HOUSES
from requests_app.models import CustomerImport
from requests_app.services.exchange.customers import apply_import, stage_import

IN_DEBT = "39053344705"
"""Whoever sends a request for this customer reads that something is overdue; the bakery's was sent before that."""
_TITLES = ("unidade", "cpf_cnpj", "debito_vencido", "mercado_cativo", "telefone", "classe", "grupo", "tensao", "municipio", "ponto_da_rede")  # fmt: skip
_NO_RECORD = "3014056287"
"""The unit of one house is not on file, so that its check finds nothing."""
_COMPANIES = (
    ("001347925801810", "11222333000181", "comercial", "B", "127/220 V", "Contagem"),
    ("001347925901807", "11222333000181", "comercial", "B", "127/220 V", "Betim"),
    ("001347926001872", "11222333000181", "comercial", "B", "127/220 V", "Contagem"),
    ("001347926101837", "11222333000181", "comercial", "B", "127/220 V", "Ibirité"),
    ("001347925801833", "11444777000161", "rural", "A", "13.800 V", "Esmeraldas"),
)


def load_customers(admin: User, now: datetime) -> None:
    """Once: a second start finds the import and adds nothing."""
    if CustomerImport.objects.exists():
        return
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(_TITLES)
    for house in HOUSES:
        if house.unit_number != _NO_RECORD:
            debts = "sim" if house.tax_id == IN_DEBT else "nao"
            # One is commercial on file and residential in the request: the analyst sees the difference.
            kind = "comercial" if house.nickname.startswith("Oficina") else "residencial"
            writer.writerow((house.unit_number, house.tax_id, debts, "sim", "31988887777", kind, "B", "127/220 V", house.municipality, UNITS_POINT))  # fmt: skip
    for number, tax_id, *rest in _COMPANIES:
        writer.writerow((number, tax_id, "nao", "sim", "31988887777", *rest, UNITS_POINT))
    staged = stage_import(file=BytesIO(text.getvalue().encode()), uploaded_by=admin, now=now)
    apply_import(public_id=staged.public_id, now=now)
