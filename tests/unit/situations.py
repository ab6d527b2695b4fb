"""Projects for tests of the law: one that passes, and the changes that make it fail."""

from datetime import date
from decimal import Decimal
from typing import Any

from eligibility.domain.facts import InverterSet, ModuleSet, ProjectFacts
from eligibility.domain.vocabulary import ConsumerClass, Modality, Phases, RequestKind, Source, TariffGroup

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
