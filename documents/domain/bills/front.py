"""The first page of a bill: the numbers of unit and client, the month, class, modality and reading dates."""

from collections.abc import Callable

from documents.domain.bills import kinds
from documents.domain.bills.fields import Findings, Reason, Value
from documents.domain.bills.labels import find, take_labelled
from documents.domain.bills.tables import Column, Grid
from documents.domain.bills.words import Run, Sheets

_SHAPED: tuple[tuple[str, tuple[str, ...], Callable[[str], Value | None]], ...] = (
    ("installation", ("nodainstalacao", "numerodainstalacao", "instalacao"), kinds.unit_number),
    ("client_number", ("nodocliente", "numerodocliente"), kinds.client_number),
    ("reference_month", ("referentea", "mesdereferencia"), kinds.month),
    ("consumer_class", ("classe",), kinds.consumer_class),
    ("modality", ("modalidadetarifaria",), kinds.modality),
    ("subgroup", ("modalidadetarifaria",), kinds.subgroup_after),
    ("subgroup", ("subgrupo",), kinds.subgroup),
)
_CLASS_COLUMNS = {"consumer_class": "classe", "subclass": "subclasse", "modality": "modalidadetarifaria"}
_DATE_COLUMNS = {
    "previous_reading": ("anterior", "leituraanterior"),
    "current_reading": ("atual", "leituraatual"),
    "days": ("nodedias", "dias"),
    "next_reading": ("proxima", "proximaleitura"),
}
_LONG_NUMBERS = ("installation", "client_number")
GARBLED_DIGITS = 5
"""So many digits beside the label of a long number are that number in pieces, not another thing."""
HEADER_DEPTH = 4.5


def read_front(sheets: Sheets, findings: Findings) -> None:
    """Read what stands on the first page of both layouts."""
    for code, phrases, kind in _SHAPED:
        labels = find(sheets, *phrases)
        digits = GARBLED_DIGITS if code in _LONG_NUMBERS else 1_000
        take_labelled(sheets, findings, code, labels, kind, is_told_by_shape=True, doubtful_digits=digits)
    # The header of the history's months has these words too, with a month below it.
    months = find(sheets, "mes/ano")
    take_labelled(sheets, findings, "reference_month", months, kinds.month, is_told_by_shape=True, below=0)
    _read_class_row(sheets, findings)


def _read_class_row(sheets: Sheets, findings: Findings) -> None:
    """Class and reading dates: headers on one or two lines, and one line of values below."""
    for anchor in _date_headers(sheets):
        page, height = anchor[0].page, anchor[0].height
        columns, headers = [Column(_name(run), run.x0, run.x1) for run in anchor], list(anchor)
        for code, phrase in _CLASS_COLUMNS.items():
            near = [
                label.run
                for label in find(sheets, phrase)
                if label.rest is None
                and label.run.page == page
                and abs(label.run.middle - anchor[0].middle) <= HEADER_DEPTH * height
            ]
            if len(near) == 1:
                columns.append(Column(code, near[0].x0, near[0].x1))
                headers.append(near[0])
        if len(columns) < 3:
            continue
        grid = Grid(columns, is_numeric=False)
        bottom = max(run.y1 for run in headers)
        under = [
            run
            for run in sheets.between(page, bottom, bottom + HEADER_DEPTH * height)
            if run.x1 >= grid.left and run.x0 <= grid.right
        ]
        dated = [run for run in under if kinds.day(run.text)]
        if not dated:
            continue
        cells = [run for run in sheets.row(dated[0]) if run in under]
        row = grid.settle([cells])[0]
        for column in grid.columns:
            cell = row.cells.get(column.name)
            if cell is not None and sheets.goes_on(cell):
                findings.refuse(column.name, Reason.odd_shape, cell)
            elif column.name in _DATE_COLUMNS:
                grid.take(
                    findings,
                    row,
                    column.name,
                    column.name,
                    kinds.days if column.name == "days" else kinds.day,
                )
        _take_class(sheets, findings, grid, cells, row.cells if not row.is_doubtful else {})


def _take_class(
    sheets: Sheets, findings: Findings, grid: Grid, cells: list[Run], row: dict[str, Run]
) -> None:
    for name in _CLASS_COLUMNS:
        cell = row.get(name)
        if cell is not None and sheets.below(cell, within=0.5):
            # The text may go on in the next line; half of it would be another value.
            cell = None
        if cell is None or not cells:
            continue
        if name == "modality":
            findings.take("modality", cell, kinds.modality)
            subgroup = kinds.subgroup_after(cell.text)
            if subgroup is not None:
                findings.put("subgroup", subgroup, cell)
        else:
            findings.take(name, cell, kinds.consumer_class if name == "consumer_class" else kinds.subclass)


def _date_headers(sheets: Sheets) -> list[list[Run]]:
    """Lines with at least three of the four headers of dates, each once."""
    lines = []
    seen: set[Run] = set()
    for run in sheets:
        if _name(run) not in ("next_reading", "days", "current_reading") or run in seen:
            continue
        named = [other for other in sheets.row(run) if _name(other)]
        seen.update(named)
        names = [_name(other) for other in named]
        if len(set(names)) == len(names) >= 3:
            lines.append(named)
    return lines


def _name(run: Run) -> str:
    return next((code for code, keys in _DATE_COLUMNS.items() if run.key in keys), "")
