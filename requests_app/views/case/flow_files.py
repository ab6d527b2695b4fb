"""The papers of reverse flow: the PDF of a study, and the studies that were sent on request."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from documents.views.file_answers import as_download, as_paper, being_made
from portal.accounts.roles import REVIEWER_ROLES, Role
from portal.http import actor_of, for_roles
from requests_app.models import AccessRequest, FlowStudy, StudyRequest
from requests_app.pages.case import case_of
from requests_app.queries import visible_to
from requests_app.views.case.summary import READERS
from requests_app.views.holder.request import case_of as case_of_holder

_PARTIES = (Role.TECHNICIAN, Role.HOLDER, *sorted(REVIEWER_ROLES))


@for_roles(*READERS)
@require_safe
def flow_study_pdf(request: HttpRequest, filing_number: str) -> HttpResponseBase:
    """The newest study, or the one whose number is asked for."""
    actor = actor_of(request)
    case = case_of(actor, filing_number)
    before = "/analise" if actor.is_reviewer else ""
    return _paper(request, case, f"{before}/solicitacoes/{case.filing_number}/fluxo")


@for_roles(Role.HOLDER)
@require_safe
def holder_flow_study_pdf(request: HttpRequest, filing_number: str) -> HttpResponseBase:
    """The same for the holder."""
    case = case_of_holder(request, filing_number)
    return _paper(request, case, f"/titular/solicitacoes/{filing_number}/fluxo")


@for_roles(*_PARTIES)
@require_safe
def supporting_studies(request: HttpRequest, filing_number: str, study_request_id: int) -> FileResponse:
    """The studies as they were sent, as a download, to whoever may see the request."""
    seen = visible_to(actor_of(request)).filter(filing_number=filing_number)
    rows = StudyRequest.objects.filter(access_request__in=seen, stored_file__isnull=False)
    found = get_object_or_404(rows.select_related("stored_file__label"), pk=study_request_id)
    assert found.stored_file is not None
    return as_download(found.stored_file)


def _paper(request: HttpRequest, case: AccessRequest, back: str) -> HttpResponseBase:
    rows = (
        FlowStudy.objects.filter(access_request=case).select_related("file__stored_file").order_by("-number")
    )
    wanted = request.GET.get("estudo", "")
    if wanted:
        rows = rows.filter(number=int(wanted)) if wanted.isdecimal() and len(wanted) < 5 else rows.none()
    study = rows.first()
    if study is None:
        raise Http404
    file = getattr(study, "file", None)
    if file is None:
        return being_made(request, "requests_app/flow/being_made.html", {"back": back})
    return as_paper(file.stored_file, f"estudo-de-fluxo-{study.number}-{case.filing_number}.pdf")
