"""The rules of a room as published: what holds today, what waits for its day, what was before, and the way back."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eligibility.domain.findings import Finding, Refused
from eligibility.domain.rulebook import Rule, rulebook
from eligibility.domain.rulebook.changes import differences, value_words
from eligibility.forms.rule_draft import RollBackForm
from eligibility.models import RuleDraft
from eligibility.services.rule_drafts import discarded_of, entry_on, open_draft_of, start_draft, take_up_again
from eligibility.services.rule_release import roll_back
from eligibility.services.rule_story import Told, story_of
from eligibility.views.rule_door import Room, crumbs_of, page, rule_of
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles


@for_roles(Role.ADMIN)
@require_safe
def rule_room(request: HttpRequest, room: Room) -> HttpResponse:
    """Every rule of the room with its value, validity and citation, and who is changing it."""
    today = timezone.localdate()
    drafts = {
        draft.code: draft
        for draft in RuleDraft.objects.select_related("written_by").filter(
            closed_at=None, content__unit__in=room.units
        )
    }
    rows = []
    for code in sorted({*rulebook().codes, *drafts}):
        entries = rulebook().entries_of(code)
        if entries and not room.holds(entries[-1].unit):
            continue
        holds = next((entry for entry in entries if entry.is_in_force(today)), None)
        coming = [_shown(entry) for entry in entries if entry.valid_from > today]
        if entries or code in drafts:
            rows.append(
                {
                    "code": code,
                    "entry": _shown(holds) if holds else None,
                    "coming": coming,
                    "draft": drafts.get(code),
                    "title": holds.text
                    if holds
                    else (coming[-1]["rule"].text if coming else _draft_text(drafts, code)),
                }
            )
    context = {"room": room, "rows": rows, "crumbs": crumbs_of(room)[:1]}
    return render(request, "eligibility/rooms/room.html", context)


@for_roles(Role.ADMIN)
@require_safe
def rule_page(request: HttpRequest, room: Room, rule_code: str) -> HttpResponse:
    """One rule: its versions, its draft, and the drafts laid aside."""
    rule_of(room, rule_code)
    versions = [_version(told) for told in story_of(rule_code, timezone.localdate())]
    draft = open_draft_of(rule_code)
    user_id = actor_of(request).account_id
    context = {
        "room": room,
        "code": rule_code,
        "versions": versions,
        "draft": draft,
        "wrote": draft is not None and draft.written_by_id == user_id,
        "discarded": discarded_of(rule_code),
        "user_id": user_id,
        "crumbs": crumbs_of(room),
    }
    return render(request, "eligibility/rooms/rule.html", context)


@for_roles(Role.ADMIN)
@require_POST
def rule_start(request: HttpRequest, room: Room, rule_code: str) -> HttpResponse:
    """Open a draft from the entry in force, or from the newest one when none holds today."""
    entries, now = rule_of(room, rule_code), timezone.now()
    if not entries:
        raise Http404
    entry = entry_on(rule_code, timezone.localdate(now)) or entries[-1]
    start_draft(entry=entry, actor=actor_of(request), now=now)
    messages.success(request, "Rascunho aberto com o que vale hoje.")
    return HttpResponseRedirect(page("rule_draft", room, rule_code))


@for_roles(Role.ADMIN)
@require_POST
def rule_take_up(request: HttpRequest, room: Room, rule_code: str, rule_draft_id: int) -> HttpResponse:
    """Open a discarded draft of one's own again."""
    rule_of(room, rule_code)
    if not RuleDraft.objects.filter(pk=rule_draft_id, code=rule_code).exists():
        raise Http404
    take_up_again(draft_id=rule_draft_id, actor=actor_of(request), now=timezone.now())
    messages.success(request, "O rascunho está aberto de novo.")
    return HttpResponseRedirect(page("rule_draft", room, rule_code))


@for_roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def rule_version(request: HttpRequest, room: Room, rule_code: str, version_key: str) -> HttpResponse:
    """One version, whole. Rolling back to it hands its content over at once (D-10); a second person publishes."""
    rule_of(room, rule_code)
    now = timezone.now()
    today = timezone.localdate(now)
    told = next((one for one in story_of(rule_code, today) if one.key == version_key), None)
    if told is None:
        raise Http404
    note = f"Volta ao que valia desde {told.entry.valid_from:%d/%m/%Y}."
    start = {"valid_from": today + timedelta(days=1), "note": note}
    form = RollBackForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            roll_back(entry=told.entry, **form.cleaned_data, actor=actor_of(request), now=now)
        except Refused as refused:
            add_problems(form, refused.findings)
        else:
            messages.success(request, "Entregue. Outra pessoa da administração precisa publicar.")
            return HttpResponseRedirect(page("rule_page", room, rule_code))
    in_force = entry_on(rule_code, today)
    context = {
        "room": room,
        "code": rule_code,
        "version": _version(told),
        "form": form,
        "draft": open_draft_of(rule_code),
        "differences": differences(in_force, told.entry),
        "is_same": in_force is not None and not differences(in_force, told.entry),
        "crumbs": crumbs_of(room, rule_code),
    }
    return render(request, "eligibility/rooms/version.html", context, status=422 if form.errors else 200)


def add_problems(form: Any, findings: tuple[Finding, ...]) -> None:
    """Put each problem beside its field, or above the form when it has none there."""
    for finding in findings:
        form.add_error(finding.field if finding.field in form.fields else None, finding.message)


def _shown(entry: Rule) -> dict[str, Any]:
    return {"rule": entry, "value": value_words(entry)}


def _version(told: Told) -> dict[str, Any]:
    return {"told": told, **_shown(told.entry)}


def _draft_text(drafts: dict[str, RuleDraft], rule_code: str) -> str:
    return str(drafts[rule_code].content["text"]) if rule_code in drafts else rule_code
