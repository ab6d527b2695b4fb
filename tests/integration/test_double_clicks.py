"""A second click at the same moment as the first ends where the first ends, never on a page that denies it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, AllocationChange, Event
from tests.delivery import deliver
from tests.factories import make_analyst, make_technician
from tests.integration import test_allocation_changes as divisions
from tests.stages import request_in

ROUNDS = 4


def holder_cookies(case: AccessRequest) -> Client:
    client = Client()
    session = client.session
    session["holder_request_id"] = case.pk
    session.save()
    return client


def clicked_twice(client: Client, path: str, given: dict[str, str]) -> list[str]:
    """The same form sent twice at one moment from one browser; where each answer leads."""
    gate = Barrier(2)

    def click(_: int) -> str:
        second = Client()
        second.cookies = client.cookies
        try:
            gate.wait(timeout=30)
            answer = second.post(path, given)
            return answer.headers.get("Location", f"{answer.status_code}: {answer.content.decode()}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(click, range(2)))


def code_of(template: str) -> str:
    text = Message.objects.filter(template=template).latest("pk").text
    return next(line for line in text.splitlines() if line.isdigit() and len(line) == 6)


@pytest.mark.parametrize(
    ("state", "tail", "template", "receipt", "action"),
    [
        (State.APPROVED, "/cancelar/confirmar", "holder_cancel_code", "/cancelar/comprovante", "cancel"),
        (
            State.CONTRACTS_SENT,
            "/contratos/aceitar",
            "holder_accept_code",
            "/contratos/comprovante",
            "accept_contracts",
        ),
    ],
)
def test_both_clicks_end_on_the_receipt(
    committing_db: str, state: State, tail: str, template: str, receipt: str, action: str
) -> None:
    technician, analyst = make_technician(), make_analyst()
    for _ in range(ROUNDS):
        case = request_in(state, technician=technician, analyst=analyst, at=timezone.now())
        deliver("requests.agreement_pdf")
        client, home = holder_cookies(case), f"/titular/solicitacoes/{case.filing_number}"
        assert client.post(home + tail.rpartition("/")[0]).status_code == 302
        given = {"is_sure": "on", "code": code_of(template)}
        assert clicked_twice(client, home + tail, given) == [home + receipt] * 2
        assert Event.objects.filter(access_request=case, action=action).count() == 1


def test_both_clicks_on_a_division_end_on_its_receipt(committing_db: str) -> None:
    case = divisions.connected_case()
    client = holder_cookies(case)
    divisions.send(client, case, divisions.AFTER)
    change = AllocationChange.objects.get(status="prepared")
    given = {"is_sure": "on", "code": divisions.code_in_mail(case), "change": str(change.pk)}
    places = clicked_twice(client, divisions.page(case, "/confirmar"), given)
    # Whoever comes so late that nothing is prepared any more begins at the division in force.
    assert divisions.page(case, "/pronto") in places
    assert set(places) <= {divisions.page(case, "/pronto"), divisions.page(case)}
    assert AllocationChange.objects.filter(status="done").count() == 1
