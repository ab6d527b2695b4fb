"""Drafts: begin, read, fill section by section, check."""

import uuid
from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from eligibility.api.endpoints import Endpoint
from eligibility.api.shapes import Problem, Shape, answer, finding_shape, problem
from eligibility.domain.findings import refuse
from portal.accounts.roles import Role
from requests_app.api import lookups
from requests_app.api.draft_shapes import (
    CheckShape,
    DraftLine,
    DraftShape,
    SavedSection,
    check_shape,
    draft_line,
    draft_shape,
)
from requests_app.api.section_shape import UnreadableSection, error_name, from_form, section_schema, to_form
from requests_app.domain.framing import framing_of
from requests_app.forms.draft_reading import DraftReading
from requests_app.forms.drafts import FORMS, kept_answers, read_draft, section_of
from requests_app.models import AccessRequest, ResponsibleProfessional
from requests_app.queries import drafts_of
from requests_app.services.filing.drafts import StaleDraft, create_draft, delete_draft, save_section
from requests_app.services.filing.framing import explained_change

TAG = "Rascunhos"
LONGEST_LIST = 200
TECHNICIANS = frozenset({Role.TECHNICIAN})
LARGEST_VERSION = 2_147_483_647


class DraftList(Shape):
    """The caller's drafts, the last touched first."""

    drafts: list[DraftLine]


class StaleSection(Problem):
    """Somebody saved the draft in between: both texts, so that nothing is lost."""

    version: int
    saved: dict[str, Any]
    typed: dict[str, Any]


class Drafts(Endpoint):
    open_to = TECHNICIANS

    @extend_schema(operation_id="draft_list", tags=[TAG], summary="Listar os rascunhos", responses=DraftList)
    def get(self, request: Request) -> Response:
        rows = drafts_of(self.actor)[:LONGEST_LIST]
        return answer(DraftList(drafts=[draft_line(row) for row in rows]))

    @extend_schema(
        operation_id="draft_create",
        tags=[TAG],
        summary="Começar um rascunho",
        description="409 enquanto a conta não tem o registro profissional preenchido.",
        request=None,
        responses={201: DraftShape},
    )
    def post(self, request: Request) -> Response:
        if not ResponsibleProfessional.objects.filter(user_id=self.actor.user_id or 0).exists():
            raise refuse(
                "professional_profile_missing",
                "Preencha o registro profissional da sua conta no portal antes de pedir.",
            )
        return answer(draft_shape(create_draft(actor=self.actor)), status=201)


class Draft(Endpoint):
    open_to = TECHNICIANS

    @extend_schema(operation_id="draft_read", tags=[TAG], summary="Ler um rascunho", responses=DraftShape)
    def get(self, request: Request, public_id: uuid.UUID) -> Response:
        return answer(draft_shape(lookups.draft(self.actor, public_id)))

    @extend_schema(
        operation_id="draft_delete",
        tags=[TAG],
        summary="Descartar um rascunho",
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, public_id: uuid.UUID) -> Response:
        delete_draft(draft_id=lookups.draft(self.actor, public_id).pk)
        return Response(status=204)


class DraftSection(Endpoint):
    open_to = TECHNICIANS

    @extend_schema(
        operation_id="draft_section_save",
        tags=[TAG],
        summary="Guardar uma parte do rascunho",
        description=(
            "Troca a parte inteira. As respostas ficam guardadas mesmo quando têm erro: nesse caso a resposta é 400, "
            "com as mensagens por campo."
        ),
        parameters=[OpenApiParameter("section", enum=list(FORMS), location=OpenApiParameter.PATH)],
        request={"application/json": {"oneOf": [{"title": name, **section_schema(name)} for name in FORMS]}},
        responses={200: SavedSection, 409: StaleSection},
    )
    def put(self, request: Request, public_id: uuid.UUID, section: str) -> Response:
        draft, today = lookups.draft(self.actor, public_id), timezone.localdate()
        if section not in FORMS:
            raise Http404
        try:
            body: Any = request.data
            answers = kept_answers(section, to_form(section, body), today)
            version = _version(body.get("version"))
            before = framing_of(read_draft(draft, today).check)
            saved = save_section(draft_id=draft.pk, section=section, answers=answers, base_version=version)
        except UnreadableSection as error:
            return problem(
                400, "invalid", "Confira os campos enviados. Nada foi guardado.", errors=error.errors
            )
        except StaleDraft as stale:
            return _stale(stale, section)
        reading = read_draft(saved, today)
        return _saved(saved, section, reading, explained_change(before, reading.check, today))


def _version(given: Any) -> int | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= LARGEST_VERSION:
        raise UnreadableSection({"version": ["Envie a versão que você leu, um número inteiro."]})
    return given


def _stale(stale: StaleDraft, section: str) -> Response:
    return problem(
        409,
        "stale_draft",
        "Esta parte mudou desde que você a leu. Nada foi trocado: compare os dois textos e envie de novo.",
        version=stale.draft.draft_version,
        saved=from_form(section, stale.saved),
        typed=from_form(section, stale.typed),
    )


def _saved(draft: AccessRequest, section: str, reading: DraftReading, change: str) -> Response:
    answers = from_form(section, draft.draft_answers[section])
    findings = [finding_shape(found) for found in reading.findings if section_of(found) == section]
    errors = {
        error_name(name): [str(message) for message in messages]
        for name, messages in reading.forms[section].errors.items()
    }
    if errors:
        return problem(
            400,
            "invalid",
            "As respostas ficaram guardadas. Corrija os campos apontados.",
            errors=errors,
            findings=[found.model_dump(mode="json") for found in findings],
            version=draft.draft_version,
            answers=answers,
            change=change,
        )
    return answer(
        SavedSection(
            version=draft.draft_version,
            saved_at=draft.draft_saved_at,
            answers=answers,
            findings=findings,
            change=change,
        )
    )


class DraftCheck(Endpoint):
    open_to = TECHNICIANS

    @extend_schema(
        operation_id="draft_check",
        tags=[TAG],
        summary="Conferir um rascunho",
        description="A conferência automática: pontos a corrigir, documentos com o motivo de cada um, categoria e prazos.",
        responses=CheckShape,
    )
    def get(self, request: Request, public_id: uuid.UUID) -> Response:
        draft, today = lookups.draft(self.actor, public_id), timezone.localdate()
        if not draft.is_draft:
            raise refuse(
                "already_filed", f"Este pedido já foi enviado. O número dele é {draft.filing_number}."
            )
        return answer(check_shape(read_draft(draft, today), today))
