"""The building blocks that the receipt and the opinion have in common."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SheetPart(BaseModel):
    """Immutable piece of a sheet; an unknown or missing field is an error, never a blank on paper."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Row(SheetPart):
    """One labelled fact of a two-column table. Both texts are in Portuguese, ready to print."""

    label: Text
    value: Text


class Section(SheetPart):
    """A titled table of facts, for example "De quem e onde"."""

    title: Text
    rows: tuple[Row, ...] = Field(min_length=1)


class Clause(SheetPart):
    """A sentence that binds somebody, with the rule it comes from.

    `citation` is the printed label ("REN ANEEL 1.000/2021, art. 83, § 1º"); `note` tells how sure we are of
    the source when it is not the legal text itself ("publicado pela distribuidora").
    """

    text: Text
    citation: str = ""
    note: str = ""


class Step(SheetPart):
    """What happens next, a whole sentence; a `due_on` is printed after it ("Até qua., 22/07/2026.")."""

    text: Text
    due_on: date | None = None


class FileLine(SheetPart):
    """One delivered file. `title` is the checklist item, never the name that the person gave the file."""

    title: Text
    kind: Text
    size_bytes: int = Field(ge=1)
    page_count: int = Field(ge=1)
    sha256: Sha256


class CellState(StrEnum):
    """What a day did to the clock."""

    FILED = "filed"
    RUN = "run"
    AHEAD = "ahead"
    PAUSE = "pause"
    OFF = "off"
    LATE = "late"


class RulerCell(SheetPart):
    """One calendar day of the ruler; `number` is the counted day, empty on a day that does not count."""

    on: date
    state: CellState
    number: int | None = None
    is_due: bool = False
    flag: str = ""


class LedgerRow(SheetPart):
    """One line of the deadline ledger, as the portal shows it to everybody.

    `clock` says what the clock did ("corre", "parou", "voltou", "terminou"); `used_days` counts up to this
    line; `due_on` is the date the term had after it (empty when none, as during a pause).
    """

    on: date
    at: AwareDatetime | None = None
    what: Text
    clock: Text
    reason: str = ""
    basis: str = ""
    used_days: int = Field(ge=0)
    due_on: date | None = None


class Signer(SheetPart):
    """Who answers for the opinion; `registration` is the council number, `title` the profession."""

    name: Text
    title: Text
    registration: Text
    signed_at: AwareDatetime
