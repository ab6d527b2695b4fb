"""What the technician answers, section by section, once valid; and the project facts the rules ask for."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.facts import InverterSet, ModuleSet, ProjectFacts
from eligibility.domain.vocabulary import ConsumerClass, Modality, Phases, RequestKind, Source, TariffGroup

SECTIONS = ("unit", "generation", "credits", "holder")


class _Answers(BaseModel):
    model_config = ConfigDict(frozen=True)


class UnitAnswers(_Answers):
    """Where the generation will be. `unit_number` is digits only; consumption is twelve months in kWh."""

    unit_number: str
    consumer_class: ConsumerClass
    group: TariffGroup
    voltage: str
    phases: Phases
    breaker_a: int
    available_power_kw: Decimal | None
    monthly_consumption_kwh: Annotated[tuple[Decimal, ...], Field(min_length=12, max_length=12)]
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


class GenerationAnswers(_Answers):
    """What will be installed."""

    source: Source
    request_kind: RequestKind = RequestKind.existing_unit
    modules: tuple[EquipmentAnswers, ...]
    inverters: tuple[EquipmentAnswers, ...]
    has_storage: bool = False


class CreditsAnswers(_Answers):
    """Who uses the credits; the fast track gives up sharing for good (art. 73-A, III)."""

    modality: Modality
    wants_fast_track: bool = False


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


class Filing(_Answers):
    """A complete, valid set of answers."""

    unit: UnitAnswers
    generation: GenerationAnswers
    credits: CreditsAnswers
    holder: HolderAnswers
    other_information: str = ""


def facts_of(
    on: date,
    *,
    unit: UnitAnswers | None = None,
    generation: GenerationAnswers | None = None,
    credits: CreditsAnswers | None = None,  # noqa: A002  the section's own name
    holder: HolderAnswers | None = None,
) -> ProjectFacts:
    """The facts of whatever sections are valid so far, under the law of the day `on`."""
    given: dict[str, object] = {"filed_on": on}
    if unit:
        given |= unit.model_dump(
            include={
                "unit_number",
                "consumer_class",
                "group",
                "voltage",
                "phases",
                "breaker_a",
                "available_power_kw",
                "monthly_consumption_kwh",
            }
        )
    if generation:
        given |= {
            "source": generation.source,
            "request_kind": generation.request_kind,
            "has_storage": generation.has_storage,
            "modules": tuple(
                ModuleSet(quantity=e.quantity, power_w=e.unit_power_w) for e in generation.modules
            ),
            "inverters": tuple(
                InverterSet(quantity=e.quantity, power_kw=e.unit_power_w / 1000) for e in generation.inverters
            ),
        }
    if credits:
        given |= {"modality": credits.modality, "wants_fast_track": credits.wants_fast_track}
    if holder:
        given |= {
            "is_holder_company": holder.is_company,
            "is_cpf_on_identity_document": holder.is_cpf_on_identity_document,
            "has_constitution_change": holder.has_constitution_change,
            "has_power_of_attorney": holder.has_power_of_attorney,
        }
    return ProjectFacts.model_validate(given)
