"""Project facts as a caller of the API writes them: bounded, and every wrong field named in Portuguese."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from documents.api.facts_words import FACT_WORDS
from eligibility.api.bodies import errors_by_field, schema_of
from eligibility.domain.facts import (
    AllocationFacts,
    InverterSet,
    ModuleSet,
    ProfessionalFacts,
    ProjectFacts,
    Quantity,
)

FIRST_DAY = date(2012, 1, 1)
"""Nothing of this kind was asked for before REN 482/2012."""
LAST_DAY_AHEAD = timedelta(days=365)
MOST_SETS = 50
MOST_PLACES = 6
LONGEST_TEXT = 80

ShortText = Annotated[str, Field(max_length=LONGEST_TEXT)]


class _ModuleBody(ModuleSet):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _InverterBody(InverterSet):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _AllocationBody(AllocationFacts):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _ProfessionalBody(ProfessionalFacts):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FactsBody(ProjectFacts):
    """`ProjectFacts` from outside: no unknown field, no endless list or text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit_number: ShortText = ""
    voltage: ShortText = ""
    surety_bank: ShortText = ""
    transformers_kva: Annotated[tuple[Quantity, ...], Field(max_length=MOST_SETS)] = ()
    monthly_consumption_kwh: Annotated[tuple[Quantity | None, ...], Field(max_length=12)] = ()
    discounted_consumption_kwh: Annotated[tuple[Quantity | None, ...], Field(max_length=12)] = ()
    modules: Annotated[tuple[_ModuleBody, ...], Field(max_length=MOST_SETS)] = ()
    inverters: Annotated[tuple[_InverterBody, ...], Field(max_length=MOST_SETS)] = ()
    allocation: _AllocationBody | None = None
    professional: _ProfessionalBody | None = None


class UnreadableFacts(Exception):
    """The body holds no project; `errors` has messages by dotted field name (`modules.0.power_w`)."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("unreadable facts")
        self.errors = errors


def read_facts(body: Any, today: date) -> ProjectFacts:
    """The facts of a JSON body; raises UnreadableFacts with every wrong field."""
    if not isinstance(body, Mapping):
        raise UnreadableFacts({"body": ["Envie um objeto JSON com os dados do projeto."]})
    try:
        facts = FactsBody.model_validate({"filed_on": today, **body})
    except ValidationError as error:
        raise UnreadableFacts(errors_by_field(error)) from error
    errors = {name: [f"Use até {MOST_PLACES} casas depois da vírgula."] for name in _too_fine(facts)}
    last_day = today + LAST_DAY_AHEAD
    if not FIRST_DAY <= facts.filed_on <= last_day:
        errors["filed_on"] = [f"Use um dia de {FIRST_DAY:%d/%m/%Y} a {last_day:%d/%m/%Y}."]
    if errors:
        raise UnreadableFacts(errors)
    return facts


def facts_schema() -> dict[str, Any]:
    """The JSON schema of the body, whole in one piece, with the words of each field."""
    return schema_of(FactsBody, FACT_WORDS)


def _too_fine(value: Any, name: str = "") -> Iterator[str]:
    match value:
        case Decimal():
            exponent = value.as_tuple().exponent
            if isinstance(exponent, int) and exponent < -MOST_PLACES:
                yield name
        case BaseModel():
            for field in type(value).model_fields:
                yield from _too_fine(getattr(value, field), f"{name}.{field}".strip("."))
        case tuple():
            for place, one in enumerate(value):
                yield from _too_fine(one, f"{name}.{place}")
