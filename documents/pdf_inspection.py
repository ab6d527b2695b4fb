"""Opens a PDF with qpdf, counts its pages and looks for what could run; works in a confined child."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf
from pikepdf import settings as qpdf_settings

# A few kilobytes of Flate can unfold into gigabytes; nothing this module reads needs more than this.
_DECODED = 16 * 1024 * 1024
qpdf_settings.set_qpdf_limits(
    doc_max_warnings=200,
    parser_max_container_size=200_000,
    flate_max_memory=_DECODED,
    run_length_max_memory=_DECODED,
    png_max_memory=_DECODED,
    tiff_max_memory=_DECODED,
    dct_max_memory=_DECODED,
)

MAX_TREE_DEPTH = 40
MAX_FIELDS = 5_000
# Rebuilding a lost index costs seconds and memory for each megabyte.
REBUILT_BYTES_LIMIT = 16 * 1024 * 1024
RUNNING_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/Rendition", "/GoToE"}


def look_into(file: BinaryIO, *, max_pages: int) -> tuple[dict[str, Any], bytes]:
    """Answer `{"pages": n, "is_running": bool}`, or `{"problem": encrypted | corrupt | too_many_pages}`.

    A PDF that asks for no password to be read is fine, also when its author restricted printing.
    """
    size_bytes = file.seek(0, 2)
    file.seek(0)
    try:
        with pikepdf.open(
            file,
            access_mode=pikepdf.AccessMode.stream,
            attempt_recovery=size_bytes <= REBUILT_BYTES_LIMIT,
            inherit_page_attributes=False,
        ) as pdf:
            found = 0
            is_running = _document_runs(pdf.Root)
            for page in _pages(pdf.Root.Pages):
                found += 1
                if found > max_pages:
                    return {"problem": "too_many_pages"}, b""
                is_running = is_running or _page_runs(page)
    except pikepdf.PasswordError:
        return {"problem": "encrypted"}, b""
    except (
        pikepdf.PdfError,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
        OSError,
        RecursionError,
        MemoryError,
    ):
        return {"problem": "corrupt"}, b""
    return ({"pages": found, "is_running": is_running} if found else {"problem": "corrupt"}), b""


def _pages(root: Any) -> Iterator[Any]:
    """Yield page dictionaries one at a time; a hostile tree is not loaded whole nor followed in circles."""
    seen: set[tuple[int, int]] = set()
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_TREE_DEPTH or not isinstance(node, pikepdf.Dictionary):
            raise ValueError("page tree")
        if "/Kids" not in node:
            yield node
            continue
        if node.objgen in seen:
            raise ValueError("page tree runs in a circle")
        seen.add(node.objgen)
        waiting.extend((node.Kids[index], depth + 1) for index in reversed(range(len(node.Kids))))


def _document_runs(root: Any) -> bool:
    names = root.get("/Names", {})
    has_names = any(_has_entries(names.get(key)) for key in ("/JavaScript", "/EmbeddedFiles"))
    form = root.get("/AcroForm", {})
    return (
        has_names
        or "/Collection" in root
        or "/XFA" in form
        or _runs(root.get("/OpenAction"))
        or _triggers_run(root.get("/AA"))
        or any(_field_runs(field) for field in _fields(form))
    )


def _has_entries(tree: Any) -> bool:
    return isinstance(tree, pikepdf.Dictionary) and any(len(tree.get(key, [])) for key in ("/Names", "/Kids"))


def _fields(form: Any) -> Iterator[Any]:
    waiting = list(form.get("/Fields", []))
    for _ in range(MAX_FIELDS):
        if not waiting:
            return
        field = waiting.pop()
        yield field
        waiting.extend(field.get("/Kids", []))
    raise ValueError("form fields")


def _field_runs(field: Any) -> bool:
    return _runs(field.get("/A")) or _triggers_run(field.get("/AA"))


def _page_runs(page: Any) -> bool:
    if _triggers_run(page.get("/AA")):
        return True
    return any(
        _field_runs(note) or str(note.get("/Subtype", "")) == "/FileAttachment"
        for note in page.get("/Annots", [])
    )


def _triggers_run(triggers: Any) -> bool:
    return isinstance(triggers, pikepdf.Dictionary) and any(_runs(action) for action in triggers.values())


def _runs(action: Any, depth: int = 0) -> bool:
    if not isinstance(action, pikepdf.Dictionary):
        return False
    if depth > MAX_TREE_DEPTH:
        raise ValueError("chain of actions")
    if str(action.get("/S", "")) in RUNNING_ACTIONS:
        return True
    following = action.get("/Next")
    chain = following if isinstance(following, pikepdf.Array) else [following]
    return any(_runs(each, depth + 1) for each in chain)
