"""The day ruler as a table by periods, for whoever does not see the drawing."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from pydantic import BaseModel, ConfigDict

from requests_app.domain.clock import ClockEventKind, DayCell, DayState, Pause, Reckoning, Term
from requests_app.domain.dates import WEEKDAYS, day_month, long_day, short_day
from requests_app.domain.ruler_words import RulerWords


class RulerPeriod(BaseModel):
    """One row: from and to with weekday, what the clock did, and the numbers counted (`1 a 5`)."""

    model_config = ConfigDict(frozen=True)

    from_text: str
    to_text: str
    clock_text: str
    counted_text: str


def ruler_periods(reckoning: Reckoning, term: Term, words: RulerWords) -> tuple[RulerPeriod, ...]:
    """Neighbouring days of one state are one row."""
    rows: list[RulerPeriod] = []
    for state, group in groupby(reckoning.days, key=lambda cell: cell.state):
        cells = tuple(group)
        rows.append(
            RulerPeriod(
                from_text=short_day(cells[0].on),
                to_text=short_day(cells[-1].on),
                clock_text=_clock_text(state, cells, reckoning, term, words),
                counted_text=_counted_text(state, cells),
            )
        )
    return tuple(rows)


def _clock_text(
    state: DayState, cells: Sequence[DayCell], reckoning: Reckoning, term: Term, words: RulerWords
) -> str:
    today = next((cell for cell in cells if cell.is_today), None)
    match state:
        case DayState.FILED:
            return f"{_origin_fact(reckoning, words)}. Esse dia não conta."
        case DayState.RUN:
            return f"Contou. Hoje é o dia {today.number}." if today else "Contou."
        case DayState.AHEAD if reckoning.stopped_on:
            return "Não foi preciso usar."
        case DayState.AHEAD:
            return "Vai contar, se o relógio voltar hoje." if reckoning.is_provisional else "Vai contar."
        case DayState.PAUSE:
            return _standing_still(cells, reckoning.pauses, today)
        case DayState.LATE:
            return f"{words.late_fact}."
        case DayState.OFF:
            return _off(cells, reckoning, term)


def _origin_fact(reckoning: Reckoning, words: RulerWords) -> str:
    origin = next(
        line
        for line in reversed(reckoning.lines)
        if line.kind in (ClockEventKind.START, ClockEventKind.RESET)
    )
    return _sentence(origin.reason) or words.start_fact


def _standing_still(cells: Sequence[DayCell], pauses: Sequence[Pause], today: DayCell | None) -> str:
    first_on = cells[0].on
    reasons = dict.fromkeys(
        _sentence(pause.reason)
        for pause in pauses
        if pause.began_on < cells[-1].on and (pause.ended_on is None or pause.ended_on >= first_on)
    )
    named = "; ".join(reason for reason in reasons if reason)
    text = f"Parado: {named}." if named else "Parado."
    if today is None:
        return text
    return f"{text} Hoje é o {(today.on - first_on).days + 1}º dia parado."


def _off(cells: Sequence[DayCell], reckoning: Reckoning, term: Term) -> str:
    counted = [cell for cell in reckoning.days if cell.state in (DayState.RUN, DayState.AHEAD)]
    if counted and cells[0].on > counted[-1].on and counted[-1].number == term.days and reckoning.due_on:
        return _after_the_last(cells, counted[-1], reckoning, reckoning.due_on)
    if term.is_business:
        return f"Não conta: {_days_off(cells)}."
    if not counted or cells[0].on < counted[0].on:
        return f"Não conta: {_days_off(cells)}. A contagem começa em dia útil."
    return f"Não conta: {_days_off(cells)}. A volta é sempre em dia útil."


def _after_the_last(cells: Sequence[DayCell], last: DayCell, reckoning: Reckoning, due_on: date) -> str:
    if cells[-1].on < due_on:
        # A pause follows: the date was to be told by its end.
        return "Todos os dias já estavam usados."
    usual_on = next(cell.on for cell in reckoning.days if cell.is_business_day and cell.on >= last.on)
    if usual_on == due_on:
        return f"{_last_day(last)} O prazo passa para {long_day(due_on)}."
    if reckoning.is_provisional:
        return f"Se o relógio voltar hoje, o prazo passa para {long_day(due_on)}."
    return f"O relógio voltou com todos os dias usados. O prazo passa para {long_day(due_on)}."


def _last_day(last: DayCell) -> str:
    if last.holiday_name:
        return f"O dia {last.number}, {day_month(last.on)}, é feriado ({last.holiday_name})."
    return f"O dia {last.number}, {day_month(last.on)}, é {WEEKDAYS[last.on.weekday()]}."


def _days_off(cells: Sequence[DayCell]) -> str:
    names = dict.fromkeys(
        f"feriado ({cell.holiday_name})" if cell.holiday_name else WEEKDAYS[cell.on.weekday()]
        for cell in cells
    )
    *most, last = names
    return f"{', '.join(most)} e {last}" if most else last


def _counted_text(state: DayState, cells: Sequence[DayCell]) -> str:
    if state not in (DayState.RUN, DayState.AHEAD, DayState.LATE):
        return "0"
    sign = "+" if state is DayState.LATE else ""
    first, last = cells[0].number, cells[-1].number
    return f"{sign}{first}" if first == last else f"{sign}{first} a {sign}{last}"


def _sentence(text: str) -> str:
    return text.strip().rstrip(".")
