"""Typesets a bill from its truth with WeasyPrint, and tells which drawn text belongs to which field.

Two designs that share no rule of style: ruled tables with headings above, and open columns with labels beside. In both, fonts, sizes,
alignments, order of blocks and of columns come from a `Style`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from tests.bills.truths import Truth

PT = 0.75
"""Points in a CSS pixel."""


@dataclass(frozen=True)
class Style:
    """How one bill is set."""

    font: str = "Liberation Sans"
    size: float = 6.5
    numbers: str = "right"
    headers: str = "center"
    padding: float = 4.0
    is_open: bool = False
    posts: tuple[str, str, str] = ("hfp", "hp", "hr")
    demand_first: bool = True
    hp_first: bool = True
    blocks_front: tuple[str, ...] = ("class", "items", "middle", "lower")
    blocks_second: tuple[str, ...] = ("head", "readings", "demand", "energy", "last")
    values_below: bool = True
    narrow: bool = False
    one_page: bool = False


@dataclass(frozen=True)
class Piece:
    """A drawn text: where (points, page from 1), and which field, label and block it is of; empty when of none."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    field: str
    label: str
    block: str


def tag(text: str, *, field: str = "", label: str = "", block: str = "") -> str:
    """One text of the bill with its marks."""
    if not text:
        return ""
    return f'<span data-f="{field}" data-l="{label}" data-b="{block}">{escape(text)}</span>'


def page_style(style: Style) -> str:
    """The stylesheet of a bill."""
    line = "none" if style.is_open else "0.4pt solid #888"
    return f"""
    @page {{ size: 210mm {420 if style.one_page else 297}mm; margin: 9mm 8mm }}
    body {{ font-family: "{style.font}"; font-size: {style.size}pt; line-height: 1.35 }}
    table {{ border-collapse: collapse; width: {"72%" if style.narrow else "100%"}; margin-bottom: 5pt }}
    td, th {{ border: {line}; padding: 1pt {style.padding}pt; font-weight: normal; vertical-align: middle; text-align: left }}
    th {{ text-align: {style.headers} }}
    td.n {{ text-align: {style.numbers} }}
    h2 {{ font-size: 1.15em; margin: 3pt 0 2pt; font-weight: {"normal" if style.is_open else "bold"} }}
    .side {{ display: flex; gap: 22pt; align-items: flex-start; margin-bottom: 4pt }}
    .side > div {{ flex: 1 1 auto }}
    .second {{ break-before: {"auto" if style.one_page else "page"} }}
    p {{ margin: 1pt 0 }}
    span {{ white-space: nowrap }}
    """


def render(body: str, style: Style) -> tuple[bytes, list[Piece]]:
    """The PDF and the places of its marked texts."""
    from weasyprint import CSS, HTML

    document = HTML(string=f'<html lang="pt-BR"><body>{body}</body></html>').render(
        stylesheets=[CSS(string=page_style(style))]
    )
    pieces = [
        piece
        for number, page in enumerate(document.pages, start=1)
        for piece in _pieces(page._page_box, number)
    ]
    content: bytes = document.write_pdf()
    return content, pieces


def _pieces(box: Any, page: int) -> Iterator[Piece]:
    if hasattr(box, "text") and box.element is not None and box.element.get("data-b") is not None:
        element = box.element
        yield Piece(
            page,
            box.position_x * PT,
            box.position_y * PT,
            (box.position_x + box.width) * PT,
            (box.position_y + box.height) * PT,
            element.get("data-f"),
            element.get("data-l"),
            element.get("data-b"),
        )
    for child in getattr(box, "children", ()):
        yield from _pieces(child, page)


def front(truth: Truth, style: Style, middle: dict[str, str]) -> str:
    """The first page: numbers and month, then the blocks in the order of the style."""
    blocks = {"class": _class_row(truth, style), **middle}
    return _numbers(truth, style) + "".join(blocks[name] for name in style.blocks_front if name in blocks)


def pair(text: str, value: str, style: Style, *, label: str, field: str, block: str) -> str:
    """A label and its value, beside it or below."""
    parts = tag(text, label=label, block=block), tag(value, field=field, block=block)
    if style.values_below:
        return f"<div><p>{parts[0]}</p><p>{parts[1] or '&nbsp;'}</p></div>"
    return f'<div><p>{parts[0]}<span style="padding-left: 12pt">{parts[1]}</span></p></div>'


def _numbers(truth: Truth, style: Style) -> str:
    noise = tag("DOCUMENTO AUXILIAR DA NOTA FISCAL DE ENERGIA ELÉTRICA ELETRÔNICA", block="top")
    pairs = [
        pair(
            "Nº DO CLIENTE",
            truth["client_number"],
            style,
            label="client_number",
            field="client_number",
            block="who",
        ),
        pair(
            "Nº DA INSTALAÇÃO",
            truth["installation"],
            style,
            label="installation",
            field="installation",
            block="who",
        ),
        pair(
            "Referente a",
            truth["reference_month"],
            style,
            label="reference_month",
            field="reference_month",
            block="who",
        ),
        pair("Vencimento", "15/03/2023", style, label="", field="", block="who"),
        pair("Valor a pagar (R$)", "123.456,78", style, label="", field="", block="who"),
    ]
    address = tag("NOME DO CLIENTE", block="top") + "<br>" + tag("ENDEREÇO DA INSTALAÇÃO 9999", block="top")
    return f'<p>{noise}</p><p>{address}</p><div class="side">{"".join(pairs)}</div>'


def _class_row(truth: Truth, style: Style) -> str:
    def head(text: str, label: str) -> str:
        return tag(text, label=label, block="class")

    def cell(code: str) -> str:
        return f"<td>{tag(truth[code], field=code, block='class')}</td>"

    return f"""<table>
    <tr><th rowspan=2>{head("Classe", "consumer_class")}</th><th rowspan=2>{
        head("Subclasse", "subclass")
    }</th>
    <th rowspan=2>{head("Modalidade Tarifária", "modality")}</th><th colspan=4>{
        head("Datas de Leitura", "")
    }</th></tr>
    <tr><th>{head("Anterior", "previous_reading")}</th><th>{head("Atual", "current_reading")}</th>
    <th>{head("Nº de dias", "days")}</th><th>{head("Próxima", "next_reading")}</th></tr>
    <tr>{
        "".join(
            cell(code)
            for code in (
                "consumer_class",
                "subclass",
                "modality",
                "previous_reading",
                "current_reading",
                "days",
                "next_reading",
            )
        )
    }</tr></table>"""
