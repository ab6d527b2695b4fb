"""The files of a project: the original as a download, a page as a picture, to whoever may see the request."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from documents.models import PageImage, StoredFile
from documents.views.file_answers import as_download, as_picture
from portal.http import actor_of, for_roles
from requests_app.models import SubstationProjectFile
from requests_app.queries import visible_to
from requests_app.views.case.summary import READERS


@for_roles(*READERS)
@require_GET
def project_file(request: HttpRequest, filing_number: str, public_id: UUID) -> FileResponse:
    """The original bytes; 404 for a file of another request."""
    return as_download(_file(request, filing_number, public_id))


@for_roles(*READERS)
@require_GET
def project_page(
    request: HttpRequest, filing_number: str, public_id: UUID, page_number: int
) -> HttpResponseBase:
    """One page as a picture; 404 while the worker has not drawn it."""
    stored = _file(request, filing_number, public_id)
    return as_picture(get_object_or_404(PageImage, stored_file=stored, page_number=page_number))


def _file(request: HttpRequest, filing_number: str, public_id: UUID) -> StoredFile:
    seen = visible_to(actor_of(request)).filter(filing_number=filing_number)
    rows = SubstationProjectFile.objects.filter(project__access_request__in=seen)
    return get_object_or_404(
        StoredFile.objects.select_related("label").filter(project_files__in=rows).distinct(),
        public_id=public_id,
    )
