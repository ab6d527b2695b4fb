"""Ask the utility's records about a customer before sending: never an error, never slow twice, nothing personal kept.

Asked on the page "Conferir e enviar" and at sending, never while answers are being typed.
"""

import logging
from collections.abc import Mapping

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from pydantic import BaseModel, ConfigDict

from eligibility.domain.consumer_units import parse_unit_number
from eligibility.domain.findings import Refused
from eligibility.domain.taxpayer import parse_taxpayer
from eligibility.domain.vocabulary import RequestKind
from requests_app.gateways import customer_system
from requests_app.gateways.customer_system import CustomerRecord, CustomerSystemUnavailable
from requests_app.models import AccessRequest

logger = logging.getLogger(__name__)


class Preconditions(BaseModel):
    """What the utility's records say about one customer and unit; None is not known.

    `is_pending`: nobody could be asked now, the check is done after the filing. `is_unknown`: the records
    answered that this unit is not in this customer's name.
    """

    model_config = ConfigDict(frozen=True)

    has_overdue_debts: bool | None = None
    is_captive: bool | None = None
    is_pending: bool = False
    is_unknown: bool = False


NOT_ASKED = Preconditions()
PENDING = Preconditions(is_pending=True)
KEPT_SECONDS = 10 * 60
KEPT_WITH_DEBTS_SECONDS = 60
"""Whoever has just paid should not wait for an old answer to pass."""
REST_SECONDS = 30
_RESTING = "customer-system:resting"


def preconditions_of(unit_number: str, tax_id: str) -> Preconditions:
    """What the records say; both numbers without separators, `unit_number` empty for a new unit. Never raises.

    Without a CPF or CNPJ nobody is asked. An answer is kept for some minutes, under a keyed hash.
    """
    if not tax_id:
        return NOT_ASKED
    if (kept := remembered(unit_number, tax_id)) is not None:
        return kept
    try:
        found = read(ask(unit_number, tax_id))
    except CustomerSystemUnavailable:
        found = PENDING
    except Exception:
        # Whatever a gateway does wrong, a filing goes on: the check is done later.
        logger.exception("customer system: unexpected failure")
        found = PENDING
    cache.set(_key(unit_number, tax_id), found.model_dump(), _seconds(found))
    return found


def preconditions_of_draft(draft: AccessRequest) -> Preconditions:
    """The same for a draft, from its answers as typed; nobody is asked while the unit or the holder is not readable."""
    unit_number, tax_id = _numbers(draft.draft_answers)
    return preconditions_of(unit_number, tax_id)


def remembered(unit_number: str, tax_id: str) -> Preconditions | None:
    """The answer of the last minutes, None when there is none. Asks nobody."""
    kept = cache.get(_key(unit_number, tax_id))
    return Preconditions.model_validate(kept) if kept is not None else None


def ask(unit_number: str, tax_id: str) -> CustomerRecord | None:
    """Ask the gateway. Raises CustomerSystemUnavailable, for half a minute after a failure without asking again."""
    if settings.CUSTOMER_SYSTEM_URL and cache.get(_RESTING):
        raise CustomerSystemUnavailable("resting")
    try:
        return customer_system().look_up(unit_number, tax_id)
    except CustomerSystemUnavailable:
        cache.set(_RESTING, True, REST_SECONDS)
        raise


def read(record: CustomerRecord | None) -> Preconditions:
    """The preconditions that a record amounts to."""
    if record is None:
        return Preconditions(is_unknown=True)
    return Preconditions(has_overdue_debts=record.has_overdue_debts, is_captive=record.is_captive)


def _seconds(found: Preconditions) -> int:
    if found.is_pending:
        return REST_SECONDS
    return KEPT_WITH_DEBTS_SECONDS if found.has_overdue_debts else KEPT_SECONDS


def _numbers(answers: Mapping[str, Mapping[str, str]]) -> tuple[str, str]:
    """Unit number and CPF or CNPJ of a draft; the latter is empty when one of them cannot be asked about."""
    unit, holder = answers.get("unit", {}), answers.get("holder", {})
    is_new = unit.get("request_kind") == RequestKind.new_unit.value
    try:
        unit_number = "" if is_new else parse_unit_number(str(unit.get("unit_number", ""))).digits
        return unit_number, parse_taxpayer(str(holder.get("tax_id", ""))).number
    except Refused:
        return "", ""


def _key(unit_number: str, tax_id: str) -> str:
    digest = salted_hmac("requests_app.preconditions", f"{unit_number}:{tax_id}", algorithm="sha256")
    return f"preconditions:{digest.hexdigest()}"
