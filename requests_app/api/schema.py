"""The OpenAPI document of the API, and the page that reads it out for people."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import PublicEndpoint

_METHODS = ("get", "post", "put", "delete")
_TYPES = {
    "string": "texto",
    "number": "número",
    "integer": "inteiro",
    "boolean": "sim ou não",
    "array": "lista",
    "object": "objeto",
    "null": "nulo",
}
_FORMATS = {
    "date": "data",
    "date-time": "data e hora",
    "binary": "arquivo",
    "uuid": "UUID",
    "email": "e-mail",
}


@dataclass(frozen=True)
class Field:
    """One field as the page shows it."""

    name: str
    kind: str
    is_required: bool
    text: str


@dataclass(frozen=True)
class Part:
    """The address, a body or an answer: its own fields, or the name of the shape that has them."""

    title: str
    fields: tuple[Field, ...] = ()
    shape: str = ""


@dataclass(frozen=True)
class Operation:
    """One operation as the page shows it."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    needs_token: bool
    parts: tuple[Part, ...]
    statuses: str


class OpenApiDocument(PublicEndpoint):
    """JSON by default, YAML by `Accept` or `?format=yaml`."""

    renderer_classes = (OpenApiJsonRenderer, OpenApiYamlRenderer)
    content_negotiation_class = DefaultContentNegotiation
    schema = None

    def get(self, request: Request) -> Response:
        return Response(document())


@require_GET
def reading_page(request: HttpRequest) -> HttpResponse:
    """Every operation by subject, from the document itself."""
    groups: dict[str, list[Operation]] = {}
    for tag, operation in _operations(document()):
        groups.setdefault(tag, []).append(operation)
    shapes = [
        Part(name, _fields(shape, document())) for name, shape in document()["components"]["schemas"].items()
    ]
    context = {
        "groups": groups,
        "shapes": [shape for shape in shapes if shape.fields],
        "version": document()["info"]["version"],
    }
    return render(request, "api/reading.html", context)


reading_page.open_to = None  # type: ignore[attr-defined]  # read by the test that walks every URL


@cache
def document() -> dict[str, Any]:
    """The document, built once: it depends on nothing but the code."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]  # drf-spectacular
    found: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # the same
    return found


def _operations(found: dict[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, methods in found["paths"].items():
        for method in _METHODS:
            if operation := methods.get(method):
                yield operation["tags"][0], _operation(path, method, operation, found)


def _operation(path: str, method: str, operation: dict[str, Any], found: dict[str, Any]) -> Operation:
    parameters = tuple(
        Field(
            one["name"], _kind(one["schema"], found), one.get("required", False), one.get("description", "")
        )
        for one in operation.get("parameters", ())
    )
    parts = [Part("No endereço", parameters)] if parameters else []
    for media in operation.get("requestBody", {}).get("content", {}).items():
        parts += _parts(f"Corpo, {media[0]}", media[1]["schema"], found)
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            for media in response.get("content", {}).items():
                parts += _parts(f"Resposta {status}", media[1]["schema"], found)
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        needs_token=bool(operation.get("security")),
        parts=tuple(parts),
        statuses=", ".join(operation["responses"]),
    )


def _parts(title: str, schema: dict[str, Any], found: dict[str, Any]) -> list[Part]:
    if reference := schema.get("$ref"):
        return [Part(title, shape=reference.rpartition("/")[2])]
    if "oneOf" in schema:
        return [
            part for one in schema["oneOf"] for part in _parts(f"{title}: {one.get('title', '')}", one, found)
        ]
    fields = _fields(schema, found)
    return [Part(title, fields)] if fields else []


def _fields(schema: dict[str, Any], found: dict[str, Any]) -> tuple[Field, ...]:
    required = schema.get("required", ())
    return tuple(
        Field(name, _kind(one, found), name in required, _resolved(one, found).get("description", ""))
        for name, one in schema.get("properties", {}).items()
    )


def _resolved(schema: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    if reference := schema.get("$ref"):
        named: dict[str, Any] = found["components"]["schemas"][reference.rpartition("/")[2]]
        return {**named, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema


def _kind(schema: dict[str, Any], found: dict[str, Any]) -> str:
    """`texto`, `data ou nulo`, `lista de objeto`."""
    schema = _resolved(schema, found)
    choices = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if choices:
        return " ou ".join(dict.fromkeys(_kind(one, found) for one in choices))
    if values := schema.get("enum"):
        return " ou ".join(str(value) for value in values)
    kinds = schema.get("type", "")
    listed: list[str] = kinds if isinstance(kinds, list) else [kinds]
    names = [_TYPES.get(kind, kind) for kind in listed if kind]
    if schema.get("format") in _FORMATS:
        words = _FORMATS[schema["format"]]
        names = [words if name == "texto" else name for name in names]
    if kinds == "array":
        return f"lista de {_kind(schema.get('items', {}), found) or 'valores'}"
    return " ou ".join(names) or "qualquer valor"
