"""The arithmetic of a due date in plain Portuguese, step by step, the same words for every reader."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from requests_app.domain.calendar import BusinessCalendar, CountingPolicy
from requests_app.domain.clock import ClockEvent, ClockEventKind, Pause
from requests_app.domain.counting import Count, Run
from requests_app.domain.dates import WEEKDAYS, count_days, day_month, long_day, on_long_day


def arithmetic_steps(
    events: Sequence[ClockEvent],
    reckoned: Count,
    *,
    cal: BusinessCalendar,
    policy: CountingPolicy,
    today: date,
) -> tuple[str, ...]:
    """Sentences to follow with a paper calendar. Reasons of the events are quoted as they are."""
    return tuple(_steps(events, reckoned, cal, policy, today))


def _steps(
    events: Sequence[ClockEvent],
    reckoned: Count,
    cal: BusinessCalendar,
    policy: CountingPolicy,
    today: date,
) -> Iterator[str]:
    yield _origin(events, reckoned)
    if reckoned.runs[0].first_on:
        yield _first_day(reckoned, cal, policy)
    yield from _changes_of_rule(events, reckoned)
    for run, pause in zip(reckoned.runs, reckoned.pauses, strict=False):
        yield from _counted(run, reckoned)
        yield _stood_still(pause, reckoned)
        yield from _return(pause, reckoned, cal, today)
    if not (reckoned.stopped_on and reckoned.is_provisional):
        yield from _counted(reckoned.runs[-1], reckoned, is_assumed=reckoned.is_provisional)
    yield _due_day(reckoned, cal)
    yield from _where_it_stands(reckoned, today)


def _origin(events: Sequence[ClockEvent], reckoned: Count) -> str:
    origin = next(
        event for event in reversed(events) if event.kind in (ClockEventKind.START, ClockEventKind.RESET)
    )
    if reckoned.was_reset:
        beginning = f"A conta recomeçou do zero {on_long_day(reckoned.started_on)}"
    else:
        beginning = f"O ponto de partida é {long_day(reckoned.started_on)}"
    return f"{beginning}{_quoted(origin.reason)}. Esse dia não conta."


def _first_day(reckoned: Count, cal: BusinessCalendar, policy: CountingPolicy) -> str:
    first_on = reckoned.counted[0]
    following_on = reckoned.started_on + timedelta(days=1)
    if reckoned.term.is_business:
        return f"Só contam dias úteis. O dia 1 é {long_day(first_on)}."
    if first_on == following_on:
        return f"O dia 1 é {long_day(first_on)}."
    if policy.reading == "A" and not cal.is_business_day(reckoned.started_on):
        moved_on = cal.next_business_day_on_or_after(reckoned.started_on)
        return (
            f"{_why_off(reckoned.started_on, cal)}: o começo passa para {long_day(moved_on)}. "
            f"O dia 1 é {long_day(first_on)}."
        )
    return f"{_why_off(following_on, cal)}. O dia 1 passa para {long_day(first_on)}."


def _changes_of_rule(events: Sequence[ClockEvent], reckoned: Count) -> Iterator[str]:
    terms = [(event, event.term) for event in events if event.term is not None]
    for (_, before), (event, after) in pairwise(terms):
        if event.kind is ClockEventKind.SWITCH_RULE and event.on >= reckoned.started_on:
            yield (
                f"O prazo passou de {before.length_text} para {after.length_text} "
                f"{on_long_day(event.on)}{_quoted(event.reason)}. O começo e as paradas não mudam."
            )


def _counted(run: Run, reckoned: Count, *, is_assumed: bool = False) -> Iterator[str]:
    if run.first_on is None or run.last_on is None:
        return
    last_number = reckoned.counted.index(run.last_on) + 1
    days = last_number - run.first_number + 1
    if days == 1:
        span, verb, numbers = f"em {day_month(run.first_on)}", "conta", f"o dia {last_number}"
    else:
        span, verb = f"de {day_month(run.first_on)} a {day_month(run.last_on)}", "contam"
        numbers = f"do dia {run.first_number} ao dia {last_number}"
    left = reckoned.term.days - last_number
    sentence = f"{span} {verb} {count_days(days, business=reckoned.term.is_business)}, {numbers}"
    sentence = f"nesse caso, {sentence}" if is_assumed else sentence
    yield f"{sentence[0].upper()}{sentence[1:]}. {_left(left)}"


def _stood_still(pause: Pause, reckoned: Count) -> str:
    sentence = f"O relógio parou {on_long_day(pause.began_on)}{_quoted(pause.reason)}."
    if not reckoned.moves(pause):
        return f"{sentence} Todos os dias já estavam usados: a parada não muda o prazo."
    if pause.began_on >= reckoned.last_on:
        return f"{sentence} Todos os dias já estavam usados, e o prazo ainda não tinha acabado."
    if pause.began_on in reckoned.counted:
        return f"{sentence} O dia da parada conta, os seguintes não."
    return sentence


def _return(pause: Pause, reckoned: Count, cal: BusinessCalendar, today: date) -> Iterator[str]:
    back_on = pause.ended_on or reckoned.assumed_return_on
    if back_on is None or not reckoned.moves(pause) or (reckoned.stopped_on and pause.ended_on is None):
        return
    if pause.ended_on:
        beginning = f"O relógio voltou {on_long_day(back_on)}. "
    elif back_on == today:
        beginning = f"Se o relógio voltar hoje, {long_day(back_on)}, "
    else:
        beginning = f"Se o relógio voltar {on_long_day(back_on)}, "
    following_on = reckoned.next_counted_after(back_on)
    if following_on is None:
        given_on = pause.given_on or reckoned.due_on
        step = f"quem pediu tem ao menos até o dia útil seguinte, {long_day(given_on)}."
        yield f"{beginning}{step[0].upper() if pause.ended_on else step[0]}{step[1:]}"
        return
    number = reckoned.used_on(back_on) + 1
    verb = "A conta continua" if pause.ended_on else "a conta continua"
    step = f"{beginning}{verb} {on_long_day(following_on)}, no dia {number}."
    day_after = back_on + timedelta(days=1)
    if following_on != day_after and not cal.is_business_day(day_after):
        step = f"{step} {_why_off(day_after, cal)}, e a volta é sempre em dia útil."
    yield step


def _due_day(reckoned: Count, cal: BusinessCalendar) -> str:
    last_on, due_on, days = reckoned.last_on, reckoned.due_on, reckoned.term.days
    if reckoned.stopped_on and reckoned.is_provisional:
        what = "o último dia" if reckoned.is_date_of_a_return else f"o dia {days}"
        return f"O relógio estava parado quando a contagem encerrou: {what} não chegou a ter data."
    if reckoned.is_date_of_a_return:
        return f"O dia {days} é {long_day(last_on)}. Com a volta do relógio, o prazo passa para {long_day(due_on)}."
    if last_on == due_on:
        return f"O dia {days} é {long_day(last_on)}, dia útil. O prazo é esse dia."
    return (
        f"O dia {days} é {long_day(last_on)}. "
        f"{_why_off(last_on, cal)}: o prazo passa para {long_day(due_on)}."
    )


def _where_it_stands(reckoned: Count, today: date) -> Iterator[str]:
    if reckoned.stopped_on:
        used = f"no dia {reckoned.used_on(reckoned.stopped_on)} de {reckoned.term.days}"
        late_days = reckoned.late_days_on(reckoned.stopped_on)
        when = f"{count_days(late_days)} depois do prazo" if late_days else used
        yield f"A contagem encerrou {on_long_day(reckoned.stopped_on)}, {when}."
    elif late_days := reckoned.late_days_on(today):
        yield f"Hoje é {long_day(today)}: {count_days(late_days)} depois do prazo."


def _why_off(day: date, cal: BusinessCalendar) -> str:
    holiday_name = cal.holiday_name(day)
    if holiday_name:
        return f"{day_month(day)} é feriado ({holiday_name})"
    return f"{day_month(day)} é {WEEKDAYS[day.weekday()]}"


def _left(days: int) -> str:
    match days:
        case 0:
            return "É o último."
        case 1:
            return "Resta 1."
        case _:
            return f"Restam {days}."


def _quoted(reason: str) -> str:
    text = reason.strip().rstrip(".")
    return f" ({text})" if text else ""
