"""The four projects whose whole life is told in tests: a house, a shop, a plant of 300 kW and one with a guarantee."""

from datetime import date
from decimal import Decimal

from eligibility.domain.vocabulary import ConsumerClass, GuaranteeForm, Source, SubstationType, TariffGroup
from requests_app.domain.filing import (
    EquipmentAnswers,
    Filing,
    GenerationAnswers,
    GuaranteeAnswers,
    RegistrationAnswers,
    TransformerAnswers,
)
from tests.factories import a_filing

POWERS_KW = {"house": Decimal("8.2"), "shop": Decimal(40), "mini": Decimal(300), "plant": Decimal(800)}
_COMPANY = {
    "is_company": True,
    "name": "Tecidos Aurora Comércio Ltda.",
    "tax_id": "11222333000181",
    "representative_name": "Aurora Martins Teles",
    "email": "contato@aurora.exemplo.test",
}


def _generation(modules: int, inverters: int, inverter_w: int) -> GenerationAnswers:
    return GenerationAnswers(
        source=Source.solar,
        modules=(
            EquipmentAnswers(
                manufacturer="Exemplo Solar", model="M550", quantity=modules, unit_power_w=Decimal(550)
            ),
        ),
        inverters=(
            EquipmentAnswers(
                manufacturer="Exemplo Solar",
                model="ES-X",
                quantity=inverters,
                unit_power_w=Decimal(inverter_w),
            ),
        ),
    )


def _medium_voltage(demand_kw: int, transformer_kva: int) -> dict[str, object]:
    return {
        "consumer_class": ConsumerClass.commercial,
        "group": TariffGroup.a,
        "voltage": "13.800 V",
        "phases": None,
        "breaker_a": None,
        "available_power_kw": Decimal(demand_kw),
        "contracted_demand_kw": Decimal(30),
        "injection_demand_kw": Decimal(demand_kw),
        "substation_type": SubstationType.posto_4,
        "transformers": (TransformerAnswers(power_kva=Decimal(transformer_kva), connection="Δ-Y"),),
    }


def filing_of(kind: str) -> Filing:
    """The answers of one of the four; each is of another category or has another duty."""
    match kind:
        case "house":
            return a_filing()
        case "shop":
            return a_filing(
                unit={"consumer_class": ConsumerClass.commercial, "breaker_a": 125},
                generation=_generation(80, 2, 20_000),
                holder=_COMPANY,
            )
        case "mini":
            return a_filing(
                unit=_medium_voltage(300, 300), generation=_generation(600, 3, 100_000), holder=_COMPANY
            )
        case "plant":
            return a_filing(
                unit=_medium_voltage(800, 1000),
                generation=GenerationAnswers(
                    source=Source.hydro,
                    machine="synchronous",
                    declared_power_kw=Decimal(800),
                    registration=RegistrationAnswers(
                        river="Ribeirão das Pedras",
                        basin="São Francisco",
                        head_m=Decimal("22.5"),
                        flow_m3s=Decimal("4.6"),
                        hydro_machine="Francis",
                    ),
                ),
                holder=_COMPANY,
                guarantee=GuaranteeAnswers(
                    form=GuaranteeForm.surety,
                    surety_bank="Banco do Brasil",
                    amount_brl=Decimal(100_000),
                    valid_until=date(2035, 12, 31),
                ),
            )
    raise ValueError(kind)
