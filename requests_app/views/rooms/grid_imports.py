"""The admins' room of the grid: what is in force, a new file, how far it has got, its report, its refused lines."""

import csv
import uuid
from io import StringIO
from itertools import chain
from typing import Final, TypeVar

from django.conf import settings
from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.http import for_roles
from requests_app.domain.grid_rows import COLUMNS, REQUIRED
from requests_app.forms.grid import GridFileForm
from requests_app.models import GridImport
from requests_app.pages.grid import stock_lines
from requests_app.pages.grid_imports import (
    Situation,
    is_stalled,
    progress_text,
    situation_of,
    unlisted_lines,
)
from requests_app.services.grid import search as grid_search
from requests_app.services.grid.imports import confirm_grid
from requests_app.services.grid.staging import MOST_PROBLEMS, discard_grid, receive_grid, refused_text

_Answer = TypeVar("_Answer", bound=HttpResponseBase)
_FOLDER = "requests_app/grid"
_LATEST = 20
_CSV: Final = "text/csv; charset=utf-8"
_MARK: Final = "\ufeff"
"""Tells spreadsheets that the text is UTF-8."""
_SENT_WHOLE: Final = 1_000
"""So many refused lines go out as one answer with its length; more go out line by line."""
_EXAMPLES = (
    ("subestação", "SCL", "Serra Clara", "Serra Clara", "31/10/2025", "Levantamento de outubro",
     "-19,9678", "-44,1983", "138", "30.000", "não", ""),
    ("transformador", "SCL-T1", "Serra Clara, transformador 1", "Serra Clara", "31/10/2025", "Levantamento de outubro",
     "-19,9678", "-44,1983", "13,8", "12.500,5", "sim", "SCL"),
    ("alimentador", "SCL-03", "Bairro das Flores", "Serra Clara", "31/10/2025", "Levantamento de outubro",
     "-19,9512", "-44,1801", "13,8", "3.000", "", "SCL-T1"),
)  # fmt: skip


@for_roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def grid_room(request: HttpRequest) -> HttpResponse:
    """What the portal knows of the grid and since when, the latest files, and the place for a new one."""
    is_sent = request.method == "POST"
    form = (
        GridFileForm(request.POST, request.FILES)
        if is_sent
        else GridFileForm(initial={"is_invented": settings.IS_DEMO})
    )
    if form.is_bound and form.is_valid():
        assert isinstance(request.user, User)
        try:
            received = receive_grid(
                file=form.cleaned_data["file"],
                uploaded_by=request.user,
                now=timezone.now(),
                is_invented=form.cleaned_data["is_invented"],
            )
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            return redirect("grid_import", import_id=received.public_id)
    stock = grid_search.in_force()
    context = {
        "form": form,
        "stock": stock_lines(stock) if any(each.count for each in stock) else [],
        "sources": grid_search.sources(),
        "imports": [
            (each, situation_of(each).value)
            for each in GridImport.objects.select_related("uploaded_by")
            .defer("problems")
            .order_by("-id")[:_LATEST]
        ],
        "columns": COLUMNS,
        "required_count": len(REQUIRED),
        "crumbs": [("Administração", reverse("administration"))],
    }
    return render(request, f"{_FOLDER}/room.html", context, status=422 if form.is_bound else 200)


@for_roles(Role.ADMIN)
@never_cache
@require_safe
def grid_import(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """How far the file has got, what it would bring, and what it brought. Lines and columns, never a value."""
    found = get_object_or_404(GridImport.objects.select_related("uploaded_by"), public_id=import_id)
    situation = situation_of(found)
    context = {
        "found": found,
        "words": situation.value,
        "is_moving": situation.is_moving,
        "is_waiting": situation is Situation.WAITING,
        "is_done": situation is Situation.DONE,
        "progress": progress_text(found),
        "is_stalled": is_stalled(found, timezone.now()),
        "has_refused_file": bool(found.problems and (found.storage_key or found.refused_key)),
        "most_problems": MOST_PROBLEMS,
        "unlisted": unlisted_lines(found),
        "crumbs": [("Administração", reverse("administration")), ("Rede", reverse("grid_room"))],
    }
    return render(request, f"{_FOLDER}/import.html", context)


@for_roles(Role.ADMIN)
@never_cache
@require_safe
def grid_import_progress(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """How far the file has got, for the page that shows it without being asked again."""
    found = get_object_or_404(GridImport.objects.defer("problems"), public_id=import_id)
    return JsonResponse(
        {
            "percent": found.percent_done,
            "text": progress_text(found),
            "situation": situation_of(found).name,
        }
    )


@for_roles(Role.ADMIN)
@never_cache
@require_safe
def grid_import_refused(request: HttpRequest, import_id: uuid.UUID) -> HttpResponseBase:
    """All refused lines as they were written, with what is wrong; they may be corrected and sent again."""
    found = get_object_or_404(GridImport, public_id=import_id)
    lines = refused_text(found)
    try:
        head = next(lines, "")
    except FileNotFoundError:
        head = ""
    if not head:
        raise Http404
    text = chain((_MARK, head), lines)
    answer = (
        HttpResponse(text, content_type=_CSV)
        if found.rows_refused <= _SENT_WHOLE
        else StreamingHttpResponse(text, content_type=_CSV)
    )
    return _named(answer, "linhas-recusadas.csv")


@for_roles(Role.ADMIN)
@require_POST
def grid_import_confirm(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Let the good lines in; a worker begins within seconds. A second click is told how it stands."""
    get_object_or_404(GridImport, public_id=import_id)
    try:
        confirm_grid(public_id=import_id, now=timezone.now())
        messages.success(
            request, "A carga foi confirmada. Você pode sair desta página: ela continua sozinha."
        )
    except Refused as refused:
        messages.info(request, refused.message)
    return redirect("grid_import", import_id=import_id)


@for_roles(Role.ADMIN)
@require_POST
def grid_import_discard(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Throw the file away."""
    get_object_or_404(GridImport, public_id=import_id)
    try:
        discard_grid(public_id=import_id)
    except Refused as refused:
        messages.info(request, refused.message)
        return redirect("grid_import", import_id=import_id)
    messages.success(request, "Arquivo descartado. Nada mudou.")
    return redirect("grid_room")


@for_roles(Role.ADMIN)
@require_safe
def grid_example(request: HttpRequest) -> HttpResponse:
    """A file with the header and one invented point of each kind."""
    text = StringIO()
    csv.writer(text, delimiter=";").writerows((COLUMNS, *_EXAMPLES))
    return _named(HttpResponse(_MARK + text.getvalue(), content_type=_CSV), "rede-modelo.csv")


def _named(answer: _Answer, name: str) -> _Answer:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
