"""What the pages of the rule rooms share: which rules a room shows, the way in, and two texts side by side (409)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from eligibility.domain.rulebook import Rule
from eligibility.domain.rulebook.changes import CLOCK_EFFECT, DAY_UNITS
from eligibility.models import RuleDraft
from eligibility.services.rule_drafts import entries_of, open_draft_of
from portal.accounts.roles import Role
from portal.http import for_roles

HOME = ("Administração", "/admin")
LARGEST_VERSION = 2**31 - 1
_NOT_RESENT = {"csrfmiddlewaretoken", "version", "then"}


@dataclass(frozen=True)
class Room:
    """One room: the last part of its address, its words, and the units of the rules in it."""

    slug: str
    title: str
    lede: str
    units: tuple[str, ...]

    def holds(self, unit: object) -> bool:
        return unit in self.units


ROOMS = {
    room.slug: room
    for room in (
        Room(
            "prazos",
            "Prazos",
            "Quantos dias cada parte tem. Cada pedido segue com a regra do dia em que o prazo começou.",
            DAY_UNITS,
        ),
        Room(
            "motivos-de-parada",
            "Motivos de parada",
            "O que cada motivo faz com o prazo. Sem base legal, um motivo não pode ser salvo.",
            (CLOCK_EFFECT,),
        ),
    )
}


class RoomConverter:
    """The name of a room in an address."""

    regex = "|".join(ROOMS)

    def to_python(self, value: str) -> Room:
        return ROOMS[value]

    def to_url(self, value: Room | str) -> str:
        return value if isinstance(value, str) else value.slug


def page(name: str, room: Room, *args: object) -> str:
    """The address of a page of the room."""
    return reverse(name, args=[room.slug, *args])


def rule_of(room: Room, code: str) -> tuple[Rule, ...]:
    """Every entry of a rule of this room; empty for one that is only a draft. Http404 for another room's."""
    found = entries_of(code)
    if found and room.holds(found[-1].unit):
        return found
    if not found and RuleDraft.objects.filter(code=code, content__unit__in=room.units).exists():
        return ()
    raise Http404


def waiting_drafts() -> list[RuleDraft]:
    """The drafts that a second person has to read, oldest first, each with the `room` that it is in."""
    found = RuleDraft.objects.filter(closed_at=None, submitted_at__isnull=False).select_related("written_by")
    drafts = list(found.order_by("submitted_at"))
    for draft in drafts:
        unit = draft.content["unit"]
        draft.room = next(slug for slug, room in ROOMS.items() if room.holds(unit))  # type: ignore[attr-defined]  # read by the page
    return drafts


def with_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Admins only, with the open draft of the rule; without one, back to the rule with a word."""

    @for_roles(Role.ADMIN)
    @wraps(view)
    def opened(request: HttpRequest, room: Room, rule_code: str, **rest: Any) -> HttpResponse:
        rule_of(room, rule_code)
        draft = open_draft_of(rule_code)
        if draft is not None:
            return view(request, room, draft, **rest)
        messages.info(request, "Não há rascunho aberto desta regra.")
        return HttpResponseRedirect(page("rule_page", room, rule_code))

    return opened


def crumbs_of(room: Room, code: str = "") -> list[tuple[str, str]]:
    found = [HOME, (room.title, page("rule_room", room))]
    return [*found, ("Regra", page("rule_page", room, code))] if code else found


def base_version(request: HttpRequest) -> int:
    """The version that the page was loaded with; -1, which is none, when it is not a number."""
    given = request.POST.get("version", "")
    is_number = given.isascii() and given.isdigit() and len(given) < 10
    return min(int(given), LARGEST_VERSION) if is_number else -1


def stale(
    request: HttpRequest,
    room: Room,
    draft: RuleDraft,
    *,
    typed: list[dict[str, str]],
    saved: list[dict[str, str]],
) -> HttpResponse:
    """409: what was asked beside what is kept now; sending again writes over it knowingly."""
    resend = [(n, value) for n, values in request.POST.lists() if n not in _NOT_RESENT for value in values]
    context = {
        "crumbs": crumbs_of(room, draft.code),
        "versions": [
            {"title": "O que você pediu", "detail": "Ainda não foi salvo.", "rows": typed},
            {"title": "O que está salvo", "detail": f"Versão {draft.version} do rascunho", "rows": saved},
        ],
        "resend": [*resend, ("version", str(draft.version))],
        "back_url": page("rule_draft", room, draft.code),
    }
    return render(request, "eligibility/rooms/stale.html", context, status=409)


def rows_of(form: forms.Form) -> list[dict[str, str]]:
    """The visible fields of a form as label and value, as a person reads them."""
    return [
        {"label": str(bound.label), "value": _said(bound.field, bound.value()) or "em branco"}
        for bound in form.visible_fields()
    ]


def _said(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(str(value), ""))
    return "" if value is None else str(value)
