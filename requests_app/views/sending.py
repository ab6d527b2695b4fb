"""Checking and sending a draft, and the page that says it was received."""

import logging
import uuid
from datetime import date
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from eligibility.domain.consumer_units import format_unit_number
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import rule
from eligibility.domain.taxpayer import mask_email, mask_taxpayer
from eligibility.profile import current_profile
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.calendar import due_business, due_calendar
from requests_app.domain.dates import count_days
from requests_app.domain.lifecycle import State
from requests_app.forms.credits import MODALITY_LABELS
from requests_app.forms.drafts import DraftReading, kept_answers, read_draft
from requests_app.forms.generation import SOURCE_LABELS
from requests_app.forms.sending import SendingForm
from requests_app.forms.unit import CLASS_LABELS, PHASE_LABELS
from requests_app.models import AccessRequest, ResponsibleProfessional
from requests_app.queries import visible_to
from requests_app.services.attachments import current_attachments
from requests_app.services.calendars import calendar_for
from requests_app.services.clocks import counting_policy
from requests_app.services.filing import file_request
from requests_app.views.draft_door import (
    ENVELOPE,
    already_sent,
    anchored,
    finding_links,
    frame,
    keeps_answers,
    my_draft,
    step_url,
)
from requests_app.views.draft_steps import not_saved, open_envelope, save_posted

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
    if not ResponsibleProfessional.objects.filter(user_id=draft.technician_id).exists():
        return HttpResponseRedirect(f"{reverse('professional_profile')}?next={request.path}")
    if request.method == "POST":
        return _send(request, draft)
    if token := request.GET.get(ENVELOPE):
        return open_envelope(request, draft, SECTION, token)
    reading = read_draft(draft, timezone.localdate())
    return _show(request, draft, reading, _form(draft, reading, is_posted=False))


def _form(draft: AccessRequest, reading: DraftReading, *, is_posted: bool) -> SendingForm:
    kept = draft.draft_answers.get(SECTION, {})
    wants = reading.credits is not None and reading.credits.wants_fast_track
    source: dict[str, Any] = {"data": kept} if is_posted else {"initial": kept}
    return SendingForm(on=timezone.localdate(), wants_fast_track=wants, **source)


def _send(request: HttpRequest, draft: AccessRequest) -> HttpResponse:
    saved = save_posted(request, draft, SECTION)
    if isinstance(saved, HttpResponse):
        # A second click that came after the first one had filed is answered like the first (T-16).
        draft.refresh_from_db()
        return saved if draft.is_draft else _received(draft)
    now = timezone.now()
    reading = read_draft(saved, timezone.localdate(now))
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
        "finding_links": finding_links(draft.public_id),
        "summary": _summary(draft, reading),
        "dates": _dates(reading, today),
        "today": today,
        "is_fast_track_offered": form.wants_fast_track,
    }
    return render(request, "requests_app/filing/check.html", context, status=status)


def _summary(draft: AccessRequest, reading: DraftReading) -> list[dict[str, str]]:
    """The answers as read, each with the way back to its screen."""
    rows: list[tuple[str, str, str, str]] = []
    if unit := reading.unit:
        kind = f"{CLASS_LABELS[unit.consumer_class]}, grupo {unit.group.value}"
        place = f"{unit.street}, {unit.street_number} {unit.complement}".strip()
        supply = f"{PHASE_LABELS[unit.phases]}, {unit.voltage}, disjuntor de {unit.breaker_a} A"
        rows += [
            ("Unidade", format_unit_number(unit.unit_number), kind, "unit"),
            ("Ligação", supply, "", "unit"),
            ("Endereço", place, f"{unit.district}, {unit.municipality}, {unit.state}", "unit"),
        ]
    if generation := reading.generation:
        power = reading.facts.installed_power_kw
        sets = [
            f"{e.quantity} × {e.manufacturer} {e.model}" for e in (*generation.modules, *generation.inverters)
        ]
        size = f"{format_kw(power)} kW" if power is not None else ""
        rows.append(("Geração", f"{SOURCE_LABELS[generation.source]}, {size}", "; ".join(sets), "generation"))
    if shared := reading.credits:
        extra = "Com pedido de dispensa da análise de inversão de fluxo" if shared.wants_fast_track else ""
        rows.append(("Créditos", MODALITY_LABELS[shared.modality], extra, "credits"))
    if holder := reading.holder:
        contact = f"{mask_taxpayer(holder.tax_id)}, {mask_email(holder.email)}"
        rows.append(("Titular", holder.name, contact, "holder"))
    files = f"{sum(slot.attachment is not None for slot in reading.checklist)} de {len(reading.checklist)} enviados"
    rows.append(("Documentos", files, "", "documents"))
    return [
        {"label": label, "value": value, "detail": detail, "change_url": step_url(key, draft.public_id)}
        for label, value, detail, key in rows
    ]


def _dates(reading: DraftReading, today: date) -> list[dict[str, Any]]:
    """What happens after sending today, with each date's rule. National days plus the municipality's."""
    municipality = reading.unit.municipality if reading.unit else None
    cal = calendar_for(state=current_profile().uf, municipality=municipality)
    check = rule("documents.check", today)
    found = [
        {
            "label": "Conferência dos documentos",
            "on": due_business(today, check.as_int(), cal),
            "term": count_days(check.as_int(), business=True),
            "rule": check,
        }
    ]
    for code, label in (
        ("opinion.micro.no_works", "Resposta com o parecer, sem obra na rede"),
        ("opinion.micro.works", "Resposta com o parecer, se a rede precisar de obra"),
    ):
        term = rule(code, today)
        on = due_calendar(today, term.as_int(), cal, counting_policy(today))
        found.append({"label": label, "on": on, "term": count_days(term.as_int()), "rule": term})
    return found


@for_roles(Role.TECHNICIAN)
@require_GET
def received(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The number, when it arrived, until when the answer comes. May be bookmarked for good."""
    rows = visible_to(actor_of(request)).select_related("holder", "checklist_version")
    filed = get_object_or_404(rows, filing_number=filing_number)
    if filed.state == State.DRAFT.value:
        raise Http404
    assert filed.checklist_version is not None
    titles = {item.document_code: item.title for item in filed.checklist_version.checklist.items}
    files = [
        {"title": titles.get(code, code), "file": row.stored_file}
        for code, row in current_attachments(filed).items()
    ]
    context = {
        "filed": filed,
        "filing_number": filed.filing_number,
        "holder_email": mask_email(filed.holder.email),
        "files": files,
        "crumbs": [("Solicitações", reverse("portfolio"))],
    }
    return render(request, "requests_app/filing/received.html", context)
