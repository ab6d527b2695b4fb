"""What the capacity entries of a request add up to: power held by a live opinion, power connected."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class CapacityKind(StrEnum):
    """`reserve` without works, `works` where the grid is built first, `exempt` where the analysis is waived."""

    RESERVE = "reserve"
    WORKS = "works"
    EXEMPT = "exempt"
    RELEASE = "release"
    CONNECT = "connect"


BOOKINGS = frozenset({CapacityKind.RESERVE, CapacityKind.WORKS, CapacityKind.EXEMPT})


class Balance(NamedTuple):
    """In kW."""

    held: Decimal
    connected: Decimal


def balance(entries: Iterable[tuple[CapacityKind, Decimal]]) -> Balance:
    """A booking holds; a release gives it back; connecting turns what is held into what is connected."""
    held = connected = Decimal(0)
    for kind, power in entries:
        held += power if kind in BOOKINGS else -power
        connected += power if kind is CapacityKind.CONNECT else 0
    return Balance(held=held, connected=connected)
