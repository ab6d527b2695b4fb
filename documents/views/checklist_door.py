"""What the pages of a draft share: the way in, the version of the loaded page, and two texts side by side (409)."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from documents.models import ChecklistDraft, ChecklistVersion
from documents.services.checklist_drafts import open_draft_of
from portal.accounts.roles import Role
from portal.http import for_roles

Row = dict[str, Any]
LARGEST_VERSION = 2**31 - 1
HOME = ("Administração", "/admin")
_NOT_RESENT = {"csrfmiddlewaretoken", "version"}


def newest_version(list_code: str) -> ChecklistVersion:
    """The version of a list with the highest number; Http404 when there is no such list."""
    found = ChecklistVersion.objects.filter(code=list_code).order_by("-number").first()
    if found is None:
        raise Http404
    return found


def with_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Admins only, with the open draft of the list; without one, back to the list with a word."""

    @for_roles(Role.ADMIN)
    @wraps(view)
    def opened(request: HttpRequest, list_code: str, **rest: Any) -> HttpResponse:
        draft = open_draft_of(list_code)
        if draft is not None:
            return view(request, draft, **rest)
        newest_version(list_code)
        messages.info(request, "Não há rascunho aberto desta lista.")
        return HttpResponseRedirect(reverse("checklist_list", args=[list_code]))

    return opened


def list_title(draft: ChecklistDraft) -> str:
    return str(draft.content.get("title") or draft.code)


def draft_context(draft: ChecklistDraft, current: str = "") -> dict[str, Any]:
    """What every page of a draft shows: the list, the trail, the draft itself."""
    crumbs = [
        HOME,
        ("Checklists", reverse("checklist_rooms")),
        (list_title(draft), reverse("checklist_list", args=[draft.code])),
    ]
    if current:
        crumbs.append(("Rascunho", reverse("checklist_draft", args=[draft.code])))
    return {
        "draft": draft,
        "list_code": draft.code,
        "list_title": list_title(draft),
        "crumbs": crumbs,
        "current": current or "Rascunho",
    }


def base_version(request: HttpRequest) -> int:
    """The version that the page was loaded with; -1, which is none, when it is not a number."""
    given = request.POST.get("version", "")
    is_number = given.isascii() and given.isdigit() and len(given) < 10
    return min(int(given), LARGEST_VERSION) if is_number else -1


def item_of(draft: ChecklistDraft, document_code: str) -> dict[str, Any]:
    """The draft's item of a document; Http404 when it has none."""
    for item in draft.content["items"]:
        if item["document_code"] == document_code:
            found: dict[str, Any] = item
            return found
    raise Http404


def stale(
    request: HttpRequest, draft: ChecklistDraft, *, typed: Sequence[Row], saved: Sequence[Row], current: str
) -> HttpResponse:
    """409: what was typed beside what is kept now; sending again writes over it knowingly."""
    resend = [
        (name, value) for name, values in request.POST.lists() if name not in _NOT_RESENT for value in values
    ]
    saved_by = f"{draft.updated_by.full_name}, versão {draft.version} do rascunho"
    context = draft_context(draft, current) | {
        "versions": [
            {"title": "O que você pediu", "detail": "Ainda não foi salvo.", "rows": typed},
            {"title": "O que está salvo", "detail": saved_by, "rows": saved},
        ],
        "resend": [*resend, ("version", str(draft.version))],
        "back_url": request.path if request.resolver_match and _opens(request) else _draft_url(draft),
    }
    return render(request, "documents/rooms/stale.html", context, status=409)


def _opens(request: HttpRequest) -> bool:
    # Some addresses only take a button's press and have no page of their own.
    return request.resolver_match is not None and request.resolver_match.url_name not in {
        "checklist_item_move",
        "checklist_item_restore",
    }


def _draft_url(draft: ChecklistDraft) -> str:
    return reverse("checklist_draft", args=[draft.code])


def rows_of(form: forms.Form) -> list[Row]:
    """The visible fields of a form as label and value, as a person reads them."""
    return [
        {"label": bound.label, "value": _said(bound.field, bound.value()) or "em branco"}
        for bound in form.visible_fields()
    ]


def _said(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return "Sim" if value not in (None, False, "", "False", "false") else "Não"
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in _flat(field)}
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels.get(str(one), "") for one in chosen if str(one) in labels and one != "")
    return "" if value is None else str(value)


def _flat(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    choices: Any = field.choices
    return list(choices)
