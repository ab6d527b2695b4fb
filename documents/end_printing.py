"""Prints the receipt of an end."""

from documents.domain.end_sheet import EndSheet
from documents.pdf import render_pdf


def print_end(sheet: EndSheet) -> bytes:
    """Return the receipt as PDF; the same sheet gives the same bytes."""
    return render_pdf(
        "pdf/end.html",
        {"sheet": sheet},
        title=f"Comprovante de {sheet.slug} do pedido {sheet.filing_number} – {sheet.portal_name}",
        identifier=f"end {sheet.slug} {sheet.filing_number} {sheet.ended_at.isoformat()}",
    )
