"""What the utility's records say of the holder, and what an operator makes of it."""

import re

import pytest

from eligibility.domain.assessment import assess
from eligibility.domain.choices import Followed, Topic
from eligibility.domain.operator import OperatorProfile, load_profile
from tests.unit.situations import anas_house, codes_of, findings_of

PROFILE = load_profile()
LAW = PROFILE.model_copy(update={"choices": {Topic.overdue_debts: Followed.law}})


def test_debts_block_by_the_page_and_advise_by_the_law() -> None:
    facts = anas_house(has_overdue_debts=True)
    by_page = findings_of(facts)["holder.overdue_debts"]
    by_law = findings_of(facts, LAW)["holder.overdue_debts"]
    assert (by_page.is_blocking, by_law.is_blocking) == (True, False)
    assert by_page.citation is not None
    assert by_law.citation is not None
    assert by_page.citation.norm == "Página da distribuidora sobre mini e microgeração"
    assert by_law.citation.label == "REN ANEEL 1.000/2021, arts. 138 e 346"


@pytest.mark.parametrize("profile", [PROFILE, LAW])
def test_no_amount_is_told_and_the_way_to_contest_is(profile: OperatorProfile) -> None:
    message = findings_of(anas_house(has_overdue_debts=True), profile)["holder.overdue_debts"].message
    assert not re.search(r"[0-9]|R\$", message)
    assert "contestar" in message


def test_the_divergence_says_which_text_is_followed() -> None:
    for profile, followed in ((PROFILE, Followed.page), (LAW, Followed.law)):
        found = assess(anas_house(has_overdue_debts=True), profile=profile).divergences
        assert [item.followed for item in found if item.topic is Topic.overdue_debts] == [followed]


def test_a_free_customer_does_not_enter_the_compensation() -> None:
    finding = findings_of(anas_house(is_captive=False))["holder.free_market"]
    assert finding.is_blocking
    assert finding.citation is not None
    assert finding.citation.label == "REN ANEEL 1.000/2021, art. 655-D"


def test_unknown_and_good_records_give_no_finding() -> None:
    assert codes_of(anas_house(is_captive=None, has_overdue_debts=None)) == []
    assert codes_of(anas_house(is_captive=True, has_overdue_debts=False)) == []
