"""The compatible power of a project beside the power it asks for, from the same facts that the other rules read."""

from decimal import Decimal
from typing import Any

import pytest

from eligibility.domain.compatible_power import compatible_power
from eligibility.domain.compatible_power_project import UnitPower, beside, unit_power
from eligibility.domain.facts import InverterSet, ModuleSet, ProjectFacts
from eligibility.domain.limits import AvailablePower
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import ConsumerClass, Source
from tests.unit.compatible_powers import TODAY, power


def of(kw: str | None = "1.1", **changes: Any) -> UnitPower:
    plant: dict[str, Any] = {}
    if kw is not None:
        plant["modules"] = (ModuleSet(quantity=1, power_w=Decimal(kw) * 1000),)
        plant["inverters"] = (InverterSet(quantity=1, power_kw=Decimal(kw)),)
    facts: dict[str, Any] = {
        "filed_on": TODAY,
        "source": Source.solar,
        "consumer_class": ConsumerClass.residential,
        "monthly_consumption_kwh": (Decimal(300),) * 12,
    }
    return unit_power(ProjectFacts(**plant | facts | changes))


def codes(found: UnitPower) -> list[str]:
    return [remark.code for remark in found.remarks]


def test_the_power_is_that_of_the_one_function() -> None:
    assert of().power == compatible_power([Decimal(300)] * 12, "residential", TODAY)


@pytest.mark.parametrize(
    ("kw", "code"),
    [
        ("1.19", "fits"),
        ("1.1979", "fits"),
        ("1.198", "exceeds"),
        ("75", "exceeds"),
        ("75.001", "above_micro"),
    ],
)
def test_the_asked_power_is_compared_without_rounding(kw: str, code: str) -> None:
    found = of(kw)
    assert (codes(found), found.asked_kw) == ([code], Decimal(kw))


def test_a_power_that_fits_by_less_than_a_hundredth_shows_more_places() -> None:
    assert beside(Decimal("1.195"), power(Decimal(300), "residential")).text == (
        "A geração de 1,195 kW cabe na potência compatível, de 1,197916… kW."
    )


def of_breaker(kw: str) -> AvailablePower:
    table = rule("power.available_limit", TODAY)
    return AvailablePower(kw=Decimal(kw), citation=table.citation, confidence=table.confidence, note="")


@pytest.mark.parametrize(
    ("asked", "available", "code", "said"),
    [
        ("14", "14", "fits", "cabe na potência compatível, de 19,96 kW."),
        ("5.001", "5", "above_available", "cabe na potência compatível, de 19,96 kW, mas passa da"),
        ("19.965", "5", "above_available", "cabe na potência compatível, de 19,965277… kW, mas passa da"),
        ("20", "5", "above_available", "passa da potência compatível, de 19,96 kW, e também da"),
        ("20", "20", "exceeds", "Ela não é proibida"),
        ("75.001", "5", "above_micro", "passa de 75 kW"),
    ],
)
def test_a_power_that_the_unit_does_not_have_does_not_simply_fit(
    asked: str, available: str, code: str, said: str
) -> None:
    found = beside(Decimal(asked), power(Decimal(5000), "residential"), available=of_breaker(available))
    assert found.code == code and said in found.text
    if code == "above_available":
        assert (
            "potência disponibilizada da unidade, de 5 kW. A conexão não é gratuita por este caminho."
            in found.text
        )
        assert found.citation == rule("power.available_limit", TODAY).citation
        assert "proibida" not in found.text


def test_while_no_power_is_asked_only_the_compatible_one_stands() -> None:
    found = of(None)
    assert found.power is not None and (found.asked_kw, found.remarks) == (None, ())


def test_a_rural_unit_is_told_that_irrigation_counts_otherwise() -> None:
    assert codes(of(consumer_class=ConsumerClass.rural)) == ["fits", "irrigation_not_declared"]


def test_a_notice_of_the_number_stands_beside_it() -> None:
    assert codes(of(monthly_consumption_kwh=(Decimal(0),) * 12)) == ["exceeds", "zero_consumption"]


@pytest.mark.parametrize(
    ("changes", "lacks_history"),
    [
        ({"monthly_consumption_kwh": ()}, True),
        ({"monthly_consumption_kwh": (Decimal(300),) * 11}, True),
        ({"monthly_consumption_kwh": (*(Decimal(300),) * 11, None)}, True),
        ({"consumer_class": None}, False),
        ({"source": None}, False),
        ({"source": Source.wind, "declared_power_kw": Decimal(5)}, False),
        ({"second_source": Source.wind, "second_declared_power_kw": Decimal(5)}, False),
        ({"consumer_class": ConsumerClass.public_lighting}, False),
    ],
)
def test_what_is_missing_gives_no_number(changes: dict[str, Any], lacks_history: bool) -> None:
    found = of(**changes)
    assert (found.power, found.remarks, found.lacks_history) == (None, (), lacks_history)


def test_the_chosen_waiver_is_told() -> None:
    assert of(wants_compatible_power=True).is_wanted and not of().is_wanted


def test_irrigation_leaves_its_hours_out_or_waits_for_an_analyst() -> None:
    """Domain 2: 12 × 100 of 300 kWh had the discount, so 200 kWh count; FA of the rural class is 0.53."""
    rural: dict[str, Any] = {"consumer_class": ConsumerClass.rural, "has_irrigation_discount": True}
    found = of(**rural, discounted_consumption_kwh=(Decimal(100),) * 12)
    assert found.power == compatible_power(
        [Decimal(300)] * 12,
        "rural",
        TODAY,
        discounted=[Decimal(100)] * 12,
        has_irrigation_discount=True,
    )
    assert found.power and (found.power.power_kw, codes(found)) == (Decimal("0.92"), ["exceeds"])
    unsplit = of(**rural)
    assert unsplit.power is None and not unsplit.lacks_history
    assert "o consumo do horário com desconto" in getattr(unsplit.found, "message", "")


def test_only_a_rural_unit_has_the_discount_of_irrigation() -> None:
    given: dict[str, Any] = {
        "has_irrigation_discount": True,
        "discounted_consumption_kwh": (Decimal(100),) * 12,
    }
    assert of(**given).power == of().power
