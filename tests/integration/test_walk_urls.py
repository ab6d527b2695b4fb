"""Every address × every role × reading and writing: what opens is what its mark and the ownership allow, and never a 500."""

import re
from html import unescape
from http import HTTPStatus
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from portal.accounts.roles import REVIEWER_ROLES, Role
from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from tests.integration.url_world import ROLES, STRANGERS, Address, World, addresses, make_world

pytestmark = pytest.mark.django_db
METHODS = ("get", "post")
# What an empty form or a wrong state may be answered with, once somebody is let in.
LET_IN = {200, 201, 202, 204, 302, 400, 405, 409, 415, 422}
# What a page that anybody may open says to a link, a code or a session that is none.
NOTHING_THERE = {401, 404, 410, 429}
# What this world has nothing of, in any state: second factors, a review item or an attachment of that name.
MISSING = (
    "conta/seguranca/",
    "admin/clientes/<",
    "admin/historico/<",
    "admin/rede/<",
    "titular/solicitacoes/<str:filing_number>/ajuda/<",
    "criterion_code",
    "/remover",
    "cancelar/comprovante",
    "garantia/renovacoes",
    "rateio/documento",
    "rateio/pronto",
    "encerramento",
    "contratos/comprovante",
    "contratos/<slug:agreement_slug>.pdf",
    "vistoria/<int:number>/relatorio.pdf",
    "projeto-da-subestacao/arquivos",
    "pagamentos/comprovantes",
    "fluxo.pdf",
    "fluxo/estudos",
)
MISSING_IN = {
    State.PENDING: ("parecer.pdf", "parecer.ics", "/opinion"),
    State.APPROVED: ("pendencias/<int:number>", "pendings/<int:number>"),
}
# Pages that reviewers read and only the technician writes; in the API it is the other way round.
WRITTEN_BY_ONE = {
    # The contest of a decision is the supervisor's to judge; an analyst reads it.
    "analise/solicitacoes/<str:filing_number>/contestacao": {Role.ANALYST},
    "solicitacoes/<str:filing_number>/pendencias": REVIEWER_ROLES,
    "solicitacoes/<str:filing_number>/pendencias/<int:number>": REVIEWER_ROLES,
    "api/v1/requests/<str:filing_number>/pendings": {Role.TECHNICIAN},
}
_LINK = re.compile(r'(?:href|action|src|formaction)="([^"]*)"')
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def ask(client: Client, path: str, method: str) -> HttpResponse:
    """One request; whatever it changed is undone, also who is signed in."""
    cache.clear()
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        answer: HttpResponse = getattr(client, method)(path)
        if answer.streaming:
            # Read to its end a file closes itself.
            b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # streaming answers have it
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def wrong(address: Address, role: str, method: str, answer: HttpResponse, state: State) -> str:
    """Why this answer is wrong for this role; empty when it is right."""
    status, roles = answer.status_code, getattr(address.view, "open_to", None)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "fails"
    if address.is_configuration:
        may = role == "admin"
        roles = frozenset({Role.ADMIN})
    else:
        may = roles is None or ROLES[role] in roles
    if address.is_api and roles is not None and ROLES[role] in (None, Role.HOLDER):
        return "" if status == 401 else "lets in somebody without a token"
    if roles is None:
        return "" if status in LET_IN | NOTHING_THERE else "refuses everybody"
    if not may:
        return "" if is_shown_out(address, role, answer) else "lets in a role it is not for"
    if method == "post" and ROLES[role] in WRITTEN_BY_ONE.get(address.route, ()):
        return "" if status in (403, 404, 409) else "lets write a role that may only read"
    if role in STRANGERS and address.names_a_thing:
        return "" if status in (404, 405) else "shows what belongs to somebody else"
    if address.is_configuration:
        return "" if status in LET_IN | {403, 404} else "refuses"
    if status == 404:
        return "" if any(part in address.route for part in (*MISSING, *MISSING_IN[state])) else "hides"
    return "" if status in LET_IN else "refuses"


def is_shown_out(address: Address, role: str, answer: HttpResponse) -> bool:
    """403, or for somebody who is nobody the way to sign in."""
    if answer.status_code == 403:
        return True
    if "<str:filing_number>/cancelar" in address.route and role in ("other_technician", "admin"):
        # H-04: those who know the request read why not, the others find nothing.
        return answer.status_code == 404
    place = answer.headers.get("Location", "")
    if address.is_configuration:
        return answer.status_code in (302, 404, 405)
    return ROLES[role] is None and answer.status_code == 302 and place.startswith(("/entrar", "/titular"))


def personal(world: World) -> list[str]:
    """What must stand in no address and no title."""
    holder = world.case.holder
    digits = holder.tax_id
    return [
        holder.name,
        holder.name.split()[-1],
        holder.email,
        holder.phone,
        digits,
        f"{digits[:3]}.{digits[3:6]}.{digits[6:9]}-{digits[9:]}",
        *(user.email for user in world.people.values()),
        *(user.full_name for user in world.people.values()),
    ]


def leaks(world: World, answer: HttpResponse) -> list[str]:
    """Titles, links and redirects that carry personal data (G-21)."""
    places = [answer.headers.get("Location", "")]
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        body = answer.content.decode()
        places += _TITLE.findall(body)
        # A telephone or mail link goes to no server; the page shows the same beside it.
        places += [link for link in _LINK.findall(body) if not link.startswith(("tel:", "mailto:"))]
    return [
        place for place in map(unescape, places) for secret in personal(world) if secret and secret in place
    ]


def test_every_address_says_to_whom_it_is_open() -> None:
    unmarked = [a.route for a in addresses() if not a.is_configuration and not hasattr(a.view, "open_to")]
    assert unmarked == []


@pytest.mark.parametrize("state", [State.PENDING, State.APPROVED])
def test_g21_every_address_answers_each_role_as_its_mark_and_the_ownership_allow(state: State) -> None:
    world, problems, seen = make_world(state), [], 0
    for role in ROLES:
        browser, program = world.client(role), world.client(role, is_api=True)
        for address in addresses():
            if state is State.APPROVED and not address.names_a_thing:
                # Nothing there knows the request, so its state changes nothing.
                continue
            client = program if address.is_api else browser
            for method in METHODS:
                answer = ask(client, world.path(address), method)
                seen += 1
                said = f"{role} {method.upper()} /{address.route}: {answer.status_code}"
                if why := wrong(address, role, method, answer, state):
                    problems.append(f"{said} {why}")
                problems += [f"{said} leaks {place}" for place in leaks(world, answer)]
    for message in Message.objects.all():
        for path in re.findall(rf"{re.escape(settings.PUBLIC_URL)}(/[^\s?#]+)", message.text):
            try:
                resolve(path)
            except Resolver404:
                problems.append(f"{message.template} leads to {path}, where nothing is")
    assert "\n".join(problems) == ""
    assert seen > 1000
