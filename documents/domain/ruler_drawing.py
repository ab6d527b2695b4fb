"""Draws the ruler of days as an SVG picture for paper: full days, hatched pauses, empty days to come."""

from datetime import date
from html import escape

from documents.domain.sheet_parts import CellState, RulerCell
from documents.domain.sheet_wording import SHORT_WEEKDAYS

CELLS_PER_LINE = 17
CELL_WIDTH = 29
LINE_HEIGHT = 72
INK = "#10272e"
INK_2 = "#3f5257"
PETROL = "#0b4f5c"
RED = "#9c2a1e"
RULE = "#7b8686"

_HATCH = (
    f'<pattern id="parado" width="5" height="5" patternUnits="userSpaceOnUse">'
    f'<path d="M-1 1 1-1M0 5 5 0M4 6 6 4" stroke="{RULE}" stroke-width=".9"/></pattern>'
)
_FILLS = {CellState.RUN: PETROL, CellState.LATE: RED, CellState.PAUSE: "url(#parado)"}


def ruler_svg(cells: tuple[RulerCell, ...]) -> str:
    """Return the whole SVG document; 17 days a line, so that a day is ten millimetres wide on A4.

    It carries no text for readers who cannot see it: the page gives it as the image's alternative text.
    """
    lines = [cells[start : start + CELLS_PER_LINE] for start in range(0, len(cells), CELLS_PER_LINE)]
    # A short ruler keeps the scale of a long one: a day is a day.
    width, height = CELLS_PER_LINE * CELL_WIDTH, len(lines) * LINE_HEIGHT
    body = "".join(_line(line, index * LINE_HEIGHT) for index, line in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-family="Source Sans 3" font-size="11" text-anchor="middle" fill="{INK}">'
        f"<defs>{_HATCH}</defs>{body}</svg>"
    )


def _line(cells: tuple[RulerCell, ...], top: int) -> str:
    drawn = "".join(
        _cell(cell, column * CELL_WIDTH, top, is_first=column == 0) for column, cell in enumerate(cells)
    )
    end = len(cells) * CELL_WIDTH
    return f'{drawn}<path d="M0 {top + 38.5}H{end}" stroke="{INK}"/>'


def _cell(cell: RulerCell, left: int, top: int, *, is_first: bool) -> str:
    middle = left + CELL_WIDTH / 2
    parts = [_box(cell, left, top)]
    if cell.number is not None or cell.state is CellState.FILED:
        is_full = cell.state in (CellState.RUN, CellState.LATE)
        look = 'fill="#fff" font-weight="700"' if is_full else f'fill="{INK_2}"'
        parts.append(f'<text x="{middle}" y="{top + 30}" {look}>{cell.number or 0}</text>')
    tick = 46 if cell.on.weekday() == 0 else 42
    parts.append(f'<path d="M{left} {top + 39}V{top + tick}" stroke="{INK}" stroke-width=".6"/>')
    parts.append(f'<text x="{middle}" y="{top + 54}" font-size="9">{_date(cell.on)}</text>')
    weekday = SHORT_WEEKDAYS[cell.on.weekday()]
    parts.append(f'<text x="{middle}" y="{top + 64}" font-size="8" fill="{INK_2}">{weekday}</text>')
    if cell.flag:
        parts.append(_flag(cell.flag, left, top, is_first=is_first, is_last=cell.is_due))
    return "".join(parts)


def _box(cell: RulerCell, left: int, top: int) -> str:
    right = left + CELL_WIDTH
    drawn = ""
    if cell.state in _FILLS:
        drawn = (
            f'<rect x="{left + 0.5}" y="{top + 14}" width="{CELL_WIDTH - 1}" height="24" '
            f'fill="{_FILLS[cell.state]}"/>'
        )
    elif cell.state is CellState.AHEAD:
        drawn = (
            f'<rect x="{left + 1}" y="{top + 14.5}" width="{CELL_WIDTH - 2}" height="23" '
            f'fill="#fff" stroke="{RULE}" stroke-width=".75"/>'
        )
    else:
        drawn = f'<path d="M{left} {top + 38}H{right}" stroke="{INK}" stroke-dasharray="1 2"/>'
    if cell.state is CellState.FILED:
        drawn += f'<path d="M{left + 1.5} {top + 14}V{top + 38}" stroke="{INK}" stroke-width="3"/>'
    if cell.is_due:
        drawn += f'<path d="M{right - 1.5} {top + 14}V{top + 38}" stroke="{INK}" stroke-width="3"/>'
    return drawn


def _flag(text: str, left: int, top: int, *, is_first: bool, is_last: bool) -> str:
    place, anchor = left + CELL_WIDTH / 2, "middle"
    if is_last:
        place, anchor = left + CELL_WIDTH, "end"
    elif is_first:
        place, anchor = left, "start"
    return (
        f'<text x="{place}" y="{top + 9}" text-anchor="{anchor}" font-size="9" font-weight="700">'
        f"{escape(text)}</text>"
    )


def _date(day: date) -> str:
    return f"{day.day}/{day.month}"
