"""The small houses of the demonstration: who they are, and their answers."""

from dataclasses import dataclass
from decimal import Decimal

from eligibility.domain.vocabulary import ConsumerClass, Modality, Phases, RequestKind, Source, TariffGroup
from requests_app.domain.filing import (
    CreditsAnswers,
    EquipmentAnswers,
    Filing,
    GenerationAnswers,
    HolderAnswers,
    RegistrationAnswers,
    UnitAnswers,
)

_MODULE_M2 = Decimal("2.6")


@dataclass(frozen=True)
class House:
    """One small roof: whose it is, where, how large, and how far its request has come."""

    nickname: str
    holder: str
    tax_id: str
    unit_number: str
    street: str
    district: str
    municipality: str
    postal_code: str
    modules: int
    inverter_w: int
    days_ago: int
    until: str
    """How far it has come: filed, checking, analysis, pending, approved, not_approved, lapsed or one of `later.STEPS`."""


HOUSES = (
    House("Casa da Ana", "Ana Maria Figueiredo", "12345678909", "3014056287", "Rua das Acácias", "Centro", "Contagem", "32000000", 16, 8200, 4, "pending"),
    House("Sítio Boa Vista", "Marlene Aparecida dos Santos", "52998224725", "3014093454", "Estrada da Boa Vista", "Zona Rural", "Esmeraldas", "35740000", 12, 6100, 40, "approved"),
    House("Oficina do Seu Dito", "Benedito Rocha", "11144477735", "3015551234", "Avenida do Contorno", "Jardim Canadá", "Ibirité", "32400000", 18, 10000, 9, "analysis"),
    House("Casa do Jonas", "Jonas Prates", "98765432100", "3016662345", "Rua Sabiá", "Novo Eldorado", "Betim", "32600000", 10, 5400, 14, "checking"),
    House("Padaria Trigo Bom", "Teresa Campos", "39053344705", "3017773456", "Rua do Trigo", "Angola", "Betim", "32604000", 6, 3300, 2, "filed"),
    House("Chácara Sol Nascente", "Paulo Mendes", "86288366757", "3018884567", "Rua das Palmeiras", "Lagoa", "Sabará", "34500000", 8, 4000, 30, "not_approved"),
    House("Casa da Dora", "Dora Lisboa", "20156783444", "3019105678", "Rua do Ouro", "Serra Verde", "Nova Lima", "34000000", 8, 4200, 12, "contracts_sent"),
    House("Mercado do Elias", "Elias Fontoura", "31415926590", "3019206789", "Avenida Central", "Centro", "Pedro Leopoldo", "33600000", 18, 9800, 35, "works"),
    House("Casa do Tadeu", "Tadeu Vilela", "27182818205", "3019307891", "Rua das Flores", "Vila Rica", "Santa Luzia", "33000000", 10, 5000, 22, "inspection_requested"),
    House("Sobrado da Rosa", "Rosa Maria Pinto", "16180339805", "3019408912", "Rua da Matriz", "Centro", "Sabará", "34505000", 12, 6000, 45, "inspection_reported"),
    House("Pousada da Nair", "Nair Coelho", "14142135651", "3019509123", "Alameda dos Ipês", "Lapinha", "Lagoa Santa", "33400000", 16, 8000, 60, "connected"),
    House("Casa do Ivo", "Ivo Barreto", "17320508052", "3019610234", "Rua Sete", "São Bento", "Vespasiano", "33200000", 9, 4500, 140, "lapsed"),
)  # fmt: skip


def house_answers(house: House) -> Filing:
    """The complete answers of one house: a small roof in group B, credits on the spot."""
    return Filing(
        unit=UnitAnswers(
            request_kind=RequestKind.existing_unit,
            unit_number=house.unit_number,
            consumer_class=ConsumerClass.residential,
            group=TariffGroup.b,
            voltage="127/220 V",
            phases=Phases.two,
            breaker_a=63,
            available_power_kw=Decimal("15.1"),
            monthly_consumption_kwh=tuple(Decimal(420 + 15 * (m % 5)) for m in range(12)),
            street=house.street,
            street_number="80",
            district=house.district,
            municipality=house.municipality,
            state="MG",
            postal_code=house.postal_code,
            nickname=house.nickname,
        ),
        generation=GenerationAnswers(
            source=Source.solar,
            modules=(
                EquipmentAnswers(
                    manufacturer="Exemplo Solar",
                    model="M585",
                    quantity=house.modules,
                    unit_power_w=Decimal(585),
                ),
            ),
            inverters=(
                EquipmentAnswers(
                    manufacturer="Exemplo Solar",
                    model=f"ES-{house.inverter_w}",
                    quantity=1,
                    unit_power_w=Decimal(house.inverter_w),
                ),
            ),
            machine="inverter",
            registration=RegistrationAnswers(array_area_m2=house.modules * _MODULE_M2),
        ),
        credits=CreditsAnswers(modality=Modality.local),
        holder=HolderAnswers(
            is_company=False,
            name=house.holder,
            tax_id=house.tax_id,
            email=f"{house.holder.split(' ')[0].lower()}@demo.portal",
            phone="31988887777",
        ),
        other_information="Pedido inventado para a demonstração.",
    )


def typed_answers(house: House, *, nickname: str) -> dict[str, dict[str, str]]:
    """The same house as a technician types it, section by section."""
    given = house_answers(house)
    return {
        "unit": {
            "request_kind": given.unit.request_kind.value,
            "unit_number": house.unit_number,
            "consumer_class": given.unit.consumer_class.value,
            "group": given.unit.group.value,
            "voltage": given.unit.voltage,
            "phases": Phases.two.value,
            "breaker_a": str(given.unit.breaker_a),
            "monthly_consumption_kwh": " ".join(str(month) for month in given.unit.monthly_consumption_kwh),
            "street": house.street,
            "street_number": given.unit.street_number,
            "district": house.district,
            "municipality": house.municipality,
            "postal_code": house.postal_code,
            "nickname": nickname,
        },
        "generation": {
            "source": given.generation.source.value,
            "has_storage": "false",
            "module_0_manufacturer": "Exemplo Solar",
            "module_0_model": "M585",
            "module_0_quantity": str(house.modules),
            "module_0_power_w": "585",
            "inverter_0_manufacturer": "Exemplo Solar",
            "inverter_0_model": f"ES-{house.inverter_w}",
            "inverter_0_quantity": "1",
            "inverter_0_power_kw": f"{Decimal(house.inverter_w) / 1000:f}".replace(".", ","),
            "array_area_m2": f"{house.modules * _MODULE_M2:f}".replace(".", ","),
        },
        "credits": {"modality": given.credits.modality.value, "waiver": "none"},
        "holder": {
            "is_company": "false",
            "name": house.holder,
            "tax_id": house.tax_id,
            "email": given.holder.email,
            "phone": given.holder.phone,
            "has_power_of_attorney": "false",
            "is_cpf_on_identity_document": "true",
        },
    }
