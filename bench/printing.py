"""The opinion's PDF against WeasyPrint alone on the same HTML, and the memory of a worker that prints many."""

import gc
import os

from bench.row import Row, median_pair_ms
from documents.pdf import _kept
from documents.printing import print_opinion
from tests.sheets import opinion_sheet

RUNS, EARLY, LATE = 15, 20, 120


def _resident_mb() -> float:
    gc.collect()
    with open(f"/proc/{os.getpid()}/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def rows() -> list[Row]:
    """Two rows; runs in a process that has done nothing else."""
    from urllib.parse import quote

    from django.template.loader import render_to_string
    from weasyprint import CSS, HTML

    from documents.domain.ruler_drawing import ruler_svg
    from documents.qr import qr_svg_data_uri

    sheet = opinion_sheet()
    html = render_to_string(
        "pdf/opinion.html",
        {
            "sheet": sheet,
            "qr": qr_svg_data_uri(sheet.verification_url),
            "ruler": "data:image/svg+xml," + quote(ruler_svg(sheet.ruler)),
            "title": "Parecer",
        },
    )
    fetcher, fonts, stylesheet = _kept()
    assert isinstance(stylesheet, CSS)

    def alone() -> bytes:
        document = HTML(string=html, url_fetcher=fetcher)
        content: bytes = document.write_pdf(
            stylesheets=[stylesheet], font_config=fonts, pdf_variant="pdf/ua-1"
        )
        return content

    warm, floor = median_pair_ms(lambda: print_opinion(sheet), alone, RUNS)
    printed = 2 * (RUNS + 3)
    early = _resident_mb()
    for _ in range(LATE - EARLY):
        print_opinion(sheet)
        printed += 1
    return [
        Row("opinion PDF in a warm worker, against WeasyPrint alone", warm, floor, "ms", 1.3),
        Row(
            f"memory after {LATE - EARLY} more opinions, against before them",
            _resident_mb(),
            early,
            "MB",
            1.1,
        ),
    ]
