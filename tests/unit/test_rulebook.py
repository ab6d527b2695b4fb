"""The rulebook: every entry is cited and dated, and the day chooses the entry."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.declarations import declarations, missing_mandatory
from eligibility.domain.rulebook import NoRuleOnDate, Rule, Rulebook, UnknownRule, rule, rulebook, rules

TODAY = date(2026, 11, 23)


def entry(code: str, valid_from: date, valid_to: date | None = None, value: int = 1) -> Rule:
    return Rule(
        code=code,
        text="Uma regra.",
        value=value,
        valid_from=valid_from,
        valid_to=valid_to,
        citation=Citation(norm="Norma", provision="art. 1º"),
        confidence=Confidence.verified,
        source="teste",
    )


@pytest.mark.parametrize(
    ("code", "value", "unit", "citation"),
    [
        ("opinion.micro.no_works", 15, "calendar_days", "REN ANEEL 1.000/2021, art. 64, I"),
        ("opinion.micro.works", 30, "calendar_days", "REN ANEEL 1.000/2021, art. 64, II"),
        ("opinion.mini", 45, "calendar_days", "REN ANEEL 1.000/2021, art. 64, III"),
        ("documents.check", 5, "business_days", "REN ANEEL 1.000/2021, art. 71"),
        ("pending.cure", 30, "calendar_days", "Lei 14.300/2022, art. 2º, § 4º"),
        ("inspection.low_voltage", 5, "business_days", "REN ANEEL 1.000/2021, art. 91"),
    ],
)
def test_terms_carry_days_unit_and_citation(code: str, value: int, unit: str, citation: str) -> None:
    found = rule(code, on=TODAY)
    assert (found.as_int(), found.unit, found.citation.label) == (value, unit, citation)
    assert found.confidence is Confidence.verified


def test_the_filing_date_chooses_the_rule() -> None:
    code = "category.mini.max_kw_non_dispatchable"
    assert rule(code, on=date(2023, 1, 7)).as_decimal() == 5000
    assert rule(code, on=date(2023, 1, 8)).as_decimal() == 3000


def test_validity_of_the_opinion_says_what_the_page_and_what_the_law_say() -> None:
    validity = rule("opinion.validity", on=TODAY)
    assert (validity.value, validity.confidence) == (120, Confidence.published)
    assert "art. 83, § 1º" in validity.basis_text
    assert [(other.value, other.unit) for other in validity.alternatives] == [(10, "business_days")]


def test_counting_keeps_reading_b_with_a_as_the_alternative() -> None:
    counting = rule("counting.policy", on=TODAY)
    assert counting.as_text() == "B"
    assert [other.value for other in counting.alternatives] == ["A"]


@pytest.mark.parametrize(
    ("code", "effect"),
    [
        ("pause.pending_in_document_check", "pause"),
        ("pause.pending_after_document_check", "none"),
        ("pause.art64_other_utility_or_ons", "pause"),
        ("pause.art64_missing_authorisation", "pause"),
        ("pause.validity_utility_works", "pause"),
        ("pause.validity_project_analysis", "pause"),
    ],
)
def test_each_reason_says_what_it_does_to_the_clock_and_on_what_ground(code: str, effect: str) -> None:
    found = rule(code, on=TODAY)
    assert found.as_text() == effect
    assert len(found.basis) > 30


def test_pausing_for_a_pending_is_named_as_policy_not_as_law() -> None:
    found = rule("pause.pending_in_document_check", on=TODAY)
    assert "política desta distribuidora" in found.basis
    assert found.confidence is Confidence.policy
    assert {other.value for other in found.alternatives} == {"reset", "none"}


def test_every_clock_effect_is_one_of_the_three_known() -> None:
    effects = [found for found in rules(TODAY) if found.unit == "clock_effect"]
    assert {f.code.split(".")[0] for f in effects} == {"pause"} and len(effects) >= 6
    values = {found.value for found in effects} | {o.value for f in effects for o in f.alternatives}
    assert values == {"pause", "reset", "none"}


def test_alerts_are_policy_of_the_utility() -> None:
    assert rule("alerts.deadline.days_before", on=TODAY).as_list() == (3, 1, 0)
    assert rule("alerts.validity.days_before", on=TODAY).as_list() == (60, 30, 15, 5, 1)


def test_every_rule_is_cited_sourced_and_in_portuguese() -> None:
    every = rules(TODAY)
    assert len(every) == len({found.code for found in every}) >= 60
    for found in every:
        assert all((found.citation.norm, found.source, found.text)), found.code
        assert found.text[0].isupper(), found.code


def test_every_day_term_has_a_known_unit() -> None:
    terms = [found for found in rules(TODAY) if found.unit.endswith("_days")]
    assert {found.unit for found in terms} == {"calendar_days", "business_days"}
    assert all(found.as_int() > 0 for found in terms)


def test_an_unknown_code_is_told_apart_from_a_day_without_rule() -> None:
    with pytest.raises(UnknownRule) as unknown:
        rule("opinion.nano", on=TODAY)
    assert unknown.value.code == "opinion.nano"
    assert "opinion.nano" in unknown.value.message
    with pytest.raises(NoRuleOnDate) as early:
        rule("opinion.mini", on=date(2019, 5, 1))
    assert early.value.on == date(2019, 5, 1)
    assert "01/05/2019" in early.value.message


def test_entries_that_overlap_do_not_load() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        Rulebook([entry("a.b", date(2022, 1, 1)), entry("a.b", date(2023, 1, 1))])
    with pytest.raises(ValueError, match="overlaps"):
        Rulebook([entry("a.b", date(2022, 1, 1), date(2022, 6, 1)), entry("a.b", date(2022, 6, 1))])
    with pytest.raises(ValueError, match="overlaps"):
        Rulebook([entry("a.b", date(2022, 1, 1)), entry("a.b", date(2022, 1, 1))])


def test_an_entry_cannot_end_before_it_begins_nor_hide_its_citation() -> None:
    with pytest.raises(ValidationError, match="ends before it begins"):
        entry("a.b", date(2022, 1, 2), date(2022, 1, 1))
    with pytest.raises(ValidationError, match="citation"):
        Rule.model_validate(entry("a.b", TODAY).model_dump(exclude={"citation"}))
    with pytest.raises(ValidationError, match="lower-case"):
        entry("A.b", TODAY)


def test_a_value_of_another_kind_is_a_programming_error() -> None:
    with pytest.raises(TypeError):
        rule("counting.policy", on=TODAY).as_int()
    with pytest.raises(TypeError):
        rule("power.available_limit", on=TODAY).as_int()
    with pytest.raises(TypeError):
        rule("opinion.mini", on=TODAY).as_text()


@given(st.lists(st.integers(1, 400), min_size=1, max_size=6), st.integers(-50, 2500))
def test_consecutive_entries_leave_exactly_one_per_day(lengths: list[int], offset: int) -> None:
    start = date(2020, 1, 1)
    entries, begins = [], start
    for number, length in enumerate(lengths):
        is_last = number == len(lengths) - 1
        ends = None if is_last else begins + timedelta(days=length - 1)
        entries.append(entry("a.b", begins, ends, value=number))
        begins += timedelta(days=length)
    book, day = Rulebook(reversed(entries)), start + timedelta(days=offset)
    if offset < 0:
        with pytest.raises(NoRuleOnDate):
            book.rule("a.b", day)
    else:
        assert [found.value for found in entries if found.is_in_force(day)] == [book.rule("a.b", day).value]


def test_the_api_form_of_a_rule_is_plain_json() -> None:
    dumped = rule("breaker.available_power", on=TODAY).model_dump(mode="json")
    assert Decimal(dumped["value"]["bi"]["63"]) == Decimal("15.1")
    assert dumped["valid_to"] is None
    assert dumped["confidence"] == "prototype"


def test_codes_list_is_complete() -> None:
    assert set(rulebook().codes) >= {found.code for found in rules(TODAY)}


def test_declarations_d_and_f_are_mandatory() -> None:
    found = declarations(TODAY)
    assert [item.letter for item in found] == list("abcdef")
    assert [item.letter for item in found if item.is_mandatory] == ["d", "f"]
    assert {item.confidence for item in found} == {Confidence.secondary}


def test_a_mandatory_declaration_not_accepted_blocks_the_filing() -> None:
    assert [finding.field for finding in missing_mandatory({"a", "f"}, TODAY)] == ["declaration_d"]
    assert missing_mandatory({"d", "f"}, TODAY) == ()
    assert all(finding.is_blocking and finding.citation for finding in missing_mandatory(set(), TODAY))
