"""The list of units that share the surplus: paste or upload, see what was understood, download, take away."""

import csv
import uuid
from functools import wraps
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from eligibility.domain.allocation import AllocationReading, SettledList
from eligibility.domain.allocation_text import LONGEST_TEXT
from eligibility.domain.allocation_words import column_titles, difference_text, percent_text, typed_lines
from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import AllocationBasis
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.forms.allocation import AllocationForm
from requests_app.forms.drafts import read_draft
from requests_app.models import AccessRequest, AllocationList
from requests_app.pages.allocations import PAGE, entry_rows, member_rows
from requests_app.services.allocations.lists import (
    StaleList,
    needs_members,
    newest_version,
    own_unit_number,
    remove_list,
    save_list,
    settled,
)
from requests_app.services.filing import envelopes
from requests_app.views.filing.door import ENVELOPE, View, already_sent, frame, my_draft, step_url

PROBLEMS_SHOWN = 50
EDITABLE_LINES = 200


def _keeps_paste(view: View) -> View:
    """Signed out before sending: what was pasted waits for its owner to sign in (G-13); a file is chosen again."""

    @wraps(view)
    def guarded(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
        is_signed_out = getattr(request, "actor", None) is None
        if is_signed_out and request.method == "POST" and request.POST.get("text"):
            pasted = {"basis": request.POST.get("basis", ""), "text": request.POST["text"][:LONGEST_TEXT]}
            token = envelopes.keep(public_id, AllocationForm.section, pasted, _posted_number(request))
            page = quote(f"{request.path}?{ENVELOPE}={token}")
            return HttpResponseRedirect(f"{reverse('account_login')}?next={page}")
        return view(request, public_id)

    return guarded


@_keeps_paste
@for_roles(Role.TECHNICIAN)
@never_cache
@require_http_methods(["GET", "POST"])
def allocation(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The list as it stands; POST keeps a new one, right or wrong, and says everything that is wrong with it."""
    draft = my_draft(request, public_id)
    if not draft.is_draft:
        return already_sent(request, draft)
    if request.method == "GET":
        return _show(request, draft, _from_envelope(request, draft))
    form = AllocationForm(request.POST, request.FILES, **_reading_options(draft))
    if not form.is_valid():
        return _show(request, draft, form, status=422)
    try:
        save_list(
            draft_id=draft.pk,
            reading=form.reading,
            actor=actor_of(request),
            base_number=_posted_number(request),
        )
    except StaleList as stale:
        return _changed(request, draft, stale)
    except Refused as refused:
        if refused.code != "already_filed":
            raise
        draft.refresh_from_db()
        return already_sent(request, draft)
    found = settled(form.reading, own_unit_number(draft))
    wrong = found.problems(needs_members=needs_members(draft))
    if wrong or not found.is_whole:
        form.add_error(None, _unfit(found, len(wrong)))
        return _show(request, draft, form, status=422)
    count = len(form.reading.entries)
    messages.success(request, f"Lista guardada: {count} {'linha' if count == 1 else 'linhas'}.")
    return HttpResponseRedirect(f"{reverse('draft_allocation', args=[public_id])}#entendido")


@for_roles(Role.TECHNICIAN)
@require_POST
def remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the list away."""
    draft = my_draft(request, public_id)
    if not draft.is_draft:
        return already_sent(request, draft)
    try:
        remove_list(draft_id=draft.pk, actor=actor_of(request), base_number=_posted_number(request))
    except StaleList as stale:
        return _changed(request, draft, stale)
    messages.success(request, "A lista foi retirada deste pedido.")
    return HttpResponseRedirect(step_url("credits", public_id))


@for_roles(Role.TECHNICIAN)
@never_cache
@require_GET
def as_csv(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The list as a spreadsheet that can be sent back; only the titles and the own unit while there is none."""
    draft = my_draft(request, public_id)
    row = newest_version(draft)
    basis = (
        AllocationBasis.priority if request.GET.get("base") == "prioridade" else AllocationBasis.percentage
    )
    reading = row.reading if row and not row.is_removed else AllocationReading(basis=basis)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lista-de-unidades.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(column_titles(reading.basis))
    for cells in typed_lines(reading):
        # A text that begins like a formula gets a space, which reading it again takes off.
        writer.writerow([f" {cell}" if cell.startswith(("=", "+", "-", "@")) else cell for cell in cells])
    if reading.is_empty:
        writer.writerow(["esta unidade", "0" if basis is AllocationBasis.percentage else "1", "", ""])
    return response


def _reading_options(draft: AccessRequest) -> dict[str, Any]:
    most = rule("allocation.max_units", timezone.localdate()).as_int()
    return {"own_number": own_unit_number(draft), "max_units": most}


def _posted_number(request: HttpRequest) -> int | None:
    text = request.POST.get("number", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _unfit(found: SettledList, problems: int) -> str:
    """What stands in the way of a list that was kept."""
    lines = "1 ponto a corrigir." if problems == 1 else f"{problems} pontos a corrigir." if problems else ""
    return " ".join(part for part in ("A lista foi guardada.", _gap(found), lines) if part)


def _gap(found: SettledList) -> str:
    return difference_text(found.total_percent) if found.total_percent is not None else ""


def _show(
    request: HttpRequest, draft: AccessRequest, form: AllocationForm | None, status: int = 200
) -> HttpResponse:
    row = newest_version(draft)
    listed = row if row and not row.is_removed else None
    reading = read_draft(draft, timezone.localdate())
    modality = draft.draft_answers.get("credits", {}).get("modality", "")
    context = frame(draft, "credits", reading) | {
        "form": form or _form_of(draft, listed),
        "number": row.number if row else 0,
        "listed": listed,
        "modality": modality,
        "has_errors": status != 200,
        "crumbs": [
            ("Painel", reverse("dashboard")),
            ("Rascunhos", reverse("drafts")),
            ("Créditos", step_url("credits", draft.public_id)),
        ],
        **(_understood(request, draft, listed) if listed else {}),
    }
    return render(request, "requests_app/filing/allocation.html", context, status=status)


def _from_envelope(request: HttpRequest, draft: AccessRequest) -> AllocationForm | None:
    """What was pasted before signing in, back in the box and not kept yet."""
    token = request.GET.get(ENVELOPE, "")
    envelope = envelopes.look(token, draft.public_id, AllocationForm.section) if token else None
    if envelope is None:
        return None
    messages.info(request, "O que você colou antes de entrar está na caixa. Falta guardar.")
    return AllocationForm(initial=dict(envelope.answers), **_reading_options(draft))


def _form_of(draft: AccessRequest, listed: AllocationList | None) -> AllocationForm:
    """The box holds a short list, to be mended in place; a long one is mended in its spreadsheet."""
    initial = {"basis": listed.basis if listed else AllocationBasis.percentage.value}
    if listed and listed.line_count <= EDITABLE_LINES:
        initial["text"] = "\n".join("\t".join(cells).rstrip("\t") for cells in typed_lines(listed.reading))
    return AllocationForm(initial=initial, **_reading_options(draft))


def _understood(request: HttpRequest, draft: AccessRequest, listed: AllocationList) -> dict[str, Any]:
    found = settled(listed.reading, own_unit_number(draft))
    problems = found.problems(needs_members=needs_members(draft))
    rows, page, pages = entry_rows(found, request.GET.get("pagina", ""))
    here = reverse("draft_allocation", args=[draft.public_id])

    def address(number: int) -> str:
        return f"{here}?{urlencode({'pagina': number})}#entendido" if 1 <= number <= pages else ""

    first = (page - 1) * PAGE + 1
    return {
        "found": found,
        "gap": _gap(found),
        "total_text": percent_text(found.total_percent) if found.total_percent is not None else "",
        "problems": problems[:PROBLEMS_SHOWN],
        "problems_total": len(problems),
        "rows": rows,
        "page_text": f"{first} a {first + len(rows) - 1} de {len(found.reading.entries)}" if rows else "",
        "previous_url": address(page - 1),
        "next_url": address(page + 1),
        **member_rows(found),
    }


def _changed(request: HttpRequest, draft: AccessRequest, stale: StaleList) -> HttpResponse:
    """Both lists by their counts; the person chooses, and the new one travels inside the page."""
    current = stale.current
    newest = newest_version(draft)
    context = {
        "draft": draft,
        "crumbs": [("Rascunhos", reverse("drafts"))],
        "here": reverse("draft_allocation", args=[draft.public_id]),
        "number": newest.number if newest else 0,
        "current": current,
        "typed": stale.typed,
        "typed_count": len({p.line for p in stale.typed.unreadable}) + len(stale.typed.entries),
        "typed_text": "\n".join("\t".join(cells).rstrip("\t") for cells in typed_lines(stale.typed)),
        "is_removing": stale.typed.is_empty,
    }
    return render(request, "requests_app/filing/allocation_changed.html", context, status=409)
