"""What the tools take from a bill: from the guide's own fields, and from fields written by hand."""

from datetime import date
from decimal import Decimal

import pytest

from documents.domain.bills.fields import BillField, BillReading, Flag, Layout, Reason, Value
from documents.domain.bills.kinds import DayMonth, MonthYear
from documents.domain.bills.reader import read_bill
from documents.domain.bills.taken import (
    consumer_class,
    history_lines,
    indicator_numbers,
    phases,
    reading_days,
    twelve_months,
)
from documents.domain.bills.wire import from_json, read_value, to_json, written
from eligibility.domain.bill.history import read_history
from eligibility.domain.vocabulary import ConsumerClass, Phases
from tests.bills.designs import high_design, low_design
from tests.bills.marked import words_of

JAN = MonthYear(2025, 1)


def guide() -> BillReading:
    return read_bill(words_of(high_design(0).pdf))


def reading(**fields: Value | BillField) -> BillReading:
    """A reading of group A with these fields; two underscores stand for a dot."""
    return BillReading(
        Layout.group_a,
        {
            code.replace("__", "."): one if isinstance(one, BillField) else BillField(one, str(one))
            for code, one in fields.items()
        },
    )


def months(count: int, first: MonthYear = JAN) -> list[MonthYear]:
    found = [first]
    while len(found) < count:
        found.append(found[-1].before)
    return found


def history(*kwh: int | None, hr: tuple[int | None, ...] | None = None) -> BillReading:
    """Rows of group A; None is a doubtful cell, and without `hr` the column is blank."""
    fields: dict[str, Value | BillField] = {}
    for row, (month, amount) in enumerate(zip(months(len(kwh)), kwh, strict=True)):
        flags = () if amount is not None else (Flag.history_differs,)
        fields[f"history__{row}__month"] = month
        fields[f"history__{row}__energy_hp"] = Decimal(1)
        fields[f"history__{row}__energy_hfp"] = BillField(Decimal(amount or 7), "x", flags=flags)
        reserved = hr[row] if hr else None
        fields[f"history__{row}__energy_hr"] = (
            BillField(reason=Reason.blank) if reserved is None else Decimal(reserved)
        )
    return reading(**fields)


def test_the_guides_numbers_go_to_the_indicators() -> None:
    found = {one.name: (one.text, one.is_sure) for one in indicator_numbers(guide())}
    assert found == {
        "previous_reading_on": ("2023-01-31", True),
        "current_reading_on": ("2023-02-28", True),
        "modality": ("green", True),
        "peak.energy_kwh": ("24.500", True),
        "peak.max_kw": ("707", True),
        "peak.reactive_kvarh": ("9.800", True),
        "peak.dmcr_kw": ("700", True),
        "off_peak.energy_kwh": ("189.700", True),
        # The guide bills an overrun that this demand does not reach.
        "off_peak.max_kw": ("756", False),
        "off_peak.reactive_kvarh": ("65.100", True),
        "off_peak.dmcr_kw": ("721", True),
        "reserved_energy_kwh": ("91.700", False),
        "contracted_kw": ("1.145", True),
        "injection_measured_kw": ("553", False),
        "injection_contracted_kw": ("700", True),
        "printed.peak_load_factor": ("0,608", True),
        "printed.off_peak_load_factor": ("0,408", True),
        "printed.peak_reactive_demand_kw": ("", False),
        "printed.off_peak_reactive_demand_kw": ("1", True),
        # Neither the 553 measured nor the 700 contracted: it goes on as printed, with its doubt.
        "printed.injection_billed_kw": ("693", False),
        "printed.billed_kw": ("1.145", True),
        "printed.overrun_kw": ("389", False),
    }


def test_the_guides_history_is_read_by_the_indicators_again() -> None:
    lines = history_lines(guide()).split("\n")
    assert (len(lines), lines[0], lines[1]) == (
        13,
        "FEV/23 707 756 - - -",
        "JAN/23 252 441 9.100 135.100 780",
    )
    rows = read_history("\n".join(lines))
    assert (rows[0].peak_kw, rows[-1].off_peak_kwh) == (Decimal(707), Decimal(148400))


def test_the_blue_modality_has_a_contract_in_each_post() -> None:
    found = {
        one.name: one.text
        for one in indicator_numbers(
            reading(modality="azul", contracted__hp=Decimal(80), contracted__hfp=Decimal(100))
        )
    }
    assert (found["peak.contracted_kw"], found["off_peak.contracted_kw"]) == ("80", "100")
    assert "contracted_kw" not in found


def test_low_voltage_has_no_such_indicators() -> None:
    assert indicator_numbers(read_bill(words_of(low_design(0).pdf))) == ()


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [
        (
            {"previous_reading": DayMonth(31, 1), "current_reading": DayMonth(28, 2), "period_end": date(2023, 2, 28)},
            date(2023, 1, 31),
            date(2023, 2, 28),
        ),
        (
            {"previous_reading": DayMonth(5, 12), "current_reading": DayMonth(4, 1), "reference_month": JAN},
            date(2024, 12, 5),
            date(2025, 1, 4),
        ),
        (
            {
                "previous_reading": DayMonth(2, 12),
                "current_reading": DayMonth(2, 1),
                "reference_month": MonthYear(2024, 12),
            },
            date(2024, 12, 2),
            date(2025, 1, 2),
        ),
        (
            {"previous_reading": DayMonth(1, 3, 2024), "current_reading": DayMonth(2, 4, 2024)},
            date(2024, 3, 1),
            date(2024, 4, 2),
        ),
        # A reading half a year from its month is of no year that can be told.
        ({"previous_reading": DayMonth(2, 6), "current_reading": DayMonth(2, 7), "reference_month": JAN}, None, None),
        ({"previous_reading": DayMonth(31, 1), "current_reading": DayMonth(28, 2)}, None, None),
        ({"previous_reading": DayMonth(28, 2), "current_reading": DayMonth(28, 2), "reference_month": MonthYear(2023, 2)}, None, date(2023, 2, 28)),
        ({"current_reading": DayMonth(29, 2), "reference_month": MonthYear(2023, 2)}, None, None),
    ],
)  # fmt: skip
def test_the_years_of_the_readings(fields: dict[str, Value], before: date | None, after: date | None) -> None:
    found = reading_days(reading(**fields))
    assert (found["previous_reading_on"][0], found["current_reading_on"][0]) == (before, after)


def test_a_date_is_sure_only_when_all_behind_it_is() -> None:
    doubtful = BillField(date(2023, 2, 28), "x", flags=(Flag.period_differs,))
    found = indicator_numbers(
        reading(
            previous_reading=DayMonth(31, 1),
            current_reading=DayMonth(28, 2),
            period_end=doubtful,
            modality="verde",
        )
    )
    assert {one.name: one.is_sure for one in found[:3]} == {
        "previous_reading_on": False,
        "current_reading_on": False,
        "modality": True,
    }


def test_the_guides_consumption_leaves_its_doubtful_month_out() -> None:
    found = twelve_months(guide())
    assert found is not None
    # FEV/23 has 915 kWh in the history and 91.700 on the second page.
    assert (found.months[0], found.months[-1]) == (MonthYear(2023, 1), MonthYear(2022, 2))
    assert found.kwh[0] == 9100 + 135100 + 780
    assert found.kwh[-1] == 20300 + 148400
    assert found.has_reserved
    assert found.lines.split("\n")[0] == "168.700"


def test_low_voltage_has_its_twelve_newest_months() -> None:
    found = twelve_months(read_bill(words_of(low_design(0).pdf)))
    assert found is not None
    assert (found.months[0], found.kwh[0], found.kwh[-1]) == (MonthYear(2025, 4), Decimal(325), Decimal(271))
    assert not found.has_reserved


def test_a_month_in_doubt_is_never_counted() -> None:
    whole = history(*range(100, 113))
    assert whole.layout is Layout.group_a
    found = twelve_months(whole)
    assert found is not None
    assert found.kwh == tuple(Decimal(value + 1) for value in range(100, 112))
    first_doubtful = twelve_months(history(None, *range(101, 113)))
    assert first_doubtful is not None
    assert first_doubtful.months[0] == JAN.before
    assert twelve_months(history(100, 101, None, *range(103, 113))) is None
    assert twelve_months(history(*range(100, 111))) is None


def test_a_blank_among_reserved_hours_is_a_doubt_and_a_blank_column_is_none() -> None:
    with_all = twelve_months(history(*[10] * 13, hr=(5,) * 13))
    assert with_all is not None
    assert with_all.kwh == (Decimal(16),) * 12
    assert with_all.has_reserved
    assert twelve_months(history(*[10] * 13, hr=(5, 5, 5, None, *[5] * 9))) is None
    without = twelve_months(history(*[10] * 13))
    assert without is not None
    assert without.kwh == (Decimal(11),) * 12
    assert not without.has_reserved


def test_months_with_a_gap_are_no_twelve_in_a_row() -> None:
    fields = dict(history(*range(13)).fields)
    fields["history.6.month"] = BillField(MonthYear(2023, 1), "JAN/23")
    assert twelve_months(BillReading(Layout.group_a, fields)) is None


@pytest.mark.parametrize(
    ("text", "found", "connection"),
    [
        ("Residencial Bifásico", ConsumerClass.residential, Phases.two),
        ("Poder Público", ConsumerClass.public_authority, None),
        ("Serviço Público Trifásico", ConsumerClass.public_service, Phases.three),
        ("Consumo Próprio", None, None),
    ],
)
def test_classes(text: str, found: ConsumerClass | None, connection: Phases | None) -> None:
    of_bill = reading(consumer_class=text)
    assert (consumer_class(of_bill), phases(of_bill)) == (found, connection)


def test_a_reading_survives_the_wire() -> None:
    for design in (high_design(0), low_design(0)):
        found = read_bill(words_of(design.pdf))
        assert from_json(to_json(found)) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.408"), "0.408"),
        (Decimal("1E+3"), "1000"),
        (28, "28"),
        (DayMonth(28, 2), "02-28"),
        (DayMonth(28, 2, 2023), "2023-02-28"),
        (MonthYear(2023, 2), "2023-02"),
        (date(2023, 2, 1), "2023-02-01"),
    ],
)
def test_how_values_are_written(value: Value, text: str) -> None:
    kind, found = written(value)
    assert found == text
    assert read_value(kind, found) == value
