"""A kept file as an answer: the original as a download, one page as a picture."""

import logging

from django.http import FileResponse, Http404

from documents.models import PageImage, StoredFile
from documents.storage import open_stored

logger = logging.getLogger(__name__)
_A_WEEK = 7 * 24 * 3600


def as_download(file: StoredFile) -> FileResponse:
    """The original bytes, which no browser ever runs. Raises Http404 when the storage has lost them."""
    try:
        content = open_stored(file.storage_key)
    except FileNotFoundError as error:
        logger.error("stored file %s is not in the storage", file.pk)
        raise Http404 from error
    response = FileResponse(
        content, as_attachment=True, filename=file.label.original_name, content_type=file.media_type
    )
    response["Content-Length"] = str(file.size_bytes)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def as_picture(image: PageImage) -> FileResponse:
    """One page as an image."""
    response = FileResponse(open_stored(image.storage_key), content_type=image.media_type)
    # A stored file never changes, so neither does its picture; only this person's browser may keep it.
    response["Cache-Control"] = f"private, max-age={_A_WEEK}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
