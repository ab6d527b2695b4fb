"""Whether a plant is dispatchable: by its sources, or photovoltaic with enough storage (art. 2, IV-A)."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from eligibility.domain.facts import ProjectFacts
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import Source


def dispatchable_sources(on: date) -> frozenset[Source]:
    """Sources that are dispatchable by nature."""
    return frozenset(Source(name) for name in rule("generation.dispatchable", on).as_list())


def are_dispatchable(sources: Collection[Source], on: date, *, is_dispatchable: bool | None) -> bool:
    """Whether every source is dispatchable by nature and nobody says that the plant is not."""
    return bool(sources) and set(sources) <= dispatchable_sources(on) and is_dispatchable is not False


def storage_needed_kwh(power_kw: Decimal, on: date) -> Decimal:
    """Energy in kWh that batteries must hold so that a photovoltaic plant counts as dispatchable (art. 655-B)."""
    formula = rule("storage.dispatchable_solar", on).as_table()
    monthly_kwh = power_kw * formula["capacity_factor"] * formula["hours"] * formula["days"]
    return Decimal(monthly_kwh * formula["share"])


def is_storage_enough(facts: ProjectFacts, on: date) -> bool:
    """Whether the storage reaches the share of the monthly production; False while either is unknown."""
    power = facts.installed_power_kw
    if power is None or facts.storage_kwh is None:
        return False
    return facts.storage_kwh >= storage_needed_kwh(power, on)


def is_plant_dispatchable(facts: ProjectFacts, on: date) -> bool:
    """Whether the whole plant is dispatchable; a photovoltaic one only alone, claimed, and with its storage."""
    if facts.sources == {Source.solar}:
        return facts.is_dispatchable is True and is_storage_enough(facts, on)
    return are_dispatchable(facts.sources, on, is_dispatchable=facts.is_dispatchable)
