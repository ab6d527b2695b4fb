"""How days and instants read in a template: with the weekday, in the portal's time zone; empty for None."""

from datetime import date, datetime

from django.utils import timezone

from requests_app.domain import dates


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return _local(value).date()
    return value


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def short_day(value: date | datetime | None) -> str:
    """`qui., 12/03`."""
    return dates.short_day(_day(value)) if value else ""


def long_day(value: date | datetime | None) -> str:
    """`quinta, 12/03/2026`."""
    return dates.long_day(_day(value)) if value else ""


def moment(value: datetime | None) -> str:
    """`qui., 12/03/2026, 14:32`."""
    return f"{dates.short_day_with_year(_day(value))}, {clock_time(value)}" if value else ""


def clock_time(value: datetime | None) -> str:
    """`14:32`."""
    return f"{_local(value):%H:%M}" if value else ""


def spoken_time(value: datetime | None) -> str:
    """`15h40`, and `15h` on the hour."""
    if not value:
        return ""
    at = _local(value)
    return f"{at:%Hh%M}" if at.minute else f"{at:%Hh}"
