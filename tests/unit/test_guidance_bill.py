"""The bill field by field: 38 fields, the guide's wrong references put right, a sample that adds up where the guide does."""

import re
from collections import Counter
from decimal import Decimal

import pytest
from pydantic import ValidationError

from eligibility.domain.guidance.bill_fields import (
    FIELDS_OF_GROUP_A,
    BillField,
    Block,
    bill_fields,
    found_fields,
    found_low_voltage_fields,
)
from eligibility.domain.guidance.bill_sample import SampleBlock, oddities, sample_bill
from eligibility.domain.numbers_pt import parse_decimal
from tests.unit.guide_references import (
    READINGS_THAT_CLOSE,
    READINGS_THAT_DO_NOT,
    TITLE_OF,
    WRONG_REFERENCES,
)

CONSTANT = 700


def test_the_bill_has_its_38_fields_in_order() -> None:
    assert [field.number for field in bill_fields().values()] == list(range(1, 39))
    assert FIELDS_OF_GROUP_A == 38
    assert {field.block for field in bill_fields().values()} == set(Block)


@pytest.mark.parametrize(("number", "about", "guide", "right"), WRONG_REFERENCES)
def test_a_wrong_reference_of_the_guide_is_corrected_and_told(
    number: int, about: str, guide: int, right: int
) -> None:
    field = bill_fields()[number]
    assert (guide, right) in {(each.guide, each.right) for each in field.corrections}
    assert bill_fields()[right].title == TITLE_OF[about]
    assert right in field.related


def test_no_correction_stands_that_the_guide_does_not_need() -> None:
    told = Counter(
        (field.number, each.guide, each.right)
        for field in bill_fields().values()
        for each in field.corrections
    )
    assert told == Counter((number, guide, right) for number, _, guide, right in WRONG_REFERENCES)


@pytest.mark.parametrize("field", bill_fields().values(), ids=lambda field: field.slug)
def test_a_field_names_only_the_right_fields_in_its_text(field: BillField) -> None:
    texts = (field.short, *field.paragraphs)
    named = {int(each) for text in texts for each in re.findall(r"campos? (\d+)", text)}
    wrong = {each.guide for each in field.corrections} - set(field.related)
    assert not named & wrong
    assert named <= set(field.related)


def test_related_fields_exist_and_are_not_the_field_itself() -> None:
    for field in bill_fields().values():
        assert field.related, field.slug
        assert set(field.related) <= set(bill_fields()) - {field.number}


def test_the_sample_bill_shows_every_field() -> None:
    shown = Counter(number for block in sample_bill() for number in block.numbers)
    assert set(shown) == set(range(1, 39))
    assert [block.block for block in sample_bill()] == list(Block)


def _line(label: str) -> tuple[str, ...]:
    return next(row.cells for block in sample_bill() for row in block.row if row.label == label)


def _measured(before: str, after: str) -> Decimal:
    return (parse_decimal(after) - parse_decimal(before)) * CONSTANT


@pytest.mark.parametrize(("label", "before", "after", "printed"), READINGS_THAT_CLOSE)
def test_a_line_of_the_sample_is_the_difference_of_its_readings(
    label: str, before: str, after: str, printed: str
) -> None:
    readings = {
        cell
        for block in sample_bill()
        if block.block is Block.readings
        for row in block.row
        for cell in row.cells
    }
    assert {before, after} <= readings
    assert _line(label)[0] == printed
    assert _measured(before, after) == parse_decimal(printed)


@pytest.mark.parametrize(("label", "before", "after", "printed"), READINGS_THAT_DO_NOT)
def test_a_line_that_does_not_close_is_printed_as_it_is_and_told(
    label: str, before: str, after: str, printed: str
) -> None:
    assert _line(label)[0] == printed
    assert _measured(before, after) != parse_decimal(printed)
    assert any(printed in each.text for each in oddities())


def test_what_the_guide_hides_is_marked_as_invented() -> None:
    hidden = {1, 2, 25, 26, 27}
    invented = {
        number for block in sample_bill() for fact in block.fact if fact.is_invented for number in fact.fields
    }
    assert invented == hidden


def test_a_table_with_a_short_row_is_refused() -> None:
    with pytest.raises(ValidationError, match="1 cells, 2 columns"):
        SampleBlock.model_validate(
            {
                "block": "energy",
                "title": "Energia",
                "head": ["a", "b"],
                "row": [{"label": "x", "cells": ["1"]}],
            }
        )


@pytest.mark.parametrize(
    ("query", "numbers"), [("07", {7}), ("38", {38}), ("campo 18", {18}), ("ultrapassagem", {7})]
)
def test_a_field_is_found_by_number_or_word(query: str, numbers: set[int]) -> None:
    assert numbers <= {field.number for field in found_fields(query)}
    assert len(found_fields(query)) < FIELDS_OF_GROUP_A


def test_the_installation_number_is_found_on_a_low_voltage_bill() -> None:
    assert [field.slug for field in found_low_voltage_fields("onde encontro o número da instalação")] == [
        "instalacao"
    ]
