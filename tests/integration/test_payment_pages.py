"""The pages of payments: what each party reads, pays, sends and confirms, and what a stranger gets."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.accounts.models import User
from requests_app.models import AccessRequest, Charge, ChargeProof, Event
from requests_app.services.clocks.sweeps import sweep
from tests import life_payments
from tests.case_steps import approve
from tests.delivery import deliver
from tests.factories import filed_request, make_technician
from tests.files import pdf_bytes
from tests.integration.review_room import an_analyst, signed_in, words
from tests.payment_gateways import AWAY, BANK, DEMO, Bank

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("America/Sao_Paulo"))
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    Bank.forget()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return an_analyst()


@pytest.fixture
def case(analyst: User, settings: Settings) -> AccessRequest:
    """With its charge at a bank that answers."""
    settings.PAYMENT_GATEWAY = BANK
    found = life_payments.charged(analyst, NOW)
    deliver("requests.charge")
    return found


def _at(name: str, case: AccessRequest, *more: Any) -> str:
    return reverse(name, args=[case.filing_number, *more])


def _holder(case: AccessRequest) -> Client:
    client = Client()
    session = client.session
    session["holder_request_id"] = case.pk
    session.save()
    return client


def _pdf(name: str = "pago.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes(text="Pago"), content_type="application/pdf")


def _charge(case: AccessRequest, **fields: Any) -> dict[str, Any]:
    charge = life_payments.charge_of(case)
    named = {f"cobranca-{charge.pk}-{name}": value for name, value in fields.items() if name != "step"}
    return {"charge": str(charge.pk), "step": fields["step"], **named}


def test_both_parties_see_amount_last_day_and_how_to_pay(case: AccessRequest) -> None:
    charge = life_payments.charge_of(case)
    for page in (
        signed_in(case.technician).get(_at("request_payments", case)),
        _holder(case).get(_at("holder_payments", case)),
    ):
        text = words(page)
        assert page.status_code == 200
        for piece in ("R$ 1.500,00", "quarta, 23/12/2026", "PIX copia e cola", charge.pix_code, "art. 85"):
            assert piece in text
        body = page.content.decode()
        assert 'src="data:image/svg+xml' in body and "Código QR do PIX" in body
        assert "Demonstração: não pague" not in text


def test_a_demonstration_says_not_to_pay_and_its_button_plays_the_bank(
    analyst: User, settings: Settings
) -> None:
    settings.PAYMENT_GATEWAY = DEMO
    case = life_payments.charged(analyst, NOW)
    deliver("requests.charge")
    client = _holder(case)
    shown = words(client.get(_at("holder_payments", case)))
    assert "Demonstração: não pague." in shown and "Fazer de conta" not in shown
    assert client.post(_at("holder_payments", case), _charge(case, step="simulate")).status_code == 409
    settings.IS_DEMO = True
    assert "Fazer de conta que paguei" in words(client.get(_at("holder_payments", case)))
    assert client.post(_at("holder_payments", case), _charge(case, step="simulate")).status_code == 302
    assert life_payments.charge_of(case).is_confirmed_by_gateway
    assert "Pago em 23/11/2026" in words(client.get(_at("holder_payments", case)))


def test_the_bank_is_asked_from_the_page_and_its_silence_is_explained(case: AccessRequest) -> None:
    client = signed_in(case.technician)
    address = _at("request_payments", case)
    Bank.found = AWAY
    away = client.post(address, _charge(case, step="check"))
    assert away.status_code == 409 and "O banco não respondeu agora" in away.content.decode()
    Bank.is_paid(life_payments.charge_of(case).reference, NOW.date(), "1500.00")
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        cache.clear()
        assert client.post(address, _charge(case, step="check")).status_code == 302
    assert life_payments.charge_of(case).is_paid


def test_a_boleto_that_is_late_is_said(analyst: User, settings: Settings) -> None:
    settings.PAYMENT_GATEWAY = BANK
    Bank.issued = AWAY
    case = life_payments.charged(analyst, NOW)
    deliver("requests.charge")
    assert "estão sendo preparados pelo banco" in words(_holder(case).get(_at("holder_payments", case)))
    settings.PAYMENT_GATEWAY = ""
    assert "manda o boleto pelos canais dela" in words(_holder(case).get(_at("holder_payments", case)))


@pytest.mark.parametrize("role", ["technician", "holder"])
def test_a_proof_is_kept_seen_by_the_reviewer_and_downloaded_by_the_parties_alone(
    case: AccessRequest, analyst: User, role: str
) -> None:
    name = "request_payments" if role == "technician" else "holder_payments"
    client = signed_in(case.technician) if role == "technician" else _holder(case)
    address = _at(name, case)
    empty = client.post(address, _charge(case, step="proof"))
    assert empty.status_code == 422 and "escolha o arquivo do comprovante." in words(empty)
    broken = SimpleUploadedFile("pago.pdf", b"MZ\x90\x00")
    refused = client.post(address, _charge(case, step="proof", file=broken))
    assert refused.status_code == 422 and not ChargeProof.objects.exists()
    assert client.post(address, _charge(case, step="proof", file=_pdf())).status_code == 302
    proof = ChargeProof.objects.get()
    assert proof.sent_by_role == role
    file = _at("payment_proof", case, proof.pk)
    assert file in signed_in(analyst).get(_at("review_payments", case)).content.decode()
    for reader in (client, signed_in(analyst)):
        given = reader.get(file)
        assert given.status_code == 200 and given["Content-Disposition"].startswith("attachment")
        assert b"".join(given).startswith(b"%PDF")  # read to its end, a file closes itself
    assert signed_in(make_technician("Carla Dias")).get(file).status_code == 404
    other = life_payments.charged(analyst, NOW)
    assert _holder(other).get(file).status_code == 404
    assert client.get(_at("payment_proof", case, proof.pk + 999)).status_code == 404


def test_the_reviewer_confirms_over_a_number_once(case: AccessRequest, analyst: User) -> None:
    client = signed_in(analyst)
    address = _at("review_payments", case)
    given = _charge(case, step="confirm", paid_on="2026-11-23", number="E0012026")
    for wrong, said in (
        ({"paid_on": ""}, "Escreva o dia do pagamento."),
        ({"paid_on": "ontem"}, "Escreva uma data"),
        ({"paid_on": "2026-11-24"}, "ainda não chegou"),
        ({"paid_on": "2026-11-22"}, "não pode ser de antes"),
        ({"paid_on": "2026-11-23"}, "Escreva o número do pagamento ou envie o comprovante."),
    ):
        page = client.post(address, _charge(case, step="confirm", **wrong))
        assert page.status_code == 422 and said.lower() in words(page).lower()
    assert client.post(address, given).status_code == 302
    assert client.post(address, given).status_code == 409
    assert Event.objects.filter(action="confirm_payment").count() == 1
    assert "pagamento E0012026" in words(client.get(address))


def test_an_answer_of_the_bank_that_does_not_fit_is_shown_to_the_reviewer(
    case: AccessRequest, analyst: User
) -> None:
    Bank.is_paid(life_payments.charge_of(case).reference, NOW.date(), "1.00")
    client = signed_in(analyst)
    assert client.post(_at("review_payments", case), _charge(case, step="check")).status_code == 302
    assert "valor diferente" in words(client.get(_at("review_payments", case)))
    assert "não bate com esta cobrança" in words(_holder(case).get(_at("holder_payments", case)))


def test_a_payment_of_an_opinion_that_ended_is_the_utilitys_own_process(
    case: AccessRequest, analyst: User
) -> None:
    life_payments.pay(case, analyst, NOW)
    sweep(NOW + timedelta(days=40))
    text = words(signed_in(analyst).get(_at("review_payments", case)))
    assert "Foram pagos R$ 1.500,00 que este pedido não deve mais" in text
    assert "segue o processo da própria distribuidora" in text


@pytest.mark.parametrize("step", ["", "nada", "confirm"])
def test_an_unknown_step_or_charge_is_refused(case: AccessRequest, step: str) -> None:
    client = signed_in(case.technician)
    address = _at("request_payments", case)
    assert client.post(address, _charge(case, step=step)).status_code == 409
    for charge in ("", "abc", "999999"):
        assert client.post(address, {"charge": charge, "step": "check"}).status_code == 409
    assert Charge.objects.filter(paid_on__isnull=False).count() == 0


def test_without_cost_or_before_the_contracts_the_page_says_so(analyst: User) -> None:
    case = filed_request(make_technician(), at=NOW)
    client = signed_in(case.technician)
    assert "Ainda não há nada a pagar." in words(client.get(_at("request_payments", case)))
    approve(case, analyst, NOW)
    assert "Este parecer não tem custo" in words(client.get(_at("request_payments", case)))
    assert "Este pedido não tem cobrança." in words(signed_in(analyst).get(_at("review_payments", case)))


def test_strangers_and_other_roles_stay_out(case: AccessRequest, analyst: User) -> None:
    stranger = signed_in(make_technician("Carla Dias"))
    assert stranger.get(_at("request_payments", case)).status_code == 404
    assert stranger.get(_at("review_payments", case)).status_code == 403
    assert signed_in(analyst).get(_at("request_payments", case)).status_code == 403
    assert Client().get(_at("request_payments", case)).status_code == 302


def test_the_pages_ask_the_database_no_more_for_many_proofs(
    case: AccessRequest, analyst: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        signed_in(case.technician).post(
            _at("request_payments", case), _charge(case, step="proof", file=_pdf())
        )
    for client, name, most in (
        (signed_in(case.technician), "request_payments", 12),
        (_holder(case), "holder_payments", 12),
        (signed_in(analyst), "review_payments", 12),
    ):
        client.get(_at(name, case))
        with django_assert_max_num_queries(most):
            client.get(_at(name, case))


def test_every_amount_stands_whole_on_the_pages(analyst: User, settings: Settings) -> None:
    settings.PAYMENT_GATEWAY = BANK
    case = life_payments.charged(analyst, NOW, participation_brl=Decimal("1234567.80"))
    assert "R$ 1.234.567,80" in words(_holder(case).get(_at("holder_payments", case)))
