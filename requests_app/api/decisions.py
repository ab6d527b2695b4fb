"""What moves a claimed request: documents accepted, works, corrections, pause, decision."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import Endpoint
from eligibility.api.shapes import answer
from portal.accounts.roles import REVIEWER_ROLES
from requests_app.api import lookups
from requests_app.api.case_files import OpinionShape, opinion_shape
from requests_app.api.case_shapes import CaseShape
from requests_app.api.cases import carry_out
from requests_app.models import Opinion, Suspension
from requests_app.services.clocks.suspensions import LONGEST_QUESTION, Consultation
from requests_app.services.connection.works import finish_works
from requests_app.services.opinions.decisions import Decision, Reason, decide
from requests_app.services.review.verdicts import (
    accept_documents,
    pause_clock,
    pause_reasons,
    require_works,
    resume_clock,
)

TAG = "Análise"
MOST_LINES = 50
LONGEST_LINE = 2000


class PauseBody(serializers.Serializer[Any]):
    reason_code = serializers.CharField(
        max_length=60,
        help_text="Código de um motivo de parada em vigor, como pause.art64_missing_authorisation.",
    )

    def validate_reason_code(self, code: str) -> str:
        """Only the reasons of the rulebook of today stop the term."""
        if code not in {entry.code for entry in pause_reasons(timezone.localdate())}:
            raise serializers.ValidationError("Escolha um motivo de parada que esteja em vigor.")
        return code

    body = serializers.ChoiceField(
        choices=Suspension.Body.values,
        help_text="Quem foi consultado: outra distribuidora, ONS, autoridade ou outro, conforme o motivo.",
    )
    body_name = serializers.CharField(
        max_length=120,
        default="",
        allow_blank=True,
        help_text="O nome de quem foi consultado. O ONS não pede.",
    )
    question = serializers.CharField(max_length=LONGEST_QUESTION, help_text="O que foi perguntado.")


class ReasonBody(serializers.Serializer[Any]):
    rule_code = serializers.CharField(max_length=60, help_text="Código de uma regra em vigor.")
    title = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=LONGEST_LINE)
    how_to_fix = serializers.CharField(max_length=LONGEST_LINE, default="", allow_blank=True)


def _lines(help_text: str) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_LINE),
        max_length=MOST_LINES,
        default=list,
        help_text=help_text,
    )


def _amount(help_text: str) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=10,
        decimal_places=2,
        min_value=Decimal(0),
        default=Decimal(0),
        help_text=help_text,
    )


class DecisionBody(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Opinion.Outcome.values)
    conditions = _lines("Condições do parecer, uma por linha.")
    works = _lines("Obras da rede, cada uma como “o que: detalhe”.")
    works_rule = serializers.CharField(
        max_length=60,
        default="works.low_voltage",
        help_text="Prazo da obra: works.low_voltage, works.medium_voltage ou works.other. Vale só com obra.",
    )
    participation_brl = _amount("Participação financeira na obra, em reais.")
    metering_brl = _amount("Diferença do sistema de medição, em reais. Só na minigeração.")
    reasons = serializers.ListField(
        child=ReasonBody(),
        max_length=MOST_LINES,
        default=list,
        help_text="Motivos da não aprovação, além dos itens que não atendem.",
    )


def _step(operation: str, summary: str, description: str = "") -> Any:
    return extend_schema(
        operation_id=operation,
        tags=[TAG],
        summary=summary,
        description=description,
        request=None,
        responses=CaseShape,
    )


class AcceptDocuments(Endpoint):
    open_to = REVIEWER_ROLES

    @_step("request_accept_documents", "Documentos conferidos", "Termina a conferência do art. 71.")
    def post(self, request: Request, filing_number: str) -> Response:
        return carry_out(accept_documents, filing_number, self.actor)


class RequireWorks(Endpoint):
    open_to = REVIEWER_ROLES

    @_step("request_works", "Estudo apontou obra na rede", "O prazo passa ao do art. 64, II.")
    def post(self, request: Request, filing_number: str) -> Response:
        return carry_out(require_works, filing_number, self.actor)


class FinishWorks(Endpoint):
    open_to = REVIEWER_ROLES

    @_step("request_works_finished", "Obra na rede terminada", "A validade do parecer volta a contar.")
    def post(self, request: Request, filing_number: str) -> Response:
        return carry_out(finish_works, filing_number, self.actor)


class ResumeClock(Endpoint):
    open_to = REVIEWER_ROLES

    @_step("request_resume", "Retomar o prazo")
    def post(self, request: Request, filing_number: str) -> Response:
        return carry_out(resume_clock, filing_number, self.actor)


class PauseClock(Endpoint):
    open_to = REVIEWER_ROLES

    @extend_schema(
        operation_id="request_pause",
        tags=[TAG],
        summary="Parar o prazo",
        request=PauseBody,
        responses=CaseShape,
    )
    def post(self, request: Request, filing_number: str) -> Response:
        given = PauseBody(data=request.data)
        given.is_valid(raise_exception=True)
        words = given.validated_data
        consulted = Consultation(words["body"], words["body_name"], words["question"])
        return carry_out(
            pause_clock, filing_number, self.actor, reason_code=words["reason_code"], consulted=consulted
        )


class Decide(Endpoint):
    open_to = REVIEWER_ROLES

    @extend_schema(
        operation_id="request_decide",
        tags=[TAG],
        summary="Emitir o parecer",
        description="Uma vez só. Favorável, favorável com obra ou não aprovado, este com a regra de cada motivo.",
        request=DecisionBody,
        responses={201: OpinionShape},
    )
    def post(self, request: Request, filing_number: str) -> Response:
        row = lookups.filed(self.actor, filing_number)
        given = DecisionBody(data=request.data)
        given.is_valid(raise_exception=True)
        words = given.validated_data
        decision = Decision(
            outcome=Opinion.Outcome(words["outcome"]),
            conditions=tuple(words["conditions"]),
            works=tuple(words["works"]),
            works_rule=words["works_rule"],
            participation_brl=words["participation_brl"],
            metering_brl=words["metering_brl"],
            reasons=tuple(Reason.model_validate(reason) for reason in words["reasons"]),
        )
        opinion = decide(access_request_id=row.pk, decision=decision, actor=self.actor, now=timezone.now())
        return answer(opinion_shape(opinion), status=201)
