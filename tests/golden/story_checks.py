"""What stands after a step of a story, looked up in the database, in the words of the story."""

from datetime import date
from typing import Any

from portal.outbox.models import Message
from requests_app.domain.clock import ClockName, ClockState, Reckoning
from requests_app.models import (
    AccessRequest,
    CapacityEntry,
    ClockEntry,
    Compensation,
    Deadline,
    Event,
    Opinion,
)
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.grid.capacity import balance_of
from tests.golden.stories import Step
from tests.life_case import Case

MAIL_ROWS = {
    5: {"request_received", "request_received_holder"},
    7: {"documents_accepted"},
    8: {"pendings_sent", "pendings_sent_holder"},
    9: {"cure_reminder"},
    10: {"corrections_received"},
    11: {"clock_moved", "clock_suspended"},
    12: {"works_study"},
    14: {"opinion_issued"},
    15: {"not_approved"},
    16: {"contest_filed", "contest_answered"},
    17: {"opinion_expiring"},
    18: {"opinion_lapsed"},
    20: {"cancelled"},
    21: {"withdrawn"},
    22: {"closed_unanswered"},
    24: {"overdue"},
}
"""Rows of the table of e-mails that stories speak of, each with its templates."""
_RUNNING = (ClockState.RUNNING,)


def mark() -> tuple[int, ...]:
    """How much history, capacity, opinions and mail there is: unchanged where a step was refused."""
    tables = (Event, ClockEntry, CapacityEntry, Opinion, Compensation, Message, AccessRequest)
    return tuple(table.objects.count() for table in tables)


def mails_since(case: Case, last: int) -> list[Message]:
    """Messages to the two parties written after that id; the team's own are told apart by their addressee."""
    people = [case.technician.email, case.access_request.holder.email]
    return list(Message.objects.filter(pk__gt=last, recipient__in=people).order_by("pk"))


def check(case: Case, step: Step, mails: list[Message]) -> None:
    """Everything the story says of this step. The assertion names the clock or the word that differs."""
    request = case.fresh()
    reckoned = reckon_all(request, step.on)
    for word, told in _expected(step).items():
        found = _found(case, request, word, step, reckoned, mails)
        assert found == told, f"{step.on} {step.do}: {word} is {found}, the story says {told}"


def _expected(step: Step) -> dict[str, Any]:
    """The words of the step that are asked."""
    asked: dict[str, Any] = {
        word: getattr(step, word)
        for word in ("state", "due", "paused", "used", "late", "lines", "stopped", "none", "told", "bookings")
        if getattr(step, word)
    }
    for word in ("breaches", "mails", "held", "connected", "opinions"):
        if (value := getattr(step, word)) is not None:
            asked[word] = value
    if step.reassessed:
        asked["reassessed"] = True
    return asked


def _found(
    case: Case,
    request: AccessRequest,
    word: str,
    step: Step,
    reckoned: dict[ClockName, Reckoning],
    mails: list[Message],
) -> Any:
    match word:
        case "state":
            return request.state
        case "due":
            return {clock: _due(request, reckoned, clock) for clock in step.due}
        case "paused":
            return {clock: _used(reckoned, clock, ClockState.PAUSED) for clock in step.paused}
        case "used":
            return {clock: _used(reckoned, clock, *ClockState) for clock in step.used}
        case "late":
            return {clock: reckoned[ClockName(clock)].late_days for clock in step.late}
        case "lines":
            return {clock: _lines(request, clock) for clock in step.lines}
        case "stopped":
            return tuple(c for c in step.stopped if reckoned[ClockName(c)].state is ClockState.STOPPED)
        case "none":
            return tuple(c for c in step.none if ClockName(c) not in reckoned)
        case "told":
            return step.told & frozenset(
                who
                for who, address in (("technician", case.technician.email), ("holder", request.holder.email))
                if any(mail.recipient == address for mail in mails)
            )
        case "mails":
            return frozenset(row for row, names in MAIL_ROWS.items() if names & {m.template for m in mails})
        case "held":
            return float(balance_of(request).held)
        case "connected":
            return float(balance_of(request).connected)
        case "bookings":
            return CapacityEntry.objects.filter(access_request=request).latest("pk").kind
        case "opinions":
            return Opinion.objects.filter(access_request=request).count()
        case "breaches":
            rows = Compensation.objects.filter(access_request=request, replaced_by=None).order_by("pk")
            return tuple(f"{row.clock} {row.kind} {row.late_days}" for row in rows)
        case "reassessed":
            return AccessRequest.objects.filter(reassessment_of=request, state="draft").count() == 1
    raise ValueError(word)


def _due(request: AccessRequest, reckoned: dict[ClockName, Reckoning], clock: str) -> date | str:
    """The date of a clock that runs, the same in the fold and in the index that the sweeper polls."""
    found = reckoned.get(ClockName(clock))
    if found is None:
        return f"{clock} has not started"
    row = Deadline.objects.get(access_request=request, clock=clock)
    if found.state not in _RUNNING or not row.is_open or row.is_paused:
        return f"{clock} is {found.state}"
    assert found.due_on is not None and row.due_on == found.due_on
    return found.due_on


def _used(reckoned: dict[ClockName, Reckoning], clock: str, *states: ClockState) -> int | str:
    found = reckoned[ClockName(clock)]
    return found.used_days if found.state in states else f"{clock} is {found.state}"


def _lines(request: AccessRequest, clock: str) -> str:
    rows = ClockEntry.objects.filter(access_request=request, clock=clock).order_by("id")
    return " ".join(rows.values_list("kind", flat=True))
