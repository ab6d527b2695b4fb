"""What a request leaves on paper: the opinion and its day in the calendar, the receipt, both PDFs."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from pydantic import ValidationError

from documents.domain.sheets import OpinionSheet
from documents.models import StoredFile
from documents.views.file_answers import as_paper, being_made
from eligibility.domain.rulebook import rule
from portal.http import actor_of, for_roles
from requests_app.domain.calendar_file import one_day_event
from requests_app.domain.clock import ClockName
from requests_app.models import AccessRequest, Opinion, OpinionContent
from requests_app.pages.case import Part, case_frame, case_of, crumbs_of
from requests_app.services.connection.works import valid_until
from requests_app.views.case.summary import READERS


@for_roles(*READERS)
@require_safe
def request_opinion(request: HttpRequest, filing_number: str) -> HttpResponse:
    """T12: the decision in one sentence, its conditions or reasons, its end, the PDF and what comes next."""
    actor = actor_of(request)
    case = case_of(actor, filing_number)
    now = timezone.now()
    frame = case_frame(case, actor=actor, now=now, part=Part.OPINION)
    opinion: Opinion | None = case.opinion
    frame["earlier"] = list(case.opinions.exclude(in_force_of=case).order_by("-id"))
    if opinion is None:
        return render(request, "requests_app/case/no_opinion.html", frame)
    validity = frame["reckonings"].get(ClockName.VALIDITY)
    is_running = validity is not None and validity.stopped_on is None and not validity.is_paused
    context: dict[str, Any] = {
        "opinion": opinion,
        "sheet": _sheet(opinion),
        "file": _stored(getattr(opinion, "file", None)),
        "validity": validity,
        "days_left": (validity.due_on - timezone.localdate(now)).days if is_running else None,
        "is_running": is_running,
    }
    return render(request, "requests_app/case/opinion.html", frame | context)


@for_roles(*READERS)
@require_safe
def opinion_calendar(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The last day of the opinion as a calendar file, with the reminders of the rulebook."""
    case = case_of(actor_of(request), filing_number)
    opinion: Opinion | None = case.opinion
    last_on = valid_until(case)
    if opinion is None or last_on is None:
        raise Http404
    days = rule("alerts.validity.days_before", on=opinion.issued_on).as_list()
    content = one_day_event(
        uid=f"{opinion.number}@{settings.PUBLIC_URL.split('//', 1)[-1]}",
        on=last_on,
        made_at=opinion.issued_at,
        title=f"Último dia do parecer {opinion.number}",
        notes=f"Peça a vistoria do pedido {case.filing_number} até este dia.",
        url=f"{settings.PUBLIC_URL}/solicitacoes/{case.filing_number}/parecer",
        alarm_days_before=tuple(int(day) for day in days),
    )
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="parecer-{case.filing_number}.ics"'
    return answer


@for_roles(*READERS)
@require_safe
def receipt_pdf(request: HttpRequest, filing_number: str) -> HttpResponseBase:
    """The receipt, or a page that says it is being made."""
    case = case_of(actor_of(request), filing_number)
    stored = _stored(getattr(case, "receipt", None))
    return _pdf(request, stored, f"comprovante-{case.filing_number}.pdf", "O comprovante", case)


@for_roles(*READERS)
@require_safe
def opinion_pdf(request: HttpRequest, filing_number: str) -> HttpResponseBase:
    """The opinion, a page that says it is being made, or a 404 while nothing was decided.

    `numero` asks for an earlier one of the same request, which is history.
    """
    case = case_of(actor_of(request), filing_number)
    opinion: Opinion | None = case.opinion
    if number := request.GET.get("numero"):
        opinion = case.opinions.filter(number=number).select_related("file__stored_file").first()
    if opinion is None:
        raise Http404
    stored = _stored(getattr(opinion, "file", None))
    return _pdf(request, stored, f"parecer-{case.filing_number}.pdf", "O parecer", case)


def _sheet(opinion: Opinion) -> OpinionSheet | None:
    """What was printed; None once its personal data was blanked."""
    content = OpinionContent.objects.filter(opinion=opinion).first()
    try:
        return OpinionSheet.model_validate(content.sheet) if content else None
    except ValidationError:
        return None


def _stored(kept: Any) -> StoredFile | None:
    return kept.stored_file if kept is not None else None


def _pdf(
    request: HttpRequest, stored: StoredFile | None, name: str, what: str, case: AccessRequest
) -> HttpResponseBase:
    if stored is None:
        crumbs = crumbs_of(case, actor_of(request))
        context = {"what": what, "filing_number": case.filing_number, "crumbs": crumbs}
        return being_made(request, "requests_app/case/being_made.html", context)
    return as_paper(stored, name)
