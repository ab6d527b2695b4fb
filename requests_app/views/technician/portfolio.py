"""A technician's filed requests: filters in the address, pages by place, and the same rows as a spreadsheet."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from eligibility.domain.consumer_units import mask_unit_number
from eligibility.domain.numbers_pt import format_kw
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.domain.dates import numeric_day
from requests_app.domain.lifecycle import LIVE_STATES, WITH_UTILITY, State
from requests_app.domain.situation import SITUATIONS, Turn
from requests_app.models import AccessRequest
from requests_app.queries import filed_by
from requests_app.views.technician.dashboard import badge_of

PAGE = 50
STATES = {slugify(SITUATIONS[state].stage): state for state in State if state is not State.DRAFT}
TURNS = {
    "voce": ("Você", Turn.TECHNICIAN),
    "distribuidora": ("A distribuidora", Turn.UTILITY),
    "cliente": ("O cliente", Turn.CUSTOMER),
    "ninguem": ("Ninguém", Turn.NOBODY),
}
TERMS = {"atrasado": "Já passou", "hoje": "Vence hoje", "3-dias": "Vence em até 3 dias"}
COLUMNS = (
    "Protocolo",
    "Apelido",
    "Instalação",
    "Município",
    "kW",
    "Situação",
    "Vez de quem",
    "Prazo",
    "Pedido em",
    "Última novidade",
)
# Spreadsheets run cells that begin like this as formulas.
_FORMULA = ("=", "+", "-", "@", "\t")


@for_roles(Role.TECHNICIAN)
@require_GET
def portfolio(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = _filtered(request, today).select_related("consumer_unit")
    page, has_newer, has_older = _page(rows, request.GET.get("depois", ""), request.GET.get("antes", ""))
    chosen = {key: request.GET[key] for key in ("situacao", "vez", "prazo") if request.GET.get(key)}
    context = {
        "rows": [_row(row, today) for row in page],
        "filters": _filters(chosen),
        "is_filtered": bool(chosen),
        "newer_url": _url(chosen, "antes", page[0]) if has_newer else "",
        "older_url": _url(chosen, "depois", page[-1]) if has_older else "",
        "csv_url": f"{reverse('portfolio_csv')}?{urlencode(chosen)}" if chosen else reverse("portfolio_csv"),
        "crumbs": [("Painel", reverse("dashboard"))],
    }
    return render(request, "requests_app/filing/portfolio.html", context)


@for_roles(Role.TECHNICIAN)
@require_GET
def portfolio_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every row of the filters, as a spreadsheet that opens with its accents."""
    today = timezone.localdate()
    rows = _filtered(request, today).select_related("consumer_unit").iterator(chunk_size=500)
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="solicitacoes-{today:%Y-%m-%d}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


class _Line:
    """The file that the csv module writes to: gives each line back."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: Iterator[AccessRequest]) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";")
    # The mark tells spreadsheets that the text is UTF-8.
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([_safe(cell) for cell in _cells(row)])


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cells(row: AccessRequest) -> list[str]:
    situation = row.situation
    return [
        row.filing_number or "",
        row.nickname,
        _unit(row),
        row.municipality,
        format_kw(row.installed_power_kw) if row.installed_power_kw is not None else "",
        situation.label,
        situation.turn.value,
        numeric_day(row.due_on) if row.due_on else "",
        numeric_day(row.filed_on) if row.filed_on else "",
        numeric_day(timezone.localdate(row.updated_at)),
    ]


def _unit(row: AccessRequest) -> str:
    number = row.consumer_unit.number
    return mask_unit_number(number) if number else "Ligação nova"


def _row(row: AccessRequest, today: date) -> dict[str, Any]:
    return {
        "request": row,
        "url": reverse("request_detail", args=[row.filing_number]),
        "unit": _unit(row),
        "badge": badge_of(row, today),
    }


def _filtered(request: HttpRequest, today: date) -> QuerySet[AccessRequest]:
    rows = filed_by(actor_of(request))
    if (state := STATES.get(request.GET.get("situacao", ""))) is not None:
        rows = rows.filter(state=state.value)
    if request.GET.get("vez") in TURNS:
        turn = TURNS[request.GET["vez"]][1]
        rows = rows.filter(state__in=[s.value for s in State if SITUATIONS[s].turn is turn])
    has_term = Q(state__in=[s.value for s in (*WITH_UTILITY, State.PENDING, *LIVE_STATES)])
    match request.GET.get("prazo"):
        case "atrasado":
            rows = rows.filter(has_term, due_on__lt=today)
        case "hoje":
            rows = rows.filter(has_term, due_on=today)
        case "3-dias":
            rows = rows.filter(has_term, due_on__gte=today, due_on__lte=today + timedelta(days=3))
    return rows


def _page(rows: QuerySet[AccessRequest], after: str, before: str) -> tuple[list[AccessRequest], bool, bool]:
    """At most PAGE rows from a place in the list, with whether there are newer and older ones."""
    anchor = rows.model.objects.filter(filing_number=after or before).values("filed_at", "pk").first()
    if anchor is None:
        found = list(rows[: PAGE + 1])
        return found[:PAGE], False, len(found) > PAGE
    at, pk = anchor["filed_at"], anchor["pk"]
    if after:
        found = list(rows.filter(Q(filed_at__lt=at) | Q(filed_at=at, pk__lt=pk))[: PAGE + 1])
        return found[:PAGE], True, len(found) > PAGE
    newer = rows.filter(Q(filed_at__gt=at) | Q(filed_at=at, pk__gt=pk)).order_by("filed_at", "id")
    found = list(newer[: PAGE + 1])
    return found[:PAGE][::-1], len(found) > PAGE, True


def _url(chosen: dict[str, str], key: str, row: AccessRequest) -> str:
    return f"{reverse('portfolio')}?{urlencode({**chosen, key: row.filing_number})}"


def _filters(chosen: dict[str, str]) -> list[dict[str, Any]]:
    choices = (
        ("situacao", "Situação", [(slug, SITUATIONS[state].label) for slug, state in STATES.items()]),
        ("vez", "Vez de quem", [(slug, label) for slug, (label, _) in TURNS.items()]),
        ("prazo", "Prazo", list(TERMS.items())),
    )
    return [
        {"name": name, "label": label, "options": options, "chosen": chosen.get(name, "")}
        for name, label, options in choices
    ]
