"""The analyst places a request in the grid and reads the accounts it meets there, line by line."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import rule
from portal.http import actor_of, for_roles
from requests_app.domain.csv_cells import plain
from requests_app.domain.grid_ledger import written
from requests_app.domain.grid_map import flow_word
from requests_app.forms.flow import PlacementForm, PointSearchForm, put_beside
from requests_app.models import AccessRequest, GridPlacement, Opinion, Substation
from requests_app.pages.grid import FlowTag
from requests_app.services.grid import placements
from requests_app.services.grid.capacity import held_entry
from requests_app.services.grid.ledger import AccountRow, account_of
from requests_app.services.grid.placements import can_place, find_points, grid_standing
from requests_app.services.grid.places import known_point, place_of
from requests_app.services.grid.reading import (
    Room,
    booked_accounts,
    composition_of,
    extract,
)
from requests_app.views.review.door import REVIEWERS, case_context, open_case

LINES = 20
_RULES = (
    "capacity.order",
    "capacity.placement",
    "capacity.reservation",
    "capacity.added_power",
    "capacity.reduction",
    "capacity.grid_zero",
)


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def review_grid(request: HttpRequest, filing_number: str) -> HttpResponse:
    """GET shows, `busca` searches; POST places the request at one of the points that these words find."""
    access_request = open_case(request, filing_number)
    actor, now = actor_of(request), timezone.now()
    held = held_entry(access_request)
    may_place = can_place(access_request, held)
    # Once decided, nobody asks any more what an opinion would find: queue and rooms are left unread.
    standing = grid_standing(access_request, now) if may_place and held is None else None
    here = standing.place if standing else place_of(access_request)
    placement = here.placement
    search = PointSearchForm(request.GET or None)
    words = search.cleaned_data["busca"] if search.is_bound and search.is_valid() else ""
    known = None if words or placement else known_point(access_request)
    if known is not None:
        words = known.row.code
    points = find_points(words)
    form = PlacementForm(points, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            placements.place(
                access_request_id=access_request.pk, point=form.cleaned_data["point"], actor=actor, now=now
            )
        except Refused as refused:
            put_beside(form, refused)
        else:
            messages.success(request, "Ponto na rede indicado. A conta e a fila estão nesta página.")
            return redirect("review_grid", filing_number=filing_number)
    accounts = _accounts(request, access_request, standing.rooms if standing else None)
    context = case_context(access_request, actor, now, current="Ponto na rede e capacidade") | {
        "search": search,
        "words": words,
        "known": known,
        "points": points,
        "form": form,
        "placement": placement,
        "chosen": _flow_of(placement) if placement else None,
        "is_elsewhere": placement is not None
        and plain(placement.substation.municipality) != plain(access_request.municipality),
        "can_place": may_place,
        "must_place": may_place and bool(here.missing(timezone.localdate(now))),
        "accounts": accounts,
        "problems": standing.missing[Opinion.Outcome.FAVOURABLE] if standing else (),
        "held": held,
        "is_invented": any(account["row"].came_with.is_invented for account in accounts),
        "rules": [rule(code, on=timezone.localdate(now)) for code in _RULES],
    }
    return render(request, "requests_app/review/grid.html", context, status=422 if form.errors else 200)


def _flow_of(placement: GridPlacement) -> dict[str, Any]:
    """The flag of the point that was named, the lowest one, as the public pages word it; read with the placement."""
    point = placement.feeder or placement.transformer or placement.substation
    return {
        "flow": FlowTag(flow_word(point.has_reverse_flow)),
        "measured_on": point.measured_on,
        "source": point.source,
    }


def _accounts(
    request: HttpRequest, access_request: AccessRequest, rooms: tuple[Room, ...] | None
) -> list[dict[str, Any]]:
    """What the page shows of each account: the rooms of a request that is still open, else where its booking stands."""
    if rooms is None:
        return [_account(request, row, None) for row in booked_accounts(access_request)]
    return [_account(request, room.row, room) for room in rooms]


def _account(request: HttpRequest, row: AccountRow, room: Room | None) -> dict[str, Any]:
    key = "subestacao" if isinstance(row, Substation) else "transformador"
    before = request.GET.get(f"antes_{key}", "")
    page = extract(
        row, before_id=int(before) if before.isdecimal() and len(before) < 19 else None, limit=LINES
    )
    account = account_of(row)
    return {
        "row": row,
        "key": key,
        "title": f"{'Subestação' if key == 'subestacao' else 'Transformador'} {row}",
        "account": account,
        "room": room,
        "parts": composition_of(row),
        "balance": written(row.balance_kw),
        "lines": page.lines,
        "older_url": f"?antes_{key}={page.older_id}#extrato-{key}" if page.older_id else "",
        "newest_url": f"?#extrato-{key}" if before else "",
    }
