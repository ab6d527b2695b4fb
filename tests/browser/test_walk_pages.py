"""Every page in every state of a request: axe, width, targets, focus, one heading and a title of its own."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from portal.accounts.models import User
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest
from requests_app.services.review import claims
from tests.browser.conftest import NewPage
from tests.browser.walk_checks import faults
from tests.factories import give_second_factor, make_analyst, make_technician
from tests.stages import request_in

FILED = tuple(state for state in State if state is not State.DRAFT)
PARTS = ("documentos", "pendencias", "historico", "prazo", "parecer")
# Where each part has something to show; the summary is looked at in every state.
TELLING = {
    State.PENDING: PARTS,
    State.CORRECTED: ("pendencias", "historico"),
    State.APPROVED: ("parecer", "prazo", "vistoria"),
    State.NOT_APPROVED: ("parecer", "prazo"),
    State.CANCELLED: ("parecer", "prazo"),
    State.LAPSED: ("parecer",),
    State.CLOSED: ("pendencias", "prazo"),
    State.WITHDRAWN: ("prazo",),
    State.RECEIVED: ("retirar", "pendencias", "parecer", "documentos"),
}
PUBLIC = (
    "", "como-funciona", "ajuda", "ajuda/glossario", "acessibilidade", "privacidade", "termos", "verificar", "prazos",
    "documentos-necessarios", "potencia-compativel", "acompanhar", "entrar", "criar-conta", "recuperar-acesso", "api", "titular",
    "titular/confirmar/nada", "capacidade-da-rede", "capacidade-da-rede/perto", "v/0000-0000-0000", "fatura/ler", "nao-existe",
    "ferramentas", "normas", "perguntas-frequentes", "perguntas-frequentes/consumidor-livre", "conceitos",
    "conceitos/fator-de-carga", "entenda-a-fatura",
    "fatura", "fatura/indicadores", "fatura/demanda-contratada", "fatura/modalidade", "fatura/opcao-grupo-b", "fatura/preco",
    "fatura/memoria-de-massa",
)  # fmt: skip

SWEPT = (State.CLOSED, State.LAPSED)

Cases = dict[State, AccessRequest]


@pytest.fixture
def people(portal_url: str) -> tuple[User, User]:
    return make_technician(), give_second_factor(make_analyst())


def cases_in(states: Iterable[State], people: tuple[User, User]) -> Cases:
    """A request in each state; the sweeps of time first, for they reach every request there is."""
    technician, analyst = people
    at = timezone.now() - timedelta(days=2)
    return {
        state: request_in(state, technician=technician, analyst=analyst, at=at)
        for state in sorted(states, key=lambda one: one not in SWEPT)
    }


def enter(page: Page, portal_url: str, session_key: str) -> None:
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session_key, "url": portal_url}]
    )


def session_of(user: User) -> str:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def holder_session(case: AccessRequest) -> str:
    session = SessionStore()
    session["holder_request_id"] = case.pk
    session.create()
    return str(session.session_key)


def walk(page: Page, portal_url: str, paths: Iterable[str], *, is_same_title: bool = False) -> list[str]:
    """What is wrong with these pages; two of them with one title is wrong as well."""
    found, titles = [], dict[str, str]()
    for path in paths:
        answer = page.goto(f"{portal_url}/{path}")
        assert answer is not None
        if answer.status >= 500 or answer.status == 403:
            found.append(f"/{path}: {answer.status}")
        title = page.title()
        if title in titles and not is_same_title:
            found.append(f"/{path} and /{titles[title]} share the title {title}")
        titles[title] = path
        found += faults(page)
    return found


def test_g07_public_pages(portal_url: str, page: Page) -> None:
    assert walk(page, portal_url, PUBLIC) == []


def test_g01_the_technicians_pages_in_every_state(
    portal_url: str, page: Page, people: tuple[User, User]
) -> None:
    cases = cases_in(FILED, people)
    enter(page, portal_url, session_of(people[0]))
    paths = ["painel", "solicitacoes", "rascunhos", "solicitacoes/nova", "conta"]
    for state, case in cases.items():
        one = f"solicitacoes/{case.filing_number}"
        paths += [one, *(f"{one}/{part}" for part in TELLING.get(state, ()))]
    pending = cases[State.PENDING].filing_number
    paths += [f"solicitacoes/{pending}/pendencias/1", f"solicitacoes/{pending}/devolver"]
    assert walk(page, portal_url, paths) == []


def test_g01_the_analysts_pages_in_every_state(
    portal_url: str, page: Page, people: tuple[User, User]
) -> None:
    cases = cases_in(FILED, people)
    enter(page, portal_url, session_of(people[1]))
    now = timezone.now()
    for state in (State.CHECKING, State.ANALYSIS, State.WORKS_STUDY, State.CORRECTED):
        claims.claim(access_request_id=cases[state].pk, actor=people[1].as_actor(), now=now)
    paths = ["analise/fila", "analise/fila?visao=aguardando-rt", "analise/fila?visao=minhas", "analise/busca"]
    paths += [f"analise/solicitacoes/{case.filing_number}" for case in cases.values()]
    for state, steps in (
        (State.CHECKING, ("documentos-conferidos", "pendencias", "decisao", "titular")),
        (State.ANALYSIS, ("estudo-de-obra", "prazo/parar", "prazo/retomar", "decisao")),
        (State.APPROVED, ("decisao", "pendencias", "prazo/parar")),
    ):
        paths += [f"analise/solicitacoes/{cases[state].filing_number}/{step}" for step in steps]
    assert walk(page, portal_url, paths) == []


def test_g01_the_holders_pages_in_every_state(
    portal_url: str, new_page: NewPage, people: tuple[User, User]
) -> None:
    found = []
    for state, case in cases_in(FILED, people).items():
        page = new_page()
        enter(page, portal_url, holder_session(case))
        one = f"titular/solicitacoes/{case.filing_number}"
        parts = {State.APPROVED: ("prazo", "documentos", "cancelar"), State.NOT_APPROVED: ("documentos",)}
        found += walk(page, portal_url, [one, *(f"{one}/{part}" for part in parts.get(state, ()))])
        page.close()
    assert found == []
