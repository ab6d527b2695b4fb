"""The day ruler ("régua do prazo") as data for a template: cells, label, read-out and table."""

from dataclasses import replace
from typing import Final

from pydantic import BaseModel, ConfigDict

from requests_app.domain.clock import ClockName, ClockState, DayCell, DayState, Reckoning, Term
from requests_app.domain.dates import (
    WEEKDAYS_SHORT,
    count_days,
    long_day,
    numeric_day,
    on_day,
    on_long_day,
    remaining,
    spoken_day,
)
from requests_app.domain.ruler_periods import RulerPeriod, ruler_periods
from requests_app.domain.ruler_words import RulerWords, words_of

_FEW_CELLS: Final = 18
_SHORT_CELLS: Final = 35
_MONDAY: Final = 0


class RulerCell(BaseModel):
    """One `.day` of the design: its classes and the text of its four lanes (`em`, `b`, `i`, `small`)."""

    model_config = ConfigDict(frozen=True)

    css: str
    flag: str
    flag_css: str
    number: str
    day: str
    weekday: str


class Ruler(BaseModel):
    """What a template needs; `size_css` goes beside `.ruler`, `strip` is the ruler at list size."""

    model_config = ConfigDict(frozen=True)

    size_css: str
    cells: tuple[RulerCell, ...]
    label: str
    big: str
    readout: str
    caption: str
    periods: tuple[RulerPeriod, ...]
    strip: tuple[str, ...]
    has_late: bool
    has_pause: bool


def ruler(
    reckoning: Reckoning, clock: ClockName = ClockName.OPINION, *, stop_flag: str | None = None
) -> Ruler | None:
    """The ruler of one clock; None before it starts.

    Sentences name the end by the reason of the stop. `stop_flag` is the one word above its cell where that of
    the clock ("resposta" for the opinion) does not fit, as when the request was withdrawn.
    """
    term = reckoning.term
    if term is None or not reckoning.days:
        return None
    words = words_of(clock, was_reset=reckoning.was_reset)
    if stop_flag:
        words = replace(words, stop_flag=stop_flag)
    big, readout = _readout(reckoning, term, words)
    states = {cell.state for cell in reckoning.days}
    return Ruler(
        size_css=_size(len(reckoning.days)),
        cells=tuple(_cell(reckoning, words, position) for position in range(len(reckoning.days))),
        label=_label(reckoning, term, words),
        big=big,
        readout=readout,
        caption=_caption(reckoning, term, words),
        periods=ruler_periods(reckoning, term, words),
        strip=tuple(_strip(cell) for cell in reckoning.days),
        has_late=DayState.LATE in states,
        has_pause=DayState.PAUSE in states,
    )


def _size(cells: int) -> str:
    if cells <= _FEW_CELLS:
        return "short few"
    return "short" if cells <= _SHORT_CELLS else "long"


def _cell(reckoning: Reckoning, words: RulerWords, position: int) -> RulerCell:
    cell = reckoning.days[position]
    is_first = position == 0
    before = None if is_first else reckoning.days[position - 1].state
    flag = _flag(cell, before, reckoning, words)
    starts_month = is_first or cell.on.day == 1
    return RulerCell(
        css=_classes(cell, is_first=is_first, starts_month=starts_month),
        flag=flag,
        flag_css="l" if flag == words.pause_flag else "",
        number=_number(cell),
        day=f"{cell.on.day}/{cell.on.month}" if starts_month else str(cell.on.day),
        weekday=WEEKDAYS_SHORT[cell.on.weekday()],
    )


def _classes(cell: DayCell, *, is_first: bool, starts_month: bool) -> str:
    names = ["day", cell.state.value]
    names += ["due"] if cell.is_due else []
    names += ["today"] if cell.is_today else []
    names += [] if cell.is_business_day else ["we"]
    names += ["mo"] if cell.on.weekday() == _MONDAY else []
    names += [f"w{cell.on.weekday() + 1}"] if is_first else []
    names += ["first"] if starts_month else []
    return " ".join(names)


def _flag(cell: DayCell, before: DayState | None, reckoning: Reckoning, words: RulerWords) -> str:
    if cell.on == reckoning.stopped_on:
        return words.stop_flag
    if cell.is_today:
        return words.today_flag
    if cell.state is DayState.FILED:
        return words.start_flag
    if cell.is_due:
        return words.due_flag
    if cell.state is DayState.PAUSE and before is not DayState.PAUSE:
        return words.pause_flag
    return ""


def _number(cell: DayCell) -> str:
    if cell.number is None:
        return ""
    return f"+{cell.number}" if cell.state is DayState.LATE else str(cell.number)


def _strip(cell: DayCell) -> str:
    drawn = cell.state in (DayState.RUN, DayState.AHEAD, DayState.PAUSE, DayState.LATE)
    names = [cell.state.value] if drawn else []
    names += ["today"] if cell.is_today else []
    return " ".join(names)


def _label(reckoning: Reckoning, term: Term, words: RulerWords) -> str:
    counted = "contado" if reckoning.used_days == 1 else "contados"
    used = count_days(reckoning.used_days, business=term.is_business)
    parts = [f"{used} {counted} de {term.days}"]
    if reckoning.paused_days:
        parts.append(f"{count_days(reckoning.paused_days)} de parada")
    if reckoning.stopped_on:
        parts.append(f"{_stop_fact(reckoning, words)} em {spoken_day(reckoning.stopped_on)}")
    elif reckoning.left_days:
        parts.append(f"{reckoning.left_days} por contar")
    if reckoning.due_on and not (reckoning.stopped_on and reckoning.is_provisional):
        condition = ", se o relógio voltar hoje" if reckoning.is_provisional else ""
        parts.append(f"{words.due_noun} em {spoken_day(reckoning.due_on)}{condition}")
    if reckoning.late_days:
        parts.append(f"{count_days(reckoning.late_days)} {words.late_noun}")
    return f"Régua do prazo: {'; '.join(parts)}; o mesmo está na tabela logo abaixo."


def _readout(reckoning: Reckoning, term: Term, words: RulerWords) -> tuple[str, str]:
    due_on, stopped_on = reckoning.due_on, reckoning.stopped_on
    if due_on and reckoning.late_days:
        days = "dia" if reckoning.late_days == 1 else "dias"
        end = f" {_stop_fact(reckoning, words)} {on_long_day(stopped_on)}." if stopped_on else ""
        return str(reckoning.late_days), f"{days} {words.late_noun}. O prazo era {long_day(due_on)}.{end}"
    length = count_days(term.days, business=term.is_business)
    used = f"de {length} {'usado' if term.days == 1 else 'usados'}."
    return str(reckoning.used_days), f"{used} {_where(reckoning, words)}"


def _where(reckoning: Reckoning, words: RulerWords) -> str:
    due_on, stopped_on = reckoning.due_on, reckoning.stopped_on
    if stopped_on:
        end = f"{_stop_fact(reckoning, words)} {on_long_day(stopped_on)}"
        if due_on is None or reckoning.is_provisional:
            return f"{end}, com o relógio parado."
        before = (due_on - stopped_on).days
        return f"{end}, {f'{count_days(before)} antes do prazo' if before else 'no último dia do prazo'}."
    if reckoning.state is ClockState.PAUSED and reckoning.is_provisional:
        return f"O relógio parou {on_day(reckoning.pauses[-1].began_on)}."
    if due_on == reckoning.today:
        return f"O prazo é hoje, {long_day(due_on)}."
    return "" if due_on is None else f"O prazo é {long_day(due_on)}: {remaining(due_on, reckoning.today)}."


def _caption(reckoning: Reckoning, term: Term, words: RulerWords) -> str:
    started = long_day(reckoning.days[0].on)
    today = f" Hoje é {long_day(reckoning.today)}." if reckoning.stopped_on is None else ""
    stopped = (
        f" {_stop_fact(reckoning, words)} em {numeric_day(reckoning.stopped_on)}."
        if reckoning.stopped_on
        else ""
    )
    return f"{words.start_noun} em {started}. Prazo de {term.length_text}.{stopped}{today}"


def _stop_fact(reckoning: Reckoning, words: RulerWords) -> str:
    return reckoning.lines[-1].reason.strip().rstrip(".") or words.stop_fact
