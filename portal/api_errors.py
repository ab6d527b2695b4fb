"""Errors of the API in one shape: {code, message, citation} with the findings behind them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from eligibility.api.shapes import finding_shape
from eligibility.domain.findings import Refused


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """`Refused` is 409; what DRF knows keeps its status; the body always has code and message."""
    if isinstance(error, Refused):
        return Response(
            {
                "code": error.code,
                "message": error.message,
                "citation": error.citation.label if error.citation else None,
                "findings": [finding_shape(f).model_dump(mode="json") for f in error.findings],
            },
            status=409,
        )
    response = exception_handler(error, context)
    if response is None:
        return None
    body: dict[str, Any] = {
        "code": _code(error),
        "message": _MESSAGES.get(response.status_code, ""),
        "citation": None,
    }
    if isinstance(error, exceptions.ValidationError):
        body["errors"] = response.data
    response.data = body
    return response


_MESSAGES = {
    400: "Confira os campos enviados.",
    401: "Envie um token válido no cabeçalho Authorization.",
    403: "Seu papel não permite isso.",
    404: "Não encontramos o que você pediu.",
    405: "Este endereço não aceita este método.",
    406: "Este endereço responde em JSON.",
    415: "Envie JSON ou um formulário com arquivo.",
    429: "Você fez muitas consultas em pouco tempo. Espere um minuto.",
}


def _code(error: Exception) -> str:
    if isinstance(error, Http404):
        return "not_found"
    if isinstance(error, PermissionDenied):
        return "permission_denied"
    return str(getattr(error, "default_code", "error"))
