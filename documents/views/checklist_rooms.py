"""The checklists as published: what is in force, what waits for its day, what was before, and the way back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.domain.checklist_diff import differences
from documents.forms.checklist_release import HandOverForm
from documents.models import ChecklistDraft, ChecklistVersion
from documents.services.checklist_drafts import open_draft_of, start_draft, take_up_again
from documents.services.checklist_release import roll_back
from documents.services.checklist_story import Story, stories, story_of
from documents.views.checklist_door import HOME, newest_version
from documents.views.checklist_pages import item_pages
from eligibility.domain.findings import Finding, Refused
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles

_ROOMS = ("Checklists", "/admin/checklists")


@for_roles(Role.ADMIN)
@require_safe
def rooms(request: HttpRequest) -> HttpResponse:
    """Every list with the version in force and its draft."""
    found = stories(timezone.localdate())
    return render(request, "documents/rooms/rooms.html", {"stories": found, "crumbs": [HOME]})


@for_roles(Role.ADMIN)
@require_safe
def one_list(request: HttpRequest, list_code: str) -> HttpResponse:
    """One list: in force, from a later day on, before; its draft and the ones laid aside."""
    newest_version(list_code)
    story = story_of(list_code, timezone.localdate())
    user_id = actor_of(request).account_id
    return render(
        request,
        "documents/rooms/list.html",
        {
            "story": story,
            "list_code": list_code,
            "crumbs": [HOME, _ROOMS],
            "wrote": story.draft is not None and user_id in story.draft.editor_ids,
        },
    )


@for_roles(Role.ADMIN)
@require_safe
def version(request: HttpRequest, list_code: str, number: int) -> HttpResponse:
    """One published version, whole."""
    found = _version(list_code, number)
    story = story_of(list_code, timezone.localdate())
    context = _version_context(found, story) | {
        "pages": item_pages(found.checklist),
        "current": f"Versão {number}",
    }
    return render(request, "documents/rooms/version.html", context)


@for_roles(Role.ADMIN)
@require_POST
def start(request: HttpRequest, list_code: str) -> HttpResponse:
    """Open a draft from the newest version that is in force (or, before any is, from the newest)."""
    newest_version(list_code)
    story = story_of(list_code, timezone.localdate())
    base = story.in_force or story.coming[-1]
    start_draft(based_on=base, actor=actor_of(request), now=timezone.now())
    messages.success(request, f"Rascunho aberto com o conteúdo da versão {base.number}.")
    return HttpResponseRedirect(reverse("checklist_draft", args=[list_code]))


@for_roles(Role.ADMIN)
@require_POST
def take_up(request: HttpRequest, list_code: str, draft_id: int) -> HttpResponse:
    """Open a discarded draft of the list again."""
    if not ChecklistDraft.objects.filter(pk=draft_id, code=list_code).exists():
        raise Http404
    take_up_again(draft_id=draft_id, actor=actor_of(request), now=timezone.now())
    messages.success(request, "O rascunho está aberto de novo.")
    return HttpResponseRedirect(reverse("checklist_draft", args=[list_code]))


@for_roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def back_to(request: HttpRequest, list_code: str, number: int) -> HttpResponse:
    """Roll back, first of two steps: date and note, handed over at once (D-10); a second person publishes."""
    found, now = _version(list_code, number), timezone.now()
    story = story_of(list_code, timezone.localdate(now))
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        initial={"valid_from": timezone.localdate(now), "note": f"Volta ao conteúdo da versão {number}."},
    )
    problems: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            roll_back(based_on=found, **form.cleaned_data, actor=actor_of(request), now=now)
        except Refused as refused:
            problems = refused.findings
        else:
            messages.success(request, "Entregue. Outra pessoa da administração precisa publicar.")
            return HttpResponseRedirect(reverse("checklist_list", args=[list_code]))
    compared = story.in_force or found
    context = _version_context(found, story) | {
        "form": form,
        "problems": problems,
        "has_errors": bool(problems),
        "differences": differences(compared.checklist, found.checklist),
        "compared": compared,
        "has_draft": open_draft_of(list_code) is not None,
        "current": f"Voltar à versão {number}",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "documents/rooms/back_to.html", context, status=status)


def _version(list_code: str, number: int) -> ChecklistVersion:
    found = ChecklistVersion.objects.filter(code=list_code, number=number).first()
    if found is None:
        raise Http404
    return found


def _version_context(found: ChecklistVersion, story: Story) -> dict[str, Any]:
    return {
        "version": found,
        "title": found.content["title"],
        "when": story.when(found),
        "names": story.names,
        "is_in_force": story.in_force == found,
        "list_code": found.code,
        "crumbs": [HOME, _ROOMS, (found.content["title"], reverse("checklist_list", args=[found.code]))],
    }
