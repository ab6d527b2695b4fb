"""Corrections, asked for and made; and the technician's other steps: withdrawal, inspection."""

from typing import Any, BinaryIO, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import parsers, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import Endpoint
from eligibility.api.parsers import BoundedJSONParser
from eligibility.api.shapes import Shape, answer
from eligibility.domain.findings import refuse
from requests_app.api import lookups
from requests_app.api.case_shapes import CaseShape, NoticeShape, notice_shape
from requests_app.api.cases import PARTIES, carry_out
from requests_app.api.drafts import TECHNICIANS
from requests_app.models import Pending
from requests_app.services.connection.inspections import request_inspection
from requests_app.services.endings.withdrawals import withdraw
from requests_app.services.review.corrections import answer_pendings, fix_pending, open_notice
from requests_app.services.review.verdicts import send_pendings

TAG = "Solicitações"
LONGEST_WORDS = 4000


class NoticeList(Shape):
    """The notices of corrections, the first round first."""

    notices: list[NoticeShape]


class Fix(serializers.Serializer[Any]):
    answer = serializers.CharField(
        max_length=LONGEST_WORDS,
        required=False,
        allow_blank=True,
        help_text="A sua resposta a esta pendência.",
    )
    file = serializers.FileField(
        required=False,
        allow_empty_file=True,
        help_text="O arquivo corrigido; serve às outras pendências do documento.",
    )


class Pendings(Endpoint):
    open_to = PARTIES

    @extend_schema(operation_id="pending_list", tags=[TAG], summary="Pendências", responses=NoticeList)
    def get(self, request: Request, filing_number: str) -> Response:
        row = lookups.filed(self.actor, filing_number)
        notices = row.notices.order_by("round").prefetch_related("pendings")
        return answer(NoticeList(notices=[notice_shape(notice) for notice in notices]))

    @extend_schema(
        operation_id="pending_send",
        tags=["Análise"],
        summary="Pedir as correções",
        description="Envia de uma vez todos os itens que não atendem. 409 enquanto falta veredito em algum item.",
        request=None,
        responses={201: NoticeShape},
    )
    def post(self, request: Request, filing_number: str) -> Response:
        if not self.actor.is_reviewer:
            raise PermissionDenied
        row = lookups.filed(self.actor, filing_number)
        notice = send_pendings(access_request_id=row.pk, actor=self.actor, now=timezone.now())
        return answer(notice_shape(notice), status=201)


class FixPending(Endpoint):
    open_to = TECHNICIANS
    parser_classes = (BoundedJSONParser, parsers.MultiPartParser)

    @extend_schema(
        operation_id="pending_fix",
        tags=[TAG],
        summary="Corrigir uma pendência",
        description="Arquivo novo, resposta, ou os dois. Vale o número da pendência no aviso aberto.",
        request={"multipart/form-data": Fix, "application/json": Fix},
        responses=NoticeShape,
    )
    def post(self, request: Request, filing_number: str, number: int) -> Response:
        row, now = lookups.filed(self.actor, filing_number), timezone.now()
        given = Fix(data=request.data)
        given.is_valid(raise_exception=True)
        notice = open_notice(row)
        if notice is None:
            raise refuse("action_not_in_state", "Este pedido não espera correções agora.")
        pending = Pending.objects.filter(notice=notice, number=number).first()
        if pending is None:
            raise Http404
        file = given.validated_data.get("file")
        fix_pending(
            pending_id=pending.pk,
            file=cast(BinaryIO, file) if file is not None else None,
            original_name=str(file.name) if file is not None else "",
            answer=given.validated_data.get("answer", ""),
            actor=self.actor,
            now=now,
        )
        return answer(notice_shape(notice))


class AnswerPendings(Endpoint):
    open_to = TECHNICIANS

    @extend_schema(
        operation_id="request_answer",
        tags=[TAG],
        summary="Devolver o pedido corrigido",
        description="409 enquanto falta corrigir alguma pendência. O lugar na fila é mantido.",
        request=None,
        responses=CaseShape,
    )
    def post(self, request: Request, filing_number: str) -> Response:
        return carry_out(answer_pendings, filing_number, self.actor)


class Withdraw(Endpoint):
    open_to = TECHNICIANS

    @extend_schema(
        operation_id="request_withdraw",
        tags=[TAG],
        summary="Retirar o pedido",
        description="Antes do parecer. Não tem volta.",
        request=None,
        responses=CaseShape,
    )
    def post(self, request: Request, filing_number: str) -> Response:
        return carry_out(withdraw, filing_number, self.actor)


class Inspection(Endpoint):
    open_to = TECHNICIANS

    @extend_schema(
        operation_id="request_inspection",
        tags=[TAG],
        summary="Pedir a vistoria",
        description="Com o parecer válido e o sistema instalado. A validade do parecer termina aqui.",
        request=None,
        responses=CaseShape,
    )
    def post(self, request: Request, filing_number: str) -> Response:
        return carry_out(request_inspection, filing_number, self.actor)
