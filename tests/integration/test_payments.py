"""Charges: made with the contracts, issued by the bank when it answers, paid once by whoever may say so."""

import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connections

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Charge, ChargeProof, Event
from requests_app.services.agreements import payments
from requests_app.services.clocks.sweeps import sweep
from requests_app.services.opinions.restorations import restore
from tests import life_agreements, life_payments
from tests.factories import make_analyst, make_supervisor
from tests.files import pdf_bytes
from tests.payment_gateways import Bank

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("America/Sao_Paulo"))
TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    Bank.forget()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return make_analyst()


@pytest.fixture
def case(analyst: User) -> AccessRequest:
    return life_payments.charged(analyst, NOW)


def _confirm(case: AccessRequest, analyst: User, **given: Any) -> Event:
    usual: dict[str, Any] = {
        "charge_id": life_payments.charge_of(case).pk,
        "paid_on": TODAY,
        "payment_number": "E1",
        "actor": analyst.as_actor(),
        "now": NOW,
    }
    return payments.confirm_payment(**usual | given)


def _nothing_changed(case: AccessRequest) -> None:
    assert life_payments.charge_of(case).paid_on is None
    assert not Event.objects.filter(access_request=case, action="confirm_payment").exists()
    assert not Message.objects.filter(template="payment_confirmed").exists()


def test_the_delivery_of_the_contracts_makes_one_charge_due_with_them(case: AccessRequest) -> None:
    """Art. 85: 30 days from the delivery on 23/11 end on Wednesday 23/12."""
    charge = Charge.objects.get()
    assert (charge.kind, charge.amount_brl, charge.due_on) == (
        "participation", Decimal("1500.00"), date(2026, 12, 23),
    )  # fmt: skip
    assert payments.issue_charges(case, now=NOW) == [] and Charge.objects.count() == 1
    mail = Message.objects.filter(template="contracts_delivered").first()
    assert mail is not None and "Total: R$ 1.500,00, até quarta, 23/12/2026." in mail.text


def test_an_opinion_without_cost_makes_no_charge(analyst: User) -> None:
    case = life_payments.charged(analyst, NOW, participation_brl=Decimal(0))
    assert not Charge.objects.exists()
    assert "pagar" not in Message.objects.filter(template="contracts_delivered")[0].text
    life_agreements.accept_contracts(case, NOW)
    assert case.state == State.WORKS.value


def test_a_reviewer_records_a_payment_with_its_number(case: AccessRequest, analyst: User) -> None:
    event = _confirm(case, analyst)
    charge = life_payments.charge_of(case)
    assert (charge.paid_on, charge.payment_number, charge.event) == (TODAY, "E1", event)
    assert not charge.is_confirmed_by_gateway
    assert event.data == {
        "charge_id": charge.pk, "kind": "participation", "amount_brl": "1500.00", "paid_on": "2026-11-23",
    }  # fmt: skip
    life_agreements.accept_contracts(case, NOW)
    assert case.state == State.WORKS.value


def test_the_contracts_wait_for_the_payment(case: AccessRequest) -> None:
    with pytest.raises(Refused, match="charges_settled"):
        life_agreements.accept_contracts(case, NOW)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"paid_on": TODAY + timedelta(days=1)}, "paid_in_future"),
        ({"paid_on": TODAY - timedelta(days=1)}, "paid_before_charge"),
        ({"payment_number": "  "}, "proof_missing"),
        ({"file": BytesIO(b""), "original_name": "vazio.pdf"}, "empty"),
        ({"file": BytesIO(b"MZ\x90\x00"), "original_name": "pago.pdf"}, "wrong_type"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_and_nothing_is_written(
    case: AccessRequest, analyst: User, given: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        _confirm(case, analyst, **given)
    _nothing_changed(case)
    assert not ChargeProof.objects.exists()


def test_neither_technician_nor_holder_confirms_a_payment(case: AccessRequest, analyst: User) -> None:
    for actor in (case.technician.as_actor(), life_agreements.holder_of(case)):
        with pytest.raises(PermissionDenied):
            _confirm(case, analyst, actor=actor)
    _nothing_changed(case)


def test_a_charge_is_paid_once(case: AccessRequest, analyst: User) -> None:
    _confirm(case, analyst)
    with pytest.raises(Refused):
        _confirm(case, analyst)
    assert Event.objects.filter(action="confirm_payment").count() == 1


def test_a_proof_of_the_technician_is_proof_enough(case: AccessRequest, analyst: User) -> None:
    charge = life_payments.charge_of(case)
    payments.send_proof(
        charge_id=charge.pk,
        file=BytesIO(pdf_bytes(text="Pago")),
        original_name="pago.pdf",
        actor=case.technician.as_actor(),
        now=NOW,
    )
    assert Message.objects.filter(template="payment_proof", recipient=analyst.email).count() == 1
    _confirm(case, analyst, payment_number="")
    assert life_payments.charge_of(case).is_paid
    with pytest.raises(Refused, match="charge_not_open"):
        payments.send_proof(
            charge_id=charge.pk,
            file=BytesIO(pdf_bytes(text="Pago")),
            original_name="pago.pdf",
            actor=life_agreements.holder_of(case),
            now=NOW,
        )


def test_what_was_paid_counts_when_the_opinion_is_restored(case: AccessRequest, analyst: User) -> None:
    """Paid, lapsed for want of the acceptance, restored: the same amount is not asked for again."""
    _confirm(case, analyst)
    lapsed_at = NOW + timedelta(days=40)
    sweep(lapsed_at)
    case.refresh_from_db()
    assert case.state == State.LAPSED.value
    assert payments.paid_beyond(case, payments.charges_of(case)) == Decimal("1500.00")
    restore(
        access_request_id=case.pk, reason="O titular estava internado.", actor=make_supervisor().as_actor(), now=lapsed_at
    )  # fmt: skip
    case.refresh_from_db()
    assert payments.paid_beyond(case, payments.charges_of(case)) == 0
    life_agreements.approve_conditions(case, lapsed_at)
    life_agreements.deliver_contracts(case, analyst, lapsed_at)
    assert Charge.objects.count() == 1
    life_agreements.accept_contracts(case, lapsed_at)
    assert case.state == State.WORKS.value


def test_two_confirmations_at_once_make_one_payment(committing_db: str) -> None:
    """The bank and a reviewer, in real transactions."""
    analyst = make_analyst()
    case = life_payments.charged(analyst, NOW)
    charge = life_payments.charge_of(case)
    barrier = threading.Barrier(2)
    done: list[str] = []
    failures: list[BaseException] = []

    def press(who: str) -> None:
        try:
            barrier.wait(timeout=30)
            if who == "bank":
                is_done = payments.confirm_by_gateway(
                    charge, paid_on=TODAY, amount_brl=charge.amount_brl, now=NOW
                )
            else:
                _confirm(case, analyst)
                is_done = True
            if is_done:
                done.append(who)
        except Refused:
            pass
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(who,)) for who in ("bank", "reviewer")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == [] and len(done) == 1
    assert Event.objects.filter(action="confirm_payment").count() == 1
    assert Message.objects.filter(template="payment_confirmed").count() == 2
