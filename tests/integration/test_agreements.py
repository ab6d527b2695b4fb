"""From the opinion to the accepted contracts: who approves, when they are delivered, and what follows."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import Settings

from documents.domain.agreement_kinds import AgreementKind
from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.accounts.roles import SYSTEM
from requests_app.domain.clock import ClockName, ClockState
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Agreement, Event
from requests_app.services.agreements import steps as agreements
from requests_app.services.agreements.reading import acceptance_of, current_agreements, delivery_of
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.clocks.sweeps import sweep
from requests_app.services.opinions import approvals
from tests.case_steps import approve, approve_with_works
from tests.factories import filed_request, make_analyst, make_technician
from tests.integration.agreement_room import LATER, NOW, declare, house, the_law_followed, told
from tests.life_agreements import accept_contracts, approve_conditions, deliver_contracts, holder_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> User:
    return make_analyst()


@pytest.fixture
def case(analyst: User) -> AccessRequest:
    return house(analyst)


@pytest.fixture
def by_the_law(settings: Settings, tmp_path: Path) -> Iterator[None]:
    with the_law_followed(settings, tmp_path):
        yield


def test_micro_without_works_gets_its_paper_with_the_approval(case: AccessRequest) -> None:
    approve_conditions(case, NOW)
    assert case.state == State.CONTRACTS_SENT.value
    assert [a.paper for a in current_agreements(case)] == [AgreementKind.OPERATIONAL_RELATIONSHIP]
    event = delivery_of(case)
    assert event is not None and (event.actor_role, event.at) == ("system", NOW)
    # 30 days from the day after the delivery: Wednesday 23/12/2026.
    assert reckon_all(case, NOW.date())[ClockName.CONTRACT_RETURN].due_on == date(2026, 12, 23)
    assert [m.subject for m in told("conditions_approved")] == [
        f"Condições do parecer do pedido {case.filing_number} aprovadas"
    ] * 2
    delivered = told("contracts_delivered")
    assert {m.recipient for m in delivered} == {case.technician.email, "ana@exemplo.test"}
    assert all("quarta, 23/12/2026" in m.text and "- Relacionamento Operacional" in m.text for m in delivered)


def test_the_holder_approves_as_well_as_the_technician_and_once_is_enough(case: AccessRequest) -> None:
    approve_conditions(case, NOW, actor=holder_of(case))
    assert all(m.text.splitlines()[0].count("O titular aprovou") for m in told("conditions_approved"))
    with pytest.raises(Refused, match="action_not_in_state"):
        approve_conditions(case, NOW)
    assert Agreement.objects.count() == 1
    assert Event.objects.filter(action="approve_conditions").count() == 1


def test_the_wrong_people_approve_deliver_and_accept_nothing(case: AccessRequest, analyst: User) -> None:
    other = make_technician("Carla Dias").as_actor()
    for actor in (other, analyst.as_actor(), SYSTEM):
        with pytest.raises(PermissionDenied):
            approvals.approve_conditions(access_request_id=case.pk, actor=actor, now=NOW)
    assert not Agreement.objects.exists()
    approve_conditions(case, NOW)
    for actor in (case.technician.as_actor(), analyst.as_actor(), SYSTEM):
        with pytest.raises(PermissionDenied):
            agreements.accept_contracts(access_request_id=case.pk, actor=actor, now=NOW)
    with pytest.raises(Refused, match="action_not_in_state"):
        deliver_contracts(case, analyst, NOW)
    assert acceptance_of(case) is None


def test_micro_with_works_waits_for_the_analyst_and_then_for_the_works(analyst: User) -> None:
    case = filed_request(make_technician(), at=NOW)
    approve_with_works(case, analyst, NOW)
    approve_conditions(case, NOW)
    assert case.state == State.CONTRACTS.value
    # 5 business days from the day after: Monday 30/11/2026.
    assert reckon_all(case, NOW.date())[ClockName.CONTRACT_DELIVERY].due_on == date(2026, 11, 30)
    assert all("segunda, 30/11/2026" in m.text for m in told("conditions_approved"))
    with pytest.raises(PermissionDenied):
        agreements.deliver_contracts(access_request_id=case.pk, actor=case.technician.as_actor(), now=NOW)
    deliver_contracts(case, analyst, NOW)
    accept_contracts(case, LATER)
    assert case.state == State.WORKS.value
    # What is told of the acceptance comes before what is told of the works.
    accepted = told("contracts_accepted")
    assert len(accepted) == 2 and all("O prazo da obra começou a correr." in m.text for m in accepted)


def test_the_validity_stands_still_until_the_acceptance(case: AccessRequest) -> None:
    approve_conditions(case, NOW)
    assert reckon_all(case, LATER.date())[ClockName.VALIDITY].state is ClockState.PAUSED
    accept_contracts(case, LATER)
    assert case.state == State.READY.value
    assert reckon_all(case, LATER.date())[ClockName.VALIDITY].state is ClockState.RUNNING
    event = acceptance_of(case)
    assert event is not None and event.data["opinion"] == str(case.opinion)
    assert event.data["sha256"] == [Agreement.objects.get().content_sha256]
    accepted = told("contracts_accepted")
    assert {m.recipient for m in accepted} == {case.technician.email, "ana@exemplo.test"}
    assert all("ele pede a vistoria pelo portal" in m.text for m in accepted)
    with pytest.raises(Refused, match="action_not_in_state"):
        accept_contracts(case, LATER)


def test_contracts_nobody_accepts_let_the_opinion_lapse(case: AccessRequest) -> None:
    approve_conditions(case, NOW)
    for day in range(1, 31):
        sweep(NOW + timedelta(days=day))
    case.refresh_from_db()
    assert case.state == State.CONTRACTS_SENT.value
    reminders = told("step_expiring")
    assert reminders and any("Hoje é o último dia: aceite dos contratos" in m.subject for m in reminders)
    assert all("quarta, 23/12/2026" in m.text for m in reminders)
    sweep(NOW + timedelta(days=31))
    case.refresh_from_db()
    assert case.state == State.LAPSED.value
    assert Event.objects.get(action="lapse").data["source"] == "contracts_sent"
    with pytest.raises(Refused, match="action_not_in_state"):
        accept_contracts(case, NOW + timedelta(days=32))


def test_silence_approves_a_free_opinion_by_the_law(by_the_law: None, analyst: User) -> None:
    case = filed_request(make_technician(), at=NOW)
    approve(case, analyst, NOW)
    # 10 business days from Tuesday 24/11: Monday 07/12/2026, when nothing happens yet.
    sweep(datetime(2026, 12, 7, 12, tzinfo=NOW.tzinfo))
    case.refresh_from_db()
    assert case.state == State.APPROVED.value
    sweep(datetime(2026, 12, 8, 12, tzinfo=NOW.tzinfo))
    case.refresh_from_db()
    assert case.state == State.CONTRACTS_SENT.value
    mails = told("silence_approved")
    assert {m.recipient for m in mails} == {case.technician.email, "ana@exemplo.test"}
    assert all("art. 83, § 3º" in m.text for m in mails) and not told("conditions_approved")


@pytest.mark.parametrize(("asks_later", "state"), [(False, State.INSPECTION_REQUESTED), (True, State.READY)])
def test_by_the_law_the_inspection_begins_by_itself_unless_one_chose_to_ask(
    by_the_law: None, analyst: User, asks_later: bool, state: State
) -> None:
    case = filed_request(make_technician(), at=NOW)
    if asks_later:
        declare(case, "declaration.a")
    approve(case, analyst, NOW)
    approve_conditions(case, NOW)
    accept_contracts(case, LATER)
    assert case.state == state.value
    said = "A vistoria já está pedida." in told("contracts_accepted")[0].text
    assert said is not asks_later
