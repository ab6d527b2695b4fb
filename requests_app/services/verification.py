"""Whether a printed opinion is true and still stands, for anybody, without personal data."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from requests_app.domain.clock import ClockName
from requests_app.domain.identifiers import normalise_verification_code, parse_opinion_number
from requests_app.domain.lifecycle import State
from requests_app.models import Opinion
from requests_app.services.clocks import reckon_all


class Verdict(StrEnum):
    """What the opinion is worth today."""

    VALID = "valid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    NOT_APPROVED = "not_approved"


class Verification(BaseModel):
    """All that the public may know of an opinion. `sha256` and `size_bytes` are None until its PDF is made."""

    model_config = ConfigDict(frozen=True)

    verdict: Verdict
    opinion_number: str
    outcome: str
    outcome_label: str
    installed_power_kw: Decimal
    municipality: str
    issued_on: date
    valid_until_on: date | None
    ended_on: date | None
    is_inspection_requested: bool
    sha256: str | None
    size_bytes: int | None


def verify(text: str, today: date) -> Verification | None:
    """The opinion behind a typed code or opinion number, as of `today`; None when there is no such opinion."""
    code, number = normalise_verification_code(text), parse_opinion_number(text)
    rows = Opinion.objects.select_related("access_request__consumer_unit", "file__stored_file")
    found = rows.filter(verification_code=code).first() if code else None
    if found is None and number:
        found = rows.filter(number=number).first()
    return _look_at(found, today) if found else None


def _look_at(opinion: Opinion, today: date) -> Verification:
    access_request = opinion.access_request
    state = State(access_request.state)
    validity = reckon_all(access_request, today).get(ClockName.VALIDITY)
    kept = getattr(opinion, "file", None)
    assert access_request.installed_power_kw is not None
    return Verification(
        verdict=_verdict(state, validity.due_on if validity else None, today),
        opinion_number=opinion.number,
        outcome=opinion.outcome,
        outcome_label=Opinion.Outcome(opinion.outcome).label,
        installed_power_kw=access_request.installed_power_kw,
        municipality=access_request.municipality,
        issued_on=opinion.issued_on,
        valid_until_on=None if validity is None or state is State.WORKS else validity.due_on,
        ended_on=validity.stopped_on if validity else None,
        is_inspection_requested=state is State.INSPECTION_REQUESTED,
        sha256=kept.stored_file.sha256 if kept else None,
        size_bytes=kept.stored_file.size_bytes if kept else None,
    )


def _verdict(state: State, valid_until_on: date | None, today: date) -> Verdict:
    match state:
        case State.NOT_APPROVED:
            return Verdict.NOT_APPROVED
        case State.CANCELLED:
            return Verdict.CANCELLED
        case State.INSPECTION_REQUESTED | State.WORKS:
            return Verdict.VALID
        case _:
            is_over = state is State.LAPSED or valid_until_on is None or today > valid_until_on
            return Verdict.EXPIRED if is_over else Verdict.VALID
