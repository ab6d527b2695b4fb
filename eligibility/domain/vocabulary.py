"""The closed sets that project facts are written in."""

from enum import StrEnum


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


class Association(StrEnum):
    """How the members of a shared generation are joined (REN 1.000, art. 2, XXII-A)."""

    consortium = "consortium"
    cooperative = "cooperative"
    condominium = "condominium"
    civil_association = "civil_association"


class ConsortiumLaw(StrEnum):
    """The law under which a consortium was formed; only that of companies may share generation."""

    law_6404 = "law_6404"
    law_11795 = "law_11795"


class UnitHolding(StrEnum):
    """In whose name the generating unit of an association is."""

    association = "association"
    administrator = "administrator"
    someone_else = "someone_else"


class SubstationType(StrEnum):
    """Entry substation (posto) of the utility's medium-voltage norm."""

    posto_1 = "1"
    posto_2 = "2"
    posto_3 = "3"
    posto_4 = "4"
    posto_5 = "5"
    posto_6 = "6"
    posto_8 = "8"


class GuaranteeForm(StrEnum):
    """Form of the performance guarantee (REN 1.000, art. 655-C, § 2)."""

    cash = "cash"
    bonds = "bonds"
    surety = "surety"


class AllocationBasis(StrEnum):
    """How the surplus is shared (REN 1.000, art. 655-H)."""

    percentage = "percentage"
    priority = "priority"


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


class Profession(StrEnum):
    """What the responsible professional is, as far as the rules tell them apart."""

    electrical_engineer = "electrical_engineer"
    energy_engineer = "energy_engineer"
    other_engineer = "other_engineer"
    electrotechnics_technician = "electrotechnics_technician"
    other = "other"


class RegistrationStatus(StrEnum):
    """How far the council's registration was checked; expired is a check whose term has ended."""

    unverified = "unverified"
    verified = "verified"
    expired = "expired"
    suspended = "suspended"
