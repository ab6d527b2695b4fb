"""Business days and legal terms counted from an event (domain facts 1.4)."""

from datetime import date

import pytest

from requests_app.domain.calendar import (
    BusinessCalendar,
    CalendarRangeError,
    HolidayEntry,
    due_business,
    due_calendar,
    first_counted_day,
)
from tests.unit.clock_cases import BELO_HORIZONTE, NATIONAL, READING_A, READING_B

CALENDAR_VECTORS = [
    # event, days, reading B, reading A
    (date(2026, 11, 23), 15, date(2026, 12, 8), date(2026, 12, 8)),
    (date(2026, 11, 23), 30, date(2026, 12, 23), date(2026, 12, 23)),
    (date(2026, 11, 23), 45, date(2027, 1, 7), date(2027, 1, 7)),
    (date(2026, 11, 6), 15, date(2026, 11, 23), date(2026, 11, 23)),
    (date(2026, 11, 20), 15, date(2026, 12, 7), date(2026, 12, 8)),
    (date(2026, 11, 14), 15, date(2026, 11, 30), date(2026, 12, 1)),
    (date(2026, 12, 4), 30, date(2027, 1, 5), date(2027, 1, 4)),
]


@pytest.mark.parametrize(("event_on", "days", "due_b", "due_a"), CALENDAR_VECTORS)
def test_terms_in_calendar_days_end_on_the_vectors_of_both_readings(
    event_on: date, days: int, due_b: date, due_a: date
) -> None:
    assert due_calendar(event_on, days, NATIONAL, READING_B) == due_b
    assert due_calendar(event_on, days, NATIONAL, READING_A) == due_a


@pytest.mark.parametrize(
    ("event_on", "days", "due_on"),
    [
        (date(2026, 11, 19), 5, date(2026, 11, 27)),
        (date(2026, 12, 22), 10, date(2027, 1, 7)),
    ],
)
def test_terms_in_business_days_end_on_the_vectors(event_on: date, days: int, due_on: date) -> None:
    assert due_business(event_on, days, NATIONAL) == due_on


def test_a_municipal_holiday_moves_the_date_of_that_municipality_only() -> None:
    assert due_calendar(date(2026, 11, 23), 15, NATIONAL, READING_B) == date(2026, 12, 8)
    assert due_calendar(date(2026, 11, 23), 15, BELO_HORIZONTE, READING_B) == date(2026, 12, 9)
    assert BELO_HORIZONTE.holiday_name(date(2026, 12, 8)) == "Imaculada Conceição"


def test_day_one_is_a_business_day_in_reading_b() -> None:
    assert first_counted_day(date(2026, 11, 6), NATIONAL, READING_B) == date(2026, 11, 9)
    assert first_counted_day(date(2026, 11, 6), NATIONAL, READING_A) == date(2026, 11, 7)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2024, 11, 20), "Dia Nacional de Zumbi e da Consciência Negra"),
        (date(2023, 11, 20), None),
        (date(2026, 4, 3), "Sexta-feira Santa"),
        (date(2027, 3, 26), "Sexta-feira Santa"),
        (date(2026, 11, 22), None),
    ],
)
def test_national_holidays_are_those_in_force_in_their_year(day: date, name: str | None) -> None:
    assert NATIONAL.holiday_name(day) == name


def test_two_holidays_on_one_day_are_named_together() -> None:
    assert NATIONAL.holiday_name(date(2000, 4, 21)) == "Sexta-feira Santa e Tiradentes"


@pytest.mark.parametrize("optional", [date(2026, 2, 16), date(2026, 2, 17), date(2026, 6, 4)])
def test_optional_days_count_as_business_days_unless_they_are_added(optional: date) -> None:
    assert NATIONAL.is_business_day(optional)
    added = BusinessCalendar(
        version="with-optional",
        extra=(HolidayEntry(on=optional, name="Ponto facultativo", scope="state", place="MG"),),
    )
    assert not added.is_business_day(optional)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 11, 19), date(2026, 11, 19)),
        (date(2026, 11, 20), date(2026, 11, 23)),
        (date(2027, 1, 1), date(2027, 1, 4)),
    ],
)
def test_the_next_business_day_may_be_the_day_itself(day: date, following: date) -> None:
    assert NATIONAL.next_business_day_on_or_after(day) == following


@pytest.mark.parametrize("event_on", [date.min, date(1989, 12, 31), date(2101, 1, 1), date.max])
def test_a_day_whose_holidays_are_unknown_is_refused_in_words(event_on: date) -> None:
    with pytest.raises(CalendarRangeError, match="entre 1990 e 2100"):
        due_calendar(event_on, 15, NATIONAL, READING_B)
    with pytest.raises(CalendarRangeError, match="entre 1990 e 2100"):
        due_business(event_on, 5, NATIONAL)


def test_a_term_that_runs_out_of_the_known_years_is_refused() -> None:
    with pytest.raises(CalendarRangeError):
        due_calendar(date(2100, 12, 31), 15, NATIONAL, READING_B)


@pytest.mark.parametrize("days", [0, -1])
def test_a_term_without_days_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        due_calendar(date(2026, 11, 23), days, NATIONAL, READING_B)
    with pytest.raises(ValueError, match="at least one day"):
        due_business(date(2026, 11, 23), days, NATIONAL)


def test_calendars_with_the_same_entries_are_equal_after_use() -> None:
    used = BusinessCalendar(version="belo-horizonte", extra=BELO_HORIZONTE.extra)
    assert used.holiday_name(date(2026, 12, 8))
    assert used == BusinessCalendar(version="belo-horizonte", extra=BELO_HORIZONTE.extra)
    assert hash(used) == hash(BELO_HORIZONTE)
