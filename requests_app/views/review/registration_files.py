"""The certificate and the council's decision: for their owner, and for the analysts who check them."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from documents.models import PageImage, StoredFile
from documents.views.file_answers import as_download, as_picture
from portal.accounts.roles import REVIEWER_ROLES, Role
from portal.http import actor_of, for_roles
from requests_app.models import ResponsibleProfessional
from requests_app.services.people.professionals import Paper
from requests_app.views.review.registration_list import registrations_for

_FILES = ("certificate__label", "decision__label")


@for_roles(Role.TECHNICIAN)
@require_GET
def own_paper(request: HttpRequest, paper: str) -> FileResponse:
    """The technician's own certificate or decision, as it was sent."""
    rows = ResponsibleProfessional.objects.select_related(*_FILES)
    return as_download(_file_of(get_object_or_404(rows, user_id=actor_of(request).account_id), paper))


@for_roles(*sorted(REVIEWER_ROLES))
@require_GET
def registration_paper(request: HttpRequest, professional_id: int, paper: str) -> FileResponse:
    """The original file of a technician whose registration this reviewer may check."""
    rows = registrations_for(actor_of(request)).select_related(*_FILES)
    return as_download(_file_of(get_object_or_404(rows, pk=professional_id), paper))


@for_roles(*sorted(REVIEWER_ROLES))
@require_GET
def registration_page(
    request: HttpRequest, professional_id: int, paper: str, page_number: int
) -> HttpResponseBase:
    """One page as a picture; 404 while the worker has not drawn it."""
    rows = registrations_for(actor_of(request)).select_related(*_FILES)
    file = _file_of(get_object_or_404(rows, pk=professional_id), paper)
    return as_picture(get_object_or_404(PageImage, stored_file=file, page_number=page_number))


def _file_of(professional: ResponsibleProfessional, paper: str) -> StoredFile:
    file: StoredFile | None = getattr(professional, Paper(paper).column) if paper in set(Paper) else None
    if file is None:
        raise Http404
    return file
