"""The payment service: asked apart from the people who wait, believed only where it answers as agreed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from pytest_django import Settings

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message, OutboxRow
from requests_app.models import AccessRequest, Charge, Event
from requests_app.services.agreements import payment_watch, payments
from requests_app.services.endings.withdrawals import cancel
from tests import life_agreements, life_payments
from tests.delivery import deliver
from tests.factories import make_analyst
from tests.payment_gateways import AWAY, BANK, DEMO, Bank

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


def _nothing_changed(case: AccessRequest) -> None:
    assert life_payments.charge_of(case).paid_on is None
    assert not Event.objects.filter(access_request=case, action="confirm_payment").exists()
    assert not Message.objects.filter(template="payment_confirmed").exists()


def test_the_bank_is_asked_by_an_effect_and_its_answer_is_kept(
    settings: Settings, case: AccessRequest
) -> None:
    settings.PAYMENT_GATEWAY = BANK
    assert not life_payments.charge_of(case).is_issued
    deliver("requests.charge")
    charge = life_payments.charge_of(case)
    assert charge.gateway == "bank" and charge.pix_code.startswith("PIX PA-")
    assert charge.issued_at == NOW
    (order,) = Bank.orders
    assert (order.amount_brl, order.due_on) == (Decimal("1500.00"), date(2026, 12, 23))
    assert case.holder.tax_id not in repr(order) and case.holder.name not in repr(order)
    assert not Message.objects.filter(template="charge_ready").exists()


def test_a_bank_that_is_down_is_asked_again_and_people_are_told_when_it_answers(
    settings: Settings, case: AccessRequest
) -> None:
    settings.PAYMENT_GATEWAY = BANK
    Bank.issued = AWAY
    deliver("requests.charge")
    assert not life_payments.charge_of(case).is_issued
    waiting = OutboxRow.objects.get(kind=payments.ISSUE_EFFECT, done_at=None)
    assert waiting.not_before == NOW + timedelta(minutes=2) and waiting.payload["attempt"] == 2
    Bank.issued = None
    with time_machine.travel(NOW + timedelta(minutes=3), tick=False):
        deliver("requests.charge")
    assert life_payments.charge_of(case).is_issued
    assert Message.objects.filter(template="charge_ready").count() == 2


@pytest.mark.parametrize(
    "answer",
    [
        None.__class__,
        "sim",
        42,
        {},
        {"reference": "REF-000001"},
        {"reference": "<script>alert(1)</script>", "pix_code": "PIX"},
        {"reference": "REF-000001", "pix_code": "PIX\n<b>"},
        {"reference": "REF-000001", "pix_code": "x" * 513},
        {"reference": "REF-000001", "boleto_line": "pague aqui"},
        ValueError("not JSON"),
        TimeoutError(),
        KeyError("reference"),
    ],
    ids=repr,
)
def test_garbage_from_the_bank_is_never_kept(settings: Settings, case: AccessRequest, answer: Any) -> None:
    settings.PAYMENT_GATEWAY = BANK
    Bank.issued = answer
    charge = life_payments.charge_of(case)
    assert not payment_watch.carry_out_issue(charge_id=charge.pk, attempt=1, now=NOW)
    assert not life_payments.charge_of(case).is_issued


def test_one_reference_for_two_charges_is_not_believed(settings: Settings, analyst: User) -> None:
    settings.PAYMENT_GATEWAY = BANK
    Bank.issued = {"reference": "REF-000001", "pix_code": "PIX"}
    first, second = (life_payments.charged(analyst, NOW) for _ in range(2))
    assert payment_watch.carry_out_issue(charge_id=life_payments.charge_of(first).pk, attempt=1, now=NOW)
    assert not payment_watch.carry_out_issue(charge_id=life_payments.charge_of(second).pk, attempt=1, now=NOW)


def test_without_a_service_the_charge_waits_for_a_proof(case: AccessRequest) -> None:
    deliver("requests.charge")
    assert not life_payments.charge_of(case).is_issued
    assert not OutboxRow.objects.filter(kind=payments.ISSUE_EFFECT, done_at=None).exists()


def test_the_bank_says_paid_and_the_system_records_it_once(settings: Settings, case: AccessRequest) -> None:
    settings.PAYMENT_GATEWAY = BANK
    deliver("requests.charge")
    charge = life_payments.charge_of(case)
    Bank.is_paid(charge.reference, TODAY, "1500.00")
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        deliver("requests.charge")
        deliver("requests.charge")
    charge = life_payments.charge_of(case)
    assert charge.paid_on == TODAY and charge.is_confirmed_by_gateway
    event = Event.objects.get(action="confirm_payment")
    assert event.actor_role == "system" and event.data["amount_brl"] == "1500.00"
    assert Message.objects.filter(template="payment_confirmed").count() == 2
    assert not OutboxRow.objects.filter(kind=payment_watch.WATCH_EFFECT, done_at=None).exists()


def test_an_unpaid_charge_is_looked_at_again_and_so_is_one_whose_opinion_ended(
    settings: Settings, case: AccessRequest
) -> None:
    settings.PAYMENT_GATEWAY = BANK
    deliver("requests.charge")
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        deliver("requests.charge")
    row = OutboxRow.objects.get(kind=payment_watch.WATCH_EFFECT, done_at=None)
    assert row.payload["attempt"] == 2
    cancel(access_request_id=case.pk, actor=life_agreements.holder_of(case), now=NOW)
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        deliver("requests.charge")
    row = OutboxRow.objects.get(kind=payment_watch.WATCH_EFFECT, done_at=None)
    assert row.payload["attempt"] == 3


@pytest.mark.parametrize(
    ("on", "amount", "problem"),
    [
        (TODAY, "1499.99", "amount_differs"),
        (TODAY + timedelta(days=1), "1500.00", "day_not_believed"),
        (TODAY - timedelta(days=1), "1500.00", "day_not_believed"),
    ],
)
def test_a_payment_that_does_not_fit_is_noted_and_not_recorded(
    settings: Settings, case: AccessRequest, on: date, amount: str, problem: str
) -> None:
    settings.PAYMENT_GATEWAY = BANK
    deliver("requests.charge")
    charge = life_payments.charge_of(case)
    Bank.is_paid(charge.reference, on, amount)
    assert not payment_watch.check_now(charge_id=charge.pk, now=NOW)
    assert life_payments.charge_of(case).problem == problem
    _nothing_changed(case)


@pytest.mark.parametrize(
    "answer", [AWAY, "sim", {"is_paid": True}, {"reference": "X", "is_paid": True}], ids=repr
)
def test_a_bad_answer_about_a_payment_is_said_and_changes_nothing(
    settings: Settings, case: AccessRequest, answer: Any
) -> None:
    settings.PAYMENT_GATEWAY = BANK
    deliver("requests.charge")
    Bank.found = answer
    with pytest.raises(Refused, match="payments_away"):
        payment_watch.check_now(charge_id=life_payments.charge_of(case).pk, now=NOW)
    _nothing_changed(case)


def test_an_answer_about_another_charge_is_not_believed(settings: Settings, case: AccessRequest) -> None:
    settings.PAYMENT_GATEWAY = BANK
    deliver("requests.charge")
    Bank.is_paid("REF-another", TODAY, "1500.00")
    with pytest.raises(Refused, match="payments_away"):
        payment_watch.check_now(charge_id=life_payments.charge_of(case).pk, now=NOW)


def test_the_bank_is_not_asked_twice_in_a_moment(settings: Settings, case: AccessRequest) -> None:
    settings.PAYMENT_GATEWAY = BANK
    deliver("requests.charge")
    charge = life_payments.charge_of(case)
    assert not payment_watch.check_now(charge_id=charge.pk, now=NOW)
    with pytest.raises(Refused, match="charge_check_too_often"):
        payment_watch.check_now(charge_id=charge.pk, now=NOW)
    cache.clear()
    assert not payment_watch.check_now(charge_id=charge.pk, now=NOW)


def test_the_demonstration_is_the_same_every_time_and_cannot_be_paid(
    settings: Settings, case: AccessRequest
) -> None:
    settings.PAYMENT_GATEWAY = DEMO
    deliver("requests.charge")
    charge = life_payments.charge_of(case)
    assert "NAO PAGUE" in charge.pix_code and charge.boleto_line.startswith("000")
    assert len([c for c in charge.boleto_line if c.isdigit()]) == 47
    again = (charge.reference, charge.boleto_line, charge.pix_code)
    Charge.objects.filter(pk=charge.pk).update(reference="", boleto_line="", pix_code="", gateway="")
    payment_watch.carry_out_issue(charge_id=charge.pk, attempt=1, now=NOW)
    charge.refresh_from_db()
    assert (charge.reference, charge.boleto_line, charge.pix_code) == again
