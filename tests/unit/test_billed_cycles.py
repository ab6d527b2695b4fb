"""Pasted values of billing cycles: read as Brazilians write them, or refused with the line."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.billed_cycles import read_cycles, read_kwh
from eligibility.domain.findings import Refused
from eligibility.domain.numbers_pt import format_decimal
from tests.unit.compatible_powers import PASTES, TODAY


@pytest.mark.parametrize("row", [pytest.param(row, id=row["name"]) for row in PASTES if "values" in row])
def test_pasted_values_are_read(row: dict[str, Any]) -> None:
    assert list(read_cycles(row["text"], TODAY)) == [Decimal(value) for value in row["values"]]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["name"]) for row in PASTES if "refused" in row])
def test_pasted_nonsense_is_refused_with_its_line(row: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        read_cycles(row["text"], TODAY)
    found = refused.value.findings
    assert [item.code for item in found] == row["refused"]["codes"]
    named = [item.message for item in found if item.message.startswith("Linha ")]
    expected = [f"Linha {line}: " for line in row["refused"]["lines"]]
    assert len(named) == len(expected)
    assert all(message.startswith(start) for message, start in zip(named, expected, strict=True))


def test_a_text_of_any_length_is_refused_in_few_words() -> None:
    with pytest.raises(Refused) as long:
        read_cycles("1" * 100_000, TODAY)
    assert long.value.code == "cycles.too_long"
    with pytest.raises(Refused) as many:
        read_cycles("a\n" * 900, TODAY)
    assert len(many.value.findings) == 12


@given(
    st.lists(st.decimals(0, 999_999, places=2), min_size=1, max_size=12), st.sampled_from(["\n", "; ", "\t"])
)
def test_what_was_written_is_read_back(values: list[Decimal], separator: str) -> None:
    text = separator.join(format_decimal(value, places=2) for value in values)
    assert list(read_cycles(text, TODAY)) == values


@given(st.text(max_size=300))
def test_any_text_is_values_or_a_refusal(text: str) -> None:
    values: tuple[Decimal, ...] = ()
    code = "cycles.read"
    try:
        values = read_cycles(text, TODAY)
    except Refused as refused:
        code = refused.code
    assert code.startswith("cycles.")
    assert len(values) <= 12 and all(0 <= value <= 999_999_999 for value in values)


@pytest.mark.parametrize(("text", "value"), [("312", "312"), (" 1.312,5 kWh ", "1312.5"), ("0", "0")])
def test_one_value_is_read_with_or_without_its_unit(text: str, value: str) -> None:
    assert read_kwh(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", "cycles.invalid", "Escreva um número em kWh. Exemplo: 312,5."),
        ("312 kW", "cycles.invalid", "Escreva um número em kWh. Exemplo: 312,5."),
        ("312; 298", "cycles.invalid", "Escreva um número em kWh. Exemplo: 312,5."),
        ("-1", "cycles.negative", "O número não pode ser negativo."),
        ("1.000.000.000", "cycles.too_large", "O número é grande demais. O máximo é 999.999.999."),
    ],
)
def test_one_value_that_cannot_be_read_is_refused_in_a_whole_sentence(
    text: str, code: str, message: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_kwh(text)
    assert (refused.value.code, refused.value.message) == (code, message)
