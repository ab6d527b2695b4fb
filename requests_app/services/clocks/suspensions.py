"""Stops of the term by art. 64, § 2º: the notice goes out first, then the clock stops; the answer starts it again."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from eligibility.domain.findings import Finding, Refused
from eligibility.domain.rulebook import Rule, rule
from requests_app.domain.clock import ClockEventKind, ClockName
from requests_app.domain.dates import long_day
from requests_app.models import AccessRequest, Event, Suspension
from requests_app.services.clocks.outlook import outlook
from requests_app.services.telling.messages import to_both

Body = Suspension.Body
CONSULTATION = "pause.art64_other_utility_or_ons"
AUTHORITY = "pause.art64_missing_authorisation"
LONGEST_QUESTION = 2000
_BODIES = {CONSULTATION: (Body.OTHER_UTILITY, Body.ONS), AUTHORITY: (Body.AUTHORITY,)}
_NAMED = frozenset({Body.OTHER_UTILITY, Body.AUTHORITY, Body.OTHER})


class Consultation(NamedTuple):
    """Who is asked, and what. `name` says which utility or authority; the ONS needs none."""

    body: str
    name: str = ""
    question: str = ""


def bodies_for(reason_code: str) -> tuple[Body, ...]:
    """Whom this reason is about; any body for a reason of the utility's own list."""
    return _BODIES.get(reason_code, tuple(Body))


def answer_rule(reason_code: str, on: date) -> Rule | None:
    """The term that the body has to answer, where the norm gives one (arts. 74 to 76)."""
    return rule("consultation.answer", on=on) if reason_code == CONSULTATION else None


def expected_on(reason_code: str, on: date) -> date | None:
    """The last day of the body's own term when it is asked today; None where no term is known."""
    found = answer_rule(reason_code, on)
    return on + timedelta(days=found.as_int()) if found else None


def check_consultation(reason_code: str, given: Consultation) -> Consultation:
    """The consultation with its texts tidied. Raises Refused with one finding per thing that is missing."""
    name, question = " ".join(given.name.split())[:120], given.question.strip()[:LONGEST_QUESTION]
    findings = []
    if given.body not in bodies_for(reason_code):
        findings.append(
            Finding(code="body_unknown", message="Diga quem foi consultado, conforme o motivo.", field="body")
        )
    elif given.body in _NAMED and not name:
        findings.append(
            Finding(
                code="body_name_missing", message="Escreva o nome de quem foi consultado.", field="body_name"
            )
        )
    if not question:
        findings.append(
            Finding(code="question_missing", message="Escreva o que foi perguntado.", field="question")
        )
    if findings:
        raise Refused(findings)
    return Consultation(given.body, name, question)


def announce(
    access_request: AccessRequest, reason_code: str, consulted: Consultation, *, now: datetime
) -> Suspension:
    """Write the notice and the row of a stop that follows in the same transaction; the day still counts (§ 3º)."""
    today = timezone.localdate(now)
    close_open(access_request, None, on=today)
    row = Suspension.objects.create(
        access_request=access_request,
        reason_code=reason_code,
        body=consulted.body,
        body_name=consulted.name,
        question=consulted.question,
        notified_at=now,
        began_on=today,
        expected_on=expected_on(reason_code, today),
    )
    _tell(access_request, row, now)
    return row


def close_open(access_request: AccessRequest, event: Event | None, *, on: date | None = None) -> None:
    """The stop is over, by an answer or because the request ended; without an open one nothing happens."""
    day = event.on if event else on
    Suspension.objects.filter(access_request=access_request, ended_on=None).update(
        ended_on=day, ended_event=event
    )


def open_suspension(access_request: AccessRequest) -> Suspension | None:
    """The stop that holds the term now, if one was recorded."""
    return Suspension.objects.filter(access_request=access_request, ended_on=None).first()


def _tell(access_request: AccessRequest, row: Suspension, now: datetime) -> None:
    view = outlook(access_request, now=now, today=row.began_on)
    stop = view.event(ClockEventKind.PAUSE, reason_code=row.reason_code)
    paused = view.reckon(ClockName.OPINION, stop)
    entry, back_on = rule(row.reason_code, on=row.began_on), row.expected_on
    again = view.event(ClockEventKind.RESUME, reason_code="resumed", on=back_on or row.began_on)
    resulting = view.reckon(ClockName.OPINION, stop, again).due_on
    assert resulting is not None
    term = answer_rule(row.reason_code, row.began_on)
    to_both(
        access_request,
        "clock_suspended",
        f"suspension{row.pk}",
        reason=entry.text,
        basis=entry.basis_text,
        consulted=row.consulted,
        question=row.question,
        used=paused.used_days,
        total=paused.total_days,
        today=long_day(row.began_on),
        back=long_day(back_on) if back_on else "",
        answer_rule=f"{term.text} Regra: {term.citation.label}." if term else "",
        due=long_day(resulting),
    )
