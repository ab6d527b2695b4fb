"""The library for anybody: the documents by kind, one document with its versions, and the files."""

from http import HTTPStatus

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.models import LibraryDocument, LibraryVersion
from documents.services.library import Shelf, shelf_of, shelves
from documents.views.file_answers import as_download
from eligibility.forms.guidance_search import GuidanceSearchForm
from portal.accounts.roles import Role
from portal.http import public

_HUB = ("Ferramentas e guias", "/ferramentas")
KIND_TITLES = {
    LibraryDocument.Kind.NORM: "Normas",
    LibraryDocument.Kind.MANUAL: "Manuais",
    LibraryDocument.Kind.MODEL: "Modelos de documentos",
}


@public
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Every document by kind, or those that hold the words of `?q=`."""
    form = GuidanceSearchForm(request.GET if "q" in request.GET else None)
    found = shelves(timezone.localdate(), query=form.query)
    context = {
        "form": form,
        "query": form.query,
        "count": len(found),
        "groups": [
            {"kind": kind, "title": title, "shelves": of_kind}
            for kind, title in KIND_TITLES.items()
            if (of_kind := [shelf for shelf in found if shelf.document.kind == kind])
        ],
        "crumbs": [_HUB],
    }
    return render(request, "documents/library/list.html", context, status=422 if form.errors else 200)


@public
@require_safe
def library_document(request: HttpRequest, library_slug: str) -> HttpResponse:
    """One document with every version; 410 with the reason when it was withdrawn."""
    shelf = shelf_or_404(library_slug)
    context = {
        "shelf": shelf,
        "document": shelf.document,
        "crumbs": [_HUB, ("Normas, manuais e modelos", reverse("library"))],
    }
    status = HTTPStatus.GONE if shelf.document.withdrawn_at else HTTPStatus.OK
    return render(request, "documents/library/document.html", context, status=status)


@public
@require_safe
def library_file(request: HttpRequest, library_slug: str, number: int) -> FileResponse:
    """The PDF of one version; of a withdrawn document only for admins."""
    versions = LibraryVersion.objects.select_related("document", "stored_file__label")
    version = get_object_or_404(versions, document__slug=library_slug, number=number)
    actor = getattr(request, "actor", None)
    if version.document.withdrawn_at is not None and (actor is None or actor.role is not Role.ADMIN):
        raise Http404
    return as_download(version.stored_file)


def shelf_or_404(library_slug: str) -> Shelf:
    """One document as of today. Raises Http404."""
    try:
        return shelf_of(library_slug, timezone.localdate())
    except LibraryDocument.DoesNotExist as error:
        raise Http404 from error
