"""An e-mail and the page it leads to give the same dates, numbers, rules and corrections."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest
from tests.factories import filed_request, make_analyst, make_technician
from tests.golden.drafts import filed_situation
from tests.integration.filing_steps import signed_in
from tests.stages import request_in

pytestmark = pytest.mark.django_db
FILED_AT = datetime(2026, 11, 16, 13, tzinfo=UTC)
PARTS = ("", "/prazo", "/documentos", "/historico", "/pendencias")
_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
_RULE = re.compile(r"Regra: (.+?)\.(?:\s|$)")
_TERM = re.compile(r"\d+ dias(?: úteis| corridos)?")


def _words(client: Client, access_request: AccessRequest) -> str:
    found = []
    for part in (*PARTS, "/recebida"):
        page = client.get(f"/solicitacoes/{access_request.filing_number}{part}")
        if page.status_code == 200:
            found.append(re.sub(r"<[^>]+>", " ", unescape(page.content.decode())))
    return " ".join(" ".join(found).split())


def _newest(access_request: AccessRequest) -> Message:
    rows = Message.objects.filter(
        about=access_request.filing_number, recipient=access_request.technician.email
    )
    return rows.latest("id")


@pytest.mark.parametrize("state", [s for s in State if s is not State.DRAFT])
def test_the_newest_mail_says_what_the_pages_say(state: State) -> None:
    """Every date, term and rule of the mail stands on a page of the request."""
    technician, analyst = make_technician(), make_analyst()
    with time_machine.travel(FILED_AT, tick=False):
        request = request_in(state, technician=technician, analyst=analyst, at=FILED_AT)
    mail = _newest(request)
    late = FILED_AT + timedelta(days=210 if state in (State.LAPSED, State.CLOSED) else 0)
    with time_machine.travel(late, tick=False):
        words = _words(signed_in(technician), request)
    body = " ".join(mail.text.split())
    for pattern in (_DATE, _TERM):
        for said in pattern.findall(body):
            assert said in words, f"{mail.template}: {said}"
    for rule in _RULE.findall(body):
        assert rule in words, f"{mail.template}: {rule}"
    assert str(request.filing_number) in body


def test_works_move_the_term_of_micro_and_not_of_mini() -> None:
    """Works change 15 into 30 days for micro; for mini the 45 days hold either way (art. 64, III)."""
    for request, sentence in (
        (filed_request(at=FILED_AT), "o prazo passa a 30 dias"),
        (
            filed_situation("a hydro cooperative of 800 kW with surety and no promise"),
            "Este prazo vale com ou sem obra na rede.",
        ),
    ):
        assert sentence in _newest(request).text
        assert sentence in _words(signed_in(request.technician), request)
