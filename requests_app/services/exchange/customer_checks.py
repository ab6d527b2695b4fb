"""The check of a filed request against the utility's records: what was known at filing, and asking again until known."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction

from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import refuse
from portal.outbox.effects import enqueue
from requests_app.domain.lifecycle import OPEN_STATES, State
from requests_app.gateways.customer_system import MONTHS, CustomerRecord, CustomerSystemUnavailable
from requests_app.models import AccessRequest, ConsumerUnit, CustomerCheck, Holder
from requests_app.services.filing.facts import filed_facts
from requests_app.services.filing.preconditions import Preconditions, ask, read, remembered

Outcome = CustomerCheck.Outcome
EFFECT: Final = "requests.customer_check"
_WAITS: Final = tuple(timedelta(minutes=m) for m in (2, 10, 60, 4 * 60, 12 * 60))
ASKS_PER_HOUR: Final = 6


def begin_check(access_request: AccessRequest, *, now: datetime) -> CustomerCheck:
    """Write what was known when the request was filed, and see to it that it is looked up. Asks nobody.

    Called once, in the transaction of the filing.
    """
    unit, holder = access_request.consumer_unit, access_request.holder
    known = remembered(unit.number, holder.tax_id)
    _enqueue(access_request.pk, 1, now)
    return CustomerCheck.objects.create(
        access_request=access_request, is_at_filing=True, at=now, **_columns(known)
    )


@transaction.atomic
def carry_out_check(*, access_request_id: int, attempt: int, now: datetime) -> CustomerCheck | None:
    """Look the request up and write the answer; without one, try later, as long as the request is open.

    None while it goes on waiting. A failing gateway is no error here: the next try is a row of the outbox.
    """
    access_request = AccessRequest.objects.select_related("consumer_unit", "holder").get(pk=access_request_id)
    try:
        found = _asked(access_request, now)
    except CustomerSystemUnavailable:
        if State(access_request.state) not in OPEN_STATES:
            return CustomerCheck.objects.create(
                access_request=access_request, outcome=Outcome.GIVEN_UP, at=now
            )
        _enqueue(access_request.pk, attempt + 1, now + _WAITS[min(attempt, len(_WAITS)) - 1])
        return None
    found.save()
    return found


def check_again(*, access_request_id: int, now: datetime) -> CustomerCheck:
    """Ask now, for an analyst who waits for the answer. Raises Refused when it does not come, or too often.

    The customer system may take seconds: nobody else waits for the request meanwhile.
    """
    access_request = AccessRequest.objects.select_related("consumer_unit", "holder").get(pk=access_request_id)
    _refuse_too_often(access_request, now)
    try:
        found = _asked(access_request, now)
    except CustomerSystemUnavailable:
        raise refuse(
            "customer_system_away", "Os registros da distribuidora não responderam. Tente mais tarde."
        ) from None
    with transaction.atomic():
        _refuse_too_often(AccessRequest.objects.select_for_update().get(pk=access_request_id), now)
        found.save()
    return found


def _refuse_too_often(access_request: AccessRequest, now: datetime) -> None:
    recent = CustomerCheck.objects.filter(
        access_request=access_request, is_at_filing=False, at__gt=now - timedelta(hours=1)
    )
    if recent.count() >= ASKS_PER_HOUR:
        raise refuse("customer_check_too_often", "Este pedido já foi consultado várias vezes na última hora.")


def latest_check(access_request: AccessRequest) -> CustomerCheck | None:
    """The newest answer, or what was known at filing; None for a request filed before there was a check."""
    return CustomerCheck.objects.filter(access_request=access_request).order_by("-id").first()


def _asked(access_request: AccessRequest, now: datetime) -> CustomerCheck:
    """What the records say now, not yet kept."""
    unit, holder = access_request.consumer_unit, access_request.holder
    record = ask(unit.number, holder.tax_id)
    return CustomerCheck(
        access_request=access_request,
        at=now,
        differences=differences(record, unit, holder, filed_facts(access_request)) if record else [],
        **_columns(read(record)),
    )


def _columns(known: Preconditions | None) -> dict[str, object]:
    if known is None or known.is_pending:
        return {"outcome": Outcome.WAITING}
    return {
        "outcome": Outcome.NOT_FOUND if known.is_unknown else Outcome.FOUND,
        "has_overdue_debts": known.has_overdue_debts,
        "is_captive": known.is_captive,
    }


def differences(record: CustomerRecord, unit: ConsumerUnit, holder: Holder, facts: ProjectFacts) -> list[str]:
    """Names of what the request states otherwise than the records; what the records do not hold is not compared."""
    pairs = {"email": (record.email, holder.email), "phone": (record.phone, holder.phone)}
    if on_file := record.unit:
        pairs |= {
            "consumer_class": (on_file.consumer_class or "", unit.consumer_class),
            "group": (on_file.group or "", unit.group),
            "voltage": (on_file.voltage, unit.voltage),
            "phases": (on_file.phases or "", unit.phases),
            "breaker": (str(on_file.breaker_a or ""), str(unit.breaker_a or "")),
            "contracted_demand": (_number(on_file.contracted_demand_kw), _number(facts.contracted_demand_kw)),
            "municipality": (on_file.municipality, unit.municipality),
            "consumption": (
                _mean(on_file.monthly_consumption_kwh),
                _mean(facts.monthly_consumption_kwh) or "none",
            ),
        }
    return [name for name, (theirs, ours) in pairs.items() if theirs and _plain(theirs) != _plain(ours)]


def _mean(months: Sequence[Decimal | None]) -> str:
    """The mean of a whole year, in whole kWh; "" where a month is missing."""
    known = [month for month in months if month is not None]
    return str(round(sum(known) / MONTHS)) if len(known) == MONTHS else ""


def _plain(text: str) -> str:
    """Letters and digits alone: how a voltage or a telephone is spaced is no difference."""
    return "".join(c for c in text.casefold() if c.isalnum() or c == "@")


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _enqueue(access_request_id: int, attempt: int, not_before: datetime) -> None:
    enqueue(
        EFFECT,
        key=f"customer-check:{access_request_id}:{attempt}",
        payload={"access_request_id": access_request_id, "attempt": attempt},
        not_before=not_before,
    )
