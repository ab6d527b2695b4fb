"""Project facts as a caller of the API writes them: bounded, and every wrong field named in Portuguese."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from documents.api.facts_words import FACT_WORDS
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
MOST_ERRORS = 50

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
        raise UnreadableFacts(_by_field(error)) from error
    errors = {name: [f"Use até {MOST_PLACES} casas depois da vírgula."] for name in _too_fine(facts)}
    last_day = today + LAST_DAY_AHEAD
    if not FIRST_DAY <= facts.filed_on <= last_day:
        errors["filed_on"] = [f"Use um dia de {FIRST_DAY:%d/%m/%Y} a {last_day:%d/%m/%Y}."]
    if errors:
        raise UnreadableFacts(errors)
    return facts


def facts_schema() -> dict[str, Any]:
    """The JSON schema of the body, whole in one piece, with the words of each field."""
    schema = FactsBody.model_json_schema(mode="validation")
    inlined: dict[str, Any] = _inlined(schema, schema.pop("$defs"))
    del inlined["required"]
    return inlined


def _inlined(schema: Any, shapes: Mapping[str, Any]) -> Any:
    match schema:
        case {"$ref": str(reference)}:
            return _inlined(shapes[reference.rpartition("/")[2]], shapes)
        case dict():
            kept = {
                key: _inlined(value, shapes)
                for key, value in schema.items()
                if key not in ("title", "description", "properties")
            }
            if "properties" in schema:
                kept["properties"] = {
                    name: {**_inlined(one, shapes), "description": FACT_WORDS[name]}
                    for name, one in schema["properties"].items()
                }
            return kept
        case list():
            return [_inlined(one, shapes) for one in schema]
        case _:
            return schema


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in error.errors(include_url=False, include_input=False)[:MOST_ERRORS]:
        name = ".".join(str(part)[:LONGEST_TEXT] for part in one["loc"]) or "body"
        message = _message(one["type"], one.get("ctx", {}))
        if message not in found.setdefault(name, []):
            found[name].append(message)
    return found


def _message(kind: str, given: Mapping[str, Any]) -> str:
    match kind:
        case "extra_forbidden":
            return "Este campo não existe."
        case "missing":
            return "Falta este campo."
        case "enum":
            words = str(given["expected"]).replace(" or ", ", ").replace("'", "")
            return f"Use um destes valores: {words}."
        case "greater_than_equal":
            return f"Use um número a partir de {given['ge']}."
        case "less_than_equal":
            return f"Use um número até {given['le']}."
        case "too_long" | "string_too_long":
            return f"Use no máximo {given['max_length']}."
    for start, words in _KINDS.items():
        if kind.startswith(start):
            return words
    return "Confira este valor."


_KINDS = {
    "bool": "Use true ou false.",
    "int": "Use um número inteiro.",
    "decimal": "Use um número.",
    "finite_number": "Use um número.",
    "string": "Use um texto.",
    "date": "Use um dia no formato AAAA-MM-DD.",
    "tuple": "Use uma lista.",
    "model": "Use um objeto.",
}


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
