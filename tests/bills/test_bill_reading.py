"""A bill is read as printed; spoilt bills are read as far as they are intact, and never silently wrong."""

from io import BytesIO
from random import Random

import pytest

from documents.domain.bills.codes import NAMES
from documents.domain.bills.fields import BillReading, Layout, Reason
from documents.domain.bills.reader import read_bill
from documents.services.bill_reading import read_uploaded_bill
from tests.bills.designs import HIGH, LOW, Design, designs
from tests.bills.judging import Verdict
from tests.bills.mutations import spoil
from tests.bills.truth_values import codes_of, read_values, values_of
from tests.bills.truths import GUIDE, GUIDE_FLAGS, LOW_VOLTAGE

SPOILT = 201
LEAST_READ = 0.95


def test_every_field_of_the_guides_bill_is_right_and_its_contradictions_are_flagged() -> None:
    design = designs()[0]
    assert design.truth is GUIDE
    reading = _uploaded(design)
    assert reading.layout is Layout.group_a
    expected = values_of(GUIDE)
    assert len(expected) > 200
    assert {code: reading.value(code) for code in expected} == expected
    nothing_more = {code for code, field in reading.fields.items() if field.value is not None} - set(expected)
    assert nothing_more == set()
    flags = {code: frozenset(map(str, field.flags)) for code, field in reading.fields.items() if field.flags}
    assert flags == GUIDE_FLAGS


def test_every_field_of_a_bill_of_group_b_is_right_and_nothing_is_flagged() -> None:
    design = designs()[1]
    assert design.truth is LOW_VOLTAGE
    reading = _uploaded(design)
    assert reading.layout is Layout.group_b
    expected = values_of(LOW_VOLTAGE)
    assert {code: reading.value(code) for code in expected} == expected
    assert [code for code, field in reading.fields.items() if not field.is_sure] == []


def test_each_value_stands_where_the_reading_says() -> None:
    for design in designs()[:2]:
        reading = read_bill(one.word for one in design.words)
        same = read_values(reading, design.truth)
        for code, field in reading.fields.items():
            if field.value is None:
                assert field.text == ""
                continue
            assert field.place is not None
            inside = {
                one.field
                for one in design.words
                if one.word.page == field.place.page
                and field.place.x0 <= (one.word.x0 + one.word.x1) / 2 <= field.place.x1
                and field.place.y0 <= (one.word.y0 + one.word.y1) / 2 <= field.place.y1
            }
            assert any(same[code] in (*codes_of(name), name) for name in inside) or code == "subgroup"


def test_every_design_is_read_without_a_wrong_value() -> None:
    assert len(designs()) == HIGH + LOW >= 24
    verdict = Verdict()
    for design in designs():
        verdict.add(design.name, design.bill())
    assert verdict.wrong == []
    assert verdict.rate >= LEAST_READ, _story(verdict)


def test_no_spoilt_bill_is_silently_wrong_and_what_is_intact_is_read() -> None:
    verdict = Verdict()
    for number in range(SPOILT):
        bill = designs()[number % len(designs())].bill()
        spoil(bill, Random(number))
        verdict.add(f"{designs()[number % len(designs())].name} seed {number}", bill)
    assert SPOILT > 200
    assert verdict.wrong == []
    assert verdict.rate >= LEAST_READ, _story(verdict)


def test_nothing_can_be_read_without_words() -> None:
    reading = read_bill(())
    assert reading.layout is Layout.unknown
    assert {field.reason for field in reading.fields.values()} == {Reason.no_text}


@pytest.mark.parametrize("layout", [Layout.group_a, Layout.group_b])
def test_every_field_that_a_layout_shows_has_a_name_of_its_own(layout: Layout) -> None:
    assert len(set(NAMES[layout].values())) == len(NAMES[layout])
    truth = values_of(GUIDE if layout is Layout.group_a else LOW_VOLTAGE)
    assert set(truth) - set(NAMES[layout]) == set()


def _uploaded(design: Design) -> BillReading:
    """The reading as an upload gives it: from the confined child, over the wire."""
    return read_uploaded_bill(BytesIO(design.pdf), "fatura.pdf").reading


def _story(verdict: Verdict) -> str:
    return f"{verdict.rate:.2%} of {verdict.intact} intact fields read; missed, among others: {verdict.missed[:40]}"
