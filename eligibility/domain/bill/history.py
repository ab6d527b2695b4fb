"""The months that a bill lists: each one's demand against the contracted one, its energy by post and its load factor."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from eligibility.domain.bill.demand_overrun import DemandKind, Overrun, overrun
from eligibility.domain.bill.load_factor import simple_load_factor
from eligibility.domain.bill.peak_hours import Post
from eligibility.domain.bill.quantities import Indicator, bill_rule
from eligibility.domain.findings import Finding, Refused, refuse
from eligibility.domain.numbers_pt import parse_decimal

MOST_MONTHS = 13
MONTHS = ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez")
_MONTH = re.compile(r"(?P<name>[a-zç]{3,9}|\d{1,2})[/.-](?P<year>\d{4}|\d{2})", re.IGNORECASE)
# Two tabs or semicolons hold an empty cell: without it every later number would stand for another.
_BETWEEN = re.compile(r" *[;\t] *|\s+")
_MISSING = {"", "-", "–", "—"}
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class MonthRow(BaseModel):
    """One month of the list, by its first day; kW and kWh, None where the bill says nothing."""

    model_config = ConfigDict(frozen=True)

    month: date
    peak_kw: Decimal | None = None
    off_peak_kw: Decimal | None = None
    peak_kwh: Decimal | None = None
    off_peak_kwh: Decimal | None = None
    reserved_kwh: Decimal | None = None

    @property
    def label(self) -> str:
        """`fev/23`."""
        return f"{MONTHS[self.month.month - 1]}/{self.month:%y}"

    @property
    def largest_kw(self) -> Decimal | None:
        """The larger demand of both posts; None unless both are known."""
        if self.peak_kw is None or self.off_peak_kw is None:
            return None
        return max(self.peak_kw, self.off_peak_kw)

    @property
    def total_kwh(self) -> Decimal | None:
        """All the energy; None unless both posts are known."""
        if self.peak_kwh is None or self.off_peak_kwh is None:
            return None
        return self.peak_kwh + self.off_peak_kwh + (self.reserved_kwh or 0)


class MeasuredMonth(BaseModel):
    """A demand of one month, and what it is against the contracted one; `over` None without a contracted demand."""

    model_config = ConfigDict(frozen=True)

    label: str
    measured_kw: Decimal | None
    over: Overrun | None


class DemandSeries(BaseModel):
    """The months of one contracted demand: of both posts (`post` None, green) or of one of them (blue)."""

    model_config = ConfigDict(frozen=True)

    post: Post | None
    contracted_kw: Decimal | None
    limit_kw: Decimal | None
    months: tuple[MeasuredMonth, ...]

    @property
    def over_count(self) -> int:
        """How many months pass the tolerance."""
        return sum(1 for month in self.months if month.over and month.over.is_charged)


class FactorMonth(BaseModel):
    """The load factor of one month, in the simple form; None where it has no demand or no energy."""

    model_config = ConfigDict(frozen=True)

    label: str
    factor: Indicator | None


class HistoryAnswer(BaseModel):
    """What the list says, from the oldest month to the latest."""

    model_config = ConfigDict(frozen=True)

    rows: tuple[MonthRow, ...]
    demands: tuple[DemandSeries, ...]
    factors: tuple[FactorMonth, ...]


def read_history(text: str, field: str = "history") -> tuple[MonthRow, ...]:
    """Lines such as `FEV/23 707 756 24.500 189.700 91.700`: month, demand in peak and off-peak, energy by post.

    Tabs, semicolons and spaces separate; a dash or an empty cell stands for a number that is missing, and reserved
    energy may stay away. Refused with one finding per line that cannot be read.
    """
    rows: list[MonthRow] = []
    problems: list[Finding] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            rows.append(_read_line(line, field))
        except Refused as refusal:
            message = f"Linha {number}: {refusal.message[0].lower()}{refusal.message[1:]}"
            problems.append(refusal.findings[0].model_copy(update={"message": message}))
        if len(rows) > MOST_MONTHS:
            raise refuse("bill.history.too_long", f"Use até {MOST_MONTHS} meses.", field=field)
        if len(problems) > MOST_MONTHS:
            break
    if problems:
        raise Refused(problems)
    return tuple(rows)


def history_line(row: MonthRow) -> str:
    """The same month as `read_history` reads it."""
    amounts = (row.peak_kw, row.off_peak_kw, row.peak_kwh, row.off_peak_kwh, row.reserved_kwh)
    shown = ["-" if each is None else f"{each:f}".replace(".", ",") for each in amounts]
    return " ".join([row.label, *(shown if row.reserved_kwh is not None else shown[:-1])])


def history_answer(
    rows: Sequence[MonthRow], *, contracted_kw: Mapping[Post | None, Decimal | None], on: date
) -> HistoryAnswer:
    """Every month against the contracted demands of today, by the rules of the day `on`.

    `contracted_kw` has the key None in the green modality, both posts in the blue one. Refused
    `bill.history.empty`, or `bill.history.repeated` for a month that stands twice.
    """
    if not rows:
        raise refuse("bill.history.empty", "Informe pelo menos um mês.", field="months")
    ordered = sorted(rows, key=lambda row: row.month)
    if len({(row.month.year, row.month.month) for row in ordered}) < len(ordered):
        raise refuse("bill.history.repeated", "Cada mês aparece uma vez só no histórico.", field="months")
    return HistoryAnswer(
        rows=tuple(ordered),
        demands=tuple(_series(ordered, post, kw, on) for post, kw in contracted_kw.items()),
        factors=tuple(FactorMonth(label=row.label, factor=_factor(row, on)) for row in ordered),
    )


def _series(
    rows: Sequence[MonthRow], post: Post | None, contracted: Decimal | None, on: date
) -> DemandSeries:
    percent = bill_rule("bill.overrun.consumption_percent", on).as_decimal()
    return DemandSeries(
        post=post,
        contracted_kw=contracted,
        limit_kw=None if contracted is None else contracted * (100 + percent) / 100,
        months=tuple(_measured(row, post, contracted, on) for row in rows),
    )


def _measured(row: MonthRow, post: Post | None, contracted: Decimal | None, on: date) -> MeasuredMonth:
    measured = {None: row.largest_kw, Post.peak: row.peak_kw, Post.off_peak: row.off_peak_kw}[post]
    over = None
    if measured is not None and contracted is not None:
        over = overrun(kind=DemandKind.consumption, measured_kw=measured, contracted_kw=contracted, on=on)
    return MeasuredMonth(label=row.label, measured_kw=measured, over=over)


def _factor(row: MonthRow, on: date) -> Indicator | None:
    if row.total_kwh is None or not row.largest_kw:
        return None
    found = simple_load_factor(energy_kwh=row.total_kwh, demand_kw=row.largest_kw, on=on)
    return found.model_copy(update={"label": f"{found.label}, {row.label}"})


def _read_line(line: str, field: str) -> MonthRow:
    cells = _BETWEEN.split(line.strip(" ;\t"))
    if not 5 <= len(cells) <= 6:
        raise refuse(
            "bill.history.columns",
            "Escreva o mês, a demanda na ponta e fora dela e a energia na ponta e fora dela. "
            "A do horário reservado vem no fim, se houver.",
            field=field,
        )
    month = _month(cells[0], field)
    amounts = list(_amounts(cells[1:], field))
    return MonthRow(
        month=month,
        peak_kw=amounts[0],
        off_peak_kw=amounts[1],
        peak_kwh=amounts[2],
        off_peak_kwh=amounts[3],
        reserved_kwh=amounts[4] if len(amounts) > 4 else None,
    )


def _amounts(cells: Sequence[str], field: str) -> Iterator[Decimal | None]:
    for cell in cells:
        yield None if cell in _MISSING else parse_decimal(cell, field=field)


def _month(text: str, field: str) -> date:
    match = _MONTH.fullmatch(text)
    number = _number_of(match["name"].lower()) if match else 0
    year = int(match["year"]) if match else 0
    year += 2000 if year < 100 else 0
    if not 1 <= number <= 12 or not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise refuse("bill.history.month", "Escreva o mês assim: FEV/23 ou 02/2023.", field=field)
    return date(year, number, 1)


def _number_of(name: str) -> int:
    if name.isdigit():
        return int(name)
    return MONTHS.index(name[:3]) + 1 if name[:3] in MONTHS else 0
