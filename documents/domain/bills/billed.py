"""The tables of demand and energy of the second page: registered, contracted and billed, by post."""

import re
from collections.abc import Sequence

from documents.domain.bills import kinds
from documents.domain.bills.demonstrative import SEGMENTS, end_of
from documents.domain.bills.fields import Findings, Reason
from documents.domain.bills.tables import Column, Grid, strays
from documents.domain.bills.words import Run, Sheets

# The word that tells one header from the others; "Faturado" and "Acerto" stand over two columns each.
_HEADERS = {
    "registrado": "registered",
    "reg": "register_fix",
    "acertoreg": "register_fix",
    "data/hora": "moment",
    "fat": "billing_fix",
    "acertofat": "billing_fix",
    "contratado": "contracted",
    "take": "take",
    "ultrapass": "overrun",
    "faturadoultrapass": "overrun",
    "normal": "billed",
    "faturadonormal": "billed",
}
_PRODUCTS = {
    "demandaativa": ("demand", "active"),
    "demandaenergiainterrupt": ("demand", "interrupted"),
    "demandareativaufdr": ("demand", "reactive"),
    "dmcr": ("demand", "dmcr"),
    "demandainjetada": ("demand", "injected"),
    "energiaativa": ("energy", "active"),
    "energiainjetada": ("energy", "injected"),
    "energiareativaufer": ("energy", "reactive"),
    "kvarh": ("energy", "kvarh"),
}
# The order inside a segment; where it goes back, the next segment begins.
_ORDER = {name: number for number, name in enumerate(_PRODUCTS)}
_READ = {
    "demand": ("registered", "contracted", "overrun", "billed"),
    "energy": ("registered", "overrun", "billed"),
}
_SEGMENT_BEFORE = re.compile(r"(hfp/unico|hfp|hp|hr)(?=demanda|energia|dmcr|kvarh)")
HEADER_DEPTH = 2.5


def read_billed(sheets: Sheets, findings: Findings) -> None:
    """Read every table that has a column of registered and one of billed quantities."""
    for anchor in [run for run in sheets if run.key == "registrado"]:
        columns = _columns(sheets, anchor)
        names = [column.name for column in columns]
        if len(set(names)) != len(names) or not {"registered", "billed"} <= set(names):
            continue
        grid = Grid(columns)
        end = _end(sheets, anchor, grid)
        products = _products(sheets, anchor, grid, end)
        tables = {_PRODUCTS[key][0] for _, key, _ in products}
        if len(tables) == 1:
            _take(sheets, findings, grid, products, tables.pop(), end)


def _columns(sheets: Sheets, anchor: Run) -> list[Column]:
    reach = HEADER_DEPTH * anchor.height
    band = sheets.between(anchor.page, anchor.middle - reach, anchor.middle + reach)
    return [Column(_HEADERS[run.key], run.x0, run.x1) for run in band if run.key in _HEADERS]


def _end(sheets: Sheets, anchor: Run, grid: Grid) -> float:
    end = end_of(sheets, anchor, 0, grid.right)
    below = [
        run.place.y0 - HEADER_DEPTH * run.height
        for run in sheets.between(anchor.page, anchor.middle + anchor.height, end)
        if run.key == "registrado"
    ]
    return min([end, *below])


def _products(sheets: Sheets, anchor: Run, grid: Grid, end: float) -> list[tuple[Run, str, str]]:
    """The rows as (run, product, segment written in the same run or "")."""
    rows = []
    for run in sheets.between(anchor.page, anchor.y1, end):
        before = _SEGMENT_BEFORE.match(run.key)
        name = run.key[before.end() :] if before else run.key
        if name in _PRODUCTS and run.x0 < grid.columns[0].x0:
            rows.append((run, name, before[1] if before else ""))
    return rows


def _take(
    sheets: Sheets,
    findings: Findings,
    grid: Grid,
    products: Sequence[tuple[Run, str, str]],
    table: str,
    end: float,
) -> None:
    cells = [[run for run in sheets.row(title) if run.x0 >= title.x1] for title, _, _ in products]
    rows = grid.settle(cells, needed=["registered", "billed"])
    grid.distrust(strays(sheets, [title for title, _, _ in products], cells, segments=SEGMENTS))
    parts: list[list[int]] = []
    for number, (_, name, _) in enumerate(products):
        if not parts or _ORDER[name] <= _ORDER[products[parts[-1][-1]][1]]:
            parts.append([])
        parts[-1].append(number)
    posts = [_segment(sheets, grid, [products[number] for number in part], end) for part in parts]
    for part, post in zip(parts, posts, strict=True):
        if not post:
            continue
        for number in part:
            name = _PRODUCTS[products[number][1]][1]
            for column in _READ[table]:
                code = f"{table}.{post}.{name}.{column}"
                grid.take(findings, rows[number], column, code, kinds.whole)
                if posts.count(post) > 1:
                    findings.refuse(code, Reason.ambiguous, products[number][0])


def _segment(sheets: Sheets, grid: Grid, rows: Sequence[tuple[Run, str, str]], end: float) -> str:
    """The one segment whose name stands beside these rows, or "" when none or several do."""
    top = min(run.place.y0 for run, _, _ in rows)
    bottom = max(run.y1 for run, _, _ in rows)
    left = min(run.x0 for run, _, _ in rows)
    named = {
        SEGMENTS[run.key]
        for run in sheets.between(rows[0][0].page, top, min(bottom, end))
        if run.key in SEGMENTS and run.x0 <= left
    }
    named |= {SEGMENTS[before] for _, _, before in rows if before}
    return named.pop() if len(named) == 1 else ""
