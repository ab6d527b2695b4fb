"""Beginning, finding, going on with and throwing away drafts."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.forms.draft_reading import DraftReading
from requests_app.forms.drafts import FORMS, read_draft, read_drafts
from requests_app.models import AccessRequest, ResponsibleProfessional
from requests_app.queries import drafts_of
from requests_app.services.filing.drafts import create_draft, delete_draft
from requests_app.views.filing.door import already_sent, my_draft, step_url

DRAFTS_SHOWN = 50


@for_roles(Role.TECHNICIAN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What to have at hand; POST begins a draft."""
    actor = actor_of(request)
    assert actor.user_id is not None
    if not ResponsibleProfessional.objects.filter(user_id=actor.user_id).exists():
        return HttpResponseRedirect(f"{reverse('professional_profile')}?next={request.path}")
    if request.method == "POST":
        draft = create_draft(actor=actor)
        return HttpResponseRedirect(step_url("unit", draft.public_id))
    return render(request, "requests_app/filing/new.html", {"crumbs": [("Painel", reverse("dashboard"))]})


@for_roles(Role.TECHNICIAN)
@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """Every draft, the last touched first."""
    rows = list(drafts_of(actor_of(request))[:DRAFTS_SHOWN])
    context = {"drafts": draft_cards(rows), "crumbs": [("Painel", reverse("dashboard"))]}
    return render(request, "requests_app/filing/drafts.html", context)


def draft_cards(rows: list[AccessRequest]) -> list[dict[str, object]]:
    """How far each draft is and what it lacks. Two statements, whatever their number."""
    return [
        {"draft": draft, "reading": reading, "lack": _lack(reading)}
        for draft, reading in zip(rows, read_drafts(rows, timezone.localdate()), strict=True)
    ]


def _lack(reading: DraftReading) -> str:
    screens = [form.title for section, form in FORMS.items() if reading.forms[section].errors]
    documents = sum(slot.attachment is None for slot in reading.required_slots)
    if screens:
        return f"Falta: {screens[0]}"
    if documents:
        return "Falta 1 documento" if documents == 1 else f"Faltam {documents} documentos"
    return "Pronto para conferir e enviar"


@for_roles(Role.TECHNICIAN)
@never_cache
@require_GET
def start(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """On to the first screen that is not ready."""
    draft = my_draft(request, public_id)
    if not draft.is_draft:
        return already_sent(request, draft)
    reading = read_draft(draft, timezone.localdate())
    waiting = [section for section in FORMS if reading.forms[section].errors]
    if not waiting and any(slot.attachment is None for slot in reading.required_slots):
        waiting = ["documents"]
    return HttpResponseRedirect(step_url(waiting[0] if waiting else "sending", public_id))


@for_roles(Role.TECHNICIAN)
@require_POST
def discard(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Throw the draft away for good."""
    draft = my_draft(request, public_id)
    if not draft.is_draft:
        return already_sent(request, draft)
    delete_draft(draft_id=draft.pk)
    messages.success(request, "Rascunho descartado.")
    return HttpResponseRedirect(reverse("drafts"))
