"""Checks that a PDF of ours can be read by everybody: language, tags, title, alternative text, fonts, no script.

It looks for what PDF/UA-1 (ISO 14289-1) asks of such documents and a machine can tell; it is no full validator.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf

UA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"
HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
ROOT_SCRIPT_KEYS = ("/OpenAction", "/AA")
FONT_FILE_KEYS = ("/FontFile", "/FontFile2", "/FontFile3")


def check_pdf(source: Path | bytes) -> list[str]:
    """Return what is wrong, in English for developers; an empty list when nothing is."""
    with pikepdf.open(BytesIO(source) if isinstance(source, bytes) else source) as pdf:
        return [*_document_problems(pdf), *_tag_problems(pdf), *_font_problems(pdf), *_script_problems(pdf)]


def _document_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if str(root.get("/Lang", "")) != "pt-BR":
        yield f"language is {str(root.get('/Lang', ''))!r}, not pt-BR"
    if not str(pdf.docinfo.get("/Title", "")).strip():
        yield "no title"
    if not root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False):
        yield "the window does not show the title"
    with pdf.open_metadata() as metadata:
        if str(metadata.get(f"{{{UA_NAMESPACE}}}part", "")) != "1":
            yield "no PDF/UA-1 mark"
        if not metadata.get("dc:title"):
            yield "no title in the metadata"


def _tag_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if "/StructTreeRoot" not in root:
        yield "no tags"
        return
    if not root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False):
        yield "not marked as tagged"
    kinds: list[str] = []
    for element in _elements(root.StructTreeRoot.K):
        kind = str(element.get("/S", ""))
        kinds.append(kind)
        if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "a figure without alternative text"
        if kind == "/Table" and not any(str(e.get("/S", "")) == "/TH" for e in _elements(element.get("/K"))):
            yield "a table without header cells"
    if kinds.count("/H1") != 1:
        yield f"{kinds.count('/H1')} main headings"
    levels = [HEADINGS.index(kind) + 1 for kind in kinds if kind in HEADINGS]
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "a heading level is skipped"
    for number, page in enumerate(pdf.pages, start=1):
        if "/StructParents" not in page.obj:
            yield f"page {number} is outside the tags"


def _elements(node: Any) -> Iterator[Any]:
    """Yield every structure element below a node, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from _elements(node.get("/K"))


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every font, also one written straight into the resources of a page or a form."""
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary) and str(found.get("/Type", "")) == "/Font":
            yield found
        if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            resources: Any = found.get("/Resources", pikepdf.Dictionary())
            yield from (font for font in resources.get("/Font", {}).values() if not font.is_indirect)


def _font_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    for font in _fonts(pdf):
        if str(font.get("/Subtype", "")) in ("/Type0", "/Type3"):
            # The first delegates to a descendant that is checked itself, the second draws its own glyphs.
            continue
        descriptor: Any = font.get("/FontDescriptor", {})
        if not any(key in descriptor for key in FONT_FILE_KEYS):
            yield f"font {font.get('/BaseFont', '?')} is not embedded"


def _script_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    for key in ROOT_SCRIPT_KEYS:
        if key in root:
            yield f"{key} in the catalogue"
    for key in ("/JavaScript", "/EmbeddedFiles"):
        if key in root.get("/Names", {}):
            yield f"{key} in the names"
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary) and str(found.get("/S", "")) in ("/JavaScript", "/Launch"):
            yield f"an action {found.S}"
