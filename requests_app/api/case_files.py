"""Files of a filed request as downloads: its documents, the receipt, the opinion."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response

from documents.models import StoredFile
from documents.storage import open_stored
from eligibility.api.endpoints import Endpoint
from eligibility.api.shapes import Shape, answer, problem
from requests_app.api import lookups
from requests_app.api.cases import PARTIES
from requests_app.api.draft_shapes import FileShape, file_shape
from requests_app.models import AccessRequest, Opinion
from requests_app.services.connection.works import valid_until
from requests_app.services.filing.attachments import current_attachments
from requests_app.services.sheets.papers import PAPER_TITLES

TAG = "Arquivos"
_CENT = Decimal("0.01")
PDF: Any = {(200, "application/pdf"): OpenApiTypes.BINARY}
RETRY_SECONDS = "5"


class CaseDocument(Shape):
    """The file that counts for one document of the request."""

    code: str
    title: str
    file: FileShape


class CaseDocuments(Shape):
    """Every delivered document."""

    documents: list[CaseDocument]


class OpinionShape(Shape):
    """The decision. The words stand in the PDF."""

    number: str
    outcome: str
    outcome_label: str
    issued_at: datetime
    valid_until_on: date | None
    works_rule: str = Field(description="Regra do prazo da obra na rede; vazio sem obra.")
    participation_brl: Decimal = Field(description="Participação financeira na obra, em reais.")
    metering_brl: Decimal = Field(description="Diferença do sistema de medição, em reais.")
    verification_code: str
    verification_path: str
    sha256: str | None = Field(description="Do PDF; null enquanto ele está sendo preparado.")
    size_bytes: int | None


class Documents(Endpoint):
    open_to = PARTIES

    @extend_schema(
        operation_id="request_documents", tags=[TAG], summary="Documentos do pedido", responses=CaseDocuments
    )
    def get(self, request: Request, filing_number: str) -> Response:
        row = lookups.filed(self.actor, filing_number)
        assert row.checklist_version is not None
        titles = PAPER_TITLES | {
            item.document_code: item.title for item in row.checklist_version.checklist.items
        }
        files = sorted(current_attachments(row).items())
        return answer(
            CaseDocuments(
                documents=[
                    CaseDocument(code=code, title=titles.get(code, code), file=file_shape(file))
                    for code, file in files
                ]
            )
        )


class DocumentFile(Endpoint):
    open_to = PARTIES

    @extend_schema(
        operation_id="request_document_file",
        tags=[TAG],
        summary="Baixar um documento",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, filing_number: str, document_code: str) -> HttpResponseBase:
        found = current_attachments(lookups.filed(self.actor, filing_number)).get(document_code)
        if found is None or found.stored_file is None:
            raise Http404
        suffix = found.stored_file.storage_key.rpartition(".")[2]
        return download(found.stored_file, f"{document_code}.{suffix}")


class Receipt(Endpoint):
    open_to = PARTIES

    @extend_schema(
        operation_id="request_receipt",
        tags=[TAG],
        summary="Baixar o comprovante",
        description="409 `not_ready` enquanto o PDF está sendo preparado: tente de novo em alguns segundos.",
        responses=PDF,
    )
    def get(self, request: Request, filing_number: str) -> HttpResponseBase:
        row = lookups.filed(self.actor, filing_number)
        receipt = getattr(row, "receipt", None)
        return download(receipt.stored_file, f"{row.filing_number}.pdf") if receipt else not_ready()


class OpinionOfRequest(Endpoint):
    open_to = PARTIES

    @extend_schema(operation_id="request_opinion", tags=[TAG], summary="Parecer", responses=OpinionShape)
    def get(self, request: Request, filing_number: str) -> Response:
        return answer(opinion_shape(_opinion(lookups.filed(self.actor, filing_number))))


class OpinionPdf(Endpoint):
    open_to = PARTIES

    @extend_schema(
        operation_id="request_opinion_pdf",
        tags=[TAG],
        summary="Baixar o parecer",
        description="409 `not_ready` enquanto o PDF está sendo preparado: tente de novo em alguns segundos.",
        responses=PDF,
    )
    def get(self, request: Request, filing_number: str) -> HttpResponseBase:
        opinion = _opinion(lookups.filed(self.actor, filing_number))
        file = getattr(opinion, "file", None)
        return download(file.stored_file, f"{opinion.number}.pdf") if file else not_ready()


def _opinion(row: AccessRequest) -> Opinion:
    opinion: Opinion | None = row.opinion
    if opinion is None:
        raise Http404
    return opinion


def opinion_shape(opinion: Opinion) -> OpinionShape:
    file = getattr(opinion, "file", None)
    return OpinionShape(
        number=opinion.number,
        outcome=opinion.outcome,
        outcome_label=Opinion.Outcome(opinion.outcome).label,
        issued_at=opinion.issued_at,
        valid_until_on=valid_until(opinion.access_request),
        works_rule=opinion.works_rule,
        participation_brl=Decimal(opinion.participation_brl).quantize(_CENT),
        metering_brl=Decimal(opinion.metering_brl).quantize(_CENT),
        verification_code=opinion.verification_code,
        verification_path=reverse("api_verify", args=[opinion.verification_code]),
        sha256=file.stored_file.sha256 if file else None,
        size_bytes=file.stored_file.size_bytes if file else None,
    )


def download(file: StoredFile, name: str) -> HttpResponseBase:
    """The bytes as a download that no browser runs; a 404 when the storage has lost them."""
    try:
        content = open_stored(file.storage_key)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=name, content_type=file.media_type)
    response["Content-Length"] = str(file.size_bytes)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def not_ready() -> Response:
    """The worker has not made this PDF yet."""
    response = problem(409, "not_ready", "O arquivo está sendo preparado. Tente de novo em alguns segundos.")
    response["Retry-After"] = RETRY_SECONDS
    return response
