"""What every page of a draft shares: finding it, its steps, and what a sent one shows instead."""

import uuid
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from eligibility.domain.findings import Finding
from portal.http import actor_of
from requests_app.forms.draft_reading import DraftReading
from requests_app.forms.drafts import FORMS, form_field_of, kept_answers, section_of
from requests_app.forms.sending import SendingForm
from requests_app.models import AccessRequest
from requests_app.queries import visible_to
from requests_app.services.filing import envelopes

View = Callable[..., HttpResponseBase]
STEPS: tuple[tuple[str, str, str], ...] = (
    ("unit", "draft_unit", "Unidade"),
    ("generation", "draft_generation", "Geração"),
    ("credits", "draft_credits", "Créditos"),
    ("holder", "draft_holder", "Titular"),
    ("guarantee", "draft_guarantee", "Garantia"),
    ("documents", "draft_documents", "Documentos"),
    ("sending", "draft_check", "Conferir e enviar"),
)
URL_NAMES = {key: name for key, name, _ in STEPS}
SHOW_ERRORS = "revisar"
ENVELOPE = "guardado"


def my_draft(request: HttpRequest, public_id: uuid.UUID) -> AccessRequest:
    """The draft, or the request it became; Http404 when it is somebody else's."""
    rows = visible_to(actor_of(request)).select_related("technician__professional")
    return get_object_or_404(rows, public_id=public_id)


def step_url(key: str, public_id: uuid.UUID | str) -> str:
    return reverse(URL_NAMES[key], args=[public_id])


def steps_of(reading: DraftReading) -> list[str]:
    """The keys of the steps this draft has, in order: the guarantee only where one is due."""
    return [key for key in URL_NAMES if key not in FORMS or key in reading.sections]


def next_step_url(key: str, reading: DraftReading, public_id: uuid.UUID) -> str:
    """The step after this one; after a step that is not asked, the next that is."""
    asked, keys = steps_of(reading), list(URL_NAMES)
    return step_url(next(one for one in keys[keys.index(key) + 1 :] if one in asked), public_id)


def is_autosave(request: HttpRequest) -> bool:
    return request.headers.get("X-Autosave") == "1"


def posted_version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def already_sent(request: HttpRequest, sent: AccessRequest) -> HttpResponse:
    """Instead of a form that edits nothing: when it was sent and where it is now (T-17)."""
    if is_autosave(request):
        return JsonResponse({"compare_url": reverse("draft_start", args=[sent.public_id])}, status=409)
    status = 409 if request.method == "POST" else 200
    context = {"sent": sent, "filing_number": sent.filing_number}
    return render(request, "requests_app/filing/already_sent.html", context, status=status)


def keeps_answers(section: str) -> Callable[[View], View]:
    """Signed out in the middle of a screen: what was posted waits for its owner to sign in (G-13)."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, public_id: uuid.UUID, **kwargs: Any) -> HttpResponseBase:
            if getattr(request, "actor", None) is not None:
                return view(request, public_id, **kwargs)
            if is_autosave(request):
                return JsonResponse({"login_url": reverse("account_login")}, status=401)
            if request.method == "POST" and AccessRequest.objects.filter(public_id=public_id).exists():
                answers = kept_answers(section, request.POST, timezone.localdate())
                token = envelopes.keep(public_id, section, answers, posted_version(request))
                page = f"{request.path}?{ENVELOPE}={token}"
                return HttpResponseRedirect(f"{reverse('account_login')}?next={quote(page)}")
            return view(request, public_id, **kwargs)

        return guarded

    return wrap


def anchored(reading: DraftReading) -> tuple[Finding, ...]:
    """The findings with the id of the control to look at, for links to the screens."""
    return tuple(_anchor(finding, reading) for finding in reading.findings)


def _anchor(finding: Finding, reading: DraftReading) -> Finding:
    name = form_field_of(finding)
    if finding.section == "documentos" and name:
        return finding.model_copy(update={"field": f"file_{name}"})
    form = reading.forms[section_of(finding)]
    if name is None or name not in form.fields:
        return finding
    name = form.beside(name)
    return finding.model_copy(update={"field": focus_name(form, name)})


def focus_name(form: Any, name: str) -> str:
    """Radio buttons take the focus at their first option."""
    is_group = getattr(form.fields[name].widget, "input_type", "") == "radio"
    return f"{name}_0" if is_group else name


def finding_links(public_id: uuid.UUID) -> dict[str, str]:
    """Section of a finding → the screen that mends it, with its errors shown."""
    links = {form.address: f"{step_url(key, public_id)}?{SHOW_ERRORS}=1" for key, form in FORMS.items()}
    here = step_url("sending", public_id)
    profile = f"{reverse('professional_profile')}?next={here}"
    return links | {
        "documentos": step_url("documents", public_id),
        "declaracoes": here,
        "profissional": profile,
    }


def frame(draft: AccessRequest, key: str, reading: DraftReading) -> dict[str, Any]:
    """Context of every step: which one this is, the others, and the trail."""
    keys = steps_of(reading)
    place = keys.index(key) if key in keys else keys.index("documents")
    is_ready = {section: not reading.forms[section].errors for section in reading.sections}
    # Nothing on this screen is mandatory, so an empty one is not a finished one.
    is_ready["guarantee"] = bool(reading.guarantee and reading.guarantee.form)
    is_ready["documents"] = all(slot.attachment for slot in reading.required_slots)
    name = draft.nickname or "Rascunho sem nome"
    labels = {each: label for each, _, label in STEPS}
    return {
        "draft": draft,
        "reading": reading,
        "step": place + 1,
        "steps_total": len(keys),
        "draft_name": name,
        "crumbs": [("Painel", reverse("dashboard")), ("Rascunhos", reverse("drafts"))],
        "steps": [
            {
                "label": labels[each],
                "url": step_url(each, draft.public_id),
                "is_current": each == key,
                "icon": "check" if is_ready.get(each) else "",
            }
            for each in keys
        ],
        "back_url": step_url(keys[place - 1], draft.public_id) if place else "",
    }


def section_title(section: str) -> str:
    return SendingForm.title if section == "sending" else FORMS[section].title


def shown_answers(section: str, answers: Mapping[str, Any]) -> list[dict[str, str]]:
    """Label and value of every answer of a section, in the form's order, as a person reads them."""
    form = SendingForm(on=timezone.localdate()) if section == "sending" else FORMS[section]()
    rows = []
    for name, field in form.fields.items():
        raw = answers.get(name, "")
        choices = {str(value): str(label) for value, label in _flat(getattr(field, "choices", ()))}
        value = choices.get(raw, raw) if choices else ("Sim" if raw == "on" else raw)
        if value:
            rows.append({"label": str(field.label), "value": value})
    return rows


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = []
    for value, label in choices:
        pairs += list(label) if isinstance(label, list | tuple) else [(value, label)]
    return pairs
