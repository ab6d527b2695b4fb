"""What counts as a value of each kind."""

from datetime import date, time
from decimal import Decimal

import pytest

from documents.domain.bills import kinds
from documents.domain.bills.kinds import DayMonth, MonthYear


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.145", "1145"),
        ("0", "0"),
        ("24. 500", "24500"),
        ("0,408", "0.408"),
        ("1.234.567,89", "1234567.89"),
        ("24 500", None),
        ("1.14", None),
        ("24.", None),
        (".500", None),
        ("1.145 389", None),
        ("-5", None),
        ("1e3", None),
        ("٣", None),
        ("xxx", None),
        ("", None),
        ("9" * 17, None),
    ],
)
def test_numbers(text: str, value: str | None) -> None:
    assert kinds.number(text) == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31/01", DayMonth(31, 1)),
        ("29/02", DayMonth(29, 2)),
        ("31/01/2023", DayMonth(31, 1, 2023)),
        ("29/02/2023", None),
        ("31/02", None),
        ("00/10", None),
        ("01/2023", None),
        ("1/1", None),
    ],
)
def test_days_of_readings(text: str, value: DayMonth | None) -> None:
    assert kinds.day(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("FEV/23", MonthYear(2023, 2)),
        ("fev/2023", MonthYear(2023, 2)),
        ("02/2023", MonthYear(2023, 2)),
        ("13/2023", None),
        ("FEB/23", None),
        ("02/23", None),
    ],
)
def test_months(text: str, value: MonthYear | None) -> None:
    assert kinds.month(text) == value


def test_periods_and_windows() -> None:
    assert kinds.period("01/02/2023 a 28/02/2023") == (date(2023, 2, 1), date(2023, 2, 28))
    assert kinds.period("28/02/2023 a 01/02/2023") is None
    assert kinds.window("17:00 às 20:00") == (time(17), time(20))
    assert kinds.window("20:00 às 17:00") is None
    assert kinds.window("25:00 às 26:00") is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("3012345678", True),
        ("0.013.479.258.028-10", True),
        ("0.001.347.925.802.810", False),
        ("001347925802810", True),
        ("7012345678", False),
        ("30xxxxxxxx", False),
        ("30123 45678", False),
    ],
)
def test_numbers_of_units(text: str, is_one: bool) -> None:
    assert (kinds.unit_number(text) is not None) == is_one


def test_classes_and_tariffs() -> None:
    assert kinds.consumer_class("Residencial Bifásico") == "Residencial Bifásico"
    assert kinds.consumer_class("Resi dencial") is None
    assert kinds.subclass("Resi dencial") is None
    assert kinds.modality("THS Verde A4") == "verde"
    assert kinds.subgroup_after("THS Verde A3a") == "A3a"
    assert kinds.subgroup_after("THS Verde") is None
    assert kinds.subgroup("A5") is None
