"""The analyst's side: the queue, the claim, and a verdict on every item."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import Endpoint
from eligibility.api.shapes import FindingShape, Problem, Shape, answer, finding_shape, problem
from portal.accounts.roles import REVIEWER_ROLES
from requests_app.api import lookups
from requests_app.api.case_shapes import CaseShape, case_shape
from requests_app.api.cases import carry_out
from requests_app.models import AccessRequest, ReviewItem
from requests_app.services.review import claims
from requests_app.services.review.reading import ItemRow, automatic_findings, for_bench, read_bench
from requests_app.services.review.verdicts import StaleReview, save_verdict

TAG = "Análise"
LONGEST_WORDS = 4000
LAST_PAGE = 500
LARGEST_VERSION = 2_147_483_647


class ItemShape(Shape):
    """One criterion, its verdict and its words."""

    code: str
    document_code: str
    document_title: str
    stage: str
    text: str
    citation: str
    said: str = Field(description="O que o pedido declara sobre isto.")
    verdict: str
    what: str
    how_to_fix: str
    reason_code: str
    page: int | None
    version: int
    reasons: list[str] = Field(description="Códigos dos motivos prontos.")


class ReviewShape(Shape):
    """The review of the current round."""

    filing_number: str
    round: int
    total: int
    judged: int
    failing: int
    other_information: str
    findings: list[FindingShape]
    items: list[ItemShape]


class StaleVerdict(Problem):
    """Somebody saved the item in between: both texts."""

    saved: dict[str, Any]
    typed: dict[str, Any]


class ClaimBody(serializers.Serializer[Any]):
    takeover = serializers.BooleanField(
        default=False, help_text="Assumir mesmo que o pedido esteja com outra pessoa."
    )


class VerdictBody(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(
        choices=[value for value in ReviewItem.Verdict.values if value],
        help_text="meets, fails ou not_applicable.",
    )
    what = serializers.CharField(max_length=LONGEST_WORDS, default="", allow_blank=True)
    how_to_fix = serializers.CharField(max_length=LONGEST_WORDS, default="", allow_blank=True)
    reason_code = serializers.CharField(max_length=60, default="", allow_blank=True)
    page = serializers.IntegerField(min_value=1, max_value=LAST_PAGE, required=False, allow_null=True)
    version = serializers.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, help_text="A versão do item que você leu."
    )


class QueueNext(Endpoint):
    open_to = REVIEWER_ROLES

    @extend_schema(
        operation_id="queue_next",
        tags=[TAG],
        summary="Assumir a próxima da fila",
        description="Duas pessoas nunca recebem a mesma. 204 quando a fila está vazia.",
        request=None,
        responses={200: CaseShape, 204: None},
    )
    def post(self, request: Request) -> Response:
        found = claims.claim_next(actor=self.actor, now=timezone.now())
        return answer(case_shape(found, self.actor)) if found else Response(status=204)


class Claim(Endpoint):
    open_to = REVIEWER_ROLES

    @extend_schema(
        operation_id="request_claim",
        tags=[TAG],
        summary="Assumir o pedido",
        request=ClaimBody,
        responses=CaseShape,
    )
    def post(self, request: Request, filing_number: str) -> Response:
        given = ClaimBody(data=request.data)
        given.is_valid(raise_exception=True)
        is_takeover = given.validated_data["takeover"]
        return carry_out(claims.claim, filing_number, self.actor, is_takeover=is_takeover)


class Release(Endpoint):
    open_to = REVIEWER_ROLES

    @extend_schema(
        operation_id="request_release",
        tags=[TAG],
        summary="Devolver à fila",
        request=None,
        responses=CaseShape,
    )
    def post(self, request: Request, filing_number: str) -> Response:
        claims.release(access_request_id=lookups.filed(self.actor, filing_number).pk, actor=self.actor)
        return answer(case_shape(lookups.filed(self.actor, filing_number), self.actor))


class Review(Endpoint):
    open_to = REVIEWER_ROLES

    @extend_schema(
        operation_id="request_review",
        tags=[TAG],
        summary="Itens da conferência",
        description="Cada critério de cada documento, com o veredito da rodada atual.",
        responses=ReviewShape,
    )
    def get(self, request: Request, filing_number: str) -> Response:
        row = for_bench(self.actor).get(pk=lookups.filed(self.actor, filing_number).pk)
        bench = read_bench(row)
        return answer(
            ReviewShape(
                filing_number=str(row.filing_number),
                round=row.round,
                total=bench.total,
                judged=bench.judged,
                failing=len(bench.failing),
                other_information=row.other_information,
                findings=[finding_shape(found) for found in automatic_findings(row)],
                items=[_item(found) for found in bench.rows],
            )
        )


class VerdictOfItem(Endpoint):
    open_to = REVIEWER_ROLES

    @extend_schema(
        operation_id="request_verdict",
        tags=[TAG],
        summary="Dar um veredito",
        description="`fails` pede o que está errado e como corrigir. O pedido precisa estar com você.",
        request=VerdictBody,
        responses={200: ItemShape, 409: StaleVerdict},
    )
    def put(self, request: Request, filing_number: str, criterion_code: str) -> Response:
        row = lookups.filed(self.actor, filing_number)
        given = VerdictBody(data=request.data)
        given.is_valid(raise_exception=True)
        item = row.review_items.filter(round=row.round, criterion_code=criterion_code).first()
        if item is None:
            raise Http404
        words: dict[str, Any] = dict(given.validated_data)
        try:
            save_verdict(
                item_id=item.pk,
                base_version=words.pop("version"),
                actor=self.actor,
                now=timezone.now(),
                **words,
            )
        except StaleReview as stale:
            return _stale(stale)
        return answer(_read_item(row, criterion_code, self))


def _read_item(row: AccessRequest, criterion_code: str, view: Endpoint) -> ItemShape:
    bench = read_bench(for_bench(view.actor).get(pk=row.pk))
    return next(_item(found) for found in bench.rows if found.criterion.code == criterion_code)


def _item(found: ItemRow) -> ItemShape:
    item, criterion = found.item, found.criterion
    return ItemShape(
        code=criterion.code,
        document_code=item.document_code,
        document_title=found.entry.title,
        stage=item.stage,
        text=criterion.text,
        citation=criterion.rule.label,
        said=found.said,
        verdict=item.verdict,
        what=item.what,
        how_to_fix=item.how_to_fix,
        reason_code=item.reason_code,
        page=item.page,
        version=item.version,
        reasons=[reason.code for reason in criterion.canned_reasons],
    )


def _stale(stale: StaleReview) -> Response:
    saved = stale.saved
    kept: dict[str, str | int] = {
        "verdict": saved.verdict,
        "what": saved.what,
        "how_to_fix": saved.how_to_fix,
        "version": saved.version,
    }
    return problem(
        409,
        "stale_review",
        "Este item mudou desde que você o leu. Nada foi trocado: compare os dois textos e envie de novo.",
        saved=kept,
        typed=stale.typed,
    )
