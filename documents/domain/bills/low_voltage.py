"""The meter of a bill of group B: readings, constant and kWh billed, on the line below their headers."""

from documents.domain.bills import kinds
from documents.domain.bills.fields import Findings, Reason
from documents.domain.bills.tables import Column, Grid
from documents.domain.bills.words import Run, Sheets

_HEADERS = {
    "leituraanterior": "meter.previous",
    "leituraatual": "meter.current",
    "constante": "meter.constant",
    "constantedemultiplicacao": "meter.constant",
    "consumokwh": "consumption_kwh",
}
_OTHERS = ("medicao", "medidor", "tipodemedicao", "tipo")
DEPTH = 8


def read_low_voltage(sheets: Sheets, findings: Findings) -> None:
    """Read the meter line; two lines are two meters, and then no field says which is meant."""
    for anchor in [run for run in sheets if run.key == "leituraanterior"]:
        header = [run for run in sheets.row(anchor) if run.key in _HEADERS or run.key in _OTHERS]
        names = [_HEADERS.get(run.key, run.key) for run in header]
        if "consumption_kwh" not in names or len(set(names)) != len(names):
            continue
        grid = Grid(
            [Column(name, run.x0, run.x1) for name, run in zip(names, header, strict=True)], is_numeric=False
        )
        lines = _lines(sheets, anchor, grid)
        for row in grid.settle(
            lines, needed=["consumption_kwh"], paired=[["meter.previous", "meter.current"]]
        ):
            for name in set(names) & set(_HEADERS.values()):
                grid.take(findings, row, name, name, kinds.whole)
                if len(lines) > 1:
                    findings.refuse(name, Reason.ambiguous)


def _lines(sheets: Sheets, anchor: Run, grid: Grid) -> list[list[Run]]:
    """Lines below the header that hold numbers, until the first that holds none."""
    lines: list[list[Run]] = []
    bottom = anchor.y1
    taken: set[Run] = set()
    for run in sheets.between(anchor.page, anchor.y1, anchor.y1 + DEPTH * anchor.height):
        if run in taken or not grid.left <= run.centre <= grid.right or kinds.whole(run.text) is None:
            continue
        if run.place.y0 - bottom > 2.5 * anchor.height:
            break
        line = [one for one in sheets.row(run) if grid.left <= one.centre <= grid.right]
        taken.update(line)
        lines.append(line)
        bottom = max(one.y1 for one in line)
    return lines
