"""Plots: everything stands inside the frame, larger is higher, what is wrong is told without colour, and the table is whole."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.bill.history import HistoryAnswer, MonthRow, history_answer, read_history
from eligibility.domain.bill.mass_memory import Interval, LoadRecord, analyse
from eligibility.domain.plots.curve import curve_plot
from eligibility.domain.plots.marks import Dot, Path, Plot, Rect, Scale, Words, nice_step
from eligibility.domain.plots.months import demand_plot, energy_plot, factor_plot
from tests.integration.bill_room import HISTORY
from tests.unit.test_bill_history import ON, months

PEAK = (time(17), time(20))


def answer(rows: tuple[MonthRow, ...], contracted: Decimal | None = Decimal(1000)) -> HistoryAnswer:
    return history_answer(rows, contracted_kw={None: contracted}, on=ON)


def guide() -> HistoryAnswer:
    return answer(read_history(HISTORY))


def inside(plot: Plot) -> bool:
    """Whether nothing that is drawn leaves the frame; labels may hang over by half their length."""
    for mark in plot.marks:
        match mark:
            case Rect():
                corners = (mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
                fits = corners[0] >= 0 and corners[1] >= 0
                fits = fits and corners[2] <= plot.width + 0.2 and corners[3] <= plot.height
                if not fits or mark.width <= 0 or mark.height < 0:
                    return False
            case Dot() | Words():
                if not (0 <= mark.x <= plot.width and 0 <= mark.y <= plot.height):
                    return False
    return True


def words(plot: Plot) -> list[str]:
    return [mark.text for mark in plot.marks if isinstance(mark, Words)]


def test_the_contract_its_tolerance_and_the_month_above_it_stand_where_they_should() -> None:
    plot = demand_plot(guide().demands[0])
    assert plot is not None and inside(plot)
    bars = [mark for mark in plot.marks if isinstance(mark, Rect) and mark.css.startswith("bar")]
    (band,) = [mark for mark in plot.marks if isinstance(mark, Rect) and mark.css == "tolerance"]
    over = [bar for bar in bars if bar.css == "bar over"]
    # 1,120 kW in July 2022 passes 1,050; 1,022 in March stands inside the band.
    assert len(bars) == 12 and len(over) == 1
    assert over[0].pattern == "hatch" and over[0].y < band.y
    assert [bar for bar in bars if band.y <= bar.y <= band.y + band.height] != []
    assert sum(1 for mark in plot.marks if mark.css == "flag") == 1
    assert "1.120" in words(plot) and "jul/22" in plot.says
    kinds = [isinstance(mark, Words) for mark in plot.marks]
    assert kinds == sorted(kinds), "no line is drawn over an amount"
    assert len(plot.rows) == 13 and plot.rows[0] == ("fev/22", "sem dado", "sem dado")


def test_bars_rise_with_what_they_show() -> None:
    plot = demand_plot(guide().demands[0])
    assert plot is not None
    heights = [mark.height for mark in plot.marks if isinstance(mark, Rect) and mark.css.startswith("bar")]
    measured = [month.measured_kw for month in guide().demands[0].months if month.measured_kw is not None]
    ordered = sorted(zip(measured, heights, strict=True))
    assert all(lower <= higher for (_, lower), (_, higher) in pairwise(ordered))


@pytest.mark.parametrize("contracted", [1066, 1100, 1119, 1145, 1190])
def test_the_largest_amount_stands_clear_of_the_contract_and_its_band(contracted: int) -> None:
    plot = demand_plot(answer(read_history(HISTORY), Decimal(contracted)).demands[0])
    assert plot is not None
    (band,) = [mark for mark in plot.marks if isinstance(mark, Rect) and mark.css == "tolerance"]
    (said,) = [mark for mark in plot.marks if isinstance(mark, Words) and mark.text == "1.120"]
    assert said.y < band.y or said.y - 13 > band.y + band.height


def test_without_a_contract_there_is_neither_line_nor_judgement() -> None:
    plot = demand_plot(answer(read_history(HISTORY), None).demands[0])
    assert plot is not None
    assert {mark.css for mark in plot.marks} & {"contract", "tolerance", "bar over", "flag"} == set()
    assert plot.says.endswith("Sem a demanda contratada não há comparação.")


def test_the_posts_of_a_month_stand_on_each_other() -> None:
    plot = energy_plot(guide().rows)
    assert plot is not None and inside(plot)
    column = [mark for mark in plot.marks if isinstance(mark, Rect)][-3:]
    assert [mark.css for mark in column] == ["post off-peak", "post reserved", "post peak"]
    assert all(round(upper.y + upper.height, 1) == lower.y for lower, upper in pairwise(column))
    assert plot.rows[-1] == ("fev/23", "24.500 kWh", "189.700 kWh", "91.700 kWh", "305.900 kWh")
    assert [entry.text for entry in plot.key] == ["Ponta", "Reservado", "Fora de ponta"]


def test_the_line_of_the_load_factor_breaks_where_a_month_has_none() -> None:
    rows = read_history("JAN/22 1 10 100 100\nFEV/22 1 10 100 200\nMAR/22 - 1 1 1\nABR/22 1 10 100 300")
    plot = factor_plot(answer(rows).factors)
    assert plot is not None and inside(plot)
    assert sum(1 for mark in plot.marks if isinstance(mark, Path) and mark.css == "line") == 1
    assert sum(1 for mark in plot.marks if isinstance(mark, Dot)) == 3
    assert plot.rows[2] == ("mar/22", "sem dado", "")


@given(st.lists(months, min_size=1, max_size=13, unique_by=lambda row: row.month))
def test_whatever_the_months_say_the_plots_stay_in_their_frames(rows: list[MonthRow]) -> None:
    found = answer(tuple(rows))
    for plot in (demand_plot(found.demands[0]), energy_plot(found.rows), factor_plot(found.factors)):
        assert plot is None or (inside(plot) and len(plot.rows) == len(rows) and plot.says)


def has_room(plot: Plot, size: int) -> bool:
    """Whether the labels beside the frame are whole on a telephone, where their letters have that size."""
    for mark in plot.marks:
        if isinstance(mark, Words):
            width = sum(0.28 if sign in ".," else 0.556 for sign in mark.text) * size
            if (mark.anchor == "end" and width > mark.x) or (
                mark.anchor == "start" and mark.x + width > plot.width + 1
            ):
                return False
    return True


@pytest.mark.parametrize("kw", [95, 1145, 9_500, 26_000, 999_999, 1_500_000])
def test_the_labels_of_a_large_unit_are_whole_on_a_telephone(kw: int) -> None:
    rows = read_history(f"FEV/23 {kw} {kw} {kw * 57} {kw * 600}\nMAR/23 {kw // 2} {kw} {kw * 50} {kw * 500}")
    found = answer(rows, Decimal(kw))
    curve = curve_plot(record([kw] * 96), PEAK)
    for plot, size in ((demand_plot(found.demands[0]), 17), (energy_plot(found.rows), 17), (curve, 25)):
        assert plot is not None
        assert has_room(plot, size), words(plot)


def test_a_month_without_the_energy_of_a_post_is_not_drawn_as_if_whole() -> None:
    plot = energy_plot(read_history("JAN/23 1 1 100 900\nFEV/23 1 1 - 50\nMAR/23 1 1 100 800"))
    assert plot is not None
    assert sum(1 for mark in plot.marks if isinstance(mark, Rect)) == 4
    assert plot.says.endswith("O de menor foi mar/23, com 900 kWh.")
    assert plot.rows[1] == ("fev/23", "sem dado", "50 kWh", "sem dado")


def record(powers: list[int]) -> LoadRecord:
    """One Monday, a power for each quarter of an hour; quarters of -1 are missing."""
    start = datetime.fromisoformat("2026-06-01")
    intervals = [
        Interval(starts_at=start + timedelta(minutes=15 * place), active_kwh=Decimal(power) / 4)
        for place, power in enumerate(powers)
        if power >= 0
    ]
    return analyse(intervals, has_reactive=False)


def test_the_load_curve_breaks_at_a_gap_and_names_its_top() -> None:
    plot = curve_plot(record([10] * 40 + [-1, -1] + [10] * 30 + [80] * 4 + [10] * 20), PEAK)
    assert plot is not None and inside(plot)
    assert sum(1 for mark in plot.marks if isinstance(mark, Path) and mark.css == "line") == 2
    assert "80 kW" in words(plot)
    assert "a 80 kW às 18h00." in plot.says
    (band,) = [mark for mark in plot.marks if isinstance(mark, Rect)]
    assert (round((band.x - 84) / 628 * 24, 1), round(band.width / 628 * 24, 1)) == (17.0, 3.0)
    assert len(plot.rows) == 94 and plot.rows[0] == ("00:00", "10 kW", "10 kW", "sem dado", "sem dado")


def test_nothing_used_gives_no_curve() -> None:
    assert curve_plot(record([0] * 96), PEAK) is None


@pytest.mark.parametrize(
    ("largest", "steps", "step"),
    [
        ("0", 4, "1"),
        ("4", 4, "1"),
        ("1120", 4, "500"),
        ("1000", 4, "250"),
        ("0.9", 5, "0.2"),
        ("41", 4, "20"),
    ],
)
def test_the_steps_of_a_scale_are_round(largest: str, steps: int, step: str) -> None:
    assert nice_step(Decimal(largest), steps) == Decimal(step)


@given(st.decimals(min_value="0.01", max_value=10**9, places=2))
def test_a_scale_reaches_what_it_has_to_show_and_not_far_beyond(largest: Decimal) -> None:
    scale = Scale(largest, 200.0, 0.0)
    assert scale.end >= largest and scale.end - scale.step < largest
    assert scale.at(Decimal(0)) == 200.0 and scale.at(scale.end) == 0.0
    assert 2 <= len(scale.ticks) <= 5
