"""What a holder sees of the one request: where it stands, the ledger of the term, the documents."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.models import StoredFile
from documents.storage import open_stored
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles, public
from requests_app.domain.clock import ClockName
from requests_app.domain.clock_words import CLOCK_TITLES
from requests_app.domain.customer_words import DEBTS_TASK
from requests_app.domain.lifecycle import OPEN_STATES, Action, State
from requests_app.domain.ruler import ruler
from requests_app.models import AccessRequest, Pending
from requests_app.pages.case import ledger_clocks, main_clock
from requests_app.pages.case_links import case_links
from requests_app.pages.compensations import compensations_context
from requests_app.pages.doors import doors_of
from requests_app.pages.holder import facts_of, steps_of, task_of, technician_phone
from requests_app.permissions import may
from requests_app.queries import visible_to
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.connection.works import notice_to_show, open_validity
from requests_app.services.exchange.customer_checks import latest_check
from requests_app.services.review.contest_reading import contest_lines

_FOLDER = "requests_app/holder"


@public
@require_safe
def holder_home(request: HttpRequest) -> HttpResponse:
    """The holder's one request; without a session, how to come in."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.role is not Role.HOLDER:
        return render(request, f"{_FOLDER}/how_to_enter.html")
    access_request = visible_to(actor).first()
    if access_request is None:
        raise Http404
    return redirect("holder_request", filing_number=access_request.filing_number)


@for_roles(Role.HOLDER)
@require_safe
def holder_request(request: HttpRequest, filing_number: str) -> HttpResponse:
    """H3: four facts, five steps, what to do, who to ask."""
    actor = actor_of(request)
    access_request = case_of(request, filing_number)
    today = timezone.localdate()
    reckonings = reckon_all(access_request, today)
    checked = latest_check(access_request) if State(access_request.state) in OPEN_STATES else None
    has_overdue_debts = bool(checked and checked.has_overdue_debts)
    shown = main_clock(State(access_request.state), reckonings)
    return render(
        request,
        f"{_FOLDER}/request.html",
        {
            "case": access_request,
            "filing_number": filing_number,
            "facts": facts_of(access_request, reckonings, today),
            "steps": steps_of(access_request, reckonings),
            "task": DEBTS_TASK if has_overdue_debts else task_of(access_request),
            "technician_phone": technician_phone(access_request),
            "ruler_view": ruler(reckonings[shown], shown) if shown in reckonings else None,
            "ruler_title": CLOCK_TITLES[shown],
            "corrections": _corrections(access_request),
            "cure": reckonings.get(ClockName.CURE),
            "has_overdue_debts": has_overdue_debts,
            "contest_line": next(iter(contest_lines(access_request, is_newest_only=True)), None),
            "contest_url": reverse("holder_contest", args=[filing_number]),
            "links": case_links(access_request, actor),
            "may_cancel": may(actor, Action.CANCEL, access_request),
            "doors": [
                (label, url)
                for action, url, label in doors_of(actor, access_request, reckonings)
                if action is not Action.CANCEL
            ],
        },
    )


@for_roles(Role.HOLDER)
@require_safe
def holder_ledger(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The same ledger that the technician and the analyst read: every clock, every line, every reason."""
    access_request = case_of(request, filing_number)
    reckonings = reckon_all(access_request, timezone.localdate())
    return render(
        request,
        f"{_FOLDER}/ledger.html",
        {
            "case": access_request,
            "filing_number": filing_number,
            "clocks": ledger_clocks(access_request, reckonings),
            "works_notice": notice_to_show(access_request),
            **compensations_context(access_request),
            "crumbs": _trail(access_request),
        },
    )


@for_roles(Role.HOLDER)
@require_safe
def holder_documents(request: HttpRequest, filing_number: str) -> HttpResponse:
    """H4: receipt and opinion."""
    access_request = case_of(request, filing_number)
    return render(
        request,
        f"{_FOLDER}/documents.html",
        {
            "case": access_request,
            "filing_number": filing_number,
            "receipt": _receipt(access_request),
            "opinion": access_request.opinion,
            "opinion_file": _opinion_file(access_request),
            "validity": open_validity(access_request),
            "crumbs": _trail(access_request),
        },
    )


@for_roles(Role.HOLDER)
@require_safe
def holder_receipt(request: HttpRequest, filing_number: str) -> FileResponse:
    """The receipt as PDF."""
    return _pdf(_receipt(case_of(request, filing_number)), f"comprovante-{filing_number}.pdf")


@for_roles(Role.HOLDER)
@require_safe
def holder_opinion(request: HttpRequest, filing_number: str) -> FileResponse:
    """The opinion as PDF."""
    return _pdf(_opinion_file(case_of(request, filing_number)), f"parecer-{filing_number}.pdf")


def case_of(request: HttpRequest, filing_number: str) -> AccessRequest:
    """The request this holder may see, with what the pages show of it; anybody else's is a 404."""
    rows = visible_to(actor_of(request)).select_related(
        "holder",
        "consumer_unit",
        "technician__professional",
        "opinion__file__stored_file",
        "receipt__stored_file",
    )
    found: AccessRequest = get_object_or_404(rows, filing_number=filing_number)
    return found


def _corrections(access_request: AccessRequest) -> list[Pending]:
    """What the technician still has to fix, while it is the technician's turn."""
    if access_request.state != State.PENDING.value:
        return []
    return list(
        Pending.objects.filter(notice__access_request=access_request, notice__round=access_request.round)
        .filter(fixed_at=None)
        .select_related("notice")
    )


def _trail(access_request: AccessRequest) -> list[tuple[str, str]]:
    return [("Meu pedido", f"/titular/solicitacoes/{access_request.filing_number}")]


def _receipt(access_request: AccessRequest) -> StoredFile | None:
    receipt = getattr(access_request, "receipt", None)
    return receipt.stored_file if receipt else None


def _opinion_file(access_request: AccessRequest) -> StoredFile | None:
    kept = getattr(access_request.opinion, "file", None)
    return kept.stored_file if kept else None


def _pdf(stored: StoredFile | None, name: str) -> FileResponse:
    if stored is None:
        raise Http404
    answer = FileResponse(open_stored(stored.storage_key), content_type="application/pdf", filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer
