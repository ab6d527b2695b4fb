"""Whether a printed opinion is true and still stands, for anybody, without personal data."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from requests_app.domain.clock import ClockName, ClockState, Reckoning
from requests_app.domain.identifiers import normalise_verification_code, parse_opinion_number
from requests_app.domain.lifecycle import LIVE_STATES, State
from requests_app.models import Opinion
from requests_app.services.clocks.reckoning import reckon_all

Reckonings = Mapping[ClockName, Reckoning]


class Verdict(StrEnum):
    """What the opinion is worth today."""

    VALID = "valid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    NOT_APPROVED = "not_approved"
    REPLACED = "replaced"
    REOPENED = "reopened"


class Stage(StrEnum):
    """How far a valid opinion came, which says whether its validity still runs."""

    RUNNING = "running"
    HELD = "held"
    INSPECTION = "inspection"
    CONNECTED = "connected"
    OVER = "over"


class Verification(BaseModel):
    """All that the public may know of an opinion. `sha256` and `size_bytes` are None until its PDF is made.

    `valid_until_on` is None while the validity stands still or after it was settled by the inspection; `ended_on`
    is the day on which the validity stopped running or the opinion ended. `replaced_by` is the number of the
    opinion that took its place.
    """

    model_config = ConfigDict(frozen=True)

    verdict: Verdict
    stage: Stage
    opinion_number: str
    outcome: str
    outcome_label: str
    installed_power_kw: Decimal
    municipality: str
    issued_on: date
    valid_until_on: date | None
    ended_on: date | None
    connected_on: date | None
    replaced_by: str | None
    is_inspection_requested: bool
    sha256: str | None
    size_bytes: int | None


def verify(text: str, today: date) -> Verification | None:
    """The opinion behind a typed code or opinion number, as of `today`; None when there is no such opinion."""
    code, number = normalise_verification_code(text), parse_opinion_number(text)
    rows = Opinion.objects.select_related("access_request__consumer_unit", "file__stored_file", "replaced_by")
    found = rows.filter(verification_code=code).first() if code else None
    if found is None and number:
        found = rows.filter(number=number).first()
    return _look_at(found, today) if found else None


def _look_at(opinion: Opinion, today: date) -> Verification:
    access_request = opinion.access_request
    state = State(access_request.state)
    reckonings = reckon_all(access_request, today)
    newer: Opinion | None = getattr(opinion, "replaced_by", None)
    is_in_force = access_request.opinion_id == opinion.pk
    validity = reckonings.get(ClockName.VALIDITY) if is_in_force and opinion.is_favourable else None
    kept = getattr(opinion, "file", None)
    assert access_request.installed_power_kw is not None
    return Verification(
        verdict=_verdict(state, validity, today) if is_in_force else _fallen(newer),
        stage=_stage(state, validity) if is_in_force else Stage.OVER,
        opinion_number=opinion.number,
        outcome=opinion.outcome,
        outcome_label=Opinion.Outcome(opinion.outcome).label,
        installed_power_kw=access_request.installed_power_kw,
        municipality=access_request.municipality,
        issued_on=opinion.issued_on,
        valid_until_on=_valid_until(validity, state, today),
        ended_on=_ended_on(reckonings, state) if is_in_force else newer.issued_on if newer else None,
        connected_on=access_request.connected_on if state is State.CONNECTED and is_in_force else None,
        replaced_by=newer.number if newer else None,
        is_inspection_requested=state is State.INSPECTION_REQUESTED and is_in_force,
        sha256=kept.stored_file.sha256 if kept else None,
        size_bytes=kept.stored_file.size_bytes if kept else None,
    )


def _fallen(newer: Opinion | None) -> Verdict:
    """An opinion that is not in force: another took its place, or its decision fell and the analysis began anew."""
    return Verdict.REPLACED if newer else Verdict.REOPENED


def _verdict(state: State, validity: Reckoning | None, today: date) -> Verdict:
    match state:
        case State.NOT_APPROVED:
            return Verdict.NOT_APPROVED
        case State.CANCELLED:
            return Verdict.CANCELLED
        case State.LAPSED:
            return Verdict.EXPIRED
        case _ if state is State.CONNECTED or state in LIVE_STATES:
            return Verdict.EXPIRED if _is_over(validity, today) else Verdict.VALID
        case _:
            return Verdict.EXPIRED


def _is_over(validity: Reckoning | None, today: date) -> bool:
    """Whether the last day went by, although the sweep has not ended the opinion yet."""
    is_running = validity is not None and validity.state is ClockState.RUNNING
    return is_running and validity is not None and validity.due_on is not None and today > validity.due_on


def _stage(state: State, validity: Reckoning | None) -> Stage:
    match state:
        case State.CONNECTED:
            return Stage.CONNECTED
        case State.INSPECTION_REQUESTED | State.INSPECTION_FAILED | State.INSPECTION_REPORTED:
            return Stage.INSPECTION
        case _ if state in LIVE_STATES:
            return Stage.HELD if validity is not None and validity.is_paused else Stage.RUNNING
        case _:
            return Stage.OVER


def _valid_until(validity: Reckoning | None, state: State, today: date) -> date | None:
    """The last day: of a validity that runs, or that ran out."""
    if validity is None or validity.due_on is None or validity.is_paused:
        return None
    if validity.stopped_on is None:
        return validity.due_on
    has_run_out = state is State.LAPSED and validity.stopped_on > validity.due_on
    return validity.due_on if has_run_out else None


def _ended_on(reckonings: Reckonings, state: State) -> date | None:
    """The day of the inspection's request, of the cancellation or of the lapse."""
    validity = reckonings.get(ClockName.VALIDITY)
    if validity is None or state is State.NOT_APPROVED:
        return None
    if state in (State.CANCELLED, State.LAPSED):
        stops = [r.stopped_on for name, r in reckonings.items() if name in _APPLICANTS and r.stopped_on]
        return max(stops, default=None)
    return validity.stopped_on


_APPLICANTS = (
    ClockName.VALIDITY,
    ClockName.CONTRACT_DELIVERY,
    ClockName.CONTRACT_RETURN,
    ClockName.WORKS,
    ClockName.INSPECTION,
    ClockName.INSPECTION_REPORT,
    ClockName.REINSPECTION,
)
"""The clocks that the end of an opinion stops; the last stop is the end."""
