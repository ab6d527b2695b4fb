"""The badge of a term: one short text, one colour and one icon, from columns that a list can read cheaply."""

from datetime import date
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from requests_app.domain.clock import ClockState, Reckoning
from requests_app.domain.dates import count_days, day_month, numeric_day, remaining

SOON_DAYS: Final = 3
VALIDITY_SOON_DAYS: Final = 60
"""How many days before the end a badge asks for attention, unless the rulebook's alerts say otherwise."""


class BadgeColour(StrEnum):
    """The status colours of the design. Red is only for a delay of the utility."""

    BLUE = "blue"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"
    GREEN = "green"


class BadgeIcon(StrEnum):
    """Names in the icon sprite."""

    CLOCK = "clock"
    BELL = "bell"
    BANG = "bang"
    PAUSE = "pause"
    HOURGLASS = "hourglass"
    CALENDAR_CROSS = "cal-x"
    CHECK_CIRCLE = "check-circle"


class Badge(BaseModel):
    """Text, colour and icon of one tag; the text says everything without the other two."""

    model_config = ConfigDict(frozen=True)

    text: str
    colour: BadgeColour
    icon: BadgeIcon


HELD: Final = Badge(text="Prazo parado", colour=BadgeColour.GREY, icon=BadgeIcon.PAUSE)
"""A term of the applicant that stands still: it has no date and hides no days of the utility."""


def badge(
    reckoning: Reckoning, today: date, *, soon_days: int = SOON_DAYS, is_ours: bool = True
) -> Badge | None:
    """The badge of a reckoning; None when its clock has not started or has stopped."""
    if reckoning.state in (ClockState.NOT_STARTED, ClockState.STOPPED):
        return None
    return badge_for(
        reckoning.due_on,
        is_paused=reckoning.is_paused,
        used_days=reckoning.used_days,
        total_days=reckoning.total_days,
        today=today,
        soon_days=soon_days,
        is_ours=is_ours,
    )


def badge_for(
    due_on: date | None,
    *,
    is_paused: bool,
    used_days: int,
    total_days: int,
    today: date,
    soon_days: int = SOON_DAYS,
    is_ours: bool = True,
) -> Badge | None:
    """The badge of an open term from its stored columns, without folding.

    `used_days` is read only while the clock stands still, and then it does not change from day to day. A
    clock that stands still with all its days used hides no delay: it is shown by its date. `is_ours` is False
    for a term of the applicant, whose end is no delay of the utility. None when there is neither a date nor a
    pause to show.
    """
    if is_paused and used_days < total_days:
        return Badge(
            text=f"Prazo parado · dia {used_days} de {total_days}",
            colour=BadgeColour.GREY,
            icon=BadgeIcon.PAUSE,
        )
    if due_on is None:
        return None
    left = (due_on - today).days
    if left < 0:
        return _over(-left, is_ours=is_ours)
    if left == 0:
        return Badge(text="Vence hoje", colour=BadgeColour.AMBER, icon=BadgeIcon.BELL)
    words = remaining(due_on, today)
    if left <= soon_days:
        return Badge(
            text=f"{words.capitalize()} · {day_month(due_on)}",
            colour=BadgeColour.AMBER,
            icon=BadgeIcon.CLOCK,
        )
    return Badge(text=f"No prazo · {words}", colour=BadgeColour.BLUE, icon=BadgeIcon.CLOCK)


def validity_badge(due_on: date, today: date, *, soon_days: int = VALIDITY_SOON_DAYS) -> Badge:
    """The badge of an issued opinion whose validity runs: the term is the holder's, so it is never red."""
    left = (due_on - today).days
    if left < 0:
        return Badge(
            text=f"Parecer vencido em {numeric_day(due_on)}",
            colour=BadgeColour.GREY,
            icon=BadgeIcon.CALENDAR_CROSS,
        )
    if left > soon_days:
        return Badge(
            text=f"Parecer válido até {numeric_day(due_on)}",
            colour=BadgeColour.GREEN,
            icon=BadgeIcon.CHECK_CIRCLE,
        )
    when = f"em {count_days(left)}" if left else "hoje"
    return Badge(
        text=f"Parecer vence {when} · {day_month(due_on)}",
        colour=BadgeColour.AMBER,
        icon=BadgeIcon.HOURGLASS,
    )


def _over(days: int, *, is_ours: bool) -> Badge:
    if is_ours:
        return Badge(text=f"Atrasado {count_days(days)}", colour=BadgeColour.RED, icon=BadgeIcon.BANG)
    return Badge(text=f"Venceu há {count_days(days)}", colour=BadgeColour.GREY, icon=BadgeIcon.CALENDAR_CROSS)
