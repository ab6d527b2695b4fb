"""The words of a legal clock: what can happen to it, and what is known of it on a given day."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from requests_app.domain.dates import count_days, short_day_with_year


class ClockError(ValueError):
    """The recorded events contradict each other, so no date can be told from them."""


class ClockName(StrEnum):
    """Which term is being counted."""

    OPINION = "opinion"
    DOCUMENT_CHECK = "document_check"
    CURE = "cure"
    VALIDITY = "validity"
    CONTEST = "contest"
    STUDIES = "studies"
    CONTRACT_DELIVERY = "contract_delivery"
    CONTRACT_RETURN = "contract_return"
    WORKS = "works"
    PROJECT = "project"
    INSPECTION = "inspection"
    INSPECTION_REPORT = "inspection_report"
    REINSPECTION = "reinspection"
    GUARANTEE_RETURN = "guarantee_return"


OF_THE_UTILITY = frozenset(
    {
        ClockName.OPINION,
        ClockName.DOCUMENT_CHECK,
        ClockName.CONTEST,
        ClockName.STUDIES,
        ClockName.CONTRACT_DELIVERY,
        ClockName.WORKS,
        ClockName.PROJECT,
        ClockName.INSPECTION,
        ClockName.INSPECTION_REPORT,
        ClockName.GUARANTEE_RETURN,
    }
)
"""Terms that the utility has to keep; the others are the applicant's."""


class ClockEventKind(StrEnum):
    """What can happen to a clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    RESET = "reset"
    SWITCH_RULE = "switch_rule"
    STOP = "stop"


class ClockState(StrEnum):
    """What a clock is doing after its last event."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class DayState(StrEnum):
    """What one calendar day is to the term. The values are the class names of the day ruler."""

    FILED = "filed"
    RUN = "run"
    AHEAD = "ahead"
    PAUSE = "pause"
    OFF = "off"
    LATE = "late"


class ClockEffect(StrEnum):
    """What a line of the ledger did to the count."""

    RAN = "ran"
    PAUSED = "paused"
    STOPPED = "stopped"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Term(_Frozen):
    """How long a term is and which rule says so."""

    rule_code: str
    days: int = Field(gt=0)
    unit: Literal["calendar_days", "business_days"]
    citation_label: str

    @property
    def is_business(self) -> bool:
        """Whether only business days count."""
        return self.unit == "business_days"

    @property
    def length_text(self) -> str:
        """`15 dias corridos`, `5 dias úteis`, `1 dia corrido`."""
        if self.is_business:
            return count_days(self.days, business=True)
        return f"{count_days(self.days)} {'corrido' if self.days == 1 else 'corridos'}"


class ClockEvent(_Frozen):
    """Something recorded about a clock, on the civil date `on` of America/Sao_Paulo.

    `start` and `switch_rule` bring the term that holds from then on; `reset` may, and keeps the old one
    otherwise. `reason` (what happened) and `basis` (which rule allows it) are Portuguese and hold no personal
    data.
    """

    kind: ClockEventKind
    on: date
    at: datetime | None = None
    term: Term | None = None
    reason_code: str | None = None
    reason: str = ""
    basis: str = ""

    @model_validator(mode="after")
    def _brings_the_term_it_needs(self) -> Self:
        needs = self.kind in (ClockEventKind.START, ClockEventKind.SWITCH_RULE)
        may = needs or self.kind is ClockEventKind.RESET
        if needs and self.term is None:
            raise ValueError(f"{self.kind} needs a term")
        if not may and self.term is not None:
            raise ValueError(f"{self.kind} brings no term")
        return self


class Pause(_Frozen):
    """A stretch in which the clock stood still.

    It began on `began_on`, which still counted; `ended_on` is the day it was lifted, which did not. `given_on` is
    the day to which its end moved the term of an applicant whose days were all used; None where it moved none.
    """

    began_on: date
    ended_on: date | None = None
    given_on: date | None = None
    reason_code: str | None = None
    reason: str = ""
    basis: str = ""


class DayCell(_Frozen):
    """One calendar day of the term.

    `number` is 0 on the day of the event, the counted day (1 to n) on days that count, the days of delay
    (from 1) when `state` is late, and None on days that do not count.
    """

    on: date
    state: DayState
    number: int | None = None
    is_due: bool = False
    is_today: bool = False
    is_business_day: bool = True
    holiday_name: str | None = None


class LedgerLine(_Frozen):
    """One line of the ledger of the term ("extrato do prazo").

    `kind` is None on the line of today. `counted_days` is how much `used_days` changed since the line before:
    the whole column sums to the days used (a reset subtracts what it forgets). `due_on` is None while the
    clock stands still and its return tells the date; on the line of today it is then the date if the clock came
    back today (`is_provisional`). `next_on` is the day on which the count begins or goes on.
    """

    kind: ClockEventKind | None
    on: date
    at: datetime | None = None
    effect: ClockEffect
    what: str
    effect_text: str
    reason_code: str | None = None
    reason: str = ""
    basis: str = ""
    term: Term
    counted_days: int
    used_days: int
    next_on: date | None = None
    due_on: date | None = None
    is_provisional: bool = False

    @property
    def is_today(self) -> bool:
        """Whether this is the closing line, of the day on which the ledger is read."""
        return self.kind is None

    @property
    def rule_code(self) -> str:
        """The rule in force after this line."""
        return self.term.rule_code

    @property
    def rule_text(self) -> str:
        """`15 dias corridos (REN ANEEL 1.000/2021, art. 64, I)`."""
        return f"{self.term.length_text} ({self.term.citation_label})"

    @property
    def due_text(self) -> str:
        """The date after this line, in words."""
        if self.due_on is None:
            return "sem data enquanto estiver parado"
        condition = ", se o relógio voltar hoje" if self.is_provisional else ""
        return f"{short_day_with_year(self.due_on)}{condition}"


class Reckoning(_Frozen):
    """Everything that follows from the events of one clock, as of `today`.

    `due_on` is None only when the clock has not started. While it stands still with days left, or held in
    the applicant's own time, `due_on` is the date if it came back today and `is_provisional` says so.
    `used_days` counts up to today or the stop, that day included. After a reset, `started_on`, `days` and
    `pauses` are those of the new count; `lines` keep everything.
    """

    state: ClockState
    today: date
    term: Term | None = None
    started_on: date | None = None
    stopped_on: date | None = None
    due_on: date | None = None
    is_provisional: bool = False
    used_days: int = 0
    late_days: int = 0
    was_reset: bool = False
    pauses: tuple[Pause, ...] = ()
    days: tuple[DayCell, ...] = ()
    lines: tuple[LedgerLine, ...] = ()
    steps: tuple[str, ...] = ()

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands still now."""
        return self.state is ClockState.PAUSED

    @property
    def is_open(self) -> bool:
        """Whether the clock runs or stands still, and was not stopped."""
        return self.state in (ClockState.RUNNING, ClockState.PAUSED)

    @property
    def total_days(self) -> int:
        """The length of the term in force; 0 before the start."""
        return self.term.days if self.term else 0

    @property
    def left_days(self) -> int:
        """How many days of the term are still to be counted."""
        return self.total_days - self.used_days

    @property
    def paused_days(self) -> int:
        """How many calendar days up to `today` stood still."""
        return sum(cell.state is DayState.PAUSE and cell.on <= self.today for cell in self.days)
