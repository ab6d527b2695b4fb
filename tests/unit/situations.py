"""Projects for tests of the law: one that passes, and the changes that make it fail."""

from datetime import date
from decimal import Decimal
from typing import Any

from eligibility.domain.assessment import assess
from eligibility.domain.facts import InverterSet, ModuleSet, ProjectFacts
from eligibility.domain.findings import Finding
from eligibility.domain.operator import OperatorProfile, load_profile
from eligibility.domain.vocabulary import (
    ConsumerClass,
    Modality,
    Phases,
    RequestKind,
    Source,
    SubstationType,
    TariffGroup,
)

FILED_ON = date(2026, 11, 23)


def anas_house(**changes: Any) -> ProjectFacts:
    """Ana's roof: 16 modules of 550 W on an 8.2 kW inverter, two phases of 63 A. It passes as it stands."""
    answers: dict[str, Any] = {
        "filed_on": FILED_ON,
        "source": Source.solar,
        "request_kind": RequestKind.existing_unit,
        "modality": Modality.local,
        "unit_number": "001347925801810",
        "consumer_class": ConsumerClass.residential,
        "group": TariffGroup.b,
        "phases": Phases.two,
        "voltage": "127/220",
        "breaker_a": 63,
        "latitude": Decimal("-19.9245"),
        "longitude": Decimal("-43.9352"),
        "monthly_consumption_kwh": (Decimal(410),) * 12,
        "modules": (ModuleSet(quantity=16, power_w=Decimal(550)),),
        "inverters": (InverterSet(quantity=1, power_kw=Decimal("8.2")),),
        "is_holder_company": False,
        "is_cpf_on_identity_document": True,
    }
    return ProjectFacts(**(answers | changes))


def solar(modules: int, module_w: str, inverters: int, inverter_kw: str) -> dict[str, Any]:
    """The equipment of a solar project, as changes for `anas_house`."""
    return {
        "modules": (ModuleSet(quantity=modules, power_w=Decimal(module_w)),),
        "inverters": (InverterSet(quantity=inverters, power_kw=Decimal(inverter_kw)),),
    }


def valley_plant(**changes: Any) -> ProjectFacts:
    """A 400 kW hydro plant in group A whose owner uses the credits on the spot. It passes as it stands."""
    answers: dict[str, Any] = {
        "filed_on": FILED_ON,
        "source": Source.hydro,
        "request_kind": RequestKind.existing_unit,
        "modality": Modality.local,
        "unit_number": "001347925801810",
        "consumer_class": ConsumerClass.industrial,
        "group": TariffGroup.a,
        "voltage": "13.800 V",
        "contracted_demand_kw": Decimal(100),
        "injection_demand_kw": Decimal(400),
        "substation_type": SubstationType.posto_4,
        "transformers_kva": (Decimal(500),),
        "latitude": Decimal("-20.3856"),
        "longitude": Decimal("-43.5036"),
        "monthly_consumption_kwh": (Decimal(41_000),) * 12,
        "declared_power_kw": Decimal(400),
        "is_holder_company": True,
    }
    return ProjectFacts(**(answers | changes))


def solar_plant(kw: str, **changes: Any) -> ProjectFacts:
    """A photovoltaic plant of that power in group A, with demands to match. It passes up to 500 kW."""
    power = Decimal(kw)
    answers: dict[str, Any] = {
        "source": Source.solar,
        "declared_power_kw": None,
        "modules": (ModuleSet(quantity=1, power_w=power * 1000),),
        "inverters": (InverterSet(quantity=1, power_kw=power),),
        "injection_demand_kw": power,
    }
    return valley_plant(**(answers | changes))


def findings_of(facts: ProjectFacts, profile: OperatorProfile | None = None) -> dict[str, Finding]:
    """What the assessment finds, by code; each code once."""
    found = assess(facts, profile=profile or load_profile()).findings
    by_code = {finding.code: finding for finding in found}
    assert len(by_code) == len(found), "a code was found twice"
    return by_code


def codes_of(facts: ProjectFacts, profile: OperatorProfile | None = None) -> list[str]:
    """The codes of the findings, blocking ones first."""
    return [finding.code for finding in assess(facts, profile=profile or load_profile()).findings]
