"""Checking and sending a draft, and the page that says it was received."""

import logging
import uuid
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from eligibility.domain.taxpayer import mask_email
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.lifecycle import State
from requests_app.forms.draft_reading import DraftReading
from requests_app.forms.drafts import kept_answers, read_draft
from requests_app.forms.sending import SendingForm
from requests_app.models import AccessRequest, ResponsibleProfessional
from requests_app.queries import visible_to
from requests_app.services.clocks.terms import works_sentence
from requests_app.services.filing.attachments import current_attachments
from requests_app.services.filing.preconditions import preconditions_of_draft
from requests_app.services.filing.sending import file_request
from requests_app.services.sheets.papers import PAPER_TITLES
from requests_app.views.filing.door import (
    ENVELOPE,
    already_sent,
    anchored,
    finding_links,
    frame,
    keeps_answers,
    my_draft,
)
from requests_app.views.filing.steps import not_saved, open_envelope, save_posted
from requests_app.views.filing.summary import dates_after_sending, summary_rows

logger = logging.getLogger(__name__)
SECTION = "sending"


@keeps_answers(SECTION)
@for_roles(Role.TECHNICIAN)
@never_cache
@require_http_methods(["GET", "POST"])
def check_and_send(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the automatic check found, the answers, the dates, the declarations, and the button."""
    draft = my_draft(request, public_id)
    if not draft.is_draft:
        return _received(draft) if request.method == "POST" else already_sent(request, draft)
    token = request.GET.get(ENVELOPE, "")
    if request.method != "POST" and not token:
        reading = read_draft(draft, timezone.localdate(), preconditions=preconditions_of_draft(draft))
        if reading.facts.professional is None:
            return _to_profile(request)
        return _show(request, draft, reading, _form(draft, reading, is_posted=False))
    if not ResponsibleProfessional.objects.filter(user_id=draft.technician_id).exists():
        return _to_profile(request)
    if request.method == "POST":
        return _send(request, draft)
    return open_envelope(request, draft, SECTION, token)


def _to_profile(request: HttpRequest) -> HttpResponse:
    """Without a professional registration nothing can be sent: it is asked for first."""
    return HttpResponseRedirect(f"{reverse('professional_profile')}?next={request.path}")


def _form(draft: AccessRequest, reading: DraftReading, *, is_posted: bool) -> SendingForm:
    kept = draft.draft_answers.get(SECTION, {})
    wants = reading.credits is not None and reading.credits.wants_waiver
    source: dict[str, Any] = {"data": kept} if is_posted else {"initial": kept}
    return SendingForm(on=timezone.localdate(), wants_waiver=wants, **source)


def _send(request: HttpRequest, draft: AccessRequest) -> HttpResponse:
    saved = save_posted(request, draft, SECTION)
    if isinstance(saved, HttpResponse):
        # A second click that came after the first one had filed is answered like the first (T-16).
        draft.refresh_from_db()
        return saved if draft.is_draft else _received(draft)
    now = timezone.now()
    reading = read_draft(saved, timezone.localdate(now), preconditions=preconditions_of_draft(saved))
    form = _form(saved, reading, is_posted=True)
    is_confirmed = form.confirms(has_advisories=bool(reading.advisories))
    if reading.blocking:
        count = len(reading.blocking)
        text = "Falta corrigir 1 ponto" if count == 1 else f"Falta corrigir {count} pontos"
        form.add_error(None, f"{text} da conferência automática. Cada um tem um link, logo abaixo.")
    if not is_confirmed or reading.blocking:
        return _show(request, saved, reading, form, status=422)
    try:
        filed = file_request(
            draft_id=saved.pk,
            filing=reading.filing,
            findings=reading.findings,
            accepted_declarations=form.accepted(),
            is_acknowledged=bool(form.cleaned_data["is_acknowledged"]),
            actor=actor_of(request),
            now=now,
            answers_read=saved.draft_answers,
        )
    except DatabaseError:
        logger.exception("draft %s could not be sent", saved.public_id)
        answers = kept_answers(SECTION, request.POST, timezone.localdate(now))
        return not_saved(request, saved, SECTION, answers, is_sending=True)
    return _received(filed)


def _received(filed: AccessRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("request_received", args=[filed.filing_number]))


def _show(
    request: HttpRequest, draft: AccessRequest, reading: DraftReading, form: SendingForm, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    context = frame(draft, SECTION, reading) | {
        "form": form,
        "findings": anchored(reading),
        "preconditions": preconditions_of_draft(draft),
        "finding_links": finding_links(draft.public_id),
        "summary": summary_rows(draft, reading),
        "dates": dates_after_sending(reading, today),
        "today": today,
        "is_waiver_offered": form.wants_waiver,
    }
    return render(request, "requests_app/filing/check.html", context, status=status)


@for_roles(Role.TECHNICIAN)
@require_GET
def received(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The number, when it arrived, until when the answer comes. May be bookmarked for good."""
    rows = visible_to(actor_of(request)).select_related("holder", "checklist_version", "consumer_unit")
    filed = get_object_or_404(rows, filing_number=filing_number)
    if filed.state == State.DRAFT.value:
        raise Http404
    assert filed.checklist_version is not None
    titles = PAPER_TITLES | {
        item.document_code: item.title for item in filed.checklist_version.checklist.items
    }
    files = [
        {"title": titles.get(code, code), "file": row.stored_file}
        for code, row in current_attachments(filed).items()
    ]
    context = {
        "filed": filed,
        "filing_number": filed.filing_number,
        "works_sentence": works_sentence(filed),
        "holder_email": mask_email(filed.holder.email),
        "files": files,
        "crumbs": [("Solicitações", reverse("portfolio"))],
    }
    return render(request, "requests_app/filing/received.html", context)
