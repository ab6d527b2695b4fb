"""Which category a power belongs to, at every boundary."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.domain.choices import Followed
from eligibility.domain.classification import Category, classify, explain_change
from eligibility.domain.facts import InverterSet, ModuleSet
from eligibility.domain.findings import Refused
from eligibility.domain.vocabulary import Source
from tests.unit.situations import FILED_ON, anas_house, solar

SMALL, MICRO, MINI = Category.micro_up_to_10, Category.micro_10_to_75, Category.mini


@pytest.mark.parametrize(
    ("power", "source", "category"),
    [
        ("0.001", Source.solar, SMALL),
        ("8.2", Source.solar, SMALL),
        ("10", Source.solar, SMALL),
        ("10.00", Source.wind, SMALL),
        ("10.0001", Source.solar, MICRO),
        ("10.01", Source.solar, MICRO),
        ("75", Source.solar, MICRO),
        ("75.1", Source.solar, MINI),
        ("500.1", Source.solar, MINI),
        ("3000", Source.solar, MINI),
        ("3000.1", Source.biomass, MINI),
        ("5000", Source.hydro, MINI),
        ("5000", Source.qualified_cogeneration, MINI),
    ],
)
def test_the_power_decides_the_category(power: str, source: Source, category: Category) -> None:
    assert classify(Decimal(power), source, FILED_ON).category is category


@pytest.mark.parametrize(
    ("power", "source", "dispatchable", "limit"),
    [
        ("3000.1", Source.solar, None, "3.000 kW"),
        ("3000.1", Source.solar, True, "3.000 kW"),
        ("3000.1", Source.wind, None, "3.000 kW"),
        ("3000.1", Source.hydro, False, "3.000 kW"),
        ("5000.1", Source.hydro, True, "5.000 kW"),
        ("999999999", Source.biomass, None, "5.000 kW"),
    ],
)
def test_above_the_largest_limit_is_refused(
    power: str, source: Source, dispatchable: bool | None, limit: str
) -> None:
    with pytest.raises(Refused) as refused:
        classify(Decimal(power), source, FILED_ON, is_dispatchable=dispatchable)
    assert refused.value.code == "power.out_of_range"
    assert limit in refused.value.message
    assert refused.value.citation is not None
    assert refused.value.citation.norm == "Lei 14.300/2022"


def test_five_megawatts_of_solar_were_possible_until_january_2023() -> None:
    assert classify(Decimal(5000), Source.solar, date(2023, 1, 7)).category is MINI
    with pytest.raises(Refused):
        classify(Decimal(5000), Source.solar, date(2023, 1, 8))


@pytest.mark.parametrize("power", ["0", "-1"])
def test_no_power_has_no_category(power: str) -> None:
    with pytest.raises(Refused) as refused:
        classify(Decimal(power), Source.solar, FILED_ON)
    assert refused.value.code == "power.zero"


def test_micro_shows_both_terms_and_mini_one() -> None:
    assert classify(Decimal(8), Source.solar, FILED_ON).opinion_rules == (
        "opinion.micro.no_works",
        "opinion.micro.works",
    )
    assert classify(Decimal(80), Source.solar, FILED_ON).opinion_rules == ("opinion.mini",)


def test_the_explanation_names_the_power_and_the_limit() -> None:
    found = classify(Decimal("40.5"), Source.solar, FILED_ON)
    assert found.explanation == "40,5 kW passa de 10 kW e não passa de 75 kW, o limite da microgeração."
    assert found.citation.label == "Lei 14.300/2022, art. 1º, XI"


def test_two_sources_keep_the_lower_limit_unless_both_are_dispatchable() -> None:
    with pytest.raises(Refused) as refused:
        classify(Decimal("3000.1"), {Source.solar, Source.hydro}, FILED_ON)
    assert refused.value.code == "power.out_of_range"
    assert classify(Decimal(5000), {Source.biomass, Source.hydro}, FILED_ON).category is MINI


def test_at_69_kv_every_category_takes_the_longest_term() -> None:
    found = classify(Decimal(8), Source.solar, FILED_ON, is_high_voltage=True)
    assert (found.category, found.opinion_rules) == (SMALL, ("opinion.mini",))
    assert "69 kV" in found.explanation


def test_an_operator_that_follows_the_page_takes_five_megawatts_of_any_source() -> None:
    found = classify(Decimal(5000), Source.solar, FILED_ON, mini_limit=Followed.page)
    assert (found.category, found.citation.norm) == (
        MINI,
        "Página da distribuidora sobre mini e microgeração",
    )
    with pytest.raises(Refused):
        classify(Decimal("5000.1"), Source.solar, FILED_ON, mini_limit=Followed.page)


def changed(before: str, after: str) -> str | None:
    first = classify(Decimal(before), Source.solar, FILED_ON)
    return explain_change(first, classify(Decimal(after), Source.solar, FILED_ON), FILED_ON)


def test_a_change_of_category_is_explained_with_its_limit_and_its_term() -> None:
    assert changed("10.0", "10.1") == (
        "Com 10,1 kW o pedido passa a ser microgeração acima de 10 kW até 75 kW, porque 10,1 kW passa de 10 kW e "
        "não passa de 75 kW, o limite da microgeração (Lei 14.300/2022, art. 1º, XI). "
        "O prazo do parecer continua o mesmo: 15 ou 30 dias corridos."
    )


def test_becoming_minigeneration_tells_the_longer_term_and_group_a() -> None:
    text = changed("75.0", "75.1")
    assert text is not None
    assert (
        "O prazo do parecer muda de 15 ou 30 para 45 dias corridos (REN ANEEL 1.000/2021, art. 64, III)."
        in text
    )
    assert text.endswith("fica no grupo A, em média ou alta tensão (REN ANEEL 1.000/2021, art. 23, § 6º).")


def test_nothing_is_explained_while_the_category_stays() -> None:
    assert changed("8", "9.9") is None
    found = classify(Decimal(8), Source.solar, FILED_ON)
    assert explain_change(None, found, FILED_ON) is explain_change(found, None, FILED_ON) is None


@given(st.decimals("0.001", "3000", places=3), st.sampled_from(Source))
def test_every_admissible_power_has_exactly_one_category(power: Decimal, source: Source) -> None:
    expected = SMALL if power <= 10 else MICRO if power <= 75 else MINI
    assert classify(power, source, FILED_ON).category is expected


def test_installed_power_is_the_lower_of_modules_and_inverters() -> None:
    assert anas_house(**solar(16, "550", 1, "8.2")).installed_power_kw == Decimal("8.2")
    assert anas_house(**solar(10, "555", 1, "8.2")).installed_power_kw == Decimal("5.55")


def test_several_models_add_up() -> None:
    facts = anas_house(
        modules=(ModuleSet(quantity=10, power_w=Decimal(550)), ModuleSet(quantity=4, power_w=Decimal(400))),
        inverters=(InverterSet(quantity=3, power_kw=Decimal("2.2")),),
    )
    assert (facts.modules_power_kw, facts.inverters_power_kw) == (Decimal("7.1"), Decimal("6.6"))
    assert facts.installed_power_kw == Decimal("6.6")


def test_power_is_unknown_while_half_of_the_equipment_is_missing() -> None:
    assert anas_house(inverters=()).installed_power_kw is None
    assert anas_house(modules=()).installed_power_kw is None


def test_a_source_without_modules_takes_the_declared_power() -> None:
    facts = anas_house(source=Source.hydro, modules=(), inverters=(), declared_power_kw=Decimal(9))
    assert facts.installed_power_kw == Decimal(9)
