"""The ledger of a term: one line per event, and one for today, with what each did to the count."""

from collections.abc import Sequence
from datetime import date

from requests_app.domain.calendar import BusinessCalendar, CountingPolicy
from requests_app.domain.clock import (
    ClockEffect,
    ClockEvent,
    ClockEventKind,
    ClockState,
    LedgerLine,
)
from requests_app.domain.counting import Count, count, state_after
from requests_app.domain.dates import count_days, short_day


def ledger_lines(
    events: Sequence[ClockEvent], *, cal: BusinessCalendar, policy: CountingPolicy, today: date
) -> tuple[LedgerLine, ...]:
    """The lines of a started clock whose events `state_after` has accepted.

    Each line is reckoned as it stood on its own day, with the rule that held then. A line for today closes
    the ledger unless the clock has stopped or the last event is of today or later.
    """
    lines: list[LedgerLine] = []
    for position, event in enumerate(events):
        known = events[: position + 1]
        reckoned = count(known, cal=cal, policy=policy, today=event.on)
        lines.append(_event_line(event, reckoned, state_after(known), lines[-1] if lines else None))
    state = state_after(events)
    if state is not ClockState.STOPPED and events[-1].on < today:
        reckoned = count(events, cal=cal, policy=policy, today=today)
        lines.append(_today_line(today, reckoned, state, lines[-1]))
    return tuple(lines)


def _event_line(
    event: ClockEvent, reckoned: Count, state: ClockState, previous: LedgerLine | None
) -> LedgerLine:
    used_days = reckoned.used_on(event.on)
    is_running = state is ClockState.RUNNING
    return LedgerLine(
        kind=event.kind,
        on=event.on,
        at=event.at,
        effect=_EFFECTS[state],
        what=_WHAT[event.kind],
        effect_text=_event_effect(event, reckoned, used_days, previous),
        reason_code=event.reason_code,
        reason=event.reason,
        basis=event.basis,
        term=reckoned.term,
        counted_days=used_days - (previous.used_days if previous else 0),
        used_days=used_days,
        next_on=reckoned.next_counted_after(event.on) if is_running else None,
        due_on=None if reckoned.is_provisional else reckoned.due_on,
    )


def _today_line(today: date, reckoned: Count, state: ClockState, previous: LedgerLine) -> LedgerLine:
    used_days = reckoned.used_on(today)
    pause = reckoned.pauses[-1] if state is ClockState.PAUSED else None
    return LedgerLine(
        kind=None,
        on=today,
        effect=_EFFECTS[state],
        what="Hoje",
        effect_text=_today_effect(today, reckoned, used_days),
        reason_code=pause.reason_code if pause else None,
        reason=pause.reason if pause else "",
        basis=pause.basis if pause else "",
        term=reckoned.term,
        counted_days=used_days - previous.used_days,
        used_days=used_days,
        next_on=reckoned.next_counted_after(today),
        due_on=reckoned.due_on,
        is_provisional=reckoned.is_provisional,
    )


def _event_effect(event: ClockEvent, reckoned: Count, used_days: int, previous: LedgerLine | None) -> str:
    following_on = reckoned.next_counted_after(event.on)
    match event.kind:
        case ClockEventKind.START if following_on:
            return f"Começa a contar em {short_day(following_on)}"
        case ClockEventKind.RESET if following_on:
            return f"Recomeça a contar em {short_day(following_on)}"
        case ClockEventKind.PAUSE if following_on is None and reckoned.is_provisional:
            return "Parou com todos os dias usados: ao voltar, resta ao menos um dia útil"
        case ClockEventKind.PAUSE if following_on is None:
            return "Parou com todos os dias usados: o prazo não muda"
        case ClockEventKind.PAUSE:
            return f"Parou no dia {used_days}" if used_days else "Parou antes do dia 1"
        case ClockEventKind.RESUME if following_on:
            return f"Volta a contar em {short_day(following_on)}, no dia {used_days + 1}"
        case ClockEventKind.RESUME if given_on := reckoned.pauses[-1].given_on:
            return f"Voltou com todos os dias usados: o prazo passa para {short_day(given_on)}"
        case ClockEventKind.RESUME:
            return "Voltou com todos os dias usados: o prazo não muda"
        case ClockEventKind.SWITCH_RULE if previous:
            return f"Passou de {previous.term.length_text} para {reckoned.term.length_text}"
        case ClockEventKind.STOP if late_days := reckoned.late_days_on(event.on):
            return f"Encerrou {count_days(late_days)} depois do prazo"
        case _:
            return f"Encerrou no dia {used_days} de {reckoned.term.days}"


def _today_effect(today: date, reckoned: Count, used_days: int) -> str:
    if late_days := reckoned.late_days_on(today):
        return f"Atrasado {count_days(late_days)}"
    if reckoned.is_provisional:
        return f"Parado há {count_days((today - reckoned.pauses[-1].began_on).days)}"
    if not used_days:
        return "Ainda não começou a contar"
    return f"Corre: dia {used_days} de {reckoned.term.days}"


_EFFECTS = {
    ClockState.RUNNING: ClockEffect.RAN,
    ClockState.PAUSED: ClockEffect.PAUSED,
    ClockState.STOPPED: ClockEffect.STOPPED,
}
_WHAT = {
    ClockEventKind.START: "Começo da contagem",
    ClockEventKind.PAUSE: "Relógio parado",
    ClockEventKind.RESUME: "Relógio de volta",
    ClockEventKind.RESET: "Contagem do zero",
    ClockEventKind.SWITCH_RULE: "Mudança de regra",
    ClockEventKind.STOP: "Fim da contagem",
}
