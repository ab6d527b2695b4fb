"""Dates and counts of days as a person in Brazil reads them."""

from datetime import date
from typing import Final

WEEKDAYS_SHORT: Final = ("seg", "ter", "qua", "qui", "sex", "sáb", "dom")
WEEKDAYS: Final = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")
MONTHS: Final = (
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
)
_SATURDAY: Final = 5


def day_month(day: date) -> str:
    """`12/03`."""
    return f"{day.day:02d}/{day.month:02d}"


def numeric_day(day: date) -> str:
    """`12/03/2026`."""
    return f"{day_month(day)}/{day.year:04d}"


def short_day(day: date) -> str:
    """`qui., 12/03`: for tables and lists where the year is plain."""
    return f"{WEEKDAYS_SHORT[day.weekday()]}., {day_month(day)}"


def short_day_with_year(day: date) -> str:
    """`qui., 12/03/2026`: for the ledger, which outlives its year."""
    return f"{WEEKDAYS_SHORT[day.weekday()]}., {numeric_day(day)}"


def long_day(day: date) -> str:
    """`quinta, 12/03/2026`."""
    return f"{WEEKDAYS[day.weekday()]}, {numeric_day(day)}"


def on_long_day(day: date) -> str:
    """`na quinta, 12/03/2026`, `no sábado, 14/03/2026`."""
    return f"{_preposition(day)} {long_day(day)}"


def on_day(day: date) -> str:
    """`na quinta, 12/03`, `no sábado, 14/03`."""
    return f"{_preposition(day)} {WEEKDAYS[day.weekday()]}, {day_month(day)}"


def spoken_day(day: date) -> str:
    """`segunda, 6 de abril de 2026`: for text that is read aloud."""
    ordinal = "1º" if day.day == 1 else str(day.day)
    return f"{WEEKDAYS[day.weekday()]}, {ordinal} de {MONTHS[day.month - 1]} de {day.year:04d}"


def remaining(day: date, today: date) -> str:
    """`faltam 4 dias`, `falta 1 dia`, `hoje`, `há 1 dia`, `há 2 dias`."""
    left = (day - today).days
    if left == 0:
        return "hoje"
    if left < 0:
        return f"há {count_days(-left)}"
    return f"falta {count_days(1)}" if left == 1 else f"faltam {count_days(left)}"


def count_days(days: int, *, business: bool = False) -> str:
    """`1 dia`, `4 dias`, `1 dia útil`, `5 dias úteis`."""
    if business:
        return f"{days} dia útil" if days == 1 else f"{days} dias úteis"
    return f"{days} dia" if days == 1 else f"{days} dias"


def _preposition(day: date) -> str:
    return "no" if day.weekday() >= _SATURDAY else "na"
