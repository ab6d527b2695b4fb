"""Prints the sheets: the receipt of a filing, the access opinion, and the forms filled in from the answers."""

from urllib.parse import quote

from documents.domain.agreement_sheets import AgreementSheet
from documents.domain.flow_sheet import FlowStudySheet
from documents.domain.form_sheets import FormSheet
from documents.domain.inspection_sheet import InspectionSheet
from documents.domain.ruler_drawing import ruler_svg
from documents.domain.sheets import OpinionSheet, ReceiptSheet
from documents.pdf import render_pdf
from documents.qr import qr_svg_data_uri


def print_receipt(sheet: ReceiptSheet) -> bytes:
    """Return the receipt as PDF; the same sheet gives the same bytes."""
    return render_pdf(
        "pdf/receipt.html",
        {"sheet": sheet, "qr": qr_svg_data_uri(sheet.follow_url)},
        title=f"Comprovante do pedido {sheet.filing_number} – {sheet.portal_name}",
        identifier=f"receipt {sheet.filing_number}",
    )


def print_opinion(sheet: OpinionSheet) -> bytes:
    """Return the opinion as PDF; the same sheet gives the same bytes."""
    return render_pdf(
        "pdf/opinion.html",
        {
            "sheet": sheet,
            "qr": qr_svg_data_uri(sheet.verification_url),
            "ruler": "data:image/svg+xml," + quote(ruler_svg(sheet.ruler)),
        },
        title=f"Parecer {sheet.opinion_number} – pedido {sheet.filing_number} – {sheet.portal_name}",
        identifier=f"opinion {sheet.opinion_number}",
    )


def print_form(sheet: FormSheet, *, identifier: str) -> bytes:
    """Return a filled-in form as PDF; the same sheet gives the same bytes."""
    return render_pdf(
        "pdf/form.html",
        {"sheet": sheet},
        title=f"{sheet.title} – pedido {sheet.filing_number} – {sheet.portal_name}",
        identifier=f"{identifier} {sheet.filing_number}",
    )


def print_agreement(sheet: AgreementSheet) -> bytes:
    """Return a contract or agreement as PDF; the same sheet gives the same bytes."""
    return render_pdf(
        "pdf/agreement.html",
        {"sheet": sheet},
        title=f"{sheet.title} – parecer {sheet.opinion_number} – {sheet.portal_name}",
        identifier=f"{sheet.kind} {sheet.version} {sheet.opinion_number}",
    )


def print_inspection(sheet: InspectionSheet) -> bytes:
    """Return the report of a failed inspection as PDF; the same sheet gives the same bytes."""
    return render_pdf(
        "pdf/inspection.html",
        {"sheet": sheet},
        title=f"Relatório da {sheet.number}ª vistoria – pedido {sheet.filing_number} – {sheet.portal_name}",
        identifier=f"inspection {sheet.number} {sheet.filing_number}",
    )


def print_flow_study(sheet: FlowStudySheet) -> bytes:
    """Return a study of reverse flow as PDF; the same sheet gives the same bytes."""
    return render_pdf(
        "pdf/flow_study.html",
        {"sheet": sheet},
        title=f"Estudo de inversão de fluxo {sheet.number} – pedido {sheet.filing_number} – {sheet.portal_name}",
        identifier=f"flow study {sheet.number} {sheet.filing_number}",
    )
