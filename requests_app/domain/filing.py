"""What the technician answers, section by section, once valid; and the project facts the rules ask for."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.facts import AllocationFacts, InverterSet, ModuleSet, ProfessionalFacts, ProjectFacts
from eligibility.domain.vocabulary import (
    Association,
    ConsortiumLaw,
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

SECTIONS = ("unit", "generation", "credits", "holder", "guarantee")
DISCARDED = "Rascunho descartado"


class _Answers(BaseModel):
    model_config = ConfigDict(frozen=True)


class TransformerAnswers(_Answers):
    """One transformer of a group A unit: kVA, winding connection as in `Δ-Y`, impedance in percent."""

    power_kva: Decimal
    connection: str = ""
    impedance_percent: Decimal | None = None


class UnitAnswers(_Answers):
    """What is asked for which unit, and where. `unit_number` is digits only, empty for a new unit.

    Consumption is twelve months in kWh, none for a new unit. `available_power_kw` is the breaker's in group B
    and the larger of both demands in group A.
    """

    request_kind: RequestKind
    unit_number: str = ""
    consumer_class: ConsumerClass
    group: TariffGroup
    voltage: str
    phases: Phases | None = None
    breaker_a: int | None = None
    available_power_kw: Decimal | None = None
    contracted_demand_kw: Decimal | None = None
    injection_demand_kw: Decimal | None = None
    installed_load_kw: Decimal | None = None
    substation_type: SubstationType | None = None
    is_substation_shared: bool = False
    transformers: tuple[TransformerAnswers, ...] = ()
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    monthly_consumption_kwh: Annotated[tuple[Decimal, ...], Field(max_length=12)] = ()
    has_irrigation_discount: bool = False
    discounted_consumption_kwh: Annotated[tuple[Decimal, ...], Field(max_length=12)] = ()
    is_collective_roof: bool = False
    is_site_rented: bool = False
    is_in_protected_area: bool = False
    has_disturbing_loads: bool = False
    has_emergency_generator: bool = False
    emergency_generator_kva: Decimal | None = None
    activities: str = ""
    street: str
    street_number: str
    complement: str = ""
    district: str
    municipality: str
    state: str
    postal_code: str
    nickname: str = ""


class EquipmentAnswers(_Answers):
    """One model of module or inverter; `unit_power_w` in W for both."""

    manufacturer: str
    model: str
    quantity: int
    unit_power_w: Decimal


class RegistrationAnswers(_Answers):
    """What the regulator's register of plants asks per source; text as typed, empty where the source has no such thing."""

    array_area_m2: Decimal | None = None
    river: str = ""
    basin: str = ""
    head_m: Decimal | None = None
    flow_m3s: Decimal | None = None
    hydro_machine: str = ""
    tower_height_m: Decimal | None = None
    turbine_count: int | None = None
    turbine_axis: str = ""
    turbine_model: str = ""
    fuel: str = ""
    prime_mover: str = ""
    cycle: str = ""
    other_description: str = ""
    plant_code: str = ""
    """CEG of a plant that is already registered."""


class GenerationAnswers(_Answers):
    """What will be installed. Powers in kW, storage in kWh and kW."""

    source: Source
    second_source: Source | None = None
    machine: str = ""
    """Type of generation of the standard form, item 2.3: `inverter`, `synchronous`, `mixed` or `other`."""
    modules: tuple[EquipmentAnswers, ...] = ()
    inverters: tuple[EquipmentAnswers, ...] = ()
    declared_power_kw: Decimal | None = None
    second_declared_power_kw: Decimal | None = None
    existing_power_kw: Decimal | None = None
    has_storage: bool = False
    storage_kwh: Decimal | None = None
    storage_kw: Decimal | None = None
    storage_description: str = ""
    is_dispatchable: bool | None = None
    is_floating: bool = False
    registration: RegistrationAnswers = RegistrationAnswers()

    @property
    def sources(self) -> tuple[Source, ...]:
        """The first source, and the second where there is one."""
        return (self.source,) if self.second_source is None else (self.source, self.second_source)


class CreditsAnswers(_Answers):
    """Who uses the credits and which waiver is wanted; the fast track gives up sharing for good (art. 73-A, III)."""

    modality: Modality
    is_grid_zero: bool = False
    wants_fast_track: bool = False
    wants_compatible_power: bool = False
    association: Association | None = None
    consortium_law: ConsortiumLaw | None = None
    unit_holding: UnitHolding | None = None
    is_administrator_fit: bool | None = None
    member_count: int | None = None
    keeps_modality_12_months: bool = False

    @property
    def wants_waiver(self) -> bool:
        """Whether one of the three waivers of the reverse-flow analysis is asked for (art. 73-A)."""
        return self.is_grid_zero or self.wants_fast_track or self.wants_compatible_power


class GuaranteeAnswers(_Answers):
    """The performance guarantee as the technician gives it: amount in R$, last day of validity of bonds or surety."""

    form: GuaranteeForm | None = None
    surety_bank: str = ""
    amount_brl: Decimal | None = None
    valid_until: date | None = None


class HolderAnswers(_Answers):
    """In whose name the unit is. `tax_id` is a CPF or CNPJ without punctuation, upper case."""

    is_company: bool
    name: str
    tax_id: str
    representative_name: str = ""
    email: str
    phone: str
    has_power_of_attorney: bool = False
    is_cpf_on_identity_document: bool = True
    has_constitution_change: bool = False


class Surroundings(_Answers):
    """What the technician does not type in a section: the list of units, the utility's records, the own registration."""

    allocation: AllocationFacts | None = None
    professional: ProfessionalFacts | None = None
    is_captive: bool | None = None
    has_overdue_debts: bool | None = None


class Filing(_Answers):
    """A complete, valid set of answers."""

    unit: UnitAnswers
    generation: GenerationAnswers
    credits: CreditsAnswers
    holder: HolderAnswers
    guarantee: GuaranteeAnswers = GuaranteeAnswers()
    surroundings: Surroundings = Surroundings()
    other_information: str = ""

    def facts(self, on: date) -> ProjectFacts:
        """The project facts of the whole set, under the law of the day `on`."""
        return facts_of(
            on,
            unit=self.unit,
            generation=self.generation,
            credits=self.credits,
            holder=self.holder,
            guarantee=self.guarantee,
            surroundings=self.surroundings,
        )


_UNIT_FACTS = frozenset(UnitAnswers.model_fields) & frozenset(ProjectFacts.model_fields)
_GENERATION_FACTS = frozenset(GenerationAnswers.model_fields) & frozenset(ProjectFacts.model_fields)
_HOLDER_FACTS = frozenset(HolderAnswers.model_fields) & frozenset(ProjectFacts.model_fields)


def facts_of(
    on: date,
    *,
    unit: UnitAnswers | None = None,
    generation: GenerationAnswers | None = None,
    credits: CreditsAnswers | None = None,  # noqa: A002  the section's own name
    holder: HolderAnswers | None = None,
    guarantee: GuaranteeAnswers | None = None,
    surroundings: Surroundings | None = None,
) -> ProjectFacts:
    """The facts of whatever sections are valid so far, under the law of the day `on`."""
    given: dict[str, object] = {"filed_on": on}
    if unit:
        given |= unit.model_dump(include=set(_UNIT_FACTS))
        given["transformers_kva"] = tuple(item.power_kva for item in unit.transformers)
    if generation:
        given |= generation.model_dump(include=set(_GENERATION_FACTS - {"modules", "inverters"}))
        given["modules"] = tuple(
            ModuleSet(quantity=e.quantity, power_w=e.unit_power_w) for e in generation.modules
        )
        given["inverters"] = tuple(
            InverterSet(quantity=e.quantity, power_kw=e.unit_power_w / 1000) for e in generation.inverters
        )
    if credits:
        given |= credits.model_dump()
    if holder:
        given |= holder.model_dump(include=set(_HOLDER_FACTS))
        given["is_holder_company"] = holder.is_company
    if guarantee:
        given |= {"guarantee_form": guarantee.form, "surety_bank": guarantee.surety_bank}
    if surroundings:
        given |= surroundings.model_dump(exclude={"allocation", "professional"})
        given |= {"allocation": surroundings.allocation, "professional": surroundings.professional}
        given["has_participating_units"] = bool(
            surroundings.allocation and surroundings.allocation.unit_count
        )
    return ProjectFacts.model_validate(given)
