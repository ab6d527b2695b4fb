"""Bodies of the API that pydantic reads: their schema in one piece, and what is wrong with one, by field in Portuguese."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

LONGEST_NAME = 80
MOST_ERRORS = 50
_AIMED_PLACES = 20
"""A limit above this many places only guards the arithmetic: nobody should aim at it."""

_KINDS = {
    "bool": "Use true ou false.",
    "int": "Use um número inteiro.",
    "decimal": "Use um número.",
    "finite_number": "Use um número.",
    "string": "Use um texto.",
    "datetime": "Use dia e hora no formato AAAA-MM-DDTHH:MM.",
    "timezone": "Use dia e hora sem fuso, no formato AAAA-MM-DDTHH:MM.",
    "date": "Use um dia no formato AAAA-MM-DD.",
    "tuple": "Use uma lista.",
    "model": "Use um objeto.",
}


def schema_of(model: type[BaseModel], words: Mapping[str, str]) -> dict[str, Any]:
    """The JSON schema of a body, whole in one piece; `words` describes every field by its name."""
    schema = model.model_json_schema(mode="validation")
    shapes = schema.pop("$defs", {})
    inlined: dict[str, Any] = _inlined(schema, shapes, words)
    inlined.pop("required", None)
    return inlined


def errors_by_field(error: ValidationError) -> dict[str, list[str]]:
    """Messages by dotted field name (`modules.0.power_w`); `body` for what is about the whole."""
    found: dict[str, list[str]] = {}
    for one in error.errors(include_url=False, include_input=False)[:MOST_ERRORS]:
        name = ".".join(str(part)[:LONGEST_NAME] for part in one["loc"]) or "body"
        message = _message(one["type"], one.get("ctx", {}))
        if message not in found.setdefault(name, []):
            found[name].append(message)
    return found


def _inlined(schema: Any, shapes: Mapping[str, Any], words: Mapping[str, str]) -> Any:
    match schema:
        case {"$ref": str(reference)}:
            return _inlined(shapes[reference.rpartition("/")[2]], shapes, words)
        case dict():
            kept = {
                key: _inlined(value, shapes, words)
                for key, value in schema.items()
                if key not in ("title", "description", "properties")
            }
            if "properties" in schema:
                kept["properties"] = {
                    name: {**_inlined(one, shapes, words), "description": words[name]}
                    for name, one in schema["properties"].items()
                }
            return kept
        case list():
            return [_inlined(one, shapes, words) for one in schema]
        case _:
            return schema


def _message(kind: str, given: Mapping[str, Any]) -> str:
    match kind:
        case "extra_forbidden":
            return "Este campo não existe."
        case "missing":
            return "Falta este campo."
        case "enum" | "literal_error":
            words = str(given["expected"]).replace(" or ", ", ").replace("'", "")
            return f"Use um destes valores: {words}."
        case "greater_than_equal":
            return f"{_use(given['ge'])} a partir de {_written(given['ge'])}."
        case "less_than_equal":
            return f"{_use(given['le'])} até {_written(given['le'])}."
        case "too_long" | "string_too_long":
            return f"Use no máximo {given['max_length']}."
        case "too_short":
            return f"Use pelo menos {given['min_length']}."
        case "decimal_max_places" if given["decimal_places"] <= _AIMED_PLACES:
            return f"Use até {given['decimal_places']} casas depois da vírgula."
    for start, words in _KINDS.items():
        if kind.startswith(start):
            return words
    return "Confira este valor."


def _use(bound: Any) -> str:
    return "Use um dia" if isinstance(bound, date) else "Use um número"


def _written(bound: Any) -> str:
    return f"{bound:%d/%m/%Y}" if isinstance(bound, date) else str(bound)
