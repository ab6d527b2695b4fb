"""A sheet refuses to be printed without what its decision must say, and writes dates and sizes as people do."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from pydantic import ValidationError

from documents.domain import sheet_wording
from documents.domain.opinion_clauses import OpinionPart, standing_clauses
from documents.domain.ruler_drawing import CELLS_PER_LINE, ruler_svg
from documents.domain.sheets import OpinionSheet, Sheet
from documents.qr import qr_svg_data_uri
from tests import sheets

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("make", "changes"),
    [
        (sheets.opinion_sheet, {"valid_until_on": None}),
        (sheets.opinion_sheet, {"validity_clauses": ()}),
        (sheets.opinion_sheet, {"responsibilities": ()}),
        (sheets.opinion_sheet, {"operational_relationship": ()}),
        (sheets.opinion_sheet, {"works": sheets.opinion_with_works().works}),
        (sheets.opinion_sheet, {"reasons": sheets.opinion_not_approved().reasons}),
        (sheets.opinion_with_works, {"works": ()}),
        (sheets.opinion_not_approved, {"costs": sheets.opinion_with_works().costs}),
        (sheets.opinion_not_approved, {"approval_clauses": sheets.opinion_with_works().approval_clauses}),
        (sheets.opinion_not_approved, {"reasons": ()}),
        (sheets.opinion_not_approved, {"complaint_rights": ()}),
        (sheets.opinion_not_approved, {"valid_until_on": date(2026, 7, 22)}),
        (sheets.opinion_not_approved, {"channels": ()}),
        (sheets.opinion_sheet, {"issued_at": datetime(2026, 3, 24, 9, 58)}),  # noqa: DTZ001  (naive on purpose)
        (sheets.receipt_sheet, {"files": ()}),
        (sheets.receipt_sheet, {"surprise": "x"}),
    ],
)
def test_a_sheet_that_lacks_or_contradicts_something_is_refused(
    make: Callable[..., OpinionSheet], changes: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        make(**changes)


def test_instants_are_printed_in_the_legal_time_of_brasilia() -> None:
    instant = datetime(2026, 3, 15, 2, 30, 5, tzinfo=UTC)
    assert sheet_wording.moment(instant) == "sáb., 14/03/2026, 23:30:05"
    assert sheet_wording.local_day(instant) == date(2026, 3, 14)
    assert sheet_wording.clock_time(instant) == "23:30:05"


def test_dates_carry_their_weekday() -> None:
    assert sheet_wording.day(date(2026, 3, 24)) == "ter., 24/03/2026"
    assert sheet_wording.long_day(date(2026, 3, 28)) == "sábado, 28/03/2026"


@pytest.mark.parametrize(
    ("power", "text"), [("6.10", "6,1 kW"), ("10", "10 kW"), ("1E+1", "10 kW"), ("0.585", "0,585 kW")]
)
def test_kilowatts_are_written_with_a_comma(power: str, text: str) -> None:
    assert sheet_wording.kilowatts(Decimal(power)) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, "1 kB"),
        (1024, "1 kB"),
        (84_000, "83 kB"),
        (1024 * 1024, "1 MB"),
        (1024 * 1024 + 1, "1,1 MB"),
        (52_428_800, "50 MB"),
    ],
)
def test_sizes_are_rounded_up(size: int, text: str) -> None:
    assert sheet_wording.file_size(size) == text


def test_the_ruler_draws_every_day_once_and_names_its_flags() -> None:
    cells = sheets.opinion_with_works().ruler
    drawing = ET.fromstring(ruler_svg(cells))
    texts = [text.text for text in drawing.iter(f"{SVG}text")]
    assert texts.count("14/3") == 1
    assert {"pedido", "parado", "resposta", "prazo"} <= set(texts)
    assert [text for text in texts if text and text.isdigit()] == [str(n) for n in range(31)]
    lines = -(-len(cells) // CELLS_PER_LINE)
    assert drawing.get("height") == str(lines * 72)


def test_the_qr_code_is_an_image_inside_the_page() -> None:
    uri = qr_svg_data_uri("https://portal.exemplo/v/7KQ4-MX2P-91TD")
    head, _, content = uri.partition(",")
    assert head.startswith("data:image/svg+xml")
    assert ET.fromstring(unquote(content)).tag == f"{SVG}svg"
    assert uri != qr_svg_data_uri("https://portal.exemplo/v/7KQ4-MX2P-91TE")


@pytest.mark.parametrize("part", list(OpinionPart))
def test_every_part_of_an_opinion_has_clauses_with_source_and_confidence(part: OpinionPart) -> None:
    clauses = standing_clauses(part, on=date(2026, 3, 24), days="120", last_day="quarta, 22/07/2026")
    assert clauses
    assert all(clause.citation and clause.note and "{" not in clause.text for clause in clauses)


def test_the_published_validity_and_the_legal_minimum_are_both_said() -> None:
    clauses = standing_clauses(
        OpinionPart.VALIDITY, on=date(2026, 3, 24), days="120", last_day="quarta, 22/07/2026"
    )
    texts = " ".join(clause.text for clause in clauses)
    assert "vale 120 dias" in texts
    assert "pelo menos 10 dias úteis" in texts
    assert clauses[0].note == "Publicado pela distribuidora"


def test_clauses_do_not_reach_back_before_their_rule() -> None:
    assert standing_clauses(OpinionPart.WORKS, on=date(2020, 1, 1)) == ()


@pytest.mark.parametrize(
    "make",
    [sheets.opinion_sheet, sheets.opinion_with_works, sheets.opinion_not_approved, sheets.receipt_sheet],
)
def test_a_sheet_survives_being_kept_as_json(make: Callable[[], Sheet]) -> None:
    sheet = make()
    assert type(sheet).model_validate(json.loads(sheet.model_dump_json())) == sheet


def test_a_sheet_of_before_that_had_no_day_until_the_works_ended_is_still_read() -> None:
    assert sheets.opinion_with_works(valid_until_on=None).valid_until_on is None


def test_some_standing_clauses_can_be_left_out() -> None:
    everything = standing_clauses(
        OpinionPart.VALIDITY, on=date(2026, 3, 24), days="120", last_day="quarta, 22/07/2026"
    )
    fewer = standing_clauses(
        OpinionPart.VALIDITY, on=date(2026, 3, 24), without=("validity.published", "validity.silent_approval")
    )
    assert len(fewer) == len(everything) - 2
