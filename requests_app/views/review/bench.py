"""The bench: the document on one side, its checklist on the other."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from documents.models import PageImage
from eligibility.domain.compatible_power_project import unit_power
from portal.http import actor_of, for_roles
from requests_app.domain.lifecycle import Action
from requests_app.pages.case_links import case_links
from requests_app.pages.doors import doors_of
from requests_app.permissions import possible_actions
from requests_app.services.filing.facts import filed_facts
from requests_app.services.review import claims
from requests_app.services.review.hints import SHORT_TITLES
from requests_app.services.review.reading import Bench, DocumentRow, automatic_findings, read_bench
from requests_app.services.sheets.wording import generation, parties
from requests_app.services.standing.late_items import late_items
from requests_app.views.review.door import REVIEWERS, case_context, open_case
from requests_app.views.review.saving import ItemPage, fill_reason, item_pages, merge_texts, save_items


@for_roles(*REVIEWERS)
@require_GET
def bench(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Read, and when the request is with this analyst, judge."""
    reading = read_bench(open_case(request, filing_number))
    document = reading.document(request.GET.get("doc", ""))
    return _show(request, reading, document, item_pages(document))


@for_roles(*REVIEWERS)
@require_POST
def save(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Save the verdicts of one document, item by item; what is refused or stale keeps its words."""
    access_request = open_case(request, filing_number)
    if "take" in request.POST:
        claims.claim(
            access_request_id=access_request.pk, actor=actor_of(request), is_takeover=True, now=timezone.now()
        )
        access_request = open_case(request, filing_number)
    reading = read_bench(access_request)
    document = reading.document(request.POST.get("doc", ""))
    pages = item_pages(document, request.POST)
    if "merge" in request.POST:
        return _show(request, reading, document, merge_texts(pages))
    if "fill" in request.POST:
        pages = fill_reason(pages, request.POST.get("fill", ""))
        status = 422 if any(page.problem for page in pages) else 200
        return _show(request, reading, document, pages, status=status)
    saved = save_items(pages, actor=actor_of(request), now=timezone.now())
    if saved.conflicts:
        return _conflict(request, reading, document, saved.conflicts, saved.refusal)
    if saved.has_problems:
        return _show(request, reading, document, pages, status=422)
    return HttpResponseRedirect(_next_place(reading, document, pages, request.POST.get("pagina", "")))


def _next_place(reading: Bench, document: DocumentRow, pages: list[ItemPage], shown: str) -> str:
    """The first item of this document still without verdict, else the next document that has one."""
    address = reverse("bench", args=[reading.access_request.filing_number])
    left = [page for page in pages if page.is_left]
    if left:
        place = f"&pagina={_page_number(shown)}" if _page_number(shown) else ""
        return f"{address}?doc={document.code}{place}#item-{left[0].row.item.pk}"
    after = [*reading.documents[reading.documents.index(document) + 1 :], *reading.documents]
    target = next((d for d in after if d.open_count and d is not document), document)
    return f"{address}?doc={target.code}"


def _show(
    request: HttpRequest, reading: Bench, document: DocumentRow, pages: list[ItemPage], *, status: int = 200
) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    access_request = reading.access_request
    before, after = reading.beside(document)
    actions = possible_actions(actor, access_request)
    address = reverse("bench", args=[access_request.filing_number])
    problems = [problem for page in pages for problem in page.problems]
    context = case_context(access_request, actor, now) | {
        "bench": reading,
        "document": document,
        "pages": pages,
        "problems": problems,
        "has_errors": bool(problems),
        "picture": _picture(document, request.POST.get("pagina") or request.GET.get("pagina", "")),
        "tabs": [
            {
                "label": SHORT_TITLES.get(d.code, d.entry.title),
                "url": f"{address}?doc={d.code}",
                "is_current": d is document,
                "count": d.progress,
                "icon": d.icon,
            }
            for d in reading.documents
        ],
        "before_url": f"{address}?doc={before.code}" if before else "",
        "after_url": f"{address}?doc={after.code}" if after else "",
        "said": [*parties(access_request).rows, *generation(access_request, "Geração").rows],
        "findings": automatic_findings(access_request),
        "unit_power": unit_power(filed_facts(access_request)),
        "can_accept": Action.ACCEPT_DOCUMENTS in actions and access_request.documents_checked_on is None,
        "can_flag_works": Action.REQUIRE_WORKS in actions and not access_request.is_works_flagged,
        "later_doors": [(label, url) for _, url, label in doors_of(actor, access_request)],
        "links": case_links(access_request, actor),
        "can_pause": Action.PAUSE_CLOCK in actions and not access_request.is_clock_paused,
        "can_resume": Action.RESUME_CLOCK in actions and access_request.is_clock_paused,
        "late_items": len(late_items(access_request)),
        "has_shortcuts": getattr(request.user, "has_shortcuts", False),
    }
    return render(request, "requests_app/review/bench.html", context, status=status)


def _picture(document: DocumentRow, wanted: str) -> dict[str, Any] | None:
    """Which page of the document is shown, and its picture when the worker has made it; None without a file."""
    stored = document.attachment.stored_file if document.attachment else None
    if stored is None:
        return None
    number = _page_number(wanted)
    number = number if 1 <= number <= stored.page_count else 1
    return {
        "file": stored,
        "name": stored.label.original_name if hasattr(stored, "label") else "",
        "number": number,
        "before": number - 1 if number > 1 else 0,
        "after": number + 1 if number < stored.page_count else 0,
        "image": PageImage.objects.filter(stored_file=stored, page_number=number).first(),
    }


def _page_number(text: str) -> int:
    """The number in an address; 0 for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _conflict(
    request: HttpRequest, reading: Bench, document: DocumentRow, conflicts: list[ItemPage], refusal: str
) -> HttpResponse:
    """Both texts, nothing lost: what was typed stands beside what is saved, ready to be sent again."""
    actor, now = actor_of(request), timezone.now()
    context = case_context(reading.access_request, actor, now, current="Texto mudado") | {
        "document": document,
        "conflicts": conflicts,
        "refusal": refusal,
    }
    return render(request, "requests_app/review/conflict.html", context, status=409)
