"""A bill that was read, as its page shows it: groups of rows, the history as a table, and spots on the pictures."""

from collections.abc import Iterable
from dataclasses import dataclass

from documents.domain.bills.codes import FLAG_WORDS, NAMES, REASON_WORDS
from documents.domain.bills.fields import BillField, BillReading, Layout, Reason
from documents.domain.bills.kinds import MONTHS, MonthYear
from documents.domain.bills.taken import Taken
from documents.services.bill_reading import PagePicture

SURE, DOUBTFUL = "Lido", "Confira"
BLANK, UNREAD = "Vazio na fatura", "Não conseguimos ler"
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Demandas contratadas, período e constantes",
        ("contracted.", "period_", "peak_", "constant.", "load_factor."),
    ),
    ("Leituras do medidor", ("reading.", "meter.", "consumption_kwh")),
    ("Demanda do mês", ("demand.",)),
    ("Energia do mês", ("energy.",)),
    ("Impostos", ("tax.",)),
)
_NUMBER_LABELS = {
    "previous_reading_on": "Data da leitura anterior",
    "current_reading_on": "Data da leitura atual",
    "modality": "Modalidade tarifária",
}


@dataclass(frozen=True)
class Row:
    """One field: what it is, what the bill says, and how sure that is."""

    code: str
    label: str
    text: str
    page: int
    colour: str
    icon: str
    state: str
    """`SURE`, `DOUBTFUL`, `BLANK` or `UNREAD`."""
    why: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Name of the spot on the picture; empty when it stands on none."""
        return spot_name(self.code) if self.page else ""

    @property
    def is_sure(self) -> bool:
        return self.state == SURE


@dataclass(frozen=True)
class Group:
    """Rows under one heading."""

    title: str
    rows: tuple[Row, ...]

    @property
    def read(self) -> tuple[Row, ...]:
        """Those with a value."""
        return tuple(row for row in self.rows if row.text)

    @property
    def blank(self) -> str:
        """Names of those that the bill leaves empty."""
        return "; ".join(row.label for row in self.rows if row.state == BLANK)


@dataclass(frozen=True)
class HistoryTable:
    """The months of the history: heads, and for each month its cells with their heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, Row], ...], ...]


@dataclass(frozen=True)
class NumberRow:
    """One number that a tool takes, in a box where the person may mend it."""

    taken: Taken
    row: Row
    label: str

    @property
    def value(self) -> str:
        """As it stands in its box: days as people write them."""
        if self.taken.name.endswith("_on"):
            return "/".join(reversed(self.taken.text.split("-")))
        return self.taken.text

    @property
    def input_id(self) -> str:
        return f"numero-{self.taken.name.replace('.', '-')}"


@dataclass(frozen=True)
class Spot:
    """A box on a picture, in points of the page."""

    name: str
    x: float
    y: float
    width: float
    height: float
    is_doubt: bool


def row_of(reading: BillReading, code: str) -> Row:
    """The field as a row."""
    field = reading[code]
    colour, icon, state, why = _standing(field)
    page = field.place.page if field.place else 0
    return Row(code, NAMES[reading.layout].get(code, code), field.text, page, colour, icon, state, why)


def _standing(field: BillField) -> tuple[str, str, str, tuple[str, ...]]:
    if field.is_sure:
        return "green", "check", SURE, ()
    if field.value is not None:
        return "amber", "warn", DOUBTFUL, tuple(FLAG_WORDS[flag] for flag in field.flags)
    if field.reason is Reason.blank:
        return "grey", "empty", BLANK, ()
    return "red", "x-circle", UNREAD, (REASON_WORDS[field.reason],) if field.reason else ()


def first_rows(reading: BillReading) -> tuple[Row, ...]:
    """Who and when: the fields of every layout."""
    return tuple(row_of(reading, code) for code in NAMES[Layout.unknown])


def groups(reading: BillReading) -> tuple[Group, ...]:
    """The other fields by subject, without the history."""
    codes = [code for code in NAMES[reading.layout] if code not in NAMES[Layout.unknown]]
    found = [
        Group(title, tuple(row_of(reading, code) for code in codes if code.startswith(prefixes)))
        for title, prefixes in GROUPS
    ]
    return tuple(group for group in found if group.rows)


def history(reading: BillReading) -> HistoryTable | None:
    """The history; None when the layout has none."""
    count = len(reading.history_rows)
    prefix = "history.0."
    columns = [code.removeprefix(prefix) for code in NAMES[reading.layout] if code.startswith(prefix)]
    if not count or not columns:
        return None
    heads = tuple(_column_name(reading, f"{prefix}{column}") for column in columns)
    rows = [
        tuple(
            (head, row_of(reading, f"history.{number}.{column}"))
            for head, column in zip(heads, columns, strict=True)
        )
        for number in range(count)
    ]
    return HistoryTable(heads, tuple(row for row in rows if any(cell.text for _, cell in row)))


def _column_name(reading: BillReading, code: str) -> str:
    name = NAMES[reading.layout][code].partition(": ")[2]
    return name[:1].upper() + name[1:]


def number_rows(reading: BillReading, numbers: Iterable[Taken]) -> tuple[NumberRow, ...]:
    """The numbers of a tool with the standing of the fields behind them: the worst one tells."""
    return tuple(_number_row(reading, taken) for taken in numbers)


def _number_row(reading: BillReading, taken: Taken) -> NumberRow:
    rows = [row_of(reading, code) for code in taken.codes]
    row = next((row for row in rows if not row.is_sure), rows[-1])
    return NumberRow(taken, row, _NUMBER_LABELS.get(taken.name, row.label))


def month_name(month: MonthYear) -> str:
    """ "FEV/2023"."""
    return f"{MONTHS[month.month - 1]}/{month.year}"


def rows_in(reading: BillReading, state: str) -> tuple[Row, ...]:
    """All fields that stand so."""
    rows = (row_of(reading, code) for code in reading.fields)
    return tuple(row for row in rows if row.state == state)


def spots(reading: BillReading, picture: PagePicture) -> tuple[Spot, ...]:
    """The boxes of everything read on one page, each once."""
    found = {}
    for code, field in reading.fields.items():
        place = field.place
        if place is None or place.page != picture.number:
            continue
        name = spot_name(code)
        found[name] = Spot(
            name,
            round(place.x0 - 1, 1),
            round(place.y0 - 1, 1),
            round(place.x1 - place.x0 + 2, 1),
            round(place.y1 - place.y0 + 2, 1),
            not field.is_sure,
        )
    return tuple(found.values())


def spot_name(code: str) -> str:
    """The anchor of a field on the picture."""
    return "lugar-" + code.replace(".", "-").replace("_", "-")
