"""The peak post: which days have one, how many of its hours a reading period holds, and the post of an instant."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Self

from dateutil.easter import easter
from pydantic import BaseModel, ConfigDict, model_validator

from eligibility.domain.bill.quantities import bill_rule
from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.findings import refuse

LONGEST_DAYS = 400
_DAY_HOURS = 24
_ONE_DAY = timedelta(days=1)
_WEEKDAYS = (
    "segunda-feira",
    "terça-feira",
    "quarta-feira",
    "quinta-feira",
    "sexta-feira",
    "sábado",
    "domingo",
)


class Post(StrEnum):
    """Tariff posts of group A, named as the bill names them. The reserved post exists for irrigation only."""

    peak = "HP"
    off_peak = "HFP"
    reserved = "HR"

    @property
    def label(self) -> str:
        """Portuguese wording for people."""
        return {Post.peak: "ponta", Post.off_peak: "fora de ponta", Post.reserved: "horário reservado"}[self]


class ReadingPeriod(BaseModel):
    """The days of one bill, both ends included; `first` is the day after the previous reading."""

    model_config = ConfigDict(frozen=True)

    first: date
    last: date

    @model_validator(mode="after")
    def _days_are_ordered(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"the period ends on {self.last}, before it begins")
        return self

    @classmethod
    def between(cls, previous: date, current: date) -> Self:
        """The period between two readings; Refused `bill.period` when it is empty or longer than a year."""
        if current <= previous:
            raise refuse(
                "bill.period", "A leitura atual precisa ser depois da anterior.", field="current_reading_on"
            )
        if (current - previous).days > LONGEST_DAYS:
            raise refuse(
                "bill.period", f"O período tem até {LONGEST_DAYS} dias.", field="previous_reading_on"
            )
        return cls(first=previous + _ONE_DAY, last=current)

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def each_day(self) -> Iterator[date]:
        """Every day, in order."""
        return (self.first + timedelta(days=number) for number in range(self.days))


class FreeDay(BaseModel):
    """A weekday without peak, and its name."""

    model_config = ConfigDict(frozen=True)

    on: date
    name: str


class PostHours(BaseModel):
    """Real hours of each post in a period. `free_days` are the weekdays that lost their peak."""

    model_config = ConfigDict(frozen=True)

    period: ReadingPeriod
    peak_days: int
    peak_hours: Decimal
    off_peak_hours: Decimal
    free_days: tuple[FreeDay, ...]
    line: str
    citation: Citation
    confidence: Confidence

    def of(self, post: Post) -> Decimal:
        """The hours of that post; LookupError for the reserved one, whose hours stay inside off-peak here."""
        return {Post.peak: self.peak_hours, Post.off_peak: self.off_peak_hours}[post]


def why_free(day: date) -> str | None:
    """The name of what takes the peak from that day (REN 1.000, art. 2, XXXVIII, a); None for a day with peak.

    State and municipal holidays never do. Refused `bill.before_rules` for a day before the norm.
    """
    fixed = bill_rule("peak.free_days.fixed", day).as_table().get(f"{day:%m-%d}")
    if fixed is not None:
        return str(fixed)
    movable = bill_rule("peak.free_days.movable", day).as_table()
    for name, offset in movable.items():
        if day == _easter(day.year) + timedelta(days=offset):
            return name
    is_weekend = day.weekday() in bill_rule("peak.free_weekdays", day).as_list()
    return _WEEKDAYS[day.weekday()] if is_weekend else None


def hours_of(period: ReadingPeriod) -> PostHours:
    """How many hours each post has in those days; the citation is that of the list in force on the last of them."""
    peak_days, hours, free = 0, Decimal(0), []
    for day in period.each_day():
        reason = why_free(day)
        if reason is None:
            peak_days += 1
            hours += _window_hours(day)
        elif day.weekday() not in bill_rule("peak.free_weekdays", day).as_list():
            free.append(FreeDay(on=day, name=reason))
    total = Decimal(period.days * _DAY_HOURS)
    entry = bill_rule("peak.free_days.fixed", period.last)
    lost = "".join(f", sem {item.on:%d/%m} ({item.name})" for item in free)
    each = f"{_window_hours(period.last):f}"
    return PostHours(
        period=period,
        peak_days=peak_days,
        peak_hours=hours,
        off_peak_hours=total - hours,
        free_days=tuple(free),
        line=(
            f"De {period.first:%d/%m/%Y} a {period.last:%d/%m/%Y}: {peak_days} dias com ponta{lost}. "
            f"Ponta: {peak_days} × {each} h = {hours:f} h. "
            f"Fora de ponta: {period.days} × {_DAY_HOURS} h − {hours:f} h = {total - hours:f} h."
        ),
        citation=entry.citation,
        confidence=entry.confidence,
    )


def post_at(moment: datetime) -> Post:
    """Peak or off-peak at a local instant; the first minute of the window is peak, the one at its end is not."""
    begins, ends = peak_window(moment.date())
    if begins <= moment.time() < ends and why_free(moment.date()) is None:
        return Post.peak
    return Post.off_peak


def clock_time(text: str) -> time:
    """`17:00` of the rulebook as a time."""
    return time.fromisoformat(text)


def peak_window(day: date) -> tuple[time, time]:
    """When the peak begins and ends on a day that has one."""
    table = bill_rule("peak.window", day).as_table()
    return clock_time(table["from"]), clock_time(table["to"])


def _window_hours(day: date) -> Decimal:
    begins, ends = peak_window(day)
    minutes = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
    return Decimal(minutes) / 60


@lru_cache(maxsize=200)
def _easter(year: int) -> date:
    found: date = easter(year)
    return found
