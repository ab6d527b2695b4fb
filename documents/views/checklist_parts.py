"""The parts of a document in a draft that have pages of their own: its condition and its criteria."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from documents.domain import checklist_editing as editing
from documents.domain.condition_rows import Grouped, grouped_of
from documents.forms.checklist_condition import ConditionForm, posted_form, saved_form, stepped_form
from documents.forms.checklist_item import CriterionForm
from documents.models import ChecklistDraft
from documents.views.checklist_door import Row, draft_context, item_of, rows_of, with_draft
from documents.views.checklist_writing import condition_of_item, save, when_words


@with_draft
@require_http_methods(["GET", "POST"])
def condition(request: HttpRequest, draft: ChecklistDraft, document_code: str) -> HttpResponse:
    """Build the condition row by row; only "Salvar a condição" keeps anything."""
    kept = item_of(draft, document_code)
    grouped, is_readable = _rows(kept)
    stepped = stepped_form(request.POST) if request.method == "POST" else None
    form = posted_form(request.POST) if request.method == "POST" and stepped is None else None
    if form is not None and form.is_valid():
        answer = save(
            request,
            draft,
            lambda items: editing.changed(items, document_code, **form.fields_of_item()),
            typed=_words(form.fields_of_item()),
            saved=_words(kept),
        )
        if answer is None:
            messages.success(request, "A condição está salva no rascunho.")
            return HttpResponseRedirect(_item_url(draft, document_code))
        return answer
    shown: ConditionForm = form or stepped or saved_form(grouped, kept)
    context = draft_context(draft, "Condição") | {
        "form": shown,
        "item": kept,
        "when": when_words(kept),
        "is_readable": is_readable,
    }
    status = 422 if form is not None else 200
    return render(request, "documents/rooms/condition.html", context, status=status)


@with_draft
@require_http_methods(["GET", "POST"])
def criterion(
    request: HttpRequest, draft: ChecklistDraft, document_code: str, criterion_code: str = ""
) -> HttpResponse:
    """One criterion with its ready reasons; without a code, a new one."""
    kept = item_of(draft, document_code)
    before = _criterion(kept, criterion_code) if criterion_code else None
    form = CriterionForm(before, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        taken = editing.codes_in(draft.content["items"])

        def fresh(words: str) -> str:
            code = editing.new_code(words, taken)
            taken.add(code)
            return code

        made = form.criterion(
            criterion_code or fresh(f"{document_code[:30]} {form.cleaned_data['text'][:20]}"), fresh
        )
        answer = save(
            request,
            draft,
            lambda items: editing.with_criterion(items, document_code, made),
            typed=rows_of(form),
            saved=rows_of(CriterionForm(before)),
        )
        if answer is None:
            messages.success(request, "O critério está salvo no rascunho.")
            return HttpResponseRedirect(_item_url(draft, document_code))
        return answer
    context = draft_context(draft, "Critério" if before else "Incluir critério") | {
        "form": form,
        "item": kept,
        "criterion": before,
    }
    return render(request, "documents/rooms/criterion.html", context, status=422 if form.errors else 200)


@with_draft
@require_http_methods(["GET", "POST"])
def remove_criterion(
    request: HttpRequest, draft: ChecklistDraft, document_code: str, criterion_code: str
) -> HttpResponse:
    """Take a criterion out, after a page that asks."""
    kept = item_of(draft, document_code)
    before = _criterion(kept, criterion_code)
    if request.method == "POST":
        answer = save(
            request,
            draft,
            lambda items: editing.without_criterion(items, document_code, criterion_code),
            typed=[{"label": "Tirar o critério", "value": before["text"]}],
            saved=[{"label": "Critério", "value": one["text"]} for one in kept["criteria"]],
        )
        if answer is None:
            messages.success(request, "O critério saiu do rascunho.")
            return HttpResponseRedirect(_item_url(draft, document_code))
        return answer
    context = draft_context(draft, "Tirar critério") | {"item": kept, "criterion": before}
    return render(request, "documents/rooms/remove_criterion.html", context)


def _rows(item: dict[str, object]) -> tuple[Grouped | None, bool]:
    """The condition as rows, and whether rows can say all of it."""
    try:
        tree = condition_of_item(item)
    except ValidationError:
        return None, False
    if tree is None:
        return None, True
    grouped = grouped_of(tree)
    return grouped, grouped is not None


def _words(item: dict[str, object]) -> list[Row]:
    return [
        {"label": "Condição", "value": when_words(item)},
        {"label": "Frase de quando vale", "value": item.get("applies_because") or "em branco"},
        {"label": "Frase de quando não vale", "value": item.get("not_because") or "em branco"},
    ]


def _criterion(item: dict[str, object], code: str) -> dict[str, object]:
    criteria = item["criteria"]
    assert isinstance(criteria, list)
    for one in criteria:
        if one["code"] == code:
            found: dict[str, object] = one
            return found
    raise Http404


def _item_url(draft: ChecklistDraft, document_code: str) -> str:
    return reverse("checklist_item", args=[draft.code, document_code])
