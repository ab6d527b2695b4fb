"""Larger and other projects of the demonstration: a shop of 40 kW, a cooperative's hydro plant, a new connection."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from eligibility.domain.vocabulary import (
    Association,
    ConsumerClass,
    GuaranteeForm,
    Modality,
    Phases,
    RequestKind,
    Source,
    SubstationType,
    TariffGroup,
    UnitHolding,
)
from requests_app.domain.filing import (
    CreditsAnswers,
    EquipmentAnswers,
    Filing,
    GenerationAnswers,
    GuaranteeAnswers,
    HolderAnswers,
    RegistrationAnswers,
    TransformerAnswers,
    UnitAnswers,
)

_NOTE = "Pedido inventado para a demonstração."
_PHONE = "31988887777"
_MEMBERS = 25


@dataclass(frozen=True)
class Project:
    """A filing with the list of units as it was pasted ("" without one), and how far its request has come."""

    given: Filing
    units: str
    days_ago: int
    until: str


def projects(today: date) -> tuple[Project, ...]:
    """All of them; the surety is good for about two years and a half from today."""
    surety_until = date(today.year + 3, 6, 30)
    return (
        Project(_shop(), SHOP_UNITS, 3, "checking"),
        Project(_cooperative(surety_until), _members(), 6, "filed"),
        Project(_new_home(), "", 1, "filed"),
    )


SHOP_UNITS = """esta unidade\t40
001347925901807\t25,5
001347926001872\t20,25
001347926101837\t14,25"""
"""This unit's part and three branches of the same company: exactly 100 %."""


def _members() -> str:
    """Twenty-five members of the cooperative with four percent each."""
    return "\n".join(
        f"{3020700000 + place}\t4\tCooperado inventado {_letters(place)}\t{_cpf(place)}"
        for place in range(1, _MEMBERS + 1)
    )


def _letters(place: int) -> str:
    return chr(ord("A") + place - 1)


def _cpf(place: int) -> str:
    """A number with right check digits, of nobody."""
    digits = [int(c) for c in f"6{place:08d}"]
    for _ in range(2):
        weights = range(len(digits) + 1, 1, -1)
        digits.append(sum(d * w for d, w in zip(digits, weights, strict=True)) * 10 % 11 % 10)
    return "".join(map(str, digits))


def _solar(modules: int, inverters: int, inverter_w: int, area_m2: str) -> GenerationAnswers:
    maker = "Exemplo Solar"
    module = EquipmentAnswers(manufacturer=maker, model="M550", quantity=modules, unit_power_w=Decimal(550))
    inverter = EquipmentAnswers(
        manufacturer=maker, model=f"ES-{inverter_w}", quantity=inverters, unit_power_w=Decimal(inverter_w)
    )
    return GenerationAnswers(
        source=Source.solar,
        machine="inverter",
        modules=(module,),
        inverters=(inverter,),
        registration=RegistrationAnswers(array_area_m2=Decimal(area_m2)),
    )


def _shop() -> Filing:
    return Filing(
        unit=UnitAnswers(
            request_kind=RequestKind.existing_unit,
            unit_number="001347925801810",
            consumer_class=ConsumerClass.commercial,
            group=TariffGroup.b,
            voltage="127/220 V",
            phases=Phases.three,
            breaker_a=125,
            available_power_kw=Decimal("47.6"),
            latitude=Decimal("-19.9167"),
            longitude=Decimal("-44.0834"),
            monthly_consumption_kwh=tuple(Decimal(4900 + 60 * (m % 4)) for m in range(12)),
            activities="Loja de tecidos, com oficina de costura.",
            street="Avenida João César de Oliveira",
            street_number="1275",
            district="Eldorado",
            municipality="Contagem",
            state="MG",
            postal_code="32310000",
            nickname="Loja Aurora do centro",
        ),
        generation=_solar(80, 2, 20_000, "206.4"),
        credits=CreditsAnswers(modality=Modality.remote),
        holder=HolderAnswers(
            is_company=True,
            name="Tecidos Aurora Comércio Ltda.",
            tax_id="11222333000181",
            representative_name="Aurora Martins Teles",
            email="contato@tecidosaurora.demo.portal",
            phone=_PHONE,
        ),
        other_information=_NOTE,
    )


def _cooperative(surety_until: date) -> Filing:
    return Filing(
        unit=UnitAnswers(
            request_kind=RequestKind.existing_unit,
            unit_number="001347925801833",
            consumer_class=ConsumerClass.rural,
            group=TariffGroup.a,
            voltage="13.800 V",
            contracted_demand_kw=Decimal(30),
            injection_demand_kw=Decimal(800),
            available_power_kw=Decimal(800),
            installed_load_kw=Decimal(25),
            substation_type=SubstationType.posto_4,
            transformers=(
                TransformerAnswers(
                    power_kva=Decimal(1000), connection="Δ-Y", impedance_percent=Decimal("5.5")
                ),
            ),
            latitude=Decimal("-19.7621"),
            longitude=Decimal("-44.3138"),
            monthly_consumption_kwh=tuple(Decimal(290 + 8 * (m % 5)) for m in range(12)),
            street="Estrada do Ribeirão das Pedras, km 7",
            street_number="S/N",
            district="Zona Rural",
            municipality="Esmeraldas",
            state="MG",
            postal_code="35740000",
            nickname="Central das Pedras, 800 kW",
        ),
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
        credits=CreditsAnswers(
            modality=Modality.shared,
            association=Association.cooperative,
            unit_holding=UnitHolding.association,
            member_count=_MEMBERS,
        ),
        holder=HolderAnswers(
            is_company=True,
            name="Cooperativa de Energia das Pedras",
            tax_id="11444777000161",
            representative_name="Joaquim Pedrosa Lemes",
            email="diretoria@coopedras.demo.portal",
            phone=_PHONE,
        ),
        guarantee=GuaranteeAnswers(
            form=GuaranteeForm.surety,
            surety_bank="Banco do Brasil",
            amount_brl=Decimal(80_000),
            valid_until=surety_until,
        ),
        other_information=_NOTE,
    )


def _new_home() -> Filing:
    return Filing(
        unit=UnitAnswers(
            request_kind=RequestKind.new_unit,
            consumer_class=ConsumerClass.residential,
            group=TariffGroup.b,
            voltage="127/220 V",
            phases=Phases.two,
            breaker_a=50,
            available_power_kw=Decimal(12),
            latitude=Decimal("-19.9225"),
            longitude=Decimal("-43.9256"),
            is_collective_roof=True,
            street="Rua Padre Marinho",
            street_number="210",
            complement="Cobertura 2",
            district="Santa Efigênia",
            municipality="Belo Horizonte",
            state="MG",
            postal_code="30140040",
            nickname="Cobertura da Lia",
        ),
        generation=_solar(10, 1, 5_000, "26"),
        credits=CreditsAnswers(modality=Modality.local),
        holder=HolderAnswers(
            is_company=False,
            name="Lia Fontes Barcelos",
            tax_id="16899535009",
            email="lia@demo.portal",
            phone=_PHONE,
        ),
        other_information=_NOTE,
    )
