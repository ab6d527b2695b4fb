"""The facts of one project, as answered so far; `None` means not answered yet."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Quantity = Annotated[Decimal, Field(ge=0, le=Decimal(10) ** 9)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]

WATTS_PER_KILOWATT = Decimal(1000)


class Source(StrEnum):
    """Primary energy source, item 2.1 of the standard form."""

    solar = "solar"
    hydro = "hydro"
    wind = "wind"
    biomass = "biomass"
    qualified_cogeneration = "qualified_cogeneration"
    other = "other"


class RequestKind(StrEnum):
    """What is asked for the consumer unit."""

    existing_unit = "existing_unit"
    existing_unit_new_power = "existing_unit_new_power"
    new_unit = "new_unit"
    change_generator = "change_generator"


class Modality(StrEnum):
    """Compensation modality, item 2.5 of the standard form."""

    local = "local"
    remote = "remote"
    shared = "shared"
    multiple_units = "multiple_units"


class TariffGroup(StrEnum):
    """Tariff group of the unit; voltages differ (REN 1.000, art. 23)."""

    a = "A"
    b = "B"


class Phases(StrEnum):
    """Number of phases of the connection."""

    single = "mono"
    two = "bi"
    three = "tri"


class ConsumerClass(StrEnum):
    """Tariff class of the unit."""

    residential = "residential"
    commercial = "commercial"
    rural = "rural"
    industrial = "industrial"
    public_authority = "public_authority"
    public_service = "public_service"
    public_lighting = "public_lighting"


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


class ProjectFacts(BaseModel):
    """What the rules may ask about a project. Powers in kW, breaker in A, consumption in kWh a month.

    `filed_on` is the civil date whose law applies. `declared_power_kw` is the generating power of sources
    without modules. `monthly_consumption_kwh` keeps twelve places, with None for a month not given.
    """

    model_config = ConfigDict(frozen=True)

    filed_on: date
    source: Source | None = None
    request_kind: RequestKind | None = None
    modality: Modality | None = None

    unit_number: str = ""
    consumer_class: ConsumerClass | None = None
    group: TariffGroup | None = None
    phases: Phases | None = None
    voltage: str = ""
    breaker_a: int | None = Field(default=None, ge=0, le=100_000)
    available_power_kw: Quantity | None = None
    monthly_consumption_kwh: tuple[Quantity | None, ...] = ()

    modules: tuple[ModuleSet, ...] = ()
    inverters: tuple[InverterSet, ...] = ()
    declared_power_kw: Quantity | None = None
    has_storage: bool = False
    is_dispatchable: bool | None = None
    wants_fast_track: bool = False

    is_holder_company: bool | None = None
    is_cpf_on_identity_document: bool | None = None
    has_constitution_change: bool = False
    has_power_of_attorney: bool = False
    has_participating_units: bool = False
    is_collective_roof: bool = False

    @property
    def modules_power_kw(self) -> Decimal | None:
        """Total peak power of the modules, None when no module is given."""
        return sum((item.total_kw for item in self.modules), Decimal(0)) if self.modules else None

    @property
    def inverters_power_kw(self) -> Decimal | None:
        """Total nominal AC power of the inverters, None when no inverter is given."""
        return sum((item.total_kw for item in self.inverters), Decimal(0)) if self.inverters else None

    @property
    def installed_power_kw(self) -> Decimal | None:
        """Installed AC power: the lower of modules and inverters; without modules, the declared power."""
        if self.source in {None, Source.solar}:
            if self.modules_power_kw is None or self.inverters_power_kw is None:
                return None
            return min(self.modules_power_kw, self.inverters_power_kw)
        return self.declared_power_kw if self.declared_power_kw is not None else self.inverters_power_kw
