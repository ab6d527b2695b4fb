"""What the worker does with files: pictures of pages, a few at a time."""

from contextlib import suppress
from io import BytesIO

from django.db import IntegrityError, transaction

from documents.models import PageImage, StoredFile
from documents.page_images import PageUnreadableError, render_page
from documents.services.files import PAGES_PER_EFFECT
from documents.services.readings import read_file
from documents.storage import open_stored, put
from portal.outbox.effects import Payload, carries_out


@carries_out("documents.render_pages", can_wait=True)
def render_pages(payload: Payload) -> None:
    """Make the pictures of up to twenty pages that have none yet; running twice changes nothing.

    With the first pages the file's numbers are read too.
    """
    stored = StoredFile.objects.get(pk=payload["stored_file_id"])
    first = int(payload["first"])
    last = min(first + PAGES_PER_EFFECT - 1, stored.page_count)
    done = set(stored.page_images.values_list("page_number", flat=True))
    with open_stored(stored.storage_key) as source:
        if first == 1:
            read_file(stored, source)
        for number in range(first, last + 1):
            if number in done:
                continue
            try:
                page = render_page(source, number)
            except PageUnreadableError:
                continue  # the analyst is told that this page has no picture and opens the original
            key = f"pages/{stored.public_id}/{number}-{page.width}.webp"
            with suppress(FileExistsError):  # a killed try left the same picture under the same name
                put(key, BytesIO(page.content))
            try:
                with transaction.atomic():
                    PageImage.objects.create(
                        stored_file=stored,
                        page_number=number,
                        storage_key=key,
                        media_type=page.media_type,
                        width=page.width,
                        height=page.height,
                    )
            except IntegrityError:
                continue  # another worker was faster
