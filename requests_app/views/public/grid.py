"""The public consultation of the grid: search with a map, one point, and the points near a place."""

from typing import Any

from allauth.core.ratelimit import consume_or_429
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.http import public
from requests_app.domain.grid_rows import GridKind
from requests_app.forms.grid import KIND_SLUGS, PLURALS, GridSearchForm, NearestForm, area_of, kind_of
from requests_app.pages.grid import (
    count_words,
    kinds_in_words,
    legend,
    line_of,
    search_url,
    signs_of,
    stock_lines,
)
from requests_app.services.grid import search as grid_search
from requests_app.services.grid.queue import queue_at
from requests_app.services.grid.reading import composition_of
from requests_app.services.grid.search import PAGE, GridPoint, Query

_FOLDER = "requests_app/grid"
_MOST_BELOW = 50
_MOST_CODES = 30
"""Signs beside which the map has room for a code."""
_LONGEST_PAGE_NUMBER = 6


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def grid_capacity(request: HttpRequest) -> HttpResponse:
    """Search and map. What is typed comes by POST, so that the number of somebody's unit never stands in an address."""
    too_many: HttpResponse | None = consume_or_429(request, action="grid", limit_get=True)
    if too_many is not None:
        return too_many
    if request.method != "POST":
        query = _query_of(request)
        form = GridSearchForm(
            initial={"busca": query.words, "tipo": KIND_SLUGS[query.kind] if query.kind else ""}
        )
        return render(request, f"{_FOLDER}/capacity.html", _context(request, query, form))
    form = GridSearchForm(request.POST)
    if not form.is_valid():
        return render(request, f"{_FOLDER}/capacity.html", _context(request, Query(), form), status=422)
    if form.unit_number:
        return _answer_unit(request, form.unit_number)
    return HttpResponseRedirect(search_url(Query(form.cleaned_data["busca"], form.kind)))


@public
@never_cache
@require_safe
def grid_point(request: HttpRequest, grid_kind: str, grid_code: str) -> HttpResponse:
    """One point: what is known of it, what its account is made of, and what belongs to it."""
    kind = kind_of(grid_kind)
    point = grid_search.find(kind, grid_code.upper()) if kind is not None else None
    if point is None:
        raise Http404
    account_row = point.account_row
    queue = queue_at(account_row, timezone.now())
    context = {
        "queue": queue,
        "free_behind_kw": point.account.free_kw(queue),
        "point": line_of(point),
        "row": point.row,
        "account_row": account_row,
        "has_own_account": account_row is point.row,
        "account": point.account,
        "parts": composition_of(account_row),
        "parents": _parents(point),
        "groups": _below(point),
        "is_invented": point.row.came_with.is_invented,
        "crumbs": [("Capacidade da rede", reverse("grid_capacity"))],
    }
    return render(request, f"{_FOLDER}/point.html", context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def grid_nearest(request: HttpRequest) -> HttpResponse:
    """The points near a place; where somebody lives comes by POST and stands in no address."""
    too_many: HttpResponse | None = consume_or_429(request, action="grid", limit_get=True)
    if too_many is not None:
        return too_many
    form = NearestForm(request.POST if request.method == "POST" else None)
    lines: list[dict[str, Any]] | None = None
    if form.is_bound and form.is_valid():
        place = form.cleaned_data
        lines = [line_of(point) for point in grid_search.nearest(place["latitude"], place["longitude"])]
    context = {
        "form": form,
        "lines": lines,
        "is_invented": any(line["is_invented"] for line in lines or ()),
        "crumbs": [("Capacidade da rede", reverse("grid_capacity"))],
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, f"{_FOLDER}/nearest.html", context, status=status)


def _query_of(request: HttpRequest) -> Query:
    form = GridSearchForm({"busca": request.GET.get("busca", "")[:60], "tipo": request.GET.get("tipo", "")})
    if not form.is_valid():
        return Query(area=area_of(request.GET.get("area", "")))
    return Query(form.cleaned_data["busca"], form.kind, area_of(request.GET.get("area", "")))


def _context(request: HttpRequest, query: Query, form: GridSearchForm) -> dict[str, Any]:
    stock = grid_search.in_force()
    if not any(each.count for each in stock):
        return {"form": form, "is_empty": True}
    found = grid_search.counts(query)
    total = sum(found.values())
    pages = max(-(-total // PAGE), 1)
    number = min(_page_number(request), pages)
    points = grid_search.page_of(query, number)
    lines = [line_of(point) for point in points]
    picture = grid_search.picture_of(query)
    sources = grid_search.sources()
    return {
        "form": form,
        "query": query,
        "stock": stock_lines(stock),
        "sources": sources,
        "newest": max(each.newest for each in stock if each.newest),
        "found": count_words(found),
        "total": total,
        "lines": lines,
        "is_invented": any(is_invented for _, is_invented in sources),
        "map": picture.drawn,
        "map_width": str(picture.drawn.width) if picture.drawn else "",
        "map_height": str(picture.drawn.height) if picture.drawn else "",
        "signs": signs_of(picture.drawn, query) if picture.drawn else [],
        "has_codes": picture.drawn is not None and len(picture.drawn.marks) <= _MOST_CODES,
        "legend": legend(),
        "left_out": kinds_in_words(picture.left_out),
        "whole_url": search_url(Query(query.words, query.kind)) if query.area else "",
        "previous_url": search_url(query, page=number - 1) + "#pontos" if number > 1 else "",
        "next_url": search_url(query, page=number + 1) + "#pontos" if number < pages else "",
        "page_text": f"Página {number} de {pages}" if pages > 1 else "",
    }


def _answer_unit(request: HttpRequest, unit_number: str) -> HttpResponse:
    """What the unit hangs on, and nothing else of it; the number goes back neither in the page nor in an address."""
    too_many: HttpResponse | None = consume_or_429(request, action="grid_unit")
    if too_many is not None:
        return too_many
    point = grid_search.point_of_unit(unit_number)
    context = _context(request, Query(), GridSearchForm()) | {
        "is_unit": True,
        "unit_point": line_of(point) if point else None,
    }
    return render(request, f"{_FOLDER}/capacity.html", context)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("pagina", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_PAGE_NUMBER
    return max(int(text), 1) if is_number else 1


def _parents(point: GridPoint) -> list[dict[str, Any]]:
    row: Any = point.row
    above = []
    if point.kind is GridKind.FEEDER and row.transformer is not None:
        above.append(grid_search.find(GridKind.TRANSFORMER, row.transformer.code))
    if point.kind is not GridKind.SUBSTATION:
        above.append(grid_search.find(GridKind.SUBSTATION, row.substation.code))
    return [line_of(each) for each in above if each is not None]


def _below(point: GridPoint) -> list[dict[str, Any]]:
    """Transformers and feeders that belong to the point, at most _MOST_BELOW of each."""
    groups = []
    for kind in (GridKind.TRANSFORMER, GridKind.FEEDER):
        if point.kind is GridKind.FEEDER or kind is point.kind:
            continue
        rows: QuerySet[Any] = grid_search.below(point, kind)
        lines = [line_of(GridPoint(kind, row)) for row in rows[:_MOST_BELOW]]
        if lines:
            groups.append(
                {
                    "title": PLURALS[kind].capitalize(),
                    "slug": KIND_SLUGS[kind],
                    "lines": lines,
                    "count": rows.count(),
                }
            )
    return groups
