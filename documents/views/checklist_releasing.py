"""From draft to version: the differences, handing over, the second person's reading, sending back, laying aside."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from documents.domain.checklist import Checklist
from documents.domain.checklist_diff import differences
from documents.forms.checklist_release import HandOverForm, SendBackForm
from documents.models import ChecklistDraft
from documents.services import checklist_release as release
from documents.services.checklist_drafts import StaleDraft, discard, reading_of
from documents.views.checklist_door import base_version, draft_context, rows_of, stale, with_draft
from documents.views.checklist_pages import item_pages
from eligibility.domain.findings import Finding, Refused
from portal.http import actor_of


@with_draft
@require_safe
def differences_page(request: HttpRequest, draft: ChecklistDraft) -> HttpResponse:
    """What the draft changes in the version that it would replace."""
    return render(
        request, "documents/rooms/differences.html", draft_context(draft, "Diferenças") | _compared(draft)
    )


@with_draft
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, draft: ChecklistDraft) -> HttpResponse:
    """Date and note; from here on the draft takes no edits until it is published or comes back."""
    start = {"valid_from": draft.valid_from or timezone.localdate(), "note": draft.note}
    form = HandOverForm(request.POST if request.method == "POST" else None, initial=start)
    problems: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            release.hand_over(
                draft_id=draft.pk,
                base_version=base_version(request),
                **form.cleaned_data,
                actor=actor_of(request),
                now=timezone.now(),
            )
        except StaleDraft:
            saved = rows_of(HandOverForm(initial=start))
            return stale(request, draft, typed=rows_of(form), saved=saved, current="O rascunho mudou")
        except Refused as refused:
            problems = refused.findings
        else:
            messages.success(request, "Entregue. Outra pessoa da administração precisa publicar.")
            return HttpResponseRedirect(reverse("checklist_list", args=[draft.code]))
    context = draft_context(draft, "Entregar para publicação") | _compared(draft)
    context |= {"form": form, "problems": problems, "has_errors": bool(problems)}
    status = 422 if request.method == "POST" else 200
    return render(request, "documents/rooms/hand_over.html", context, status=status)


@with_draft
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, draft: ChecklistDraft) -> HttpResponse:
    """The second person reads the differences and publishes; whoever wrote the draft only reads (D-02)."""
    actor, now = actor_of(request), timezone.now()
    problems: tuple[Finding, ...] = ()
    if request.method == "POST":
        try:
            version = release.publish(
                draft_id=draft.pk, base_version=base_version(request), actor=actor, now=now
            )
        except StaleDraft:
            asked = [{"label": "O que você pediu", "value": "Publicar a versão que esta página mostrava"}]
            saved = [{"label": "Agora", "value": "O rascunho mudou. Leia as diferenças de novo."}]
            return stale(request, draft, typed=asked, saved=saved, current="O rascunho mudou")
        except Refused as refused:
            if refused.code == "draft_closed":
                raise
            problems = refused.findings
        else:
            messages.success(
                request,
                f"Versão {version.number} publicada. Ela vale a partir de {version.valid_from:%d/%m/%Y}.",
            )
            return HttpResponseRedirect(reverse("checklist_list", args=[draft.code]))
    obstacles: tuple[Finding, ...] = ()
    try:
        release.refuse_release(draft, actor.account_id)
    except Refused as refused:
        obstacles = refused.findings
    context = draft_context(draft, "Publicar") | _compared(draft)
    context |= {"problems": problems, "has_errors": bool(problems), "obstacles": obstacles}
    return render(request, "documents/rooms/publish.html", context, status=422 if problems else 200)


@with_draft
@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, draft: ChecklistDraft) -> HttpResponse:
    """Open the draft for writing again, with words for its author."""
    actor = actor_of(request)
    is_writer = actor.account_id in draft.editor_ids
    form = SendBackForm(request.POST if request.method == "POST" else None, is_writer=is_writer)
    problems: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            release.send_back(
                draft_id=draft.pk,
                base_version=base_version(request),
                words=form.cleaned_data["words"],
                actor=actor,
                now=timezone.now(),
            )
        except StaleDraft:
            saved = [{"label": "Agora", "value": "O rascunho mudou desde que você abriu a página."}]
            return stale(request, draft, typed=rows_of(form), saved=saved, current="O rascunho mudou")
        except Refused as refused:
            problems = refused.findings
        else:
            messages.success(request, "O rascunho voltou e já pode ser mudado.")
            return HttpResponseRedirect(reverse("checklist_draft", args=[draft.code]))
    context = draft_context(draft, "Devolver") | {
        "form": form,
        "problems": problems,
        "has_errors": bool(problems),
        "wrote": is_writer,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "documents/rooms/send_back.html", context, status=status)


@with_draft
@require_http_methods(["GET", "POST"])
def lay_aside(request: HttpRequest, draft: ChecklistDraft) -> HttpResponse:
    """Discard the draft; the list's page takes it up again."""
    if request.method == "POST":
        try:
            discard(
                draft_id=draft.pk,
                base_version=base_version(request),
                actor=actor_of(request),
                now=timezone.now(),
            )
        except StaleDraft:
            asked = [{"label": "O que você pediu", "value": "Descartar o rascunho"}]
            saved = [{"label": "Agora", "value": "Alguém escreveu nele depois que você abriu a página."}]
            return stale(request, draft, typed=asked, saved=saved, current="O rascunho mudou")
        messages.success(request, "O rascunho foi descartado. Ele ainda pode ser retomado nesta página.")
        return HttpResponseRedirect(reverse("checklist_list", args=[draft.code]))
    return render(request, "documents/rooms/discard.html", draft_context(draft, "Descartar"))


def _compared(draft: ChecklistDraft) -> dict[str, Any]:
    """The differences and what they are differences from; the problems instead while it is no checklist."""
    today = timezone.localdate()
    replaced = release.replaced_by(draft, today)
    found = reading_of(draft, today)
    if not isinstance(found, Checklist):
        return {"compared": replaced, "wrong": found}
    return {
        "compared": replaced,
        "number": found.version,
        "differences": differences(replaced.checklist, found),
        "pages": item_pages(found),
    }
