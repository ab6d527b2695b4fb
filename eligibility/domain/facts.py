"""The facts of one project, as answered so far; `None` means not answered yet."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.vocabulary import (
    AllocationBasis,
    Association,
    ConsortiumLaw,
    ConsumerClass,
    GuaranteeForm,
    Modality,
    Phases,
    Profession,
    RegistrationStatus,
    RequestKind,
    Source,
    SubstationType,
    TariffGroup,
    UnitHolding,
)

# Places have a bound so that no number takes a million characters to write.
Quantity = Annotated[Decimal, Field(ge=0, le=Decimal(10) ** 9, decimal_places=60)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Degrees = Annotated[Decimal, Field(ge=-180, le=180, decimal_places=60)]

WATTS_PER_KILOWATT = Decimal(1000)


class ProfessionalFacts(BaseModel):
    """Who signs for the project. `has_attribution` is the cited one of CONFEA, for engineers of other branches."""

    model_config = ConfigDict(frozen=True)

    profession: Profession
    has_attribution: bool = False
    has_council_decision: bool = False
    registration: RegistrationStatus = RegistrationStatus.unverified


class ModuleSet(BaseModel):
    """Identical photovoltaic modules; `power_w` is the peak power of one module."""

    model_config = ConfigDict(frozen=True)

    quantity: Count
    power_w: Quantity

    @property
    def total_kw(self) -> Decimal:
        """Peak power of the set in kW."""
        return self.quantity * self.power_w / WATTS_PER_KILOWATT


class InverterSet(BaseModel):
    """Identical inverters; `power_kw` is the nominal AC power of one inverter."""

    model_config = ConfigDict(frozen=True)

    quantity: Count
    power_kw: Quantity

    @property
    def total_kw(self) -> Decimal:
        """Nominal AC power of the set in kW."""
        return self.quantity * self.power_kw


class AllocationFacts(BaseModel):
    """What matters of an allocation list: counts, and percentages of the surplus between 0 and 100.

    `unit_count` leaves the generating unit out, `total_percent` counts it. `largest_share_percent` is the
    largest part of one beneficiary, all units of that person together. By priority both are None.
    """

    model_config = ConfigDict(frozen=True)

    basis: AllocationBasis
    unit_count: Count
    total_percent: Quantity | None = None
    largest_share_percent: Quantity | None = None
    duplicated_units: Count = 0
    units_of_other_utility: Count = 0
    units_without_member: Count = 0
    unreadable_lines: Count = 0


class ProjectFacts(BaseModel):
    """What the rules may ask about a project. Powers in kW, breaker in A, consumption in kWh a month.

    `filed_on` is the civil date whose law applies. `declared_power_kw` is the generating power of the first
    source when it has no modules, `second_declared_power_kw` of the second; `existing_power_kw` what the unit
    already generates before a change, and the installed power is then the total after it.
    `monthly_consumption_kwh` keeps twelve places, with None for a month not given. Latitude and longitude are
    decimal degrees. `has_overdue_debts` and `is_captive` are the utility's records, None while unknown.
    """

    model_config = ConfigDict(frozen=True)

    filed_on: date
    source: Source | None = None
    second_source: Source | None = None
    request_kind: RequestKind | None = None
    modality: Modality | None = None

    unit_number: str = ""
    consumer_class: ConsumerClass | None = None
    group: TariffGroup | None = None
    phases: Phases | None = None
    voltage: str = ""
    breaker_a: int | None = Field(default=None, ge=0, le=100_000)
    available_power_kw: Quantity | None = None
    contracted_demand_kw: Quantity | None = None
    injection_demand_kw: Quantity | None = None
    installed_load_kw: Quantity | None = None
    substation_type: SubstationType | None = None
    is_substation_shared: bool = False
    transformers_kva: tuple[Quantity, ...] = ()
    latitude: Degrees | None = None
    longitude: Degrees | None = None
    monthly_consumption_kwh: tuple[Quantity | None, ...] = ()
    has_irrigation_discount: bool = False
    discounted_consumption_kwh: tuple[Quantity | None, ...] = ()
    is_collective_roof: bool = False
    is_site_rented: bool = False
    is_in_protected_area: bool = False
    has_disturbing_loads: bool = False
    has_emergency_generator: bool = False
    emergency_generator_kva: Quantity | None = None

    modules: tuple[ModuleSet, ...] = ()
    inverters: tuple[InverterSet, ...] = ()
    declared_power_kw: Quantity | None = None
    second_declared_power_kw: Quantity | None = None
    existing_power_kw: Quantity | None = None
    has_storage: bool = False
    storage_kwh: Quantity | None = None
    is_dispatchable: bool | None = None
    is_floating: bool = False
    is_grid_zero: bool = False
    wants_fast_track: bool = False
    wants_compatible_power: bool = False

    association: Association | None = None
    consortium_law: ConsortiumLaw | None = None
    unit_holding: UnitHolding | None = None
    is_administrator_fit: bool | None = None
    member_count: Count | None = None
    keeps_modality_12_months: bool = False
    has_participating_units: bool = False
    allocation: AllocationFacts | None = None

    guarantee_form: GuaranteeForm | None = None
    surety_bank: str = ""

    is_holder_company: bool | None = None
    is_cpf_on_identity_document: bool | None = None
    has_constitution_change: bool = False
    has_power_of_attorney: bool = False
    is_captive: bool | None = None
    has_overdue_debts: bool | None = None

    professional: ProfessionalFacts | None = None

    @property
    def sources(self) -> frozenset[Source]:
        """Every source of the plant; empty while none was answered."""
        return frozenset(item for item in (self.source, self.second_source) if item is not None)

    @property
    def modules_power_kw(self) -> Decimal | None:
        """Total peak power of the modules, None when no module is given."""
        return sum((item.total_kw for item in self.modules), Decimal(0)) if self.modules else None

    @property
    def inverters_power_kw(self) -> Decimal | None:
        """Total nominal AC power of the inverters, None when no inverter is given."""
        return sum((item.total_kw for item in self.inverters), Decimal(0)) if self.inverters else None

    @property
    def solar_power_kw(self) -> Decimal | None:
        """AC power of the photovoltaic part: the lower of modules and inverters, None while one is missing."""
        if self.modules_power_kw is None or self.inverters_power_kw is None:
            return None
        return min(self.modules_power_kw, self.inverters_power_kw)

    @property
    def installed_power_kw(self) -> Decimal | None:
        """Installed AC power of all sources together, None while a part is missing.

        Without an answered source the photovoltaic part stands alone. A source without modules counts its
        declared power, or its converters when nothing is declared and no photovoltaic part uses them.
        """
        if not self.sources:
            return self.solar_power_kw
        parts = [self._power_of(self.source, self.declared_power_kw)] if self.source else []
        if self.second_source is not None:
            parts.append(self._power_of(self.second_source, self.second_declared_power_kw))
        known = [part for part in parts if part is not None]
        return sum(known, Decimal(0)) if len(known) == len(parts) else None

    @property
    def added_power_kw(self) -> Decimal | None:
        """Power the request adds: all of it, or what a change puts above the existing generation, never below 0."""
        power = self.installed_power_kw
        if power is None or self.request_kind is not RequestKind.change_generator:
            return power
        return max(power - (self.existing_power_kw or Decimal(0)), Decimal(0))

    def _power_of(self, source: Source | None, declared_kw: Decimal | None) -> Decimal | None:
        if source is Source.solar:
            return self.solar_power_kw
        if declared_kw is None and Source.solar not in self.sources and self.second_source is None:
            return self.inverters_power_kw
        return declared_kw
