"""Pictures of document pages, for whoever may see the request they belong to."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from documents.models import PageImage
from documents.views.file_answers import as_picture
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles
from requests_app.queries import visible_to


@for_roles(Role.TECHNICIAN, Role.ANALYST, Role.SUPERVISOR)
@require_GET
def page_image(request: HttpRequest, public_id: UUID, page_number: int) -> HttpResponseBase:
    """One page as an image; 404 for somebody else's file and for a page the worker has not drawn yet."""
    image = get_object_or_404(
        PageImage.objects.filter(
            stored_file__attachment__access_request__in=visible_to(actor_of(request))
        ).distinct(),
        stored_file__public_id=public_id,
        page_number=page_number,
    )
    return as_picture(image)
