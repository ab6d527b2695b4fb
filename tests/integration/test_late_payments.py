"""Money that comes when nobody waits for it any more: seen, recorded, counted, and never asked for twice."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from pytest_django import Settings

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.accounts.roles import SYSTEM
from portal.outbox.models import Message, OutboxRow
from requests_app.domain.lifecycle import Action, State
from requests_app.domain.replay import replay
from requests_app.models import AccessRequest, Charge, Event
from requests_app.services.agreements import payment_watch, payments
from requests_app.services.clocks.sweeps import sweep
from requests_app.services.standing.agreements import charges_open
from tests import life_agreements, life_payments
from tests.delivery import deliver
from tests.factories import make_supervisor
from tests.files import pdf_bytes
from tests.integration.review_room import an_analyst, signed_in, words
from tests.life_contests import contest_decision, judge, restore
from tests.life_endings import cancel, withdraw
from tests.life_guarantees import act
from tests.payment_gateways import BANK, Bank

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("America/Sao_Paulo"))
DUE_ON = date(2026, 12, 23)
"""A Wednesday. Its three days of the bank are 24, 28 and 29 December: the 25th is a holiday."""
COST = Decimal("1500.00")
pytestmark = pytest.mark.django_db


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=NOW.tzinfo)


AFTER_ALL = on(date(2026, 12, 30))


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
    """Its boleto is out at the bank."""
    settings.PAYMENT_GATEWAY = BANK
    found = life_payments.charged(analyst, NOW)
    deliver("requests.charge")
    return found


def fresh(case: AccessRequest) -> AccessRequest:
    return AccessRequest.objects.get(pk=case.pk)


def lapse(case: AccessRequest) -> AccessRequest:
    sweep(AFTER_ALL)
    found = fresh(case)
    assert found.state == State.LAPSED.value
    return found


def send_proof(case: AccessRequest, at: datetime) -> None:
    payments.send_proof(
        charge_id=life_payments.charge_of(case).pk,
        file=BytesIO(pdf_bytes(text="Pago")),
        original_name="pago.pdf",
        actor=case.technician.as_actor(),
        now=at,
    )


def confirm(charge: Charge, analyst: User, at: datetime, **given: Any) -> Event:
    usual: dict[str, Any] = {"paid_on": DUE_ON, "payment_number": "E1", "actor": analyst.as_actor()}
    return payments.confirm_payment(charge_id=charge.pk, now=at, **usual | given)


def beyond(case: AccessRequest) -> Decimal:
    return payments.paid_beyond(fresh(case), payments.charges_of(case))


def test_the_bank_is_watched_for_some_days_and_what_it_says_of_an_ended_opinion_is_kept(
    case: AccessRequest,
) -> None:
    charge = life_payments.charge_of(case)
    case = lapse(case)
    Bank.is_paid(charge.reference, DUE_ON, "1500.00")
    with time_machine.travel(AFTER_ALL, tick=False):
        deliver("requests.charge")
    charge.refresh_from_db()
    assert charge.paid_on == DUE_ON and charge.is_confirmed_by_gateway
    event = charge.event
    assert event is not None and (event.source, event.target, event.actor_role) == (
        "lapsed",
        "lapsed",
        "system",
    )
    assert (fresh(case).state, beyond(case)) == (State.LAPSED.value, COST)
    mails = Message.objects.filter(template="payment_confirmed")
    assert mails.count() == 2 and all("não esperava mais pagamento" in mail.text for mail in mails)
    assert not OutboxRow.objects.filter(kind=payment_watch.WATCH_EFFECT, done_at=None).exists()
    done = Event.objects.filter(access_request=case).order_by("id")
    assert replay((Action(e.action), State(e.source)) for e in done) is State.LAPSED
    text = words(signed_in(case.technician).get(f"/solicitacoes/{case.filing_number}/historico"))
    assert "uma cobrança que não esperava mais" in text


def test_the_watch_ends_some_days_after_the_last_day_of_the_charge(case: AccessRequest) -> None:
    charge = life_payments.charge_of(case)
    cancel(case, NOW)
    waiting = OutboxRow.objects.filter(kind=payment_watch.WATCH_EFFECT, done_at=None)
    payment_watch.carry_out_watch(charge_id=charge.pk, attempt=50, now=on(DUE_ON + timedelta(days=30)))
    assert waiting.filter(payload__attempt=51).exists()
    payment_watch.carry_out_watch(charge_id=charge.pk, attempt=60, now=on(DUE_ON + timedelta(days=31)))
    assert not waiting.filter(payload__attempt=61).exists()


def test_a_reviewer_records_at_the_page_what_came_after_the_end(case: AccessRequest, analyst: User) -> None:
    charge = life_payments.charge_of(case)
    cancel(case, NOW)
    client, page = signed_in(analyst), f"/analise/solicitacoes/{case.filing_number}/pagamentos"
    assert "não espera mais pagamento. registre aqui" in words(client.get(page)).lower()
    prefix = f"cobranca-{charge.pk}"
    given = {
        "charge": charge.pk,
        "step": "confirm",
        f"{prefix}-paid_on": "2026-11-23",
        f"{prefix}-number": "E1",
    }
    assert client.post(page, given).status_code == 302
    assert client.post(page, given).status_code == 409
    assert "Foram pagos R$ 1.500,00 que este pedido não deve mais" in words(client.get(page))
    assert Event.objects.filter(action="confirm_payment").count() == 1


def test_what_came_after_the_end_is_not_asked_for_again(case: AccessRequest, analyst: User) -> None:
    charge = life_payments.charge_of(case)
    case = lapse(case)
    confirm(charge, analyst, AFTER_ALL)
    restore(case, AFTER_ALL)
    assert beyond(case) == 0
    case.refresh_from_db()
    life_agreements.approve_conditions(case, AFTER_ALL)
    life_agreements.deliver_contracts(case, analyst, AFTER_ALL)
    assert Charge.objects.count() == 1
    life_agreements.accept_contracts(case, AFTER_ALL)
    assert case.state == State.WORKS.value


def test_an_old_payment_that_comes_at_last_covers_the_new_charge(case: AccessRequest, analyst: User) -> None:
    old = life_payments.charge_of(case)
    case = lapse(case)
    restore(case, AFTER_ALL)
    case.refresh_from_db()
    life_agreements.approve_conditions(case, AFTER_ALL)
    life_agreements.deliver_contracts(case, analyst, AFTER_ALL)
    new = life_payments.charge_of(case)
    assert new != old and charges_open(case) == 1
    confirm(old, analyst, AFTER_ALL)
    assert charges_open(fresh(case)) == 0 and beyond(case) == 0
    assert "À espera do pagamento" not in words(
        signed_in(case.technician).get(f"/solicitacoes/{case.filing_number}/pagamentos")
    )
    confirm(new, analyst, AFTER_ALL, paid_on=AFTER_ALL.date(), payment_number="E2")
    assert beyond(case) == COST
    life_agreements.accept_contracts(case, AFTER_ALL)
    assert case.state == State.WORKS.value


def test_money_paid_for_an_analysis_that_ended_anew_is_shown(case: AccessRequest, analyst: User) -> None:
    life_payments.pay(case, analyst, NOW)
    cancel(case, NOW)
    restore(case, NOW)
    contest_decision(case, case.technician.as_actor(), NOW)
    judge(case, NOW, is_upheld=True, supervisor=make_supervisor("Rita Melo"))
    assert fresh(case).opinion is None and beyond(case) == 0
    withdraw(fresh(case), NOW)
    assert beyond(case) == COST


def test_an_opinion_does_not_lapse_in_the_days_of_the_bank(case: AccessRequest) -> None:
    for day in (24, 28, 29):
        sweep(on(date(2026, 12, day)))
        assert fresh(case).state == State.CONTRACTS_SENT.value
    lapse(case)


def test_who_paid_on_the_last_day_has_days_to_accept_after_the_word_of_the_bank(
    case: AccessRequest, analyst: User
) -> None:
    said_on = date(2026, 12, 28)
    confirm(life_payments.charge_of(case), analyst, on(said_on))
    sweep(on(date(2026, 12, 31)))
    assert fresh(case).state == State.CONTRACTS_SENT.value
    sweep(on(date(2027, 1, 5)))
    assert fresh(case).state == State.LAPSED.value


def test_a_proof_that_nobody_looked_at_keeps_the_opinion_until_it_is_declined(
    analyst: User, settings: Settings
) -> None:
    settings.PAYMENT_GATEWAY = ""
    case = life_payments.charged(analyst, NOW)
    send_proof(case, on(DUE_ON))
    late = on(date(2027, 2, 1))
    sweep(late)
    assert fresh(case).state == State.CONTRACTS_SENT.value
    with pytest.raises(Refused, match="no_payment_underway") as told:
        act(case, Action.LAPSE, SYSTEM, late)
    assert "Há um pagamento a caminho" in told.value.message
    client, page = signed_in(analyst), f"/analise/solicitacoes/{case.filing_number}/pagamentos"
    decline = {"charge": life_payments.charge_of(case).pk, "step": "decline"}
    assert client.post(page, decline).status_code == 302
    assert client.post(page, decline).status_code == 409
    assert "não confirmam o pagamento" in words(client.get(page))
    assert Message.objects.filter(template="payment_proof_declined").count() == 2
    own = words(signed_in(case.technician).get(f"/solicitacoes/{case.filing_number}/pagamentos"))
    assert "O comprovante enviado não confirma este pagamento" in own
    send_proof(case, late)
    assert life_payments.charge_of(case).problem == ""
    assert client.post(page, decline).status_code == 302
    sweep(late + timedelta(days=1))
    assert fresh(case).state == State.LAPSED.value
