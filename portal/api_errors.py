"""Errors of the API in one shape: {code, message, citation} with the findings behind them."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
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
    if response.status_code == HTTPStatus.UNSUPPORTED_MEDIA_TYPE:
        body["message"] = _what_is_read(context)
    if isinstance(error, exceptions.ValidationError):
        body["errors"] = response.data
    response.data = body
    return response


def is_for_programs(request: HttpRequest) -> bool:
    """Whether a program reads the answer, so that an error is JSON and no page."""
    return request.path_info.startswith("/api/")


def plain_error(status: HTTPStatus, code: str) -> JsonResponse:
    """An error that happens before any endpoint is reached, in the shape of all others."""
    return JsonResponse({"code": code, "message": _MESSAGES[status], "citation": None}, status=status)


def _what_is_read(context: dict[str, Any]) -> str:
    read = {parser.media_type for parser in context["view"].parser_classes}
    ways = [words for kind, words in _WAYS.items() if kind in read]
    return f"Envie {' ou '.join(ways)}."


_WAYS = {"application/json": "JSON", "multipart/form-data": "um formulário com arquivo (multipart/form-data)"}
_MESSAGES = {
    400: "Confira os campos enviados.",
    401: "Envie um token válido no cabeçalho Authorization.",
    403: "Seu papel não permite isso.",
    404: "Não encontramos o que você pediu.",
    405: "Este endereço não aceita este método.",
    406: "Este endereço responde em JSON.",
    429: "Você fez muitas consultas em pouco tempo. Espere um minuto.",
}


def _code(error: Exception) -> str:
    if isinstance(error, Http404):
        return "not_found"
    if isinstance(error, PermissionDenied):
        return "permission_denied"
    return str(getattr(error, "default_code", "error"))
