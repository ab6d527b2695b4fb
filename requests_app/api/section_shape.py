"""The answers of a section as the API writes them, and as the forms of the filing name them.

The same but for two things: modules, inverters and transformers come as lists, and a JSON number is written with
the comma that people type, so that 1.234 is never taken for a thousand.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from requests_app.forms.drafts import FORMS
from requests_app.forms.rows import RowSet, RowsForm


def _lists(section: str) -> tuple[RowSet, ...]:
    form = FORMS[section]
    return form.row_sets if issubclass(form, RowsForm) else ()


_KEYS = {rows.prefix: rows.key for section in FORMS for rows in _lists(section)}
_ROW = re.compile(rf"({'|'.join(_KEYS)})_(\d)_(\w+)")


class UnreadableSection(Exception):
    """The body is no set of answers; `errors` says where."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("unreadable section")
        self.errors = errors


def to_form(section: str, body: Any) -> dict[str, Any]:
    """The body of a PUT as form answers. Raises UnreadableSection when it has not the shape of the section."""
    if not isinstance(body, Mapping) or not body:
        raise UnreadableSection({"body": ["Envie um objeto JSON com as respostas desta parte."]})
    lists = {rows.key: rows for rows in _lists(section)}
    known = FORMS[section].base_fields.keys() | lists.keys()
    errors: dict[str, list[str]] = {}
    found: dict[str, Any] = {}
    for name, value in body.items():
        if name == "version":
            continue
        if name not in known:
            errors[str(name)[:80]] = ["Este campo não existe nesta parte do pedido."]
        elif name in lists:
            found |= _rows(lists[name], value, errors)
        elif not _is_simple(value):
            errors[name] = ["Envie um valor simples."]
        else:
            found[name] = _plain(value)
    if errors:
        raise UnreadableSection(errors)
    return found


def from_form(section: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Kept answers as the API shows them: exactly the text that was typed."""
    shown: dict[str, Any] = {rows.key: [] for rows in _lists(section)}
    for name, value in kept.items():
        match = _ROW.fullmatch(name)
        if match is None:
            shown[name] = value
            continue
        rows = shown[_KEYS[match[1]]]
        while len(rows) <= int(match[2]):
            rows.append({})
        rows[int(match[2])][match[3]] = value
    return shown


def error_name(field: str) -> str:
    """`module_0_quantity` is `modules.0.quantity` to the caller."""
    match = _ROW.fullmatch(field)
    return f"{_KEYS[match[1]]}.{match[2]}.{match[3]}" if match else field


def section_schema(section: str) -> dict[str, Any]:
    """The JSON schema of a section's body, drawn from its form."""
    properties = {name: _property(field) for name, field in FORMS[section].base_fields.items()}
    for rows in _lists(section):
        row = {part: _property(build(0)) for part, build in rows.parts.items()}
        properties[rows.key] = {
            "type": "array",
            "maxItems": rows.maximum,
            "items": {"type": "object", "properties": row, "additionalProperties": False},
        }
    properties["version"] = {
        "type": ["integer", "null"],
        "description": "Versão do rascunho que você leu. Se esta parte mudou desde então, a resposta é 409 com os dois textos.",
    }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _property(field: forms.Field) -> dict[str, Any]:
    words = [f"{field.label}."]
    if values := ", ".join(_values(getattr(field, "choices", ()))):
        words.append(f"Valores: {values}.")
    if field.help_text:
        words.append(str(field.help_text))
    types = ["string", "number", "boolean", "null"]
    several = {"array"} if "12 meses" in str(field.label) else set()
    schema: dict[str, Any] = {"type": [*types, *several], "description": " ".join(words)}
    if several:
        schema["items"] = {"type": ["string", "number"]}
    return schema


def _values(choices: Any) -> Iterator[str]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _values(label)
        elif value:
            yield str(value)


def _is_simple(value: Any) -> bool:
    """A scalar, or a flat list of scalars."""
    items = value if isinstance(value, list) else [value]
    return not any(isinstance(item, Mapping | list) for item in items)


def _rows(rows: RowSet, value: Any, errors: dict[str, list[str]]) -> dict[str, Any]:
    given = value if isinstance(value, list) else None
    if given is None or len(given) > rows.maximum or not all(isinstance(row, Mapping) for row in given):
        errors[rows.key] = [f"Envie uma lista com até {rows.maximum} itens."]
        return {}
    found = {}
    for place, row in enumerate(given):
        names = rows.names(place)
        for part, one in row.items():
            if part not in names or isinstance(one, Mapping | list):
                errors[f"{rows.key}.{place}.{str(part)[:80]}"] = ["Este campo não existe neste item."]
            else:
                found[names[part]] = _plain(one)
    return found


def _plain(value: Any) -> Any:
    match value:
        case bool() | None | str():
            return value
        case float():
            return f"{Decimal(repr(value)):f}".replace(".", ",")
        case list():
            return [_plain(item) for item in value]
        case _:
            return str(value)
