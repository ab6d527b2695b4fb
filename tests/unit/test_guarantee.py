"""The performance guarantee of minigeneration."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from eligibility.domain.assessment import assess
from eligibility.domain.choices import Followed, Topic
from eligibility.domain.citation import Confidence
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.guarantee import Guarantee
from eligibility.domain.operator import GuaranteePrice, OperatorProfile, load_profile
from eligibility.domain.vocabulary import (
    Association,
    GuaranteeForm,
    Modality,
    RequestKind,
    Source,
    UnitHolding,
)
from tests.unit.situations import codes_of, findings_of, solar_plant

PROFILE = load_profile()
COOPERATIVE: dict[str, Any] = {
    "modality": Modality.shared,
    "association": Association.cooperative,
    "unit_holding": UnitHolding.association,
    "member_count": 20,
    "has_participating_units": True,
}


def guarantee(facts: ProjectFacts, profile: OperatorProfile = PROFILE) -> Guarantee | None:
    return assess(facts, profile=profile).guarantee


def priced(**prices: str) -> OperatorProfile:
    """The packaged profile with a price per kW for each source."""
    rows = tuple(
        GuaranteePrice(energy=Source(energy), brl_per_kw=Decimal(value), source="teste")
        for energy, value in prices.items()
    )
    return PROFILE.model_copy(update={"guarantee_prices": rows})


@pytest.mark.parametrize(
    ("kw", "percent"),
    [
        ("75.1", None),
        ("500", None),
        ("500.1", "2.5"),
        ("999.9", "2.5"),
        ("1000", "5"),
        ("3000", "5"),
    ],
)
def test_the_percentage_follows_the_power(kw: str, percent: str | None) -> None:
    found = guarantee(solar_plant(kw))
    assert (found and found.percent) == (None if percent is None else Decimal(percent))
    if found:
        assert (found.is_due, found.is_exempt, found.power_kw) == (True, False, Decimal(kw))
        assert found.citation.label == "REN ANEEL 1.000/2021, art. 655-C"


def test_no_price_is_shipped_so_the_analyst_types_the_amount() -> None:
    found = guarantee(solar_plant("800"))
    assert PROFILE.guarantee_prices == ()
    assert found is not None
    assert (found.price_brl_per_kw, found.amount_brl) == (None, None)
    assert codes_of(solar_plant("800")) == ["guarantee.form_missing", "guarantee.price_not_set"]
    finding = findings_of(solar_plant("800"))["guarantee.price_not_set"]
    assert not finding.is_blocking
    assert "2,5% de 800 kW" in finding.message


@pytest.mark.parametrize(
    ("kw", "price", "amount"),
    [("800", "4000", "80000.00"), ("1000", "4000", "200000.00"), ("500.1", "4123.45", "51553.43")],
)
def test_a_configured_price_gives_the_amount_and_its_confidence(kw: str, price: str, amount: str) -> None:
    profile = priced(solar=price)
    found = guarantee(solar_plant(kw), profile)
    assert found is not None
    assert (found.amount_brl, found.confidence) == (Decimal(amount), Confidence.prototype)
    assert not found.confidence.is_certain
    assert codes_of(solar_plant(kw, guarantee_form=GuaranteeForm.cash), profile) == []


def test_two_sources_need_one_price() -> None:
    facts = solar_plant("600", second_source=Source.wind, second_declared_power_kw=Decimal(100))
    same, different = priced(solar="4000", wind="4000"), priced(solar="4000", wind="4500")
    found = guarantee(facts, same)
    assert found is not None
    assert found.amount_brl == Decimal("70000.00")
    for profile in (different, priced(solar="4000")):
        unknown = guarantee(facts, profile)
        assert unknown is not None
        assert unknown.amount_brl is None


@pytest.mark.parametrize(
    ("existing", "power", "percent"), [("300", None, None), ("299.9", "500.1", "2.5"), ("0", "800", "2.5")]
)
def test_an_increase_counts_the_added_power_only(
    existing: str, power: str | None, percent: str | None
) -> None:
    facts = solar_plant("800", request_kind=RequestKind.change_generator, existing_power_kw=Decimal(existing))
    found = guarantee(facts)
    assert (found and found.power_kw) == (None if power is None else Decimal(power))
    assert (found and found.percent) == (None if percent is None else Decimal(percent))


@pytest.mark.parametrize(
    ("filed_on", "is_due"),
    [(date(2023, 5, 10), False), (date(2023, 5, 11), True), (date(2026, 11, 23), True)],
)
def test_the_utility_demands_it_since_11_05_2023(filed_on: date, is_due: bool) -> None:
    assert (guarantee(solar_plant("800", filed_on=filed_on)) is not None) is is_due


def test_an_operator_may_follow_the_law_and_demand_it_earlier() -> None:
    profile = PROFILE.model_copy(update={"choices": {Topic.guarantee_start: Followed.law}})
    facts = solar_plant("800", filed_on=date(2023, 5, 10))
    assert guarantee(facts) is None
    assert guarantee(facts, profile) is not None
    topics = {item.topic: item.followed for item in assess(facts, profile=profile).divergences}
    assert topics[Topic.guarantee_start] is Followed.law


@pytest.mark.parametrize(
    ("answers", "may_be_exempt"),
    [
        (COOPERATIVE, True),
        ({**COOPERATIVE, "modality": Modality.multiple_units}, True),
        ({**COOPERATIVE, "association": Association.condominium}, False),
        ({**COOPERATIVE, "association": Association.civil_association}, False),
        ({**COOPERATIVE, "modality": Modality.remote}, False),
    ],
)
def test_some_associations_are_exempt_when_they_stay_twelve_months(
    answers: dict[str, Any], may_be_exempt: bool
) -> None:
    facts = solar_plant("800", **answers, keeps_modality_12_months=True)
    found = guarantee(facts)
    assert found is not None
    assert (found.is_exempt, found.is_due) == (may_be_exempt, not may_be_exempt)
    assert ("guarantee.exempt" in codes_of(facts)) is may_be_exempt
    assert ("guarantee.form_missing" in codes_of(facts)) is not may_be_exempt
    without = facts.model_copy(update={"keeps_modality_12_months": False})
    still_due = guarantee(without)
    assert still_due is not None
    assert still_due.is_due
    assert ("guarantee.exemption_needs_promise" in codes_of(without)) is may_be_exempt


@pytest.mark.parametrize(
    ("bank", "is_accepted"),
    [
        ("Banco Bradesco", True),
        ("  banco   bradesco ", True),
        ("Banco Banrisul", True),
        ("Banco do Bairro", False),
        ("", False),
    ],
)
def test_a_surety_is_of_a_listed_bank(bank: str, is_accepted: bool) -> None:
    facts = solar_plant("800", guarantee_form=GuaranteeForm.surety, surety_bank=bank)
    found = findings_of(facts)
    assert ("guarantee.bank_not_accepted" not in found) is is_accepted
    if not is_accepted:
        finding = found["guarantee.bank_not_accepted"]
        assert finding.is_blocking
        assert "Caixa Econômica Federal" in finding.message


@pytest.mark.parametrize("form", [GuaranteeForm.cash, GuaranteeForm.bonds])
def test_other_forms_name_no_bank(form: GuaranteeForm) -> None:
    assert codes_of(solar_plant("800", guarantee_form=form)) == ["guarantee.price_not_set"]


def test_below_the_threshold_nothing_is_asked() -> None:
    assert codes_of(solar_plant("500", guarantee_form=GuaranteeForm.surety)) == []
