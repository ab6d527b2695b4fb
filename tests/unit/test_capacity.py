"""What the capacity entries of one request add up to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.capacity import BOOKINGS, Balance, CapacityKind, balance

_K = CapacityKind
POWER = Decimal("8.2")


@pytest.mark.parametrize("booking", sorted(BOOKINGS))
def test_a_booking_holds_a_release_gives_back_and_connecting_turns_it_over(booking: CapacityKind) -> None:
    assert balance([(booking, POWER)]) == Balance(POWER, Decimal(0))
    assert balance([(booking, POWER), (_K.RELEASE, POWER)]) == Balance(Decimal(0), Decimal(0))
    assert balance([(booking, POWER), (_K.CONNECT, POWER)]) == Balance(Decimal(0), POWER)


def test_no_entry_holds_nothing() -> None:
    assert balance([]) == Balance(Decimal(0), Decimal(0))


@given(st.lists(st.sampled_from(sorted(BOOKINGS)), max_size=12), st.decimals(1, 5000, places=3))
def test_what_is_released_as_often_as_booked_leaves_nothing(
    kinds: list[CapacityKind], power: Decimal
) -> None:
    entries = [(kind, power) for kind in kinds] + [(_K.RELEASE, power)] * len(kinds)
    assert balance(entries) == Balance(Decimal(0), Decimal(0))
