"""Writing a draft: the list with its order buttons, and one document at a time."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import TypeAdapter, ValidationError

from documents.domain import checklist_editing as editing
from documents.domain.checklist import ALWAYS_APPLIES, Checklist
from documents.domain.checklist_diff import condition_words
from documents.domain.conditions import Condition
from documents.forms.checklist_item import ItemForm
from documents.models import ChecklistDraft
from documents.services.checklist_drafts import Change, StaleDraft, base_items, edit, reading_of
from documents.views.checklist_door import (
    Row,
    base_version,
    draft_context,
    item_of,
    rows_of,
    stale,
    with_draft,
)
from portal.http import actor_of

_CONDITION: TypeAdapter[Condition | None] = TypeAdapter(Condition | None)


@with_draft
@require_safe
def draft_page(request: HttpRequest, draft: ChecklistDraft) -> HttpResponse:
    """The items with their buttons, what is wrong in them, and what may be done next."""
    found = reading_of(draft, timezone.localdate())
    problems = () if isinstance(found, Checklist) else found
    items, base = draft.content["items"], base_items(draft)
    here = {item["document_code"] for item in items}
    rows = [
        {
            "item": item,
            "place": place,
            "when": when_words(item),
            "is_first": place == 1,
            "is_last": place == len(items),
            "is_changed": item not in [{**one, "order": item["order"]} for one in base],
            "was_there": any(one["document_code"] == item["document_code"] for one in base),
            "problems": [p.message for p in problems if p.document_code == item["document_code"]],
        }
        for place, item in enumerate(items, start=1)
    ]
    context = draft_context(draft) | {
        "rows": rows,
        "left": [item for item in base if item["document_code"] not in here],
        "problems": problems,
        "wrote": actor_of(request).account_id in draft.editor_ids,
    }
    return render(request, "documents/rooms/draft.html", context)


@with_draft
@require_POST
def move(request: HttpRequest, draft: ChecklistDraft) -> HttpResponse:
    """One place up or down; the focus comes back to the item."""
    up, down = request.POST.get("up", ""), request.POST.get("down", "")
    code = up or down
    if not code:
        return HttpResponseRedirect(_draft_url(draft))
    title = item_of(draft, code)["title"]
    asked = [{"label": "Mudar a ordem", "value": f"{'Subir' if up else 'Descer'} “{title}”"}]
    answer = save(
        request,
        draft,
        lambda items: editing.moved(items, code, -1 if up else 1),
        typed=asked,
        saved=_order(draft),
    )
    return answer or HttpResponseRedirect(f"{_draft_url(draft)}#item-{code}")


@with_draft
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, draft: ChecklistDraft, document_code: str) -> HttpResponse:
    """The plain fields of one document; its condition and criteria are listed with their own pages."""
    kept = item_of(draft, document_code)
    form = ItemForm(kept, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = save(
            request,
            draft,
            lambda items: editing.changed(items, document_code, **form.fields_of_item()),
            typed=rows_of(form),
            saved=rows_of(ItemForm(kept)),
        )
        if answer is None:
            messages.success(request, f"“{form.cleaned_data['title']}” está salvo no rascunho.")
            return HttpResponseRedirect(f"{_draft_url(draft)}#item-{document_code}")
        return answer
    context = draft_context(draft, kept["title"] or "Documento") | {
        "form": form,
        "item": kept,
        "when": when_words(kept),
        "is_new": False,
    }
    return render(request, "documents/rooms/item.html", context, status=422 if form.errors else 200)


@with_draft
@require_http_methods(["GET", "POST"])
def new_item(request: HttpRequest, draft: ChecklistDraft) -> HttpResponse:
    """A document that the list did not ask for; it still needs criteria before it can be handed over."""
    form = ItemForm(None, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        fields = form.fields_of_item()
        code = editing.new_code(fields["title"], editing.codes_in(draft.content["items"]))
        made = {
            "code": code,
            "document_code": code,
            "condition": None,
            "applies_because": ALWAYS_APPLIES,
            "not_because": "",
            "criteria": [],
            **fields,
        }
        answer = save(
            request,
            draft,
            lambda items: editing.added(items, made),
            typed=rows_of(form),
            saved=_order(draft),
        )
        if answer is None:
            messages.success(
                request, "O documento entrou no fim da lista. Agora escreva o que o analista confere."
            )
            return HttpResponseRedirect(reverse("checklist_item", args=[draft.code, code]))
        return answer
    context = draft_context(draft, "Incluir documento") | {"form": form, "is_new": True}
    return render(request, "documents/rooms/item.html", context, status=422 if form.errors else 200)


@with_draft
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, draft: ChecklistDraft, document_code: str) -> HttpResponse:
    """Take a document out, after a page that says what it means."""
    kept = item_of(draft, document_code)
    if request.method == "POST":
        asked = [{"label": "Tirar da lista", "value": kept["title"]}]
        answer = save(
            request,
            draft,
            lambda items: editing.without(items, document_code),
            typed=asked,
            saved=_order(draft),
        )
        if answer is None:
            messages.success(request, f"“{kept['title']}” saiu do rascunho.")
            return HttpResponseRedirect(_draft_url(draft))
        return answer
    context = draft_context(draft, "Tirar documento") | {"item": kept, "when": when_words(kept)}
    return render(request, "documents/rooms/remove.html", context)


@with_draft
@require_POST
def restore(request: HttpRequest, draft: ChecklistDraft, document_code: str) -> HttpResponse:
    """The document as the version has it that the draft began with."""
    base = base_items(draft)
    asked = [{"label": "Voltar ao que era na versão", "value": str(draft.based_on.number)}]
    if document_code not in {one["document_code"] for one in base}:
        raise Http404
    answer = save(
        request,
        draft,
        lambda items: editing.restored(items, base, document_code),
        typed=asked,
        saved=_order(draft),
    )
    return answer or HttpResponseRedirect(f"{_draft_url(draft)}#item-{document_code}")


def save(
    request: HttpRequest, draft: ChecklistDraft, change: Change, *, typed: list[Row], saved: list[Row]
) -> HttpResponse | None:
    """Apply the change for the version of the loaded page; the 409 page when somebody wrote since."""
    try:
        edit(
            draft_id=draft.pk,
            base_version=base_version(request),
            change=_only_what_is_there(change),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except StaleDraft:
        return stale(request, draft, typed=typed, saved=saved, current="O rascunho mudou")
    return None


def _only_what_is_there(change: Change) -> Change:
    """A document that another page took out in between is simply not there any more."""

    def careful(items: editing.Items) -> editing.Items:
        try:
            return change(items)
        except LookupError as error:
            raise Http404 from error

    return careful


def condition_of_item(item: dict[str, Any]) -> Condition | None:
    """The condition that is kept. Raises ValidationError when it is none that this portal reads."""
    return _CONDITION.validate_python(item.get("condition"))


def when_words(item: dict[str, Any]) -> str:
    try:
        return f"Pedido {condition_words(condition_of_item(item))}."
    except ValidationError:
        return "A condição guardada não se lê. Monte a condição de novo."


def _order(draft: ChecklistDraft) -> list[Row]:
    titles = [item["title"] for item in draft.content["items"]]
    return [{"label": f"Lugar {place}", "value": title} for place, title in enumerate(titles, start=1)]


def _draft_url(draft: ChecklistDraft) -> str:
    return reverse("checklist_draft", args=[draft.code])
