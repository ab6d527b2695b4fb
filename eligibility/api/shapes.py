"""Shapes that every answer of the API shares: findings, and the one form of an error."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from rest_framework.response import Response

from eligibility.domain.findings import Finding


def _without_docstring(schema: dict[str, Any]) -> None:
    schema.pop("description", None)


class Shape(BaseModel):
    """Something the API answers; frozen, and documented by its own fields."""

    # Docstrings speak to us; callers read the descriptions of the fields.
    model_config = ConfigDict(frozen=True, json_schema_extra=_without_docstring)


class FindingShape(Shape):
    """One result of a check; `section` and `field` say where to look."""

    code: str
    severity: str = Field(description="`blocking` impede o envio; `advisory` só avisa.")
    message: str
    citation: str | None = Field(description="A regra, como se lê ao lado dela.")
    section: str | None
    field: str | None


class Problem(Shape):
    """Every error of the API has this shape."""

    code: str = Field(description="Nome estável do erro, para programas.")
    message: str = Field(description="O que houve e o que fazer, em português.")
    citation: str | None = Field(default=None, description="A regra que fundamenta a recusa.")
    errors: dict[str, Any] | None = Field(default=None, description="Mensagens por campo, nos erros 400.")
    findings: list[FindingShape] | None = Field(
        default=None, description="Todos os motivos de uma recusa 409, cada um com a sua regra."
    )


def finding_shape(finding: Finding) -> FindingShape:
    return FindingShape(
        code=finding.code,
        severity=finding.severity.value,
        message=finding.message,
        citation=finding.citation.label if finding.citation else None,
        section=finding.section.value if finding.section else None,
        field=finding.field,
    )


def answer(shape: Shape, status: int = 200) -> Response:
    """The shape as the body of an answer."""
    return Response(shape.model_dump(mode="json"), status=status)


def problem(status: int, code: str, message: str, **more: Any) -> Response:
    """An error that a view answers itself; `more` are keys of `Problem` or of the one endpoint's own."""
    return Response({"code": code, "message": message, "citation": None, **more}, status=status)
