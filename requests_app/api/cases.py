"""Reading filed requests: the list, the status, the ledger and the history."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import Endpoint
from eligibility.api.shapes import Shape, answer
from portal.accounts.roles import REVIEWER_ROLES, Actor, Role
from requests_app.api import lookups
from requests_app.api.case_shapes import (
    CaseLine,
    CaseShape,
    EventShape,
    LedgerShape,
    case_line,
    case_shape,
    event_shape,
    ledger_shape,
)
from requests_app.models import AccessRequest
from requests_app.queries import View, after, filed_by, worklist
from requests_app.services.clocks.reckoning import reckon_all

TAG = "Solicitações"
PAGE = 50
PARTIES = frozenset({Role.TECHNICIAN}) | REVIEWER_ROLES


class CaseList(Shape):
    """One page of requests, in the order of the caller's own screen."""

    requests: list[CaseLine]
    next: str | None = Field(description="Envie em `after` para a página seguinte; null na última.")


class EventList(Shape):
    """Everything that happened, in order."""

    events: list[EventShape]


class CaseQuery(serializers.Serializer[Any]):
    view = serializers.ChoiceField(
        choices=[view.value for view in View],
        default=View.ALL.value,
        help_text="Para analistas: a visão da fila.",
    )
    after = serializers.CharField(
        max_length=60, required=False, help_text="Protocolo da última solicitação da página anterior."
    )


class Cases(Endpoint):
    open_to = PARTIES

    @extend_schema(
        operation_id="request_list",
        tags=[TAG],
        summary="Listar solicitações",
        description="Para o responsável técnico, as suas, da mais nova para a mais antiga. Para analistas, a fila.",
        parameters=[CaseQuery],
        responses=CaseList,
    )
    def get(self, request: Request) -> Response:
        query = CaseQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        rows = _page(self.actor, View(query.validated_data["view"]), query.validated_data.get("after"))
        found = list(rows[: PAGE + 1])
        shown = found[:PAGE]
        return answer(
            CaseList(
                requests=[case_line(row) for row in shown],
                next=shown[-1].filing_number if len(found) > PAGE else None,
            )
        )


def _page(actor: Actor, view: View, last: str | None) -> QuerySet[AccessRequest]:
    """The rows behind `last` in the caller's order. Raises Http404 for a number that is not the caller's."""
    now = timezone.now()
    place = lookups.filed(actor, last) if last else None
    if actor.is_reviewer:
        rows = worklist(actor, view, now=now, today=timezone.localdate(now))
        if place is None:
            return rows
        if place.due_on is None or place.filed_at is None:
            raise Http404
        return after(rows, place.due_on, place.filed_at, place.pk)
    rows = filed_by(actor)
    if place is None:
        return rows
    return rows.filter(Q(filed_at__lt=place.filed_at) | Q(filed_at=place.filed_at, pk__lt=place.pk))


class Case(Endpoint):
    open_to = PARTIES

    @extend_schema(
        operation_id="request_read",
        tags=[TAG],
        summary="Situação de uma solicitação",
        description="Situação, de quem é a vez, até quando e o que fazer. Aceita o protocolo ou só os algarismos.",
        responses=CaseShape,
    )
    def get(self, request: Request, filing_number: str) -> Response:
        return answer(case_shape(lookups.filed(self.actor, filing_number), self.actor))


class Ledger(Endpoint):
    open_to = PARTIES

    @extend_schema(
        operation_id="request_ledger",
        tags=[TAG],
        summary="Extrato do prazo",
        description="Cada linha de cada relógio, com motivo, fundamento, dias usados e a data nova.",
        responses=LedgerShape,
    )
    def get(self, request: Request, filing_number: str) -> Response:
        row, today = lookups.filed(self.actor, filing_number), timezone.localdate()
        return answer(ledger_shape(row, reckon_all(row, today), today))


class Events(Endpoint):
    open_to = PARTIES

    @extend_schema(operation_id="request_events", tags=[TAG], summary="Histórico", responses=EventList)
    def get(self, request: Request, filing_number: str) -> Response:
        row = lookups.filed(self.actor, filing_number)
        return answer(EventList(events=[event_shape(event) for event in row.events.order_by("id")]))


def carry_out(service: Callable[..., Any], number: str, actor: Actor, **given: Any) -> Response:
    """Call a service that moves a filed request, and answer the status after it."""
    row = lookups.filed(actor, number)
    service(access_request_id=row.pk, actor=actor, now=timezone.now(), **given)
    return answer(case_shape(lookups.filed(actor, number), actor))
