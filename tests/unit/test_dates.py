"""Dates and counts of days in Portuguese (G-22)."""

from datetime import date, timedelta

import pytest

from requests_app.domain.dates import (
    count_days,
    long_day,
    on_day,
    on_long_day,
    remaining,
    short_day,
    short_day_with_year,
    spoken_day,
)

THURSDAY = date(2026, 3, 12)


def test_a_day_is_written_with_its_weekday() -> None:
    assert short_day(THURSDAY) == "qui., 12/03"
    assert short_day_with_year(THURSDAY) == "qui., 12/03/2026"
    assert long_day(THURSDAY) == "quinta, 12/03/2026"
    assert spoken_day(THURSDAY) == "quinta, 12 de março de 2026"
    assert spoken_day(date(2026, 4, 1)) == "quarta, 1º de abril de 2026"


@pytest.mark.parametrize(
    ("day_of_march", "words"),
    [
        (9, "na segunda, 09/03"),
        (10, "na terça, 10/03"),
        (11, "na quarta, 11/03"),
        (12, "na quinta, 12/03"),
        (13, "na sexta, 13/03"),
        (14, "no sábado, 14/03"),
        (15, "no domingo, 15/03"),
    ],
)
def test_weekdays_take_the_right_preposition(day_of_march: int, words: str) -> None:
    day = date(2026, 3, day_of_march)
    assert on_day(day) == words
    assert on_long_day(day) == f"{words}/2026"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (4, "faltam 4 dias"),
        (1, "falta 1 dia"),
        (0, "hoje"),
        (-1, "há 1 dia"),
        (-2, "há 2 dias"),
    ],
)
def test_the_distance_to_a_day_is_said_in_words(days: int, words: str) -> None:
    assert remaining(THURSDAY + timedelta(days=days), THURSDAY) == words


def test_days_are_counted_in_singular_and_plural() -> None:
    assert [count_days(n) for n in (0, 1, 2)] == ["0 dias", "1 dia", "2 dias"]
    assert [count_days(n, business=True) for n in (1, 2)] == ["1 dia útil", "2 dias úteis"]
