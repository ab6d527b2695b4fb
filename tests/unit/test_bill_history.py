"""The months that a bill lists: read however they are pasted, never filled in, and measured against the contract."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.bill.history import (
    MonthRow,
    history_answer,
    history_line,
    read_history,
)
from eligibility.domain.bill.peak_hours import Post
from eligibility.domain.findings import Refused

ON = date(2023, 2, 28)
amounts = st.none() | st.decimals(min_value=0, max_value=999_999, places=2)
months = st.builds(
    MonthRow,
    month=st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(lambda day: day.replace(day=1)),
    peak_kw=amounts,
    off_peak_kw=amounts,
    peak_kwh=amounts,
    off_peak_kwh=amounts,
    reserved_kwh=amounts,
)


@pytest.mark.parametrize(
    "line",
    [
        "FEV/23 707 756 24.500 189.700",
        "fev/2023\t707\t756\t24.500\t189.700",
        "02/2023;707;756;24.500;189.700",
        "  Fevereiro-23   707,0  756 24500 189.700,00  ",
    ],
)
def test_a_month_is_read_however_it_is_pasted(line: str) -> None:
    (row,) = read_history(line)
    assert row == MonthRow(
        month=date(2023, 2, 1),
        peak_kw=Decimal(707),
        off_peak_kw=Decimal(756),
        peak_kwh=Decimal(24500),
        off_peak_kwh=Decimal(189700),
    )


def test_a_dash_is_a_number_that_is_missing_and_empty_lines_are_nothing() -> None:
    rows = read_history("\nFEV/23 707 - 24.500 189.700 91.700\n\nJAN/23 – – 1 2\n")
    assert [row.label for row in rows] == ["fev/23", "jan/23"]
    assert (rows[0].off_peak_kw, rows[0].reserved_kwh, rows[1].largest_kw) == (None, Decimal(91700), None)


@pytest.mark.parametrize(
    "line", ["FEV/23\t707\t\t24.500\t189.700\t91.700", "FEV/23; 707;;24.500 ;189.700;91.700"]
)
def test_an_empty_cell_is_a_number_that_is_missing_and_moves_no_other(line: str) -> None:
    assert read_history(line) == read_history("FEV/23 707 - 24.500 189.700 91.700")


def test_a_line_padded_with_spaces_keeps_every_digit() -> None:
    padded = " " * 45
    assert read_history(padded.join(["FEV/23", "707", "756", "24.500", "189.700"])) == read_history(
        "FEV/23 707 756 24.500 189.700"
    )


@given(st.lists(months, max_size=13))
def test_what_is_written_is_read_again(rows: list[MonthRow]) -> None:
    # A dash at the end says the same as nothing at all.
    assert list(read_history("\n".join(history_line(row) for row in rows))) == rows


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("FEV/23 1 2 3", ["Linha 1: escreva o mês, a demanda"]),
        ("FEV/23 1 2 3 4 5 6", ["Linha 1: escreva o mês, a demanda"]),
        ("13/2023 1 2 3 4\n00/23 1 2 3 4", ["Linha 1: escreva o mês assim", "Linha 2: escreva o mês assim"]),
        ("FEV/1999 1 2 3 4", ["Linha 1: escreva o mês assim"]),
        ("FEV/23 1 2 3 4\n\nMAR/23 1 2 x 4", ["Linha 3: escreva só o número"]),
        ("FEV/23 1 2 3 -4", ["Linha 1: o número não pode ser negativo"]),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, messages: list[str]) -> None:
    with pytest.raises(Refused) as refusal:
        read_history(text)
    found = refusal.value.findings
    assert [one.message.startswith(start) for one, start in zip(found, messages, strict=True)] == [
        True
    ] * len(messages)
    assert {one.field for one in found} == {"history"}


def test_a_fourteenth_month_and_a_repeated_one_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        read_history("\n".join(["FEV/23 1 2 3 4"] * 14))
    assert refusal.value.code == "bill.history.too_long"
    with pytest.raises(Refused) as refusal:
        history_answer(read_history("FEV/23 1 2 3 4\n02/2023 1 2 3 4"), contracted_kw={None: None}, on=ON)
    assert refusal.value.code == "bill.history.repeated"
    with pytest.raises(Refused) as refusal:
        history_answer((), contracted_kw={None: None}, on=ON)
    assert refusal.value.code == "bill.history.empty"


def test_the_larger_post_is_measured_against_the_one_contract_of_the_green_modality() -> None:
    rows = read_history("FEV/23 10 105 1 1\nJAN/23 106 10 1 1\nDEZ/22 999 - 1 1")
    (series,) = history_answer(rows, contracted_kw={None: Decimal(100)}, on=ON).demands
    assert [month.label for month in series.months] == ["dez/22", "jan/23", "fev/23"]
    assert [month.measured_kw for month in series.months] == [None, Decimal(106), Decimal(105)]
    assert [month.over is not None and month.over.is_charged for month in series.months] == [
        False,
        True,
        False,
    ]
    assert (series.limit_kw, series.over_count) == (Decimal(105), 1)


def test_each_post_has_its_own_contract_in_the_blue_modality() -> None:
    rows = read_history("FEV/23 106 105 1 1")
    contracted: dict[Post | None, Decimal | None] = {Post.peak: Decimal(100), Post.off_peak: Decimal(100)}
    found = history_answer(rows, contracted_kw=contracted, on=ON)
    assert [series.over_count for series in found.demands] == [1, 0]


def test_the_load_factor_counts_all_the_energy_and_stays_away_without_a_demand() -> None:
    rows = read_history("FEV/23 707 756 24.500 189.700 91.700\nJAN/23 0 0 1 1\nDEZ/22 1 1 - 1")
    factors = history_answer(rows, contracted_kw={None: None}, on=ON).factors
    assert [each.factor is None for each in factors] == [True, True, False]
    assert factors[2].factor is not None
    # 305,900 ÷ (756 × 730)
    assert round(factors[2].factor.value, 4) == Decimal("0.5543")
