"""How dates, hours, sizes and quantities are written on a printed sheet, in Portuguese."""

from datetime import date, datetime
from decimal import Decimal
from math import ceil
from zoneinfo import ZoneInfo

LEGAL_ZONE = ZoneInfo("America/Sao_Paulo")
WEEKDAYS = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")
SHORT_WEEKDAYS = tuple(name[:3] for name in WEEKDAYS)
MEGABYTE = 1024 * 1024


def day(value: date) -> str:
    """`ter., 24/03/2026`."""
    return f"{SHORT_WEEKDAYS[value.weekday()]}., {value:%d/%m/%Y}"


def long_day(value: date) -> str:
    """`terça, 24/03/2026`."""
    return f"{WEEKDAYS[value.weekday()]}, {value:%d/%m/%Y}"


def moment(value: datetime) -> str:
    """`ter., 24/03/2026, 09:58:31`, legal time of Brasília; `value` must be aware."""
    local = value.astimezone(LEGAL_ZONE)
    return f"{day(local.date())}, {local:%H:%M:%S}"


def local_day(value: datetime) -> date:
    """The civil date of an aware instant in Brasília."""
    return value.astimezone(LEGAL_ZONE).date()


def clock_time(value: datetime) -> str:
    """`09:58:31`, legal time of Brasília; `value` must be aware."""
    return f"{value.astimezone(LEGAL_ZONE):%H:%M:%S}"


def kilowatts(value: Decimal) -> str:
    """`6,1 kW`: no zero that says nothing, comma as decimal mark."""
    text = format(value.normalize(), "f")
    return f"{text.replace('.', ',')} kW"


def file_size(size_bytes: int) -> str:
    """`84 kB`, `1,2 MB`: rounded up, so that a file above a limit never looks equal to it."""
    if size_bytes < 1024 * 1000:
        return f"{ceil(size_bytes / 1024)} kB"
    tenths = ceil(size_bytes * 10 / MEGABYTE)
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth} MB" if tenth else f"{whole} MB"
