"""The opinion's PDF against WeasyPrint alone on the same HTML, and the memory of a process that prints many."""

import ctypes
import gc
from pathlib import Path
from unittest.mock import patch

from bench.row import Row, median_pair_ms
from documents import pdf
from documents.printing import print_opinion
from tests.sheets import opinion_sheet

RUNS, EARLY, LATE = 15, 20, 120


def rows(database_url: str) -> list[Row]:
    """Two rows; runs in a process that has printed nothing before."""
    sheet = opinion_sheet()
    for _ in range(EARLY):
        print_opinion(sheet)
    early = _resident_mb()
    for _ in range(LATE - EARLY):
        print_opinion(sheet)
    late = _resident_mb()

    with patch("documents.pdf.html_to_pdf", wraps=pdf.html_to_pdf) as rendered:
        print_opinion(sheet)
    html = rendered.call_args.args[0]
    warm, floor = median_pair_ms(lambda: print_opinion(sheet), lambda: _weasyprint_alone(html), RUNS)
    return [
        Row("opinion PDF in a warm process, against WeasyPrint alone", warm, floor, "ms", 1.3),
        Row(f"memory after opinion {LATE}, against after opinion {EARLY}", late, early, "MB", 1.1),
    ]


def _weasyprint_alone(html: str) -> bytes:
    """The renderer with what it may keep between documents: parsed stylesheet and fonts."""
    from weasyprint import HTML

    fetcher, fonts, stylesheet = pdf._kept()
    document = HTML(string=html, url_fetcher=fetcher)
    content: bytes = document.write_pdf(
        stylesheets=[stylesheet], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=b"bench"
    )
    return content


def _resident_mb() -> float:
    """What the process really holds: after collecting, and without freed memory that the C library keeps."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6
