"""The small boxes of a bill of group A: contracted demand, rates of the taxes, constants, peak window, period."""

from collections.abc import Callable, Iterable

from documents.domain.bills import kinds
from documents.domain.bills.demonstrative import end_of
from documents.domain.bills.fields import Findings
from documents.domain.bills.labels import Label, candidates, find, take_labelled
from documents.domain.bills.tables import Column, Grid, strays
from documents.domain.bills.words import Run, Sheets

_CONTRACTED = {
    "contracted.hfp": ("demandaforaponta", "demandaforadeponta", "demandahfp"),
    "contracted.hp": ("demandaponta", "demandahp"),
    "contracted.generation": ("demandageracao",),
}
_TAXES = {
    "icms": "tax.icms",
    "pasep": "tax.pis",
    "pis/pasep": "tax.pis",
    "pis": "tax.pis",
    "cofins": "tax.cofins",
}
_TAX_COLUMNS = {
    "basedecalculor": "base",
    "basedecalculo": "base",
    "aliquota": "rate",
    "valorr": "amount",
    "valor": "amount",
}
_CONSTANTS = {"constant.rtc": "rtc", "constant.rtp": "rtp", "constant.kw": "kw", "constant.kwh": "kwh"}
BOX_DEPTH = 18
BOX_WIDTH = 7
BOX_BESIDE = 16
"""Depth and reach at both sides of a box below its heading, in heights of the heading."""


def read_boxes(sheets: Sheets, findings: Findings) -> None:
    """Read the boxes that a bill of group A has beside its tables."""
    _read_below(sheets, findings, "grandezascontratadas", _CONTRACTED)
    _read_below(sheets, findings, "constantes", {code: (phrase,) for code, phrase in _CONSTANTS.items()})
    _read_taxes(sheets, findings)
    _read_pairs(
        sheets,
        findings,
        ("peak_start", "peak_end"),
        ("horariodeponta", "modulacaocontratual/horariodeponta"),
        kinds.window,
    )
    _read_pairs(sheets, findings, ("period_start", "period_end"), ("periododemedicao",), kinds.period)


def _read_below(sheets: Sheets, findings: Findings, title: str, phrases: dict[str, tuple[str, ...]]) -> None:
    """Labels close below a heading, with their value beside or below; the same words elsewhere do not count."""
    for heading in [label.run for label in find(sheets, title)]:
        reach = BOX_WIDTH * heading.height
        left, right = heading.x0 - reach, heading.x1 + reach
        end = end_of(sheets, heading, left, right)

        def is_inside(run: Run, left: float = left, right: float = right) -> bool:
            return run.x0 >= left and run.x1 <= right

        for code, names in phrases.items():
            labels = [
                label
                for label in find(sheets, *names)
                if _in_box(label, heading, is_inside)
                and label.run.middle < end
                and not _is_item(sheets, label)
            ]
            take_labelled(sheets, findings, code, labels, kinds.whole, is_inside=is_inside, beside=BOX_BESIDE)


def _is_item(sheets: Sheets, label: Label) -> bool:
    """Whether the label is an item of the invoice: those have their unit in the next column."""
    after = sheets.right(label.run, within=100)
    return after is not None and after.key in ("kw", "kwh")


def _in_box(label: Label, heading: Run, is_inside: Callable[[Run], bool]) -> bool:
    is_below = 0 < label.run.middle - heading.middle <= BOX_DEPTH * heading.height
    return label.run.page == heading.page and is_below and is_inside(label.run)


def _read_taxes(sheets: Sheets, findings: Findings) -> None:
    """Rows of ICMS, PASEP and COFINS under the header of the rates."""
    for label in find(sheets, "aliquota"):
        header = [run for run in sheets.row(label.run) if run.key in _TAX_COLUMNS]
        names = [_TAX_COLUMNS[run.key] for run in header]
        if len(set(names)) != len(names) or len(names) < 2:
            continue
        grid = Grid([Column(_TAX_COLUMNS[run.key], run.x0, run.x1) for run in header])
        depth = label.run.y1 + BOX_DEPTH * label.run.height
        titles = [
            run
            for run in sheets.between(label.run.page, label.run.y1, depth)
            if run.key in _TAXES
            and run.x0 < grid.columns[0].x1
            and run.x1 > grid.left - BOX_WIDTH * run.height
        ]
        cells = [_after(sheets, title) for title in titles]
        rows = grid.settle(cells, needed=["rate"])
        grid.distrust(strays(sheets, titles, cells))
        for title, row in zip(titles, rows, strict=True):
            grid.take(findings, row, "rate", _TAXES[title.key], kinds.rate)


def _after(sheets: Sheets, title: Run) -> list[Run]:
    return [run for run in sheets.row(title) if run.x0 > title.x0]


def _read_pairs(
    sheets: Sheets,
    findings: Findings,
    codes: tuple[str, str],
    phrases: Iterable[str],
    kind: Callable[[str], tuple[object, object] | None],
) -> None:
    """A value that is two fields: from one time or day to another."""
    for label in find(sheets, *phrases):
        for run in candidates(sheets, label):
            for end in range(len(run.words), 2, -1):
                head = Run(run.words[:end])
                both = kind(head.text)
                if both:
                    for code, value in zip(codes, both, strict=True):
                        findings.put(code, value, head)  # type: ignore[arg-type]  # `kind` gives two of what a field holds
                    break
