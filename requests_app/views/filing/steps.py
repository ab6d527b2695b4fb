"""The screens of questions: kept as typed first, judged after."""

import logging
import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eligibility.domain.compatible_power_project import unit_power
from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import Rule, rule
from eligibility.domain.rulebook.book import NoRuleOnDate
from eligibility.domain.vocabulary import RequestKind
from eligibility.forms.public_choices import class_query
from portal.accounts.roles import Role
from portal.http import for_roles
from requests_app.domain.framing import read_framing
from requests_app.forms.draft_reading import DraftReading
from requests_app.forms.drafts import kept_answers, read_draft
from requests_app.forms.generation import GenerationForm
from requests_app.forms.unit import UnitForm
from requests_app.models import AccessRequest
from requests_app.services.filing import envelopes
from requests_app.services.filing.drafts import StaleDraft, save_section
from requests_app.services.filing.framing import explained_change
from requests_app.views.filing.door import (
    ENVELOPE,
    SHOW_ERRORS,
    View,
    already_sent,
    frame,
    is_autosave,
    keeps_answers,
    my_draft,
    next_step_url,
    posted_version,
    section_title,
    shown_answers,
    step_url,
)
from requests_app.views.filing.panel import panel

logger = logging.getLogger(__name__)
SEEN = "seen"
FIRST_VALUES = {
    "unit": {"request_kind": "existing_unit"},
    "generation": {"source": "solar", "has_storage": "false"},
}


def _step(section: str) -> View:
    @keeps_answers(section)
    @for_roles(Role.TECHNICIAN)
    @never_cache
    @require_http_methods(["GET", "POST"])
    def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        draft = my_draft(request, public_id)
        if not draft.is_draft:
            return already_sent(request, draft)
        if request.method == "POST":
            return _post(request, draft, section)
        if token := request.GET.get(ENVELOPE):
            return open_envelope(request, draft, section, token)
        return _show(request, draft, section, with_errors=SHOW_ERRORS in request.GET)

    return page


unit = _step("unit")
generation = _step("generation")
credits_ = _step("credits")
holder = _step("holder")
guarantee = _step("guarantee")


def _post(request: HttpRequest, draft: AccessRequest, section: str) -> HttpResponse:
    saved = save_posted(request, draft, section)
    if isinstance(saved, HttpResponse):
        return saved
    if is_autosave(request):
        assert saved.draft_saved_at is not None
        at = timezone.localtime(saved.draft_saved_at)
        return JsonResponse({"saved_at": f"{at:%H:%M}", "version": saved.draft_version})
    today = timezone.localdate()
    reading = read_draft(saved, today)
    has_errors = bool(reading.forms[section].errors)
    changed = explained_change(read_framing(request.POST.get(SEEN, "")), reading.check, today)
    if changed:
        messages.info(request, changed)
    if "to_list" in request.POST:
        return HttpResponseRedirect(reverse("draft_allocation", args=[saved.public_id]))
    if "refresh" in request.POST:
        show = f"?{SHOW_ERRORS}=1" if has_errors else ""
        # What changed is told at the top of the page.
        place = "" if changed else "#enquadramento"
        return HttpResponseRedirect(f"{step_url(section, saved.public_id)}{show}{place}")
    if has_errors:
        return _show(request, saved, section, reading=reading, with_errors=True, status=422)
    return HttpResponseRedirect(next_step_url(section, reading, saved.public_id))


def save_posted(request: HttpRequest, draft: AccessRequest, section: str) -> AccessRequest | HttpResponse:
    """Keep what was posted before anything judges it; a response when it could not simply be kept."""
    answers = kept_answers(section, request.POST, timezone.localdate())
    try:
        return save_section(
            draft_id=draft.pk, section=section, answers=answers, base_version=posted_version(request)
        )
    except StaleDraft as stale:
        token = envelopes.keep(draft.public_id, section, answers, posted_version(request))
        return _changed(request, stale, token)
    except Refused as refused:
        if refused.code != "already_filed":
            raise
        draft.refresh_from_db()
        return already_sent(request, draft)
    except DatabaseError:
        logger.exception("draft %s: section %s could not be saved", draft.public_id, section)
        return not_saved(request, draft, section, answers)


def open_envelope(request: HttpRequest, draft: AccessRequest, section: str, token: str) -> HttpResponse:
    """Signed in again: what was posted meanwhile goes into the draft, and the page shows it."""
    envelope = envelopes.look(token, draft.public_id, section)
    url = step_url(section, draft.public_id)
    if envelope is None:
        return HttpResponseRedirect(url)
    try:
        save_section(
            draft_id=draft.pk, section=section, answers=envelope.answers, base_version=envelope.version
        )
    except StaleDraft as stale:
        return _changed(request, stale, token)
    envelopes.throw_away(token)
    return HttpResponseRedirect(f"{url}?{SHOW_ERRORS}=1" if section != "sending" else url)


def _show(
    request: HttpRequest,
    draft: AccessRequest,
    section: str,
    *,
    with_errors: bool,
    reading: DraftReading | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    reading = reading or read_draft(draft, today)
    form: Any = reading.forms[section]
    kept = draft.draft_answers.get(section)
    if not with_errors:
        form = type(form)(initial=FIRST_VALUES.get(section, {}) if kept is None else kept)
    if isinstance(form, GenerationForm):
        form.request_kind = draft.draft_answers.get("unit", {}).get("request_kind", "")
    unit = reading.forms["unit"]
    context = frame(draft, section, reading) | {
        "form": form,
        "section": section,
        "title": section_title(section),
        "panel": panel(reading, today),
        "fast_track": _fast_track(today),
        **(_unit_power(reading) if section == "credits" else {}),
        "point_text": unit.point_text() if isinstance(unit, UnitForm) else "",
    }
    return render(request, f"requests_app/filing/{section}.html", context, status=status)


def _unit_power(reading: DraftReading) -> dict[str, Any]:
    """The compatible power beside the waivers, and the way to the consumption that it may still lack."""
    facts = reading.facts
    return {
        "unit_power": unit_power(facts),
        "asks_history": facts.request_kind is not RequestKind.new_unit,
        "power_query": class_query(facts.consumer_class),
    }


def _fast_track(today: date) -> Rule | None:
    """The waiver of the reverse-flow analysis, where it is in force."""
    try:
        return rule("reverse_flow.fast_track.max_kw", today)
    except NoRuleOnDate:
        return None


@for_roles(Role.TECHNICIAN)
@never_cache
@require_http_methods(["GET"])
def changed(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Where a page that saved by itself sends the person when another tab had saved before."""
    draft = my_draft(request, public_id)
    if not draft.is_draft:
        return already_sent(request, draft)
    token, section = request.GET.get("texto", ""), request.GET.get("parte", "")
    envelope = envelopes.look(token, draft.public_id, section)
    if envelope is None:
        return HttpResponseRedirect(step_url("unit", draft.public_id))
    return _changed(request, StaleDraft(draft, section, envelope.answers), token)


def _changed(request: HttpRequest, stale: StaleDraft, token: str) -> HttpResponse:
    """Both texts, side by side; the person chooses (T-08)."""
    draft, section = stale.draft, stale.section
    if is_autosave(request):
        address = reverse("draft_changed", args=[draft.public_id])
        return JsonResponse({"compare_url": f"{address}?parte={section}&texto={token}"}, status=409)
    saved_at = timezone.localtime(draft.draft_saved_at) if draft.draft_saved_at else None
    typed = {name: str(value) for name, value in stale.typed.items()}
    context = {
        "draft": draft,
        "versions": [
            {
                "title": "O que está salvo",
                "detail": f"Salvo às {saved_at:%H:%M} em outra aba ou aparelho." if saved_at else "",
                "rows": shown_answers(section, stale.saved),
            },
            {
                "title": "O que você escreveu aqui",
                "detail": "Ainda não está no rascunho.",
                "rows": shown_answers(section, typed),
            },
        ],
        "typed": typed,
        "section_title": section_title(section),
        "section_url": step_url(section, draft.public_id),
    }
    return render(request, "requests_app/filing/changed.html", context, status=409)


def not_saved(
    request: HttpRequest,
    draft: AccessRequest,
    section: str,
    answers: dict[str, str],
    *,
    is_sending: bool = False,
) -> HttpResponse:
    """The database said no: the page itself carries what was typed and sends it again (G-15).

    Status 500 and not 503: the session, which lives in the same database, is then left alone.
    """
    if is_autosave(request):
        return JsonResponse({"message": "O portal está com um problema."}, status=503)
    context = {
        "draft": draft,
        "typed": answers,
        "rows": shown_answers(section, answers),
        "version": draft.draft_version if is_sending else posted_version(request),
        "section_url": step_url(section, draft.public_id),
        "is_sending": is_sending,
    }
    return render(request, "requests_app/filing/not_saved.html", context, status=500)
