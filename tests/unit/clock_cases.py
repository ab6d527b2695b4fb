"""Builders for the tests of the clock: terms, calendars and events in few words."""

from datetime import date

from requests_app.domain.calendar import BusinessCalendar, CountingPolicy, HolidayEntry
from requests_app.domain.deadline import ClockEvent, ClockEventKind, Reckoning, Term, fold

NATIONAL = BusinessCalendar(version="national")
BELO_HORIZONTE = BusinessCalendar(
    version="belo-horizonte",
    extra=(
        HolidayEntry(
            on=date(2026, 12, 8),
            name="Imaculada Conceição",
            scope="municipal",
            place="Belo Horizonte",
        ),
    ),
)
READING_A = CountingPolicy(reading="A")
READING_B = CountingPolicy()
OF_AN_APPLICANT = CountingPolicy(leaves_a_day=True)
NO_WORKS = Term(
    rule_code="opinion.micro.no_works",
    days=15,
    unit="calendar_days",
    citation_label="REN ANEEL 1.000/2021, art. 64, I",
)
WORKS = Term(
    rule_code="opinion.micro.works",
    days=30,
    unit="calendar_days",
    citation_label="REN ANEEL 1.000/2021, art. 64, II",
)
DOCUMENT_CHECK = Term(
    rule_code="documents.check",
    days=5,
    unit="business_days",
    citation_label="REN ANEEL 1.000/2021, art. 71, II",
)


def calendar_term(days: int) -> Term:
    return NO_WORKS.model_copy(update={"days": days})


def business_term(days: int) -> Term:
    return DOCUMENT_CHECK.model_copy(update={"days": days})


def start(on: date, term: Term = NO_WORKS, reason: str = "Pedido recebido") -> ClockEvent:
    return ClockEvent(kind=ClockEventKind.START, on=on, term=term, reason=reason)


def pause(on: date, reason: str = "3 correções pedidas", basis: str = "") -> ClockEvent:
    return ClockEvent(kind=ClockEventKind.PAUSE, on=on, reason=reason, basis=basis)


def resume(on: date) -> ClockEvent:
    return ClockEvent(kind=ClockEventKind.RESUME, on=on, reason="Correções devolvidas")


def reset(on: date, term: Term | None = None) -> ClockEvent:
    return ClockEvent(kind=ClockEventKind.RESET, on=on, term=term, reason="Pedido alterado")


def switch(on: date, term: Term = WORKS) -> ClockEvent:
    return ClockEvent(kind=ClockEventKind.SWITCH_RULE, on=on, term=term, reason="Obra na rede")


def stop(on: date) -> ClockEvent:
    return ClockEvent(kind=ClockEventKind.STOP, on=on, reason="Parecer emitido")


def reckon(
    *events: ClockEvent,
    today: date,
    cal: BusinessCalendar = NATIONAL,
    policy: CountingPolicy = READING_B,
) -> Reckoning:
    return fold(events, cal=cal, policy=policy, today=today)
