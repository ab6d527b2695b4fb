"""A load record of any bytes: read, or refused by name; and a number is what was written."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.bill.mass_memory_file import MassMemoryFile, Stamp, read_mass_memory
from eligibility.domain.findings import Refused

ON = date(2026, 11, 22)


def read_or_refused(data: bytes) -> MassMemoryFile | str:
    try:
        return read_mass_memory(data, on=ON, stamp=Stamp.start)
    except Refused as refusal:
        return refusal.code


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_no_bytes_make_it_stumble(data: bytes) -> None:
    found = read_or_refused(data)
    assert found.startswith("mass_memory.") if isinstance(found, str) else found.intervals


@given(st.text(alphabet='0123456789.,-;:/ \nkWhx"', max_size=200))
def test_no_line_changes_the_one_before_it(tail: str) -> None:
    found = read_or_refused(f"Data;Hora;kWh\n01/06/2026;10:00;1,5\n{tail}".encode())
    if isinstance(found, str):
        assert found.startswith("mass_memory.")
    else:
        assert found.intervals[0].active_kwh == Decimal("1.5")


@given(st.decimals(min_value=0, max_value=9999, places=3), st.sampled_from([",", "."]), st.booleans())
def test_a_number_is_read_as_it_was_written_or_refused(value: Decimal, mark: str, is_grouped: bool) -> None:
    """A comma file and a dot file of the same numbers; the second line tells the mark, so neither is refused."""
    written = f"{value:,.3f}" if is_grouped else f"{value:.3f}"
    if mark == ",":
        written = written.translate(str.maketrans(",.", ".,"))
    text = f"Data;Hora;kWh\n01/06/2026;10:00;{written}\n01/06/2026;10:15;0{mark}5"
    found = read_or_refused(text.encode())
    assert not isinstance(found, str)
    assert found.intervals[0].active_kwh == value
