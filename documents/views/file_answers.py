"""A kept file as an answer: the original as a download, one page as a picture, a paper of ours to read."""

import logging
from typing import IO, Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from documents.models import PageImage, StoredFile
from documents.storage import open_stored

logger = logging.getLogger(__name__)
_A_WEEK = 7 * 24 * 3600


def as_download(file: StoredFile) -> FileResponse:
    """The original bytes, which no browser ever runs. Raises Http404 when the storage has lost them."""
    response = FileResponse(
        _opened(file), as_attachment=True, filename=file.label.original_name, content_type=file.media_type
    )
    response["Content-Length"] = str(file.size_bytes)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def as_paper(file: StoredFile, name: str) -> FileResponse:
    """A PDF that the portal made, to read in the browser. Raises Http404 when the storage has lost it."""
    response = FileResponse(_opened(file), content_type="application/pdf", filename=name)
    response["Content-Length"] = str(file.size_bytes)
    response["Cache-Control"] = "private, no-store"
    return response


def being_made(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """What is said while the worker still makes a paper: 202, and when to ask again."""
    answer = render(request, template, context, status=202)
    answer["Retry-After"] = "10"
    answer["Cache-Control"] = "private, no-store"
    return answer


def as_picture(image: PageImage) -> FileResponse:
    """One page as an image."""
    response = FileResponse(open_stored(image.storage_key), content_type=image.media_type)
    # A stored file never changes, so neither does its picture; only this person's browser may keep it.
    response["Cache-Control"] = f"private, max-age={_A_WEEK}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _opened(file: StoredFile) -> IO[bytes]:
    try:
        return open_stored(file.storage_key)
    except FileNotFoundError as error:
        logger.error("stored file %s is not in the storage", file.pk)
        raise Http404 from error
