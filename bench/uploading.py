"""A 50 MB upload and a 500-page PDF through a real web process and a real worker: how far any process grows."""

import http.client
import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

from bench.fill import filled_draft
from bench.memory import Family
from bench.row import Row
from bench.serving import cookie_of, folder_of_its_own, portal, wait_until
from documents.models import PageImage, StoredFile
from portal.accounts.models import User
from portal.outbox.models import OutboxRow
from tests.factories import make_technician, publish_checklist
from tests.files import heavy_pdf_bytes, noise_jpg_bytes, pdf_bytes

ALLOWED_MB = 64
SLOT = "design_report"
SLOT_BYTES, SLOT_PAGES = 50 * 1024 * 1024, 500
HEAVY_PAGES = 8
WATCHED_SECONDS, LEAST_DRAWN = 45, 40
_BOUNDARY = "----the-bench-sends-one-file"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def rows(database_url: str) -> list[Row]:
    """A row for each large file and each kind of process; needs an empty committing database."""
    publish_checklist()
    user = make_technician()
    draft = filled_draft(user)
    with (
        folder_of_its_own() as folder,
        portal(
            folder, database_url, "web", "worker", PORTAL_WEB_PROCESSES="1", PORTAL_WORKER_PROCESSES="1"
        ) as served,
        Family(*(child.pid for child in served.children.values())) as family,
    ):

        def send(content: bytes) -> None:
            _upload(served.url, user, draft.public_id, content)
            _watch_the_drawing()

        # Every module that these paths load late is part of idle.
        for small in (pdf_bytes(2), noise_jpg_bytes(300, 200), pdf_bytes(3)):
            send(small)
        heavy = _growth(family, lambda: send(heavy_pdf_bytes(HEAVY_PAGES, SLOT_BYTES - 200_000)))
        long = _growth(family, lambda: send(heavy_pdf_bytes(SLOT_PAGES, 10_000_000)))
    drawn = _drawn_of_newest()
    return [
        *(
            Row(f"{title}: {_NAMES.get(kind, kind)}", grown, ALLOWED_MB, "MB", 1)
            for title, found in (("50 MB upload", heavy), ("500-page PDF", long))
            for kind, grown in sorted(found.items())
        ),
        Row(
            "500-page PDF: pages drawn while watched",
            drawn,
            SLOT_PAGES,
            "pages",
            LEAST_DRAWN / SLOT_PAGES,
            True,
        ),
    ]


_NAMES = {
    "process": "worst of web, worker and their pools",
    "pdf_inspection:look_into": "child that inspects it",
    "page_drawing:draw": "child that draws a page",
}


def _growth(family: Family, work: Callable[[], None]) -> dict[str, float]:
    family.learn()
    work()
    return family.growth_mb()


def _watch_the_drawing() -> None:
    """Until every page is drawn, or enough for a while: each is a child of its own, so later ones tell no more."""

    def is_seen() -> bool:
        if not OutboxRow.objects.filter(kind="documents.render_pages", done_at=None).exists():
            return True
        return time.monotonic() > ends_at and _drawn_of_newest() >= LEAST_DRAWN

    ends_at = time.monotonic() + WATCHED_SECONDS
    wait_until(is_seen, "the worker draws too few pages", seconds=5 * WATCHED_SECONDS)


def _drawn_of_newest() -> int:
    return PageImage.objects.filter(stored_file=StoredFile.objects.latest("pk")).count()


def _upload(url: str, user: User, public_id: UUID, content: bytes) -> None:
    """Send one file into a slot of the draft as a browser does. Raises RuntimeError when it is not kept."""
    parts = urlsplit(url)
    address = f"/rascunhos/{public_id}/documentos"
    cookie = cookie_of(user)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=300)
    connection.request("GET", address, headers={"Cookie": cookie})
    form = connection.getresponse()
    page = form.read().decode()
    token = _TOKEN.search(page)
    given = re.match(r"csrftoken=\w+", form.getheader("Set-Cookie") or "")
    if form.status != 200 or token is None or given is None:
        raise RuntimeError(f"no form: {form.status}")
    kind, name = (
        ("image/jpeg", "foto.jpg") if content[:2] == b"\xff\xd8" else ("application/pdf", "memorial.pdf")
    )
    head = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token[1]}\r\n'
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file_{SLOT}"; filename="{name}"\r\n'
        f"Content-Type: {kind}\r\n\r\n"
    )
    connection.request(
        "POST",
        address,
        body=head.encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode(),
        headers={
            "Cookie": f"{cookie}; {given[0]}",
            "Origin": url,
            "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
        },
    )
    answer = connection.getresponse()
    said = answer.read().decode(errors="replace")
    connection.close()
    if answer.status != 302:
        raise RuntimeError(f"the file of {len(content)} bytes was not kept: {answer.status}\n{said[-3000:]}")
