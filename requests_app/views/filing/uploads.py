"""Documents of a draft: one slot each, several files in one sending, each with its own answer."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.domain.text_checks import CONFIRMATIONS, same_file_findings
from documents.models import StoredFile
from documents.services.readings import text_findings
from documents.views.file_answers import as_download
from eligibility.domain.findings import Finding, Refused
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.forms.draft_reading import DraftReading, Slot
from requests_app.forms.drafts import read_draft
from requests_app.forms.uploads import UploadsForm, upload_name
from requests_app.models import AccessRequest, Attachment
from requests_app.queries import visible_to
from requests_app.services.filing.attachments import attach, detach
from requests_app.views.filing.door import already_sent, frame, my_draft, step_url

logger = logging.getLogger(__name__)
NOT_KEPT = "Não conseguimos guardar este arquivo agora. Os outros estão guardados. Tente de novo."


@for_roles(Role.TECHNICIAN)
@never_cache
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The slots of this request; POST takes the chosen files and keeps every good one."""
    draft = my_draft(request, public_id)
    if not draft.is_draft:
        return already_sent(request, draft)
    reading = read_draft(draft, timezone.localdate())
    items = [slot.item for slot in reading.uploads]
    if request.method == "GET":
        return _show(request, draft, reading, UploadsForm(items=items))
    form = UploadsForm(request.POST, request.FILES, items=items)
    kept = _keep_all(request, draft, reading, form)
    if kept:
        reading = read_draft(draft, timezone.localdate())
    if form.errors:
        return _show(request, draft, reading, form, status=422)
    return _onward(request, draft, reading, form, kept)


def _keep_all(request: HttpRequest, draft: AccessRequest, reading: DraftReading, form: UploadsForm) -> int:
    """Keep each chosen file; a refused one gets its message and costs the others nothing."""
    form.is_valid()
    kept = 0
    for slot in reading.uploads:
        name = upload_name(slot.item.document_code)
        file = request.FILES.get(name)
        if file is None or name in form.errors:
            continue
        try:
            attach(
                access_request=draft,
                item=slot.item,
                file=cast(BinaryIO, file),
                original_name=str(file.name),
                actor=actor_of(request),
            )
            kept += 1
        except Refused as refused:
            form.add_error(name, refused.message)
        except OSError:
            logger.exception("draft %s: a file could not be stored", draft.public_id)
            form.add_error(name, NOT_KEPT)
    return kept


def _onward(
    request: HttpRequest, draft: AccessRequest, reading: DraftReading, form: UploadsForm, kept: int
) -> HttpResponse:
    lacking = [slot for slot in reading.required_slots if slot.attachment is None]
    if not lacking:
        return HttpResponseRedirect(step_url("sending", draft.public_id))
    if kept:
        words = "1 arquivo recebido" if kept == 1 else f"{kept} arquivos recebidos"
        messages.success(request, f"{words}. {_lack(len(lacking))}")
        return HttpResponseRedirect(step_url("documents", draft.public_id))
    for slot in lacking:
        form.add_error(upload_name(slot.item.document_code), f"Escolha o arquivo: {slot.item.title}.")
    return _show(request, draft, reading, form, status=422)


def _lack(count: int) -> str:
    return "Falta 1 documento." if count == 1 else f"Faltam {count} documentos."


def _show(
    request: HttpRequest, draft: AccessRequest, reading: DraftReading, form: UploadsForm, status: int = 200
) -> HttpResponse:
    history = _history(draft)
    repeated = _repeated(reading.uploads)
    slots = [
        _slot(slot, form, history.get(slot.item.document_code, []), repeated) for slot in reading.uploads
    ]
    required = reading.required_slots
    context = frame(draft, "documents", reading) | {
        "form": form,
        "slots": slots,
        "ready": sum(slot.attachment is not None for slot in required),
        "total": len(required),
        "version": reading.checklist_version,
    }
    return render(request, "requests_app/filing/documents.html", context, status=status)


def _repeated(slots: Sequence[Slot]) -> dict[str, Finding]:
    """What to say beside a file that was also sent for an earlier document, by document code."""
    sent = {
        s.item.document_code: s.attachment.stored_file.sha256
        for s in slots
        if s.attachment and s.attachment.stored_file
    }
    return {str(found.field): found for found in same_file_findings(sent)}


def _slot(
    slot: Slot, form: UploadsForm, history: list[Attachment], repeated: Mapping[str, Finding]
) -> dict[str, Any]:
    bound = form[upload_name(slot.item.document_code)]
    current = slot.attachment
    earlier = [row for row in history if current is None or row.pk != current.pk]
    if bound.errors:
        state, words, colour, mark = "bad", "Não recebido", "red", "x-circle"
    elif current:
        state, words, colour, mark = "ok", "Recebido. O arquivo abre", "green", "check-circle"
    elif slot.item.refused_when_absent:
        state, words, colour, mark = "", "Sem ele o pedido é recusado na conferência", "amber", "empty"
    elif slot.item.is_optional:
        state, words, colour, mark = "", "Opcional", "grey", "empty"
    else:
        state, words, colour, mark = "", "Falta enviar", "grey", "empty"
    read = list(text_findings(current.stored_file, slot.item)) if current and current.stored_file else []
    if slot.item.document_code in repeated:
        read.append(repeated[slot.item.document_code])
    return {
        "item": slot.item,
        "read": [{"text": found.message, "is_right": found.code in CONFIRMATIONS} for found in read],
        "reason": slot.reason,
        "types": " ou ".join(", ".join(kind.label for kind in slot.item.accepted_types).rsplit(", ", 1)),
        "current": current,
        "earlier": earlier,
        "field": bound,
        "label": f"Trocar o arquivo: {slot.item.title}"
        if current
        else f"Escolher arquivo: {slot.item.title}",
        "state": state,
        "words": words,
        "colour": colour,
        "mark": mark,
    }


def _history(draft: AccessRequest) -> dict[str, list[Attachment]]:
    rows: dict[str, list[Attachment]] = {}
    found = Attachment.objects.filter(access_request=draft, stored_file__isnull=False)
    for row in found.select_related("stored_file__label").order_by("-id"):
        rows.setdefault(row.document_code, []).append(row)
    return rows


@for_roles(Role.TECHNICIAN)
@require_POST
def remove(request: HttpRequest, public_id: uuid.UUID, document_code: str) -> HttpResponse:
    """Empty one slot; the file stays among its earlier versions."""
    draft = my_draft(request, public_id)
    if not draft.is_draft:
        return already_sent(request, draft)
    if not any(
        s.item.document_code == document_code for s in read_draft(draft, timezone.localdate()).uploads
    ):
        raise Http404
    detach(access_request=draft, document_code=document_code, actor=actor_of(request))
    messages.success(request, "Arquivo removido deste lugar.")
    return HttpResponseRedirect(f"{reverse('draft_documents', args=[public_id])}#documento-{document_code}")


@for_roles(Role.TECHNICIAN, Role.ANALYST, Role.SUPERVISOR)
@require_GET
def stored_file(request: HttpRequest, public_id: uuid.UUID) -> FileResponse:
    """The original bytes as a download, to whoever may see the request; no browser ever runs them."""
    seen = Attachment.objects.filter(access_request__in=visible_to(actor_of(request)))
    file = get_object_or_404(
        StoredFile.objects.select_related("label").filter(attachment__in=seen).distinct(), public_id=public_id
    )
    return as_download(file)
