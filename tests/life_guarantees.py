"""Steps of guarantees, compensations and the division of credits for tests: one function a step."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.db import transaction

from eligibility.domain.allocation_lines import read_rows
from eligibility.domain.allocation_text import text_rows
from eligibility.domain.vocabulary import (
    AllocationBasis,
    Association,
    GuaranteeForm,
    Modality,
    SubstationType,
    TariffGroup,
)
from portal.accounts.models import User
from portal.accounts.roles import Actor, Role
from requests_app.domain.filing import CreditsAnswers, EquipmentAnswers, GuaranteeAnswers
from requests_app.domain.lifecycle import Action, State
from requests_app.models import AccessRequest, AllocationList, Guarantee, GuaranteeRenewal, Opinion
from requests_app.services.allocations.lists import settled
from requests_app.services.guarantees import steps as guarantees
from requests_app.services.review import claims
from requests_app.services.transitions import lock, perform
from tests.case_steps import approve
from tests.factories import filed_request, make_technician
from tests.files import pdf_bytes

SURETY = GuaranteeAnswers(
    form=GuaranteeForm.surety,
    surety_bank="Banco do Brasil",
    amount_brl=Decimal("70000.00"),
    valid_until=date(2028, 1, 31),
)
CASH = GuaranteeAnswers(form=GuaranteeForm.cash, amount_brl=Decimal("70000.00"))
MINI_UNIT: dict[str, Any] = {
    "group": TariffGroup.a,
    "voltage": "13.800 V",
    "phases": None,
    "breaker_a": None,
    "available_power_kw": Decimal(700),
    "contracted_demand_kw": Decimal(200),
    "injection_demand_kw": Decimal(700),
    "installed_load_kw": Decimal(180),
    "substation_type": SubstationType.posto_4,
}
MINI_PLANT: dict[str, Any] = {
    "modules": (
        EquipmentAnswers(manufacturer="Exemplo", model="M700", quantity=1000, unit_power_w=Decimal(700)),
    ),
    "inverters": (
        EquipmentAnswers(manufacturer="Exemplo", model="I100", quantity=7, unit_power_w=Decimal(100_000)),
    ),
}


def mini_request(
    technician: User | None = None, *, at: datetime, guarantee: GuaranteeAnswers = SURETY, **changes: Any
) -> AccessRequest:
    """A filed mini plant of 700 kW whose guarantee is due."""
    return filed_request(
        technician or make_technician(),
        at=at,
        unit=dict(MINI_UNIT),
        generation=dict(MINI_PLANT),
        guarantee=guarantee,
        **changes,
    )


def approved(case: AccessRequest, analyst: User, at: datetime) -> Opinion:
    """A favourable opinion without works."""
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=at)
    return approve(case, analyst, at)


def leap_to_inspection(case: AccessRequest) -> None:
    """From the opinion to the inspection along the edges of the table, without the papers of the steps between."""
    for state in (State.CONTRACTS, State.CONTRACTS_SENT, State.READY, State.INSPECTION_REQUESTED):
        AccessRequest.objects.filter(pk=case.pk).update(state=state.value)


def connect(case: AccessRequest, analyst: User, at: datetime) -> AccessRequest:
    """The inspection passes: through the table, so that clocks and capacity move."""
    leap_to_inspection(case)
    return act(case, Action.CONNECT, analyst.as_actor(), at)


def act(case: AccessRequest, action: Action, actor: Actor, at: datetime) -> AccessRequest:
    """One row of the table."""
    with transaction.atomic():
        perform(lock(case.pk), action, actor=actor, at=at)
    return AccessRequest.objects.get(pk=case.pk)


def holder_of(case: AccessRequest) -> Actor:
    return Actor(role=Role.HOLDER, holder_request_id=case.pk)


def guarantee_of(case: AccessRequest) -> Guarantee:
    return Guarantee.objects.get(access_request=case)


def send_renewal(case: AccessRequest, until: date, at: datetime) -> GuaranteeRenewal:
    """The technician sends a renewal with a small PDF."""
    return guarantees.file_renewal(
        access_request=AccessRequest.objects.get(pk=case.pk),
        valid_until_on=until,
        file=BytesIO(pdf_bytes(text="Carta de fiança")),
        original_name="fianca.pdf",
        actor=case.technician.as_actor(),
        now=at,
    )


def shared_credits(association: Association = Association.cooperative) -> CreditsAnswers:
    """Shared generation of a cooperative, or of another association."""
    return CreditsAnswers(modality=Modality.shared, association=association, member_count=3)


REMOTE = CreditsAnswers(modality=Modality.remote)


def put_list(case: AccessRequest, text: str) -> AllocationList:
    """A first list of units on a filed request, as it would have come with the draft."""
    reading = read_rows(
        text_rows(text), AllocationBasis.percentage, max_units=5000, own_number=case.consumer_unit.number
    )
    found = settled(reading, case.consumer_unit.number)
    assert found.facts is not None
    return AllocationList.objects.create(
        access_request=case,
        number=1,
        generating_unit_number=found.own_number,
        line_count=len(reading.entries),
        entries=[entry.model_dump(mode="json", exclude_defaults=True) for entry in reading.entries],
        created_by_id=case.technician_id,
        **found.facts.model_dump(),
    )
