"""What a new entry of a rule needs, what it changes in words, and codes of new reasons."""

from datetime import date
from typing import Any

import pytest

from eligibility.domain.rulebook import Rule, Rulebook, rule, rulebook
from eligibility.domain.rulebook.book import amended, packaged_entries
from eligibility.domain.rulebook.changes import CLOCK_EFFECT, DAY_UNITS, differences, value_words
from eligibility.domain.rulebook.drafting import allowed_effects, new_pause_code, problems_of, read

TODAY = date(2026, 11, 23)
TOMORROW = date(2026, 11, 24)
TERM = "documents.check"
PAUSE = "pause.art64_missing_authorisation"


def content(code: str = TERM, **changes: Any) -> dict[str, Any]:
    found = rule(code, on=TODAY).model_copy(update={"valid_from": TOMORROW}).model_dump(mode="json")
    cited = {name: changes.pop(name) for name in ("norm", "provision") if name in changes}
    return {**found, **changes, "citation": {**found["citation"], **cited}}


def wrong(code: str = TERM, **changes: Any) -> list[str | None]:
    found = problems_of(content(code, **changes), before=rule(code, on=TODAY), today=TODAY)
    return [finding.field for finding in found]


def test_every_packaged_term_and_reason_can_be_published_again() -> None:
    seen = 0
    for code in rulebook().codes:
        entry = rulebook().entries_of(code)[-1]
        if entry.unit in (*DAY_UNITS, CLOCK_EFFECT):
            seen += 1
            again = entry.model_copy(update={"valid_from": TOMORROW, "valid_to": None})
            assert problems_of(again.model_dump(mode="json"), before=entry, today=TODAY) == (), code
    assert seen > 15


@pytest.mark.parametrize("code", [TERM, PAUSE])
@pytest.mark.parametrize("part", ["norm", "provision"])
@pytest.mark.parametrize("given", ["", "   ", None])
def test_d05_without_a_legal_basis_there_is_no_rule(code: str, part: str, given: str | None) -> None:
    assert wrong(code, **{part: given}) == [part]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": 0}, "value"),
        ({"value": -3}, "value"),
        ({"value": True}, "value"),
        ({"value": "7"}, "value"),
        ({"value": 7.5}, "value"),
        ({"value": 99999}, "value"),
        ({"unit": "clock_effect"}, "unit"),
        ({"unit": "weeks"}, "unit"),
        ({"value": 8}, "text"),
        ({"text": " "}, "text"),
        ({"source": ""}, "source"),
        ({"valid_from": "2026-11-23"}, "valid_from"),
        ({"valid_from": "2020-01-01"}, "valid_from"),
        ({"valid_from": "amanhã"}, "valid_from"),
        ({"confidence": "certain"}, None),
    ],
)
def test_a_term_is_checked_field_by_field(changes: dict[str, Any], field: str | None) -> None:
    assert wrong(**changes) == [field]


@pytest.mark.parametrize(
    ("code", "value", "fields"),
    [
        (PAUSE, "none", []),
        (PAUSE, "reset", ["value"]),
        (PAUSE, 5, ["value"]),
        ("pause.pending_in_document_check", "reset", []),
        ("pause.validity_utility_works", "none", ["value"]),
    ],
)
def test_a_reason_does_to_the_clock_only_what_the_portal_carries_out(
    code: str, value: Any, fields: list[str]
) -> None:
    assert wrong(code, value=value) == fields


def test_every_packaged_reason_is_one_of_the_allowed_ones() -> None:
    reasons = [entry for entry in packaged_entries() if entry.unit == CLOCK_EFFECT]
    assert reasons and all(entry.value in allowed_effects(entry.code) for entry in reasons)


def test_a_rule_of_another_kind_is_not_written_here() -> None:
    assert wrong("counting.policy") == ["value"]


def test_the_differences_are_said_in_words() -> None:
    before = rule(TERM, on=TODAY)
    new = read(content(value=7, text=before.text.replace("5", "7"), provision="art. 71, § 1º", note="Nova."))
    assert new is not None
    lines = differences(before, new)
    assert lines[0] == "Valor: de “5 dias úteis” para “7 dias úteis”."
    assert (
        lines[2]
        == "Base legal: de “REN ANEEL 1.000/2021, art. 71” para “REN ANEEL 1.000/2021, art. 71, § 1º”."
    )
    assert lines[3] == "Observação: entrou “Nova.”."
    assert len(lines) == 4
    assert differences(before, before.model_copy(update={"valid_from": TOMORROW})) == ()
    assert differences(new, new.model_copy(update={"note": ""})) == ("Observação: saiu “Nova.”.",)
    assert differences(None, new)[0].startswith("Regra nova: ")


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1, "business_days", "1 dia útil"),
        (1, "calendar_days", "1 dia corrido"),
        (15, "calendar_days", "15 dias corridos"),
        ("reset", CLOCK_EFFECT, "o prazo recomeça do zero"),
        ("B", "reading", "B"),
    ],
)
def test_a_value_is_said_as_people_say_it(value: Any, unit: str, said: str) -> None:
    assert value_words(rule(TERM, on=TODAY).model_copy(update={"value": value, "unit": unit})) == said


@pytest.mark.parametrize(
    ("text", "taken", "code"),
    [
        ("Perícia em andamento", (), "pause.other_pericia_em_andamento"),
        ("Perícia", ("pause.other_pericia", "pause.other_pericia_2"), "pause.other_pericia_3"),
        ("!!!", (), "pause.other_reason"),
    ],
)
def test_a_new_reason_gets_a_code_of_its_own(text: str, taken: tuple[str, ...], code: str) -> None:
    assert new_pause_code(text, "other", taken) == code
    assert Rule.model_validate({**content(PAUSE), "code": code}).code == code


def test_a_reason_of_no_kind_gets_no_code() -> None:
    with pytest.raises(ValueError, match="pending"):
        new_pause_code("Perícia", "pending", ())


def test_a_day_before_the_start_keeps_the_old_entry() -> None:
    new = Rule.model_validate(content(value=7, text="7 dias"))
    book = Rulebook(amended(packaged_entries(), [new]))
    assert [book.rule(TERM, day).value for day in (TODAY, TOMORROW)] == [5, 7]
    assert [entry.value for entry in book.entries_of(TERM)] == [5, 7]
    assert book.entries_of("nothing") == ()
