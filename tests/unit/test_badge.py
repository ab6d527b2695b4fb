"""The deadline badge: exact text, colour and icon on a given day (A-11)."""

from collections.abc import Sequence
from datetime import date

import pytest

from requests_app.domain.badge import badge, badge_for, validity_badge
from requests_app.domain.calendar import BusinessCalendar
from requests_app.domain.deadline import ClockEvent
from tests.unit.clock_cases import (
    BELO_HORIZONTE,
    DOCUMENT_CHECK,
    NATIONAL,
    WORKS,
    calendar_term,
    pause,
    reckon,
    reset,
    resume,
    start,
    stop,
    switch,
)

PLAIN = (start(date(2026, 3, 2)),)
WEEKEND_END = (start(date(2026, 3, 5), WORKS),)
GOOD_FRIDAY_END = (start(date(2026, 3, 19)),)
TIRADENTES_END = (start(date(2026, 4, 6)),)
NEW_YEAR_END = (start(date(2026, 12, 17)),)
WEEKEND_FILING = (start(date(2026, 11, 14)),)
DECEMBER_8_END = (start(date(2026, 11, 23)),)
MINI = (start(date(2026, 11, 23), calendar_term(45)),)
CHECK = (start(date(2026, 4, 15), DOCUMENT_CHECK),)
STANDING = (start(date(2026, 3, 12)), pause(date(2026, 3, 17)))
RETURNED = (*STANDING, resume(date(2026, 3, 24)))
VECTOR = (start(date(2026, 11, 23)), pause(date(2026, 11, 27)), resume(date(2026, 12, 5)))
SAME_THURSDAY = (*PLAIN, pause(date(2026, 3, 5)), resume(date(2026, 3, 5)))
SAME_FRIDAY = (*PLAIN, pause(date(2026, 3, 6)), resume(date(2026, 3, 6)))
WORKS_FOUND = (*PLAIN, switch(date(2026, 3, 10)))
BEGUN_AGAIN = (*PLAIN, reset(date(2026, 3, 10)))
BEGUN_AGAIN_LATE = (*PLAIN, reset(date(2026, 3, 20)))
OLD_SUMMER_TIME = (start(date(2018, 10, 22)),)
OVER_LEAP_DAY = (start(date(2028, 2, 21)),)
LEAP_DAY_END = (start(date(2028, 2, 14)),)
NO_LEAP_DAY = (start(date(2027, 2, 12)),)

CASES: list[tuple[Sequence[ClockEvent], date, str]] = [
    (PLAIN, date(2026, 3, 2), "blue No prazo · faltam 15 dias"),
    (PLAIN, date(2026, 3, 3), "blue No prazo · faltam 14 dias"),
    (PLAIN, date(2026, 3, 8), "blue No prazo · faltam 9 dias"),
    (PLAIN, date(2026, 3, 13), "blue No prazo · faltam 4 dias"),
    (PLAIN, date(2026, 3, 14), "amber Faltam 3 dias · 17/03"),
    (PLAIN, date(2026, 3, 15), "amber Faltam 2 dias · 17/03"),
    (PLAIN, date(2026, 3, 16), "amber Falta 1 dia · 17/03"),
    (PLAIN, date(2026, 3, 17), "amber Vence hoje"),
    (PLAIN, date(2026, 3, 18), "red Atrasado 1 dia"),
    (PLAIN, date(2026, 3, 19), "red Atrasado 2 dias"),
    (PLAIN, date(2026, 3, 27), "red Atrasado 10 dias"),
    (PLAIN, date(2027, 3, 17), "red Atrasado 365 dias"),
    (WEEKEND_END, date(2026, 4, 2), "blue No prazo · faltam 4 dias"),
    (WEEKEND_END, date(2026, 4, 3), "amber Faltam 3 dias · 06/04"),
    (WEEKEND_END, date(2026, 4, 4), "amber Faltam 2 dias · 06/04"),
    (WEEKEND_END, date(2026, 4, 5), "amber Falta 1 dia · 06/04"),
    (WEEKEND_END, date(2026, 4, 6), "amber Vence hoje"),
    (WEEKEND_END, date(2026, 4, 7), "red Atrasado 1 dia"),
    (GOOD_FRIDAY_END, date(2026, 4, 2), "blue No prazo · faltam 4 dias"),
    (GOOD_FRIDAY_END, date(2026, 4, 3), "amber Faltam 3 dias · 06/04"),
    (GOOD_FRIDAY_END, date(2026, 4, 6), "amber Vence hoje"),
    (TIRADENTES_END, date(2026, 4, 21), "amber Falta 1 dia · 22/04"),
    (TIRADENTES_END, date(2026, 4, 22), "amber Vence hoje"),
    (TIRADENTES_END, date(2026, 4, 23), "red Atrasado 1 dia"),
    (NEW_YEAR_END, date(2026, 12, 31), "blue No prazo · faltam 4 dias"),
    (NEW_YEAR_END, date(2027, 1, 1), "amber Faltam 3 dias · 04/01"),
    (NEW_YEAR_END, date(2027, 1, 4), "amber Vence hoje"),
    (NEW_YEAR_END, date(2027, 1, 6), "red Atrasado 2 dias"),
    (WEEKEND_FILING, date(2026, 11, 14), "blue No prazo · faltam 16 dias"),
    (WEEKEND_FILING, date(2026, 11, 30), "amber Vence hoje"),
    (DECEMBER_8_END, date(2026, 12, 8), "amber Vence hoje"),
    (MINI, date(2026, 11, 23), "blue No prazo · faltam 45 dias"),
    (MINI, date(2027, 1, 4), "amber Faltam 3 dias · 07/01"),
    (CHECK, date(2026, 4, 17), "blue No prazo · faltam 6 dias"),
    (CHECK, date(2026, 4, 20), "amber Faltam 3 dias · 23/04"),
    (CHECK, date(2026, 4, 21), "amber Faltam 2 dias · 23/04"),
    (CHECK, date(2026, 4, 22), "amber Falta 1 dia · 23/04"),
    (CHECK, date(2026, 4, 23), "amber Vence hoje"),
    (CHECK, date(2026, 4, 24), "red Atrasado 1 dia"),
    ((*CHECK, pause(date(2026, 4, 18))), date(2026, 4, 20), "grey Prazo parado · dia 2 de 5"),
    (STANDING, date(2026, 3, 17), "grey Prazo parado · dia 5 de 15"),
    (STANDING, date(2026, 3, 24), "grey Prazo parado · dia 5 de 15"),
    (STANDING, date(2026, 6, 17), "grey Prazo parado · dia 5 de 15"),
    (RETURNED, date(2026, 3, 24), "blue No prazo · faltam 13 dias"),
    (RETURNED, date(2026, 4, 3), "amber Faltam 3 dias · 06/04"),
    (RETURNED, date(2026, 4, 6), "amber Vence hoje"),
    (RETURNED, date(2026, 4, 7), "red Atrasado 1 dia"),
    (VECTOR[:2], date(2026, 12, 5), "grey Prazo parado · dia 4 de 15"),
    (VECTOR, date(2026, 12, 5), "blue No prazo · faltam 12 dias"),
    (VECTOR, date(2026, 12, 14), "amber Faltam 3 dias · 17/12"),
    (VECTOR, date(2026, 12, 17), "amber Vence hoje"),
    (VECTOR, date(2026, 12, 18), "red Atrasado 1 dia"),
    ((*VECTOR, pause(date(2026, 12, 12))), date(2026, 12, 20), "grey Prazo parado · dia 10 de 15"),
    ((*PLAIN, pause(date(2026, 3, 2))), date(2026, 3, 5), "grey Prazo parado · dia 0 de 15"),
    ((*PLAIN, pause(date(2026, 3, 7))), date(2026, 3, 9), "grey Prazo parado · dia 5 de 15"),
    ((*PLAIN, pause(date(2026, 3, 16))), date(2026, 3, 25), "grey Prazo parado · dia 14 de 15"),
    ((*PLAIN, pause(date(2026, 3, 17))), date(2026, 3, 17), "amber Vence hoje"),
    ((*PLAIN, pause(date(2026, 3, 17))), date(2026, 3, 18), "red Atrasado 1 dia"),
    ((*PLAIN, pause(date(2026, 3, 18))), date(2026, 3, 20), "red Atrasado 3 dias"),
    (SAME_THURSDAY, date(2026, 3, 16), "amber Falta 1 dia · 17/03"),
    (SAME_FRIDAY, date(2026, 3, 16), "amber Faltam 3 dias · 19/03"),
    (WORKS_FOUND, date(2026, 3, 10), "blue No prazo · faltam 22 dias"),
    (WORKS_FOUND, date(2026, 3, 18), "blue No prazo · faltam 14 dias"),
    (WORKS_FOUND, date(2026, 3, 29), "amber Faltam 3 dias · 01/04"),
    ((*WORKS_FOUND, pause(date(2026, 3, 11))), date(2026, 3, 12), "grey Prazo parado · dia 9 de 30"),
    (BEGUN_AGAIN, date(2026, 3, 10), "blue No prazo · faltam 15 dias"),
    (BEGUN_AGAIN, date(2026, 3, 22), "amber Faltam 3 dias · 25/03"),
    (BEGUN_AGAIN, date(2026, 3, 25), "amber Vence hoje"),
    (BEGUN_AGAIN, date(2026, 3, 26), "red Atrasado 1 dia"),
    (BEGUN_AGAIN_LATE, date(2026, 3, 20), "blue No prazo · faltam 17 dias"),
    ((*STANDING, reset(date(2026, 3, 24))), date(2026, 3, 24), "blue No prazo · faltam 15 dias"),
    (OLD_SUMMER_TIME, date(2018, 11, 3), "amber Faltam 3 dias · 06/11"),
    (OLD_SUMMER_TIME, date(2018, 11, 4), "amber Faltam 2 dias · 06/11"),
    (OLD_SUMMER_TIME, date(2018, 11, 5), "amber Falta 1 dia · 06/11"),
    (OVER_LEAP_DAY, date(2028, 2, 28), "blue No prazo · faltam 8 dias"),
    (OVER_LEAP_DAY, date(2028, 2, 29), "blue No prazo · faltam 7 dias"),
    (OVER_LEAP_DAY, date(2028, 3, 1), "blue No prazo · faltam 6 dias"),
    (LEAP_DAY_END, date(2028, 2, 26), "amber Faltam 3 dias · 29/02"),
    (LEAP_DAY_END, date(2028, 2, 29), "amber Vence hoje"),
    (LEAP_DAY_END, date(2028, 3, 1), "red Atrasado 1 dia"),
    (NO_LEAP_DAY, date(2027, 2, 28), "amber Falta 1 dia · 01/03"),
]
ICONS = {"blue": {"clock"}, "amber": {"clock", "bell"}, "red": {"bang"}, "grey": {"pause"}}


def shown(events: Sequence[ClockEvent], today: date, cal: BusinessCalendar = NATIONAL) -> str:
    found = badge(reckon(*events, today=today, cal=cal), today)
    assert found is not None
    assert found.icon in ICONS[found.colour]
    assert (found.icon == "bell") is (found.text == "Vence hoje")
    return f"{found.colour} {found.text}"


@pytest.mark.parametrize(("events", "today", "expected"), CASES)
def test_a11_the_badge_says_exactly_this(events: Sequence[ClockEvent], today: date, expected: str) -> None:
    assert shown(events, today) == expected


def test_a11_there_are_at_least_sixty_dated_cases() -> None:
    assert len({(tuple(events), today) for events, today, _ in CASES}) >= 60


def test_a11_a_municipal_holiday_shows_in_the_badge() -> None:
    assert shown(DECEMBER_8_END, date(2026, 12, 8), BELO_HORIZONTE) == "amber Falta 1 dia · 09/12"


@pytest.mark.parametrize(("events", "today", "expected"), CASES)
def test_the_stored_columns_of_any_earlier_day_give_the_same_badge(
    events: Sequence[ClockEvent], today: date, expected: str
) -> None:
    """The queue reads columns that were written on the day of the last event and never folds."""
    written = reckon(*events, today=events[-1].on)
    found = badge_for(
        written.due_on,
        is_paused=written.is_paused,
        used_days=written.used_days,
        total_days=written.total_days,
        today=today,
    )
    assert found is not None
    assert f"{found.colour} {found.text}" == expected


def test_an_answered_clock_and_one_that_has_not_started_have_no_badge() -> None:
    today = date(2026, 3, 20)
    assert badge(reckon(*PLAIN, stop(date(2026, 3, 11)), today=today), today) is None
    assert badge(reckon(today=today), today) is None


def test_the_day_from_which_the_badge_turns_amber_is_an_argument() -> None:
    reckoning = reckon(*PLAIN, today=date(2026, 3, 12))
    found = badge(reckoning, date(2026, 3, 12), soon_days=5)
    assert found is not None
    assert (found.colour, found.text) == ("amber", "Faltam 5 dias · 17/03")
    calm = badge(reckoning, date(2026, 3, 16), soon_days=0)
    assert calm is not None
    assert (calm.colour, calm.text) == ("blue", "No prazo · falta 1 dia")


def test_red_is_only_for_a_delay_of_the_utility() -> None:
    reckoning = reckon(*PLAIN, today=date(2026, 3, 18))
    found = badge(reckoning, date(2026, 3, 18), is_ours=False)
    assert found is not None
    assert (found.colour, found.icon, found.text) == ("grey", "cal-x", "Venceu há 1 dia")


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 4, 1), "green check-circle Parecer válido até 22/07/2026"),
        (date(2026, 5, 22), "green check-circle Parecer válido até 22/07/2026"),
        (date(2026, 5, 23), "amber hourglass Parecer vence em 60 dias · 22/07"),
        (date(2026, 7, 21), "amber hourglass Parecer vence em 1 dia · 22/07"),
        (date(2026, 7, 22), "amber hourglass Parecer vence hoje · 22/07"),
        (date(2026, 7, 23), "grey cal-x Parecer vencido em 22/07/2026"),
    ],
)
def test_the_validity_of_an_opinion_is_never_red(today: date, expected: str) -> None:
    found = validity_badge(date(2026, 7, 22), today)
    assert f"{found.colour} {found.icon} {found.text}" == expected
