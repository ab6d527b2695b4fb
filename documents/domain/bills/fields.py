"""What a bill says: each field is a value with its place, or unread with the reason; doubts are flags on values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from documents.domain.bills.kinds import DayMonth, MonthYear
from documents.domain.bills.words import Place, Run

Value = str | int | Decimal | date | time | DayMonth | MonthYear


class Reason(StrEnum):
    """Why a field has no value."""

    no_text = "no_text"
    no_label = "no_label"
    blank = "blank"
    odd_shape = "odd_shape"
    ambiguous = "ambiguous"


class Flag(StrEnum):
    """Why a value that was read as printed is not to be believed without a look."""

    energy_differs = "energy_differs"
    demand_differs = "demand_differs"
    days_differ = "days_differ"
    period_differs = "period_differs"
    month_order = "month_order"
    month_differs = "month_differs"
    history_differs = "history_differs"
    daily_differs = "daily_differs"
    constant_differs = "constant_differs"
    contract_differs = "contract_differs"
    overrun_unfounded = "overrun_unfounded"
    billed_differs = "billed_differs"
    several_bills = "several_bills"


class Layout(StrEnum):
    """Which bill it is."""

    group_a = "group_a"
    group_b = "group_b"
    unknown = "unknown"


@dataclass(frozen=True)
class BillField:
    """A value with the text and the place it was read from, or the reason why there is none."""

    value: Value | None = None
    text: str = ""
    place: Place | None = None
    reason: Reason | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def is_sure(self) -> bool:
        """True when there is a value that nothing on the bill contradicts."""
        return self.value is not None and not self.flags


@dataclass(frozen=True)
class BillReading:
    """All fields by code; see `documents.domain.bills.codes` for the codes of each layout."""

    layout: Layout
    fields: Mapping[str, BillField]

    def __getitem__(self, code: str) -> BillField:
        """The field, unread for `no_label` when this layout has none of that code."""
        return self.fields.get(code, BillField(reason=Reason.no_label))

    def value(self, code: str) -> Value | None:
        """The value, or None when unread."""
        return self[code].value

    def decimal(self, code: str) -> Decimal | None:
        """The value of a field of a quantity, or None when unread."""
        value = self.value(code)
        return value if isinstance(value, Decimal) else None

    @property
    def history_rows(self) -> range:
        """Numbers of the rows of the history, in the order of the bill: `history.{n}.month` and so on."""
        count = 0
        while f"history.{count}.month" in self.fields:
            count += 1
        return range(count)


@dataclass
class Findings:
    """Collects what each place says about a field; places that do not agree leave it unread."""

    found: dict[str, list[BillField]] = field(default_factory=dict)

    def take(self, code: str, run: Run | None, kind: Callable[[str], Value | None]) -> None:
        """What a run says, as a value of a kind; nothing in it means blank, another shape means odd."""
        if run is None:
            self.refuse(code, Reason.blank)
            return
        value = kind(run.text)
        if value is None:
            self.refuse(code, Reason.odd_shape, run)
        else:
            self.put(code, value, run)

    def put(self, code: str, value: Value, run: Run) -> None:
        """A value read from a run."""
        self.found.setdefault(code, []).append(BillField(value, run.text, run.place))

    def refuse(self, code: str, reason: Reason, run: Run | None = None) -> None:
        """A place that should hold the field and does not show it surely."""
        place = run.place if run else None
        self.found.setdefault(code, []).append(BillField(reason=reason, place=place))

    def differ(self, code: str) -> bool:
        """Whether two values of one form were found, as two units have; an old and a new number are of two forms."""
        values = {one.value for one in self.found.get(code, []) if one.value is not None}
        return len(values) > len({len(str(value)) for value in values})

    def settle(self, code: str) -> BillField:
        """One value for all places that say something, or unread."""
        said = [one for one in self.found.get(code, []) if one.reason is not Reason.blank]
        if not said:
            return BillField(reason=Reason.blank if code in self.found else Reason.no_label)
        values = {one.value for one in said}
        if len(values) == 1:
            return said[0]
        return replace(said[0], value=None, text="", place=None, reason=Reason.ambiguous)
