"""Business days and the two ways of counting a legal term from the day of an event."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Final, Literal

import holidays
from pydantic import BaseModel, ConfigDict, Field

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100
"""The national holidays are known for these years, ends included."""

_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(days=1)


class CalendarRangeError(ValueError):
    """The day lies outside the years whose holidays are known; the text is fit for a person."""

    def __init__(self, day: date) -> None:
        super().__init__(f"Só contamos prazos entre {FIRST_YEAR} e {LAST_YEAR}.")
        self.day = day


def national_holidays(year: int) -> Mapping[date, str]:
    """The days of the packaged national list with their names; CalendarRangeError for an unknown year."""
    return _national_holidays(_known_year(date(year, 1, 1)))


class HolidayEntry(BaseModel):
    """A day off that the packaged national list does not have."""

    model_config = ConfigDict(frozen=True)

    on: date
    name: str = Field(min_length=1)
    scope: Literal["national", "state", "municipal"]
    place: str | None = None


class BusinessCalendar(BaseModel):
    """National holidays of Brazil plus the entries that apply to one request.

    The entries in `extra` all count: whoever builds the calendar has already chosen those of the right state
    and municipality. Optional days (Carnaval, Corpus Christi) are working days unless they stand in `extra`,
    because REN 1.000/2021 does not say that they are holidays. `version` names the set of entries and is
    stored with each date that was computed from it.
    """

    model_config = ConfigDict(frozen=True)

    version: str
    extra: tuple[HolidayEntry, ...] = ()

    def holiday_name(self, day: date) -> str | None:
        """The name of the holiday, or None. A Sunday without a holiday has no name.

        Raises CalendarRangeError outside FIRST_YEAR to LAST_YEAR.
        """
        return self._extra_names.get(day) or _national_holidays(_known_year(day)).get(day)

    def is_business_day(self, day: date) -> bool:
        """Monday to Friday and no holiday."""
        return day.weekday() < _SATURDAY and self.holiday_name(day) is None

    def next_business_day_on_or_after(self, day: date) -> date:
        """`day` itself when it is a business day."""
        while not self.is_business_day(day):
            day += _ONE_DAY
        return day

    @cached_property
    def _extra_names(self) -> Mapping[date, str]:
        return {entry.on: entry.name for entry in self.extra}


class CountingPolicy(BaseModel):
    """How REN 1.000/2021 art. 656 §3 is read when the first day is not a business day, and whose the term is.

    B (the natural reading): the day after the event is day 1, moved to a business day.
    A: the day of the event is moved to a business day, and the day after that one is day 1.
    `leaves_a_day`: the term of an applicant that stood still in time runs at least to the next business day
    after its return (decision 17); the utility's own terms do not.
    """

    model_config = ConfigDict(frozen=True)

    reading: Literal["A", "B"] = "B"
    leaves_a_day: bool = False


def first_counted_day(event_on: date, cal: BusinessCalendar, policy: CountingPolicy) -> date:
    """Day 1 of a term in calendar days (art. 656 §§2 and 3)."""
    _known_year(event_on)
    match policy.reading:
        case "A":
            return cal.next_business_day_on_or_after(event_on) + _ONE_DAY
        case "B":
            return cal.next_business_day_on_or_after(event_on + _ONE_DAY)


def due_calendar(event_on: date, days: int, cal: BusinessCalendar, policy: CountingPolicy) -> date:
    """The due date of a term in calendar days: always a business day.

    Raises ValueError for `days` under 1, CalendarRangeError outside the known years.
    """
    _at_least_one(days)
    return cal.next_business_day_on_or_after(
        first_counted_day(event_on, cal, policy) + timedelta(days=days - 1)
    )


def due_business(event_on: date, days: int, cal: BusinessCalendar) -> date:
    """The n-th business day after the event (art. 656 §2).

    Raises ValueError for `days` under 1, CalendarRangeError outside the known years.
    """
    _at_least_one(days)
    _known_year(event_on)
    day = event_on
    for _ in range(days):
        day = cal.next_business_day_on_or_after(day + _ONE_DAY)
    return day


def _at_least_one(days: int) -> None:
    if days < 1:
        raise ValueError(f"a term has at least one day, not {days}")


def _known_year(day: date) -> int:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CalendarRangeError(day)
    return day.year


@lru_cache(maxsize=LAST_YEAR - FIRST_YEAR + 1)
def _national_holidays(year: int) -> Mapping[date, str]:
    names = holidays.country_holidays("BR", years=year, language="pt_BR", expand=False)
    return {day: name.replace("; ", " e ") for day, name in names.items()}
