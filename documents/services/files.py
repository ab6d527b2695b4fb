"""Keep a file for good: bytes to the storage, facts to the table, pages to the worker."""

import hashlib
import uuid
from io import BytesIO
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from documents.domain.file_types import FileType
from documents.inspection import InspectedFile, inspect_upload
from documents.models import FileLabel, StoredFile
from documents.storage import put
from portal.outbox.effects import enqueue

PAGES_PER_EFFECT = 20


def _key(purpose: str, suffix: str) -> str:
    return f"{purpose}/{timezone.now():%Y/%m}/{uuid.uuid4().hex}{suffix}"


def keep_upload(
    *,
    file: BinaryIO,
    original_name: str,
    accepted: frozenset[FileType],
    max_bytes: int,
    max_pages: int,
    stored_by_id: int | None,
    replaces: StoredFile | None = None,
    field: str | None = None,
) -> StoredFile:
    """Inspect and keep an uploaded file; a holder, who has no account, gives None. Raises Refused with the cause (empty, size, type, password, pages…)."""
    inspected: InspectedFile = inspect_upload(
        file,
        declared_name=original_name,
        accepted=accepted,
        max_bytes=max_bytes,
        max_pages=max_pages,
        field=field,
    )
    return keep_inspected(
        file=file,
        inspected=inspected,
        original_name=original_name,
        stored_by_id=stored_by_id,
        replaces=replaces,
    )


def keep_inspected(
    *,
    file: BinaryIO,
    inspected: InspectedFile,
    original_name: str,
    stored_by_id: int | None,
    replaces: StoredFile | None = None,
    purpose: StoredFile.Purpose = StoredFile.Purpose.UPLOAD,
) -> StoredFile:
    """Keep a file that was inspected just now: bytes, facts and name; an upload's pages are drawn by the worker."""
    key = _key(purpose.value, f".{inspected.file_type.value}")
    put(key, file)
    with transaction.atomic():
        stored = StoredFile.objects.create(
            purpose=purpose,
            storage_key=key,
            sha256=inspected.sha256,
            size_bytes=inspected.size_bytes,
            media_type=inspected.media_type,
            page_count=inspected.page_count,
            stored_by_id=stored_by_id,
            replaces=replaces,
        )
        FileLabel.objects.create(stored_file=stored, original_name=original_name[-255:])
        if purpose is StoredFile.Purpose.UPLOAD:
            _draw_pages(stored)
    return stored


def _draw_pages(stored: StoredFile) -> None:
    for first in range(1, stored.page_count + 1, PAGES_PER_EFFECT):
        enqueue(
            "documents.render_pages",
            key=f"pages:{stored.pk}:{first}",
            payload={"stored_file_id": stored.pk, "first": first},
        )


def keep_rendered(
    *, purpose: StoredFile.Purpose, content: bytes, page_count: int, original_name: str = ""
) -> StoredFile:
    """Keep a PDF that the portal made itself. The row decides; bytes of a rolled-back try are never pointed at.

    With a name it stands among the documents of a request: it is labelled and its pages are drawn.
    """
    key = _key(purpose.value, ".pdf")
    put(key, BytesIO(content))
    with transaction.atomic():
        stored = StoredFile.objects.create(
            purpose=purpose,
            storage_key=key,
            sha256=hashlib.sha256(content).hexdigest(),
            size_bytes=len(content),
            media_type="application/pdf",
            page_count=page_count,
        )
        if original_name:
            FileLabel.objects.create(stored_file=stored, original_name=original_name)
            _draw_pages(stored)
    return stored
