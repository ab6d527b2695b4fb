"""Who opens the pages of reverse flow and of the grid, and where they are, for tests."""

from django.test import Client

from tests.integration.case_reading import as_user
from tests.life_case import Case


def room(case: Case, tail: str, before: str = "") -> str:
    return f"{before}/solicitacoes/{case.fresh().filing_number}{tail}"


def analyst_of(case: Case) -> Client:
    return as_user(case.analyst)


def holder_of(case: Case) -> Client:
    client = Client()
    session = client.session
    session["holder_request_id"] = case.pk
    session.save()
    return client


def take_it(case: Case) -> None:
    analyst_of(case).post(room(case, "/assumir", "/analise"))
