"""Holidays at /admin/feriados: the year's list, and each change only after the terms that it moves were shown."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.calendar import FIRST_YEAR, LAST_YEAR, national_holidays
from requests_app.domain.clock_words import CLOCK_TITLES
from requests_app.forms.holiday import HolidayForm
from requests_app.models import Holiday, HolidayChange
from requests_app.services.clocks.holidays import (
    Move,
    MovesChanged,
    Wanted,
    change_holidays,
    mark_of,
    moves_of,
    wanted_removal,
)

MOST_SHOWN = 200
_LATEST = 20
_HOME = ("Administração", "/admin")
_FIELDS = ("on", "name", "scope", "place")


@for_roles(Role.ADMIN)
@require_safe
def holidays(request: HttpRequest) -> HttpResponse:
    """One year: the national days of the packaged list, which stay, and the added ones, which may go."""
    year = _year(request)
    fixed = [{"on": on, "name": name} for on, name in sorted(national_holidays(year).items())]
    names = User.objects.filter(pk=OuterRef("by_id")).values("full_name")[:1]
    changes = HolidayChange.objects.annotate(by_name=Subquery(names)).order_by("-id")[:_LATEST]
    context = {
        "year": year,
        "previous_url": f"?ano={year - 1}" if year > FIRST_YEAR else "",
        "next_url": f"?ano={year + 1}" if year < LAST_YEAR else "",
        "fixed": fixed,
        "own": Holiday.objects.filter(on__year=year).order_by("on", "scope", "place"),
        "changes": changes,
        "crumbs": [_HOME],
    }
    return render(request, "requests_app/holidays/list.html", context)


@for_roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def holiday_add(request: HttpRequest) -> HttpResponse:
    """The form; then the terms that would move; then, confirmed, the change."""
    if request.method == "GET":
        given = {name: request.GET[name] for name in _FIELDS if name in request.GET}
        return _form_page(request, HolidayForm(initial=given))
    form = HolidayForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form)
    if "back" in request.POST:
        return _form_page(request, HolidayForm(initial=form.cleaned_data))
    return _preview(request, Wanted(**form.cleaned_data))


@for_roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def holiday_remove(request: HttpRequest, holiday_id: int) -> HttpResponse:
    """The terms that would move without the holiday; then, confirmed, it goes."""
    return _preview(request, wanted_removal(get_object_or_404(Holiday, pk=holiday_id)))


def _preview(request: HttpRequest, wanted: Wanted) -> HttpResponse:
    now = timezone.now()
    seen = request.POST.get("seen", "")
    has_changed = False
    if request.method == "POST" and seen:
        try:
            change = change_holidays(wanted=wanted, seen=seen, actor=actor_of(request), now=now)
        except MovesChanged as error:
            moves, has_changed = error.moves, True
        except Refused as refused:
            if refused.code != "holiday_there":
                raise
            form = HolidayForm(request.POST)
            form.is_valid()
            return _form_page(request, form)
        else:
            messages.success(request, _done(change))
            return HttpResponseRedirect(f"{reverse('holidays')}?ano={wanted.on.year}")
    else:
        moves = moves_of(wanted, timezone.localdate(now))
    context = _preview_context(wanted, moves, now) | {"has_changed": has_changed}
    return render(request, "requests_app/holidays/preview.html", context, status=409 if has_changed else 200)


def _preview_context(wanted: Wanted, moves: tuple[Move, ...], now: datetime) -> dict[str, Any]:
    return {
        "wanted": wanted,
        "scope": Holiday.Scope(wanted.scope).label,
        "is_past": wanted.on < timezone.localdate(now),
        "rows": [{"move": move, "clock": CLOCK_TITLES[move.clock]} for move in moves[:MOST_SHOWN]],
        "total": len(moves),
        "most": MOST_SHOWN,
        "seen": mark_of(moves),
        "crumbs": [_HOME, ("Feriados", reverse("holidays"))],
    }


def _form_page(request: HttpRequest, form: HolidayForm) -> HttpResponse:
    context = {"form": form, "crumbs": [_HOME, ("Feriados", reverse("holidays"))]}
    status = 422 if form.errors else 200
    return render(request, "requests_app/holidays/form.html", context, status=status)


def _done(change: HolidayChange) -> str:
    what = "saiu" if change.is_removal else "entrou"
    moved = "Nenhum prazo mudou." if not change.affected else f"Prazos que mudaram: {change.affected}."
    return f"O feriado de {change.on:%d/%m/%Y} {what}. {moved}"


def _year(request: HttpRequest) -> int:
    given = request.GET.get("ano", "")
    year = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else timezone.localdate().year
