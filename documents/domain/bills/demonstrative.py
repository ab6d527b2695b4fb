"""The second page of a bill of group A: readings, demand and energy by post, and load factors."""

from collections.abc import Sequence

from documents.domain.bills import kinds
from documents.domain.bills.fields import Findings, Reason
from documents.domain.bills.history import POSTS
from documents.domain.bills.labels import find
from documents.domain.bills.tables import Column, Grid, strays
from documents.domain.bills.words import Run, Sheets

SEGMENTS = {**POSTS, "hfp/unico": "hfp", "unico": "hfp"}
_READINGS = {
    "kw": "kw",
    "kwh": "kwh",
    "kwhinjet": "injected",
    "kwhinjetada": "injected",
    "kvarh": "kvarh",
    "ufer": "ufer",
    "dmcr": "dmcr",
}
_ONE_PER_SEGMENT = ("kw", "dmcr")
_TITLES = (
    "leituras",
    "demandakw",
    "energiakwh",
    "fatores",
    "constantes",
    "notas",
    "demonstrativodegrandezasfaturadas",
    "historicodeconsumo",
    "itensdafatura",
    "grandezascontratadas",
)
DEPTH = 60
HEADER_DEPTH = 6.0
TITLE_REACH = 90


def end_of(sheets: Sheets, header: Run, left: float, right: float) -> float:
    """Where the table under a header ends: at the next title that stands over its columns."""
    limit = header.y1 + DEPTH * header.height
    for run in sheets.between(header.page, header.y1 + 0.5 * header.height, limit):
        if run.key in _TITLES and run.overlap(left, right) > 0:
            return run.place.y0
    return limit


def read_readings(sheets: Sheets, findings: Findings) -> None:
    """The table of readings: previous and current in each segment, one value for kW and DMCR."""
    for title in [label.run for label in find(sheets, "leituras")]:
        end = end_of(sheets, title, title.x0 - TITLE_REACH, title.x1 + TITLE_REACH)
        band = sheets.between(title.page, title.y1 - 0.3 * title.height, end)
        segments = _segments(sheets, band)
        columns = _pairs(sheets, band, segments)
        if not columns:
            continue
        _take_readings(sheets, findings, band, Grid(columns))


def _segments(sheets: Sheets, band: Sequence[Run]) -> list[Run]:
    """The line of the names of the segments."""
    for run in band:
        line = [one for one in sheets.row(run) if one.key in SEGMENTS]
        if run.key in SEGMENTS and len(line) >= 2:
            return line
    return []


def _pairs(sheets: Sheets, band: Sequence[Run], segments: Sequence[Run]) -> list[Column]:
    """Columns "hfp.previous" and so on; a segment without exactly one of each leaves the table unread."""
    if not segments or len({SEGMENTS[one.key] for one in segments}) != len(segments):
        return []
    depth = segments[0].y1 + HEADER_DEPTH * segments[0].height
    halves = []
    for run in band:
        name = {
            "leituraanterior": "previous",
            "anterior": "previous",
            "leituraatual": "current",
            "atual": "current",
        }.get(run.key)
        if name and segments[0].y1 - segments[0].height * 0.3 <= run.middle <= depth:
            halves.append((run, name))
    halves.sort(key=lambda half: half[0].centre)
    if len(halves) != 2 * len(segments):
        return []
    columns = []
    for number, segment in enumerate(sorted(segments, key=lambda one: one.centre)):
        pair = halves[2 * number : 2 * number + 2]
        is_over = pair[0][0].x0 <= segment.centre <= pair[1][0].x1
        if {name for _, name in pair} != {"previous", "current"} or not is_over:
            return []
        columns += [Column(f"{SEGMENTS[segment.key]}.{name}", run.x0, run.x1) for run, name in pair]
    return columns


def _take_readings(sheets: Sheets, findings: Findings, band: Sequence[Run], grid: Grid) -> None:
    names = [column.name for column in grid.columns]
    posts = list(dict.fromkeys(name.split(".")[0] for name in names))
    spans = [
        Column(
            post,
            min(one.x0 for one in grid.columns if one.name.startswith(f"{post}.")),
            max(one.x1 for one in grid.columns if one.name.startswith(f"{post}.")),
        )
        for post in posts
    ]
    wide = Grid(spans)
    titles = [run for run in band if run.key in _READINGS and run.x0 < grid.columns[0].x0]
    repeated = _repeated([run.key for run in titles])
    narrow = [run for run in titles if _READINGS[run.key] not in _ONE_PER_SEGMENT]
    single = [run for run in titles if _READINGS[run.key] in _ONE_PER_SEGMENT]
    loose = strays(sheets, titles, [_cells(sheets, one) for one in titles])
    rows = grid.settle(
        [_cells(sheets, one) for one in narrow],
        paired=[[f"{post}.previous", f"{post}.current"] for post in posts],
    )
    grid.distrust(loose)
    for title, row in zip(narrow, rows, strict=True):
        for name in names:
            post, half = name.split(".")
            code = f"reading.{post}.{_READINGS[title.key]}.{half}"
            grid.take(findings, row, name, code, kinds.whole)
            if title.key in repeated:
                findings.refuse(code, Reason.ambiguous, title)
    rows = wide.settle([_cells(sheets, one) for one in single])
    wide.distrust(loose)
    for title, row in zip(single, rows, strict=True):
        for post in posts:
            code = f"reading.{post}.{_READINGS[title.key]}.current"
            wide.take(findings, row, post, code, kinds.whole)
            if title.key in repeated:
                findings.refuse(code, Reason.ambiguous, title)


def _repeated(keys: Sequence[str]) -> set[str]:
    """Rows that stand twice in one table: two meters, and nothing says which is meant."""
    return {one for one in keys if keys.count(one) > 1}


def _cells(sheets: Sheets, title: Run) -> list[Run]:
    return [run for run in sheets.row(title) if run.x0 > title.x0]


def read_factors(sheets: Sheets, findings: Findings) -> None:
    """The load factor of each segment, under its header; the power factor beside it stays a barrier."""
    for label in find(sheets, "fatordecarga"):
        header = label.run
        others = [
            one.run
            for one in find(sheets, "fatordepotencia")
            if one.run.page == header.page and abs(one.run.middle - header.middle) <= 2 * header.height
        ]
        columns = [Column("load", header.x0, header.x1)]
        columns += [Column("power", one.x0, one.x1) for one in others[:1]]
        grid = Grid(columns)
        named = [
            run for run in sheets.row(header) if run.key in ("segmento", "segmentos") and run.x0 < header.x0
        ]
        left = min([header.x0 - TITLE_REACH, *(run.x0 - TITLE_REACH for run in named)])
        band = sheets.between(header.page, header.y1, header.y1 + 12 * header.height)
        titles = [run for run in band if run.key in SEGMENTS and left <= run.x0 < header.x0]
        repeated = _repeated([SEGMENTS[run.key] for run in titles])
        cells = [_factor_cells(sheets, title, grid) for title in titles]
        rows = grid.settle(cells)
        grid.distrust(strays(sheets, titles, cells))
        for title, row in zip(titles, rows, strict=True):
            code = f"load_factor.{SEGMENTS[title.key]}"
            grid.take(findings, row, "load", code, kinds.factor)
            if SEGMENTS[title.key] in repeated:
                findings.refuse(code, Reason.ambiguous, title)


def _factor_cells(sheets: Sheets, title: Run, grid: Grid) -> list[Run]:
    end = max(column.x1 for column in grid.columns)
    return [run for run in _cells(sheets, title) if run.x0 < end]
