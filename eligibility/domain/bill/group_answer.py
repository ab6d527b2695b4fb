"""The shape of every answer about a bill."""

from pydantic import BaseModel, ConfigDict

from eligibility.domain.bill.indicators import NotComputed
from eligibility.domain.bill.printed import PrintedCheck
from eligibility.domain.bill.quantities import Indicator
from eligibility.domain.citation import Citation, Confidence


class Verdict(BaseModel):
    """A yes or a no with its account; `passed` is None when a fact is missing. `criterion` names the way in, if any."""

    model_config = ConfigDict(frozen=True)

    code: str
    label: str
    passed: bool | None
    line: str
    citation: Citation
    confidence: Confidence
    criterion: str | None = None


class GroupAnswer(BaseModel):
    """What one group of questions gives. `checks` stand beside what the bill prints."""

    model_config = ConfigDict(frozen=True)

    indicators: tuple[Indicator, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    checks: tuple[PrintedCheck, ...] = ()
    not_computed: tuple[NotComputed, ...] = ()
