"""The address of a result: it holds no words, and read again it is the same answers, whatever was typed."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.findings import Finding, Refused
from eligibility.domain.numbers_pt import format_decimal
from eligibility.domain.vocabulary import ConsumerClass
from eligibility.forms.compatible_power import MONTHS, CompatiblePowerForm, is_asked
from eligibility.forms.public_choices import CLASSES, SOURCES, class_query
from tests.unit.compatible_powers import TODAY

_ADDRESS = re.compile(r"[a-z_]+=[0-9a-z%C,-]+(&[a-z_]+=[0-9a-z%C,-]+)*")
kwh = st.decimals(0, 999_999_999, places=3).map(format_decimal)
anything = st.one_of(
    kwh, st.text(max_size=30), st.sampled_from(["300", "1.234,5", "312 kWh", "-1", "1e5", "٣"])
)
choices = {"classe": st.sampled_from(list(CLASSES)), "fonte": st.sampled_from(list(SOURCES))}
optional = {
    "consumo_medio": anything,
    "consumo": st.lists(anything, max_size=14).map("\n".join),
    "desconto": st.lists(anything, max_size=14).map("\n".join),
    "irrigacao": st.just("on"),
    "potencia": anything,
    "ligacao": st.sampled_from(["", "mono", "bi", "tri"]),
    "disjuntor": st.sampled_from(["", "63", "61", "x", "1,5"]),
    **dict.fromkeys(MONTHS, anything),
}


def of(answers: dict[str, Any]) -> CompatiblePowerForm:
    query = QueryDict(mutable=True)
    query.update(answers)
    return CompatiblePowerForm(query, on=TODAY)


@given(st.fixed_dictionaries(choices, optional=optional))
def test_any_answers_are_errors_or_an_address_without_words(answers: dict[str, str]) -> None:
    form = of(answers)
    if not form.is_valid():
        assert all(texts for texts in form.errors.values())
        return
    address = form.address().urlencode()
    assert _ADDRESS.fullmatch(address), address
    assert is_asked(form.address())
    again = CompatiblePowerForm.of_address(QueryDict(address), TODAY)
    assert again.is_valid(), again.errors
    assert again.address().urlencode() == address
    assert (again.consumption, again.discounted) == (form.consumption, form.discounted)
    assert again.in_words == form.in_words


@given(st.lists(kwh, min_size=12, max_size=12), st.sampled_from(["\n", "; ", "\t"]))
def test_typed_and_pasted_months_are_the_same_answer(values: list[str], separator: str) -> None:
    unit = {"classe": "rural", "fonte": "solar"}
    typed = of(unit | dict(zip(MONTHS, values, strict=True)))
    pasted = of(unit | {"consumo": separator.join(values)})
    assert typed.is_valid() and pasted.is_valid()
    assert typed.address() == pasted.address()


def test_every_class_has_its_own_choice_and_a_link_that_fills_it_in() -> None:
    assert {found for found, _ in CLASSES.values()} == {*ConsumerClass, None}
    for unit_class in ConsumerClass:
        query = QueryDict(class_query(unit_class).removeprefix("?"))
        assert CLASSES[query["classe"]][0] is unit_class and not is_asked(query)
    assert class_query(None) == ""


def test_a_refusal_of_the_formula_stands_beside_what_was_given() -> None:
    form = of({"classe": "rural", "fonte": "solar", "consumo_medio": "300"})
    assert form.is_valid() and form.consumption == Decimal(300)
    form.refuse(
        Refused(
            [
                Finding(code="consumption.discount_not_declared", message="a", field="discounted"),
                Finding(code="consumption.discounted_above_total", message="b", field="discounted"),
                Finding(code="consumption.negative", message="c", field="consumption"),
            ]
        )
    )
    assert sorted(form.errors) == ["consumo_medio", "desconto", "irrigacao"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"ligacao": "mono", "disjuntor": "40"}, "ligação monofásica, disjuntor de 40 A."),
        (
            {"irrigacao": "on", "desconto": "100,5"},
            "com desconto de irrigação ou aquicultura (média de 100,5 kWh por mês no horário com desconto).",
        ),
        (
            {"irrigacao": "on", "consumo_medio": "", "consumo": "300\n310", "desconto": "100\n110"},
            "com desconto de irrigação ou aquicultura (100; 110 kWh no horário com desconto).",
        ),
        ({"irrigacao": "on"}, "com desconto de irrigação ou aquicultura."),
        ({"classe": "outra"}, ", outra classe, fonte solar fotovoltaica."),
        ({"fonte": "outra"}, ", classe rural, outra fonte."),
    ],
)
def test_every_answer_that_counts_is_said_again(more: dict[str, str], said: str) -> None:
    form = of({"classe": "rural", "fonte": "solar", "consumo_medio": "300"} | more)
    assert form.is_valid(), form.errors
    assert form.in_words.endswith(said)
