"""Peak hours: each month of the golden table, the closed list of free days, and hours that always add up."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.bill.peak_hours import Post, ReadingPeriod, hours_of, post_at, why_free
from eligibility.domain.findings import Refused
from tests.golden.rows import golden

TABLE = golden("peak_hours")["month"]
days = st.dates(min_value=date(2022, 1, 2), max_value=date(2035, 12, 31))


def month_of(row: Mapping[str, Any]) -> ReadingPeriod:
    first = date.fromisoformat(f"{row['month']}-01")
    return ReadingPeriod(first=first, last=first + timedelta(days=row["days"] - 1))


@pytest.mark.parametrize("row", TABLE, ids=[row["month"] for row in TABLE])
def test_the_month_comes_out(row: Mapping[str, Any]) -> None:
    found = hours_of(month_of(row))
    assert (found.peak_days, found.peak_hours, found.off_peak_hours) == (
        row["peak_days"],
        row["hp"],
        row["hfp"],
    )
    assert [item.on.day for item in found.free_days] == row["free"]
    assert found.of(Post.peak) + found.of(Post.off_peak) == row["days"] * 24


def test_the_table_has_every_month_of_six_years() -> None:
    months = [f"{year}-{month:02}" for year in range(2023, 2029) for month in range(1, 13)]
    assert [row["month"] for row in TABLE] == months


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 2, 21), "Terça-feira de Carnaval"),
        (date(2024, 3, 29), "Sexta-feira da Paixão"),
        (date(2025, 6, 19), "Corpus Christi"),
        (date(2026, 1, 1), "Confraternização Universal"),
        (date(2026, 4, 21), "Tiradentes"),
        (date(2026, 5, 1), "Dia do Trabalho"),
        (date(2026, 9, 7), "Independência"),
        (date(2026, 10, 12), "Nossa Senhora Aparecida"),
        (date(2026, 11, 2), "Finados"),
        (date(2027, 11, 15), "Proclamação da República"),
        (date(2026, 11, 20), "Zumbi e Consciência Negra"),
        (date(2026, 12, 25), "Natal"),
        (date(2026, 11, 21), "sábado"),
        (date(2026, 11, 22), "domingo"),
        (date(2023, 11, 20), None),
        (date(2023, 2, 20), None),
        (date(2023, 2, 22), None),
        (date(2026, 12, 8), None),
        (date(2026, 12, 24), None),
    ],
)
def test_the_list_of_free_days_is_closed(day: date, name: str | None) -> None:
    assert why_free(day) == name


@pytest.mark.parametrize(
    ("at", "post"),
    [
        (datetime.fromisoformat("2023-02-06 16:59"), Post.off_peak),
        (datetime.fromisoformat("2023-02-06 17:00"), Post.peak),
        (datetime.fromisoformat("2023-02-06 19:59"), Post.peak),
        (datetime.fromisoformat("2023-02-06 20:00"), Post.off_peak),
        (datetime.fromisoformat("2023-02-05 18:00"), Post.off_peak),
        (datetime.fromisoformat("2023-02-21 18:00"), Post.off_peak),
    ],
)
def test_the_window_is_three_hours_of_the_days_that_have_it(at: datetime, post: Post) -> None:
    assert post_at(at) is post


def test_the_worked_line_names_the_days_that_lost_their_peak() -> None:
    found = hours_of(ReadingPeriod.between(date(2023, 1, 31), date(2023, 2, 28)))
    assert found.line == (
        "De 01/02/2023 a 28/02/2023: 19 dias com ponta, sem 21/02 (Terça-feira de Carnaval). "
        "Ponta: 19 × 3 h = 57 h. Fora de ponta: 28 × 24 h − 57 h = 615 h."
    )
    with pytest.raises(KeyError):
        found.of(Post.reserved)


@pytest.mark.parametrize(
    ("previous", "current", "code"),
    [
        (date(2023, 2, 28), date(2023, 2, 28), "bill.period"),
        (date(2023, 2, 28), date(2023, 1, 31), "bill.period"),
        (date(2022, 1, 1), date(2026, 1, 1), "bill.period"),
    ],
)
def test_an_impossible_period_is_refused(previous: date, current: date, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        ReadingPeriod.between(previous, current)
    assert refusal.value.code == code


def test_days_before_the_norm_are_refused_with_its_first_day() -> None:
    with pytest.raises(Refused) as refusal:
        hours_of(ReadingPeriod.between(date(2021, 12, 1), date(2022, 1, 5)))
    assert refusal.value.code == "bill.before_rules"
    assert "01/01/2022" in refusal.value.message


@given(days, st.integers(1, 120), st.integers(1, 120))
def test_two_periods_in_a_row_add_up_to_the_whole(start: date, one: int, two: int) -> None:
    middle, end = start + timedelta(days=one), start + timedelta(days=one + two)
    first, second = (
        hours_of(ReadingPeriod.between(start, middle)),
        hours_of(ReadingPeriod.between(middle, end)),
    )
    whole = hours_of(ReadingPeriod.between(start, end))
    assert whole.peak_hours == first.peak_hours + second.peak_hours
    assert whole.off_peak_hours == first.off_peak_hours + second.off_peak_hours
    assert whole.peak_hours + whole.off_peak_hours == Decimal(24 * (one + two))


@given(days)
def test_a_year_has_at_most_twelve_weekdays_without_peak(day: date) -> None:
    found = hours_of(ReadingPeriod(first=date(day.year, 1, 1), last=date(day.year, 12, 31)))
    assert 3 <= len(found.free_days) <= 12
    assert all(item.on.weekday() < 5 for item in found.free_days)
