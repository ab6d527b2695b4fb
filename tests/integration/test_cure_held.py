"""The date of corrections that a contest held: everybody reads the one that holds now, not the one that was sent."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from knox.models import AuthToken

from requests_app.domain.dates import long_day
from tests.integration.case_reading import as_user
from tests.integration.review_room import words
from tests.life_case import new_case
from tests.life_steps import bring_to, do

SENT = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
pytestmark = pytest.mark.django_db


def _holder_page(pk: int, number: object) -> str:
    client = Client()
    session = client.session
    session["holder_request_id"] = pk
    session.save()
    return re.sub(r"\s+", " ", client.get(f"/titular/solicitacoes/{number}").content.decode())


def test_holder_and_program_read_the_date_that_holds_after_a_contest() -> None:
    with time_machine.travel(SENT - timedelta(days=2), tick=False) as moment:
        case = bring_to(new_case(), "checking", SENT - timedelta(days=2))
        moment.move_to(SENT)
        do(case, "send_pendings", SENT)
        number = case.access_request.filing_number
        # The dates of the golden story of the same contest: 28/12 as sent, 31/12 after it.
        assert f"Ele tem até {long_day(date(2026, 12, 28))}" in _holder_page(case.pk, number)
        contested = SENT.replace(month=11, day=30)
        moment.move_to(contested)
        do(case, "contest_pending", contested)
        assert "O prazo dele está parado enquanto a contestação é respondida." in _holder_page(
            case.pk, number
        )
        # Long after the day on which they were due: what stands still is late for nobody.
        moment.move_to(SENT.replace(year=2027, month=1, day=20))
        mine = as_user(case.technician)
        for page in ("/painel", "/solicitacoes"):
            said = words(mine.get(page))
            assert "Prazo parado" in said and "28/12" not in said
        answered = SENT.replace(month=12, day=4)
        moment.move_to(answered)
        do(case, "answer_contest", answered, upheld=False)
        assert f"Ele tem até {long_day(date(2026, 12, 31))}" in _holder_page(case.pk, number)
        token = AuthToken.objects.create(user=case.technician)[1]
        answer = Client().get(
            f"/api/v1/requests/{number}/pendings", headers={"authorization": f"Token {token}"}
        )
        assert [notice["due_on"] for notice in answer.json()["notices"]] == ["2026-12-31"]
