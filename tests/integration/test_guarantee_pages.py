"""The pages of the guarantee: the technician renews, reviewers answer and return, only supervisors execute."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.domain.filing import GuaranteeAnswers
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, GuaranteeRenewal
from requests_app.pages.guarantees import guarantee_link
from tests.factories import filed_request, give_second_factor, make_analyst, make_supervisor, make_technician
from tests.files import pdf_bytes
from tests.integration.filing_steps import signed_in
from tests.life_guarantees import CASH, act, approved, connect, guarantee_of, holder_of, mini_request

pytestmark = pytest.mark.django_db
FILED_AT = datetime(2026, 11, 16, 13, tzinfo=UTC)


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("fianca.pdf", pdf_bytes(text="Carta de fiança"), "application/pdf")


def mine(case: AccessRequest) -> str:
    return f"/solicitacoes/{case.filing_number}/garantia"


def bench(case: AccessRequest) -> str:
    return f"/analise/solicitacoes/{case.filing_number}/garantia"


def reviewer(user: User) -> Client:
    return signed_in(give_second_factor(user))


def test_the_technician_renews_and_a_reviewer_accepts() -> None:
    case, chief = mini_request(at=FILED_AT), make_supervisor()
    client = signed_in(case.technician)
    shown = client.get(mine(case)).content.decode()
    for words in ("Fiança bancária", "R$ 70.000,00", "31/01/2028", "Banco do Brasil"):
        assert words in shown
    assert client.post(mine(case), {}).status_code == 422
    late = client.post(mine(case), {"valid_until_on": "2028-01-31", "document": paper()})
    assert late.status_code == 422 and "use uma data depois de 31/01/2028" in late.content.decode()
    wrong = SimpleUploadedFile("a.pdf", b"MZ not a pdf", "application/pdf")
    assert client.post(mine(case), {"valid_until_on": "2029-01-31", "document": wrong}).status_code == 422
    assert not GuaranteeRenewal.objects.exists()
    sent = client.post(mine(case), {"valid_until_on": "2029-01-31", "document": paper()})
    assert (sent.status_code, sent["Location"]) == (302, mine(case))
    again = client.post(mine(case), {"valid_until_on": "2029-06-30", "document": paper()})
    assert again.status_code == 409
    renewal = GuaranteeRenewal.objects.get()
    assert Message.objects.get(template="guarantee_renewal_filed").recipient == chief.email
    file = client.get(f"{mine(case)}/renovacoes/{renewal.pk}")
    assert b"".join(file).startswith(b"%PDF")
    staff = reviewer(make_analyst())
    assert "Responder à renovação" in staff.get(bench(case)).content.decode()
    data = {"step": "renewal", "renewal": renewal.pk, "verdict": "decline", "reason": ""}
    assert staff.post(bench(case), data).status_code == 422
    assert staff.post(bench(case), data | {"verdict": "accept"}).status_code == 302
    assert staff.post(bench(case), data | {"verdict": "accept"}).status_code == 409
    assert Message.objects.filter(template="guarantee_renewed").count() == 2
    assert "31/01/2029" in client.get(mine(case)).content.decode()


def test_strangers_find_neither_page_nor_paper() -> None:
    case = mini_request(at=FILED_AT)
    signed_in(case.technician).post(mine(case), {"valid_until_on": "2029-01-31", "document": paper()})
    renewal = GuaranteeRenewal.objects.get()
    other = signed_in(make_technician("Carla Dias"))
    assert other.get(mine(case)).status_code == 404
    assert other.get(f"{mine(case)}/renovacoes/{renewal.pk}").status_code == 404
    small = filed_request(case.technician, at=FILED_AT)
    assert signed_in(case.technician).get(f"{mine(small)}/renovacoes/{renewal.pk}").status_code == 404
    assert other.get(bench(case)).status_code == 403


def test_who_needs_none_is_told_so_and_gets_no_link() -> None:
    small, large, cash = (
        filed_request(at=FILED_AT),
        mini_request(at=FILED_AT),
        mini_request(at=FILED_AT, guarantee=CASH),
    )
    assert guarantee_link(small, small.technician.as_actor()) is None
    assert guarantee_link(large, large.technician.as_actor()) == ("Garantia", mine(large))
    assert guarantee_link(large, make_analyst().as_actor()) == ("Garantia", bench(large))
    assert guarantee_link(large, holder_of(large)) is None
    assert "não precisa de garantia" in signed_in(small.technician).get(mine(small)).content.decode()
    assert "não precisa de garantia" in reviewer(make_analyst()).get(bench(small)).content.decode()
    assert "Só títulos e fiança vencem" in signed_in(cash.technician).get(mine(cash)).content.decode()
    refused = signed_in(cash.technician).post(
        mine(cash), {"valid_until_on": "2029-01-31", "document": paper()}
    )
    assert refused.status_code == 409


def test_an_analyst_returns_after_the_connection_and_executes_nothing() -> None:
    case, analyst = mini_request(at=FILED_AT), make_analyst()
    approved(case, analyst, FILED_AT)
    day = date(2027, 2, 1)
    with time_machine.travel(datetime(2027, 2, 1, 15, tzinfo=UTC), tick=False):
        staff = reviewer(analyst)
        notice = {"step": "notice", "contract_start_on": "2027-01-05", "noticed_on": "2027-01-10"}
        assert "Aviso prévio da execução" not in staff.get(bench(case)).content.decode()
        assert staff.post(bench(case), notice).status_code == 403
        early = staff.post(bench(case), {"step": "return", "returned_on": day.isoformat()})
        assert early.status_code == 409
        connect(case, analyst, datetime(2027, 2, 1, 15, tzinfo=UTC))
        shown = staff.get(bench(case)).content.decode()
        assert "quarta, 03/03/2027" in shown and "corrigida pelo IPCA" in shown
        future = staff.post(bench(case), {"step": "return", "returned_on": "2027-02-02"})
        assert future.status_code == 422 and "ainda não chegou" in future.content.decode()
        assert staff.post(bench(case), {"step": "return", "returned_on": "2027-02-01"}).status_code == 302
        assert staff.post(bench(case), {"step": "return", "returned_on": "2027-02-01"}).status_code == 409
        own = signed_in(case.technician)
        assert "Enviar a renovação" not in own.get(mine(case)).content.decode()
        late = own.post(mine(case), {"valid_until_on": "2029-01-31", "document": paper()})
        assert late.status_code == 409
    assert guarantee_of(case).standing == "returned"


def test_a_supervisor_walks_the_execution_on_the_page() -> None:
    case = mini_request(at=FILED_AT)
    approved(case, make_analyst(), FILED_AT)
    with time_machine.travel(datetime(2027, 6, 15, 15, tzinfo=UTC), tick=False):
        staff = reviewer(make_supervisor())
        assert staff.post(bench(case), {"step": "part", "executed_on": "2027-06-15"}).status_code == 409
        before = {"step": "notice", "contract_start_on": "2026-11-01", "noticed_on": "2027-01-10"}
        told = staff.post(bench(case), before)
        assert told.status_code == 422 and "16/11/2026 ou depois" in told.content.decode()
        notice = {"step": "notice", "contract_start_on": "2027-01-31", "noticed_on": "2027-02-10"}
        assert staff.post(bench(case), notice).status_code == 302
        assert staff.post(bench(case), notice).status_code == 409
        shown = staff.get(bench(case)).content.decode()
        assert "A executar hoje: <b>R$ 14.000,00</b>" in shown
        assert "13º" in shown and "R$ 70.000,00" in shown
        assert staff.post(bench(case), {"step": "part", "executed_on": "2027-06-15"}).status_code == 302
        twice = staff.post(bench(case), {"step": "part", "executed_on": "2027-06-15"})
        assert twice.status_code == 422 and "não há mês completo" in twice.content.decode()
        assert staff.post(bench(case), {"step": "whole", "whole_on": "2027-06-15"}).status_code == 409
        assert staff.post(bench(case), {"step": "nada"}).status_code == 409
    assert str(guarantee_of(case).executed_brl) == "14000.00"


def test_giving_up_late_shows_the_ground_to_both_and_the_button_to_the_supervisor() -> None:
    case = mini_request(at=FILED_AT)
    approved(case, make_analyst(), FILED_AT)
    late = FILED_AT + timedelta(days=100)
    act(case, Action.CANCEL, holder_of(case), late)
    with time_machine.travel(late, tick=False):
        seen = reviewer(make_analyst("Paulo Reis")).get(bench(case)).content.decode()
        assert "art. 655-C, §§ 13 e 16" in seen and "Só a supervisão registra" in seen
        chief = reviewer(make_supervisor())
        assert chief.post(bench(case), {"step": "whole", "whole_on": "2027-02-23"}).status_code == 422
        assert chief.post(bench(case), {"step": "whole", "whole_on": "2027-02-24"}).status_code == 302
    assert guarantee_of(case).standing == "executed"


def test_missing_data_is_completed_on_the_page() -> None:
    case = mini_request(at=FILED_AT, guarantee=GuaranteeAnswers())
    staff = reviewer(make_analyst())
    data = {"step": "terms", "form": "surety", "amount_brl": "70.000,00", "valid_until_on": ""}
    assert staff.post(bench(case), data).status_code == 422
    assert (
        staff.post(bench(case), data | {"amount_brl": "-5", "valid_until_on": "2028-01-31"}).status_code
        == 422
    )
    assert staff.post(bench(case), data | {"valid_until_on": "2028-01-31"}).status_code == 302
    assert staff.post(bench(case), data | {"valid_until_on": "2028-01-31"}).status_code == 409


def test_the_pages_cost_twelve_statements_at_most_at_every_turn(django_assert_max_num_queries: Any) -> None:
    case, analyst = mini_request(at=FILED_AT), make_analyst()
    approved(case, analyst, FILED_AT)
    live, given_up = case, mini_request(case.technician, at=FILED_AT)
    approved(given_up, analyst, FILED_AT)
    act(given_up, Action.CANCEL, holder_of(given_up), FILED_AT + timedelta(days=100))
    with time_machine.travel(datetime(2027, 6, 15, 15, tzinfo=UTC), tick=False):
        client, chief = signed_in(case.technician), reviewer(make_supervisor())
        client.post(mine(case), {"valid_until_on": "2029-01-31", "document": paper()})
        notice = {"step": "notice", "contract_start_on": "2027-01-31", "noticed_on": "2027-02-10"}
        chief.post(bench(case), notice)
        for found in (live, given_up):
            with django_assert_max_num_queries(12):
                assert client.get(mine(found)).status_code == 200
            with django_assert_max_num_queries(12):
                assert chief.get(bench(found)).status_code == 200
        connect(live, analyst, datetime(2027, 6, 15, 15, tzinfo=UTC))
        with django_assert_max_num_queries(12):
            assert "Registrar a devolução" in chief.get(bench(live)).content.decode()
