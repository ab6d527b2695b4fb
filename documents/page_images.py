"""Pages of stored documents as images, so that no foreign PDF runs in anybody's browser.

Meant for a worker: each call costs a child process, about a tenth of a second. One page is in memory.
"""

from dataclasses import dataclass

from documents import confined
from documents.confined import Source


class PageUnreadableError(Exception):
    """The page does not exist or cannot be drawn within bounds; the original can still be downloaded."""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """One page as an image; `width` and `height` in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


def page_count(source: Source) -> int:
    """Count the pages of a PDF; an image is one page. Raises PageUnreadableError."""
    facts, _ = _ask("count", source)
    return int(facts["pages"])


def render_page(
    source: Source, page_number: int, *, width_px: int = 1240, cpu_seconds: int = confined.CPU_SECONDS
) -> RenderedPage:
    """Draw one page (the first is 1) as WebP, at most `width_px` wide. Raises PageUnreadableError.

    A page more than four times as high as wide is drawn narrower, so no page costs more than a fixed memory.
    """
    facts, content = _ask("draw", source, page_number=page_number, width_px=width_px, cpu_seconds=cpu_seconds)
    return RenderedPage(content, "image/webp", int(facts["width"]), int(facts["height"]))


def page_text(source: Source, page_number: int) -> str:
    """Return the text of one PDF page, at most 20,000 characters; a photo or a scan has none."""
    facts, _ = _ask("read_text", source, page_number=page_number)
    return str(facts["text"])


def _ask(work: str, source: Source, **options: int) -> confined.Answer:
    try:
        return confined.run(f"page_drawing:{work}", source, **options)
    except confined.ConfinementError as failure:
        raise PageUnreadableError(str(failure)) from failure
