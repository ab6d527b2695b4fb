"""The steps after the opinion: conditions, contracts, works, inspection, connection."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from documents.domain.agreement_sheets import OBSERVATIONS_MAX
from eligibility.api.endpoints import Endpoint
from portal.accounts.roles import REVIEWER_ROLES, Role
from requests_app.api import lookups
from requests_app.api.case_shapes import CaseShape
from requests_app.api.cases import carry_out
from requests_app.domain.faults import LONGEST_FAULT, Fault
from requests_app.services.agreements import steps as agreements
from requests_app.services.connection import inspections, works
from requests_app.services.opinions import approvals

_REVIEW, _CASE = "Análise", "Solicitações"
_MOST_REASONS = 20
_TECHNICIANS = frozenset({Role.TECHNICIAN})


class ApproveBody(serializers.Serializer[Any]):
    opinion = serializers.CharField(
        max_length=40,
        required=False,
        help_text="O número do parecer que você leu. Com outro parecer em vigor, a resposta é 409.",
    )


class DeliverBody(serializers.Serializer[Any]):
    observations = serializers.CharField(
        max_length=OBSERVATIONS_MAX,
        default="",
        allow_blank=True,
        help_text="Observações do Acordo Operativo, um parágrafo por linha. Só na minigeração.",
    )


class SuspendBody(serializers.Serializer[Any]):
    reason_code = serializers.CharField(
        max_length=60, help_text="Código de um motivo, como pause.works_licence."
    )
    detail = serializers.CharField(
        max_length=2000, default="", allow_blank=True, help_text="O que falta, em palavras."
    )


class FaultBody(serializers.Serializer[Any]):
    what = serializers.CharField(max_length=LONGEST_FAULT)
    rule = serializers.CharField(max_length=LONGEST_FAULT)
    how_to_fix = serializers.CharField(max_length=LONGEST_FAULT)


class VisitBody(serializers.Serializer[Any]):
    inspected_on = serializers.DateField(help_text="O dia da visita, nem antes do pedido nem no futuro.")


class ConnectBody(VisitBody):
    meter_number = serializers.CharField(max_length=40, help_text="O medidor instalado nesse dia.")


class FailBody(VisitBody):
    reasons = serializers.ListField(child=FaultBody(), min_length=1, max_length=_MOST_REASONS)
    sends_report = serializers.BooleanField(default=True, help_text="Entrega o relatório no mesmo ato.")


def _step(operation: str, tag: str, summary: str, description: str = "", body: Any = None) -> Any:
    return extend_schema(
        operation_id=operation,
        tags=[tag],
        summary=summary,
        description=description,
        request=body,
        responses=CaseShape,
    )


def _read(body: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    given = body(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


class ApproveConditions(Endpoint):
    open_to = _TECHNICIANS

    @_step(
        "request_approve", _CASE, "Aprovar as condições do parecer", "Depois vêm os contratos.", ApproveBody
    )
    def post(self, request: Request, filing_number: str) -> Response:
        # Whose the request is comes before what the body says: a stranger finds nothing, whatever is sent.
        lookups.filed(self.actor, filing_number)
        given = _read(ApproveBody, request)
        return carry_out(approvals.approve_conditions, filing_number, self.actor, **given)


class DeliverContracts(Endpoint):
    open_to = REVIEWER_ROLES

    @_step("request_deliver_contracts", _REVIEW, "Entregar os contratos", body=DeliverBody)
    def post(self, request: Request, filing_number: str) -> Response:
        given = _read(DeliverBody, request)
        return carry_out(agreements.deliver_contracts, filing_number, self.actor, **given)


class SuspendWorks(Endpoint):
    open_to = REVIEWER_ROLES

    @_step("request_works_pause", _REVIEW, "Parar o prazo da obra", "Por um motivo do art. 89.", SuspendBody)
    def post(self, request: Request, filing_number: str) -> Response:
        return carry_out(works.suspend_works, filing_number, self.actor, **_read(SuspendBody, request))


class ResumeWorks(Endpoint):
    open_to = REVIEWER_ROLES

    @_step("request_works_resume", _REVIEW, "Retomar o prazo da obra")
    def post(self, request: Request, filing_number: str) -> Response:
        return carry_out(works.resume_works, filing_number, self.actor)


class Connect(Endpoint):
    open_to = REVIEWER_ROLES

    @_step("request_connect", _REVIEW, "Vistoria aprovada e medidor instalado", body=ConnectBody)
    def post(self, request: Request, filing_number: str) -> Response:
        return carry_out(inspections.connect, filing_number, self.actor, **_read(ConnectBody, request))


class FailInspection(Endpoint):
    open_to = REVIEWER_ROLES

    @_step("request_fail_inspection", _REVIEW, "Vistoria não aprovada, com os motivos", body=FailBody)
    def post(self, request: Request, filing_number: str) -> Response:
        given = _read(FailBody, request)
        given["reasons"] = [Fault.model_validate(dict(reason)) for reason in given["reasons"]]
        return carry_out(inspections.fail_inspection, filing_number, self.actor, **given)


class ReportInspection(Endpoint):
    open_to = REVIEWER_ROLES

    @_step("request_report_inspection", _REVIEW, "Entregar o relatório da vistoria")
    def post(self, request: Request, filing_number: str) -> Response:
        return carry_out(inspections.report_inspection, filing_number, self.actor)
