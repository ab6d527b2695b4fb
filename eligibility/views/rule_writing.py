"""A draft of a rule: writing it beside its differences, handing it over, publishing, sending back, laying aside."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from eligibility.domain.findings import Finding, Refused
from eligibility.domain.rulebook import Rule, rulebook
from eligibility.domain.rulebook.changes import differences, value_words
from eligibility.domain.rulebook.drafting import new_pause_code
from eligibility.forms.rule_draft import NewReasonForm, RuleForm, SendBackForm
from eligibility.models import RuleDraft
from eligibility.services import rule_drafts
from eligibility.services import rule_release as release
from eligibility.services.rule_drafts import StaleRuleDraft
from eligibility.views.rule_door import ROOMS, Room, base_version, crumbs_of, page, rows_of, stale, with_draft
from eligibility.views.rule_rooms import add_problems
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles

HAND_OVER = "hand_over"


@with_draft
@require_http_methods(["GET", "POST"])
def rule_draft(request: HttpRequest, room: Room, draft: RuleDraft) -> HttpResponse:
    """Its writer saves or saves and hands over; everybody else reads what it changes."""
    form = RuleForm(draft.content, draft.note, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now, actor = timezone.now(), actor_of(request)
        is_last = request.POST.get("then") == HAND_OVER
        try:
            saved = rule_drafts.save_draft(
                draft_id=draft.pk,
                base_version=base_version(request),
                content=form.content(),
                note=form.cleaned_data["note"],
                actor=actor,
                now=now,
            )
            if is_last:
                release.hand_over(draft_id=draft.pk, base_version=saved.version, actor=actor, now=now)
        except StaleRuleDraft as error:
            kept = RuleForm(error.draft.content, error.draft.note)
            return stale(request, room, error.draft, typed=rows_of(form), saved=rows_of(kept))
        except Refused as refused:
            if refused.code in ("draft_handed_over", "not_the_writer", "draft_closed"):
                raise
            add_problems(form, refused.findings)
        else:
            if is_last:
                messages.success(request, "Entregue. Outra pessoa da administração precisa publicar.")
                return HttpResponseRedirect(page("rule_page", room, draft.code))
            messages.success(request, "O rascunho está salvo.")
            return HttpResponseRedirect(page("rule_draft", room, draft.code))
    return _draft_page(request, room, draft, form=form, status=422 if form.errors else 200)


@with_draft
@require_POST
def rule_publish(request: HttpRequest, room: Room, draft: RuleDraft) -> HttpResponse:
    """The second person publishes what the page showed."""
    return _do(
        request,
        room,
        draft,
        "Publicar o que esta página mostrava",
        lambda: release.publish(
            draft_id=draft.pk, base_version=base_version(request), actor=actor_of(request), now=timezone.now()
        ),
        lambda made: f"Publicado. Vale a partir de {made.valid_from:%d/%m/%Y}.",
    )


@with_draft
@require_POST
def rule_send_back(request: HttpRequest, room: Room, draft: RuleDraft) -> HttpResponse:
    """Open the draft for writing again, with words for its writer."""
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, room, draft, back=form, status=422)
    return _do(
        request,
        room,
        draft,
        "Devolver o rascunho",
        lambda: release.send_back(
            draft_id=draft.pk,
            base_version=base_version(request),
            words=form.cleaned_data["words"],
            actor=actor_of(request),
            now=timezone.now(),
        ),
        lambda _: "O rascunho voltou e já pode ser mudado.",
        back=form,
    )


@with_draft
@require_POST
def rule_discard(request: HttpRequest, room: Room, draft: RuleDraft) -> HttpResponse:
    """Lay the draft aside; its writer takes it up again on the rule's page."""
    return _do(
        request,
        room,
        draft,
        "Descartar o rascunho",
        lambda: rule_drafts.discard(
            draft_id=draft.pk, base_version=base_version(request), actor=actor_of(request), now=timezone.now()
        ),
        lambda _: "O rascunho foi descartado. Quem escreveu ainda pode retomar.",
    )


@for_roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def new_reason(request: HttpRequest) -> HttpResponse:
    """A reason for stopping the clock that the rulebook does not have; without a legal basis it is refused (D-05)."""
    room, now = ROOMS["motivos-de-parada"], timezone.now()
    form = NewReasonForm(
        timezone.localdate(now) + timedelta(days=1), request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid():
        taken = {*rulebook().codes, *RuleDraft.objects.values_list("code", flat=True)}
        code = new_pause_code(form.cleaned_data["text"], form.cleaned_data["kind"], taken)
        try:
            rule_drafts.start_new(
                content=form.content_of(code),
                note=form.cleaned_data["note"],
                actor=actor_of(request),
                now=now,
            )
        except Refused as refused:
            add_problems(form, refused.findings)
        else:
            messages.success(request, "O motivo está em rascunho. Confira e entregue para publicação.")
            return HttpResponseRedirect(page("rule_draft", room, code))
    context = {"form": form, "room": room, "crumbs": crumbs_of(room)}
    return render(request, "eligibility/rooms/new_reason.html", context, status=422 if form.errors else 200)


def _do(
    request: HttpRequest,
    room: Room,
    draft: RuleDraft,
    asked: str,
    act: Callable[[], Any],
    done: Callable[[Any], str],
    back: SendBackForm | None = None,
) -> HttpResponse:
    """Carry out one button of the draft's page: done, stale (409), or refused with the page and why (422)."""
    try:
        made = act()
    except StaleRuleDraft as error:
        saved = [{"label": "Agora", "value": "O rascunho mudou. Leia as diferenças de novo."}]
        return stale(
            request, room, error.draft, typed=[{"label": "O que você pediu", "value": asked}], saved=saved
        )
    except Refused as refused:
        if refused.code == "draft_closed":
            raise
        if back is not None:
            add_problems(back, refused.findings)
            return _draft_page(request, room, draft, back=back, status=422)
        return _draft_page(request, room, draft, problems=refused.findings, status=422)
    messages.success(request, done(made))
    return HttpResponseRedirect(page("rule_page", room, draft.code))


def _draft_page(
    request: HttpRequest,
    room: Room,
    draft: RuleDraft,
    *,
    form: RuleForm | None = None,
    back: SendBackForm | None = None,
    problems: tuple[Finding, ...] = (),
    status: int = 200,
) -> HttpResponse:
    wrote = draft.written_by_id == actor_of(request).account_id
    is_waiting = draft.submitted_at is not None
    entry, replaced = Rule.model_validate(draft.content), release.compared_with(draft)
    writes = wrote and not is_waiting
    back = back or SendBackForm(is_writer=wrote)
    context = {
        "room": room,
        "draft": draft,
        "code": draft.code,
        "entry": entry,
        "value": value_words(entry),
        "replaced": replaced,
        "differences": differences(replaced, entry),
        "taken_back": release.taken_back(draft),
        "wrote": wrote,
        "is_waiting": is_waiting,
        "form": (form or RuleForm(draft.content, draft.note)) if writes else back,
        "writes": writes,
        "back": back,
        "problems": problems,
        "has_errors": bool(problems),
        "crumbs": crumbs_of(room, draft.code),
    }
    return render(request, "eligibility/rooms/draft.html", context, status=status)
