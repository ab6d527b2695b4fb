"""The documents of a draft: put a file in a slot, take it out."""

import uuid
from typing import BinaryIO, cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import parsers
from rest_framework.request import Request
from rest_framework.response import Response

from documents.domain.checklist import ChecklistItem
from eligibility.api.endpoints import Endpoint
from eligibility.api.shapes import answer, problem
from eligibility.domain.findings import refuse
from requests_app.api import lookups
from requests_app.api.draft_shapes import FileShape, file_shape
from requests_app.api.drafts import TECHNICIANS
from requests_app.forms.drafts import read_draft
from requests_app.models import AccessRequest
from requests_app.services.filing.attachments import attach, detach

TAG = "Rascunhos"
FILE_BODY = {
    "type": "object",
    "properties": {"file": {"type": "string", "format": "binary", "description": "O arquivo."}},
    "required": ["file"],
}


class DraftDocument(Endpoint):
    open_to = TECHNICIANS
    parser_classes = (parsers.MultiPartParser,)

    @extend_schema(
        operation_id="draft_document_put",
        tags=[TAG],
        summary="Enviar ou trocar o arquivo de um documento",
        description=(
            "O tipo é lido do conteúdo. Um arquivo recusado volta 409 com o motivo e não mexe nos outros. "
            "Os códigos e limites estão na conferência do rascunho."
        ),
        request={"multipart/form-data": FILE_BODY},
        responses=FileShape,
    )
    def put(self, request: Request, public_id: uuid.UUID, document_code: str) -> Response:
        draft = lookups.draft(self.actor, public_id)
        item = _needed(draft, document_code)
        file = request.FILES.get("file")
        if item is None:
            return problem(404, "unknown_document", "Este documento não existe na lista desta categoria.")
        if file is None:
            return problem(400, "invalid", "Envie um arquivo.", errors={"file": ["Escolha o arquivo."]})
        kept = attach(
            access_request=draft,
            item=item,
            file=cast(BinaryIO, file),
            original_name=str(file.name),
            actor=self.actor,
        )
        return answer(file_shape(kept))

    @extend_schema(
        operation_id="draft_document_delete",
        tags=[TAG],
        summary="Tirar o arquivo de um documento",
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, public_id: uuid.UUID, document_code: str) -> Response:
        draft = lookups.draft(self.actor, public_id)
        detach(access_request=draft, document_code=document_code, actor=self.actor)
        return Response(status=204)


def _needed(draft: AccessRequest, document_code: str) -> ChecklistItem | None:
    """The item that takes this file; None when the checklist has none. Raises Refused when it does not apply."""
    if not draft.is_draft:
        raise refuse("already_filed", f"Este pedido já foi enviado. O número dele é {draft.filing_number}.")
    reading = read_draft(draft, timezone.localdate())
    for entry in reading.not_needed:
        if entry.item.document_code == document_code:
            why = entry.reason if reading.filing else "Preencha antes as quatro partes do rascunho."
            raise refuse("document_not_needed", f"Este pedido não precisa deste documento até agora. {why}")
    found = (slot.item for slot in reading.uploads if slot.item.document_code == document_code)
    return next(found, None)
