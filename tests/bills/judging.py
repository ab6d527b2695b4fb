"""Compares a reading with the truth: what is silently wrong, and what is intact and was not read."""

from dataclasses import dataclass, field

from documents.domain.bills.reader import read_bill
from tests.bills.marked import Spoilt
from tests.bills.truth_values import read_values, values_of


@dataclass
class Verdict:
    """Counts over many bills."""

    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    intact: int = 0

    @property
    def rate(self) -> float:
        """Share of the intact fields that were read."""
        return 1 - len(self.missed) / self.intact if self.intact else 1.0

    def add(self, name: str, bill: Spoilt) -> None:
        """Judge one bill. A value that carries a flag is not silent; a missed one counts also when flagged wrong."""
        reading = read_bill(one.word for one in bill.words)
        truth = values_of(bill.truth)
        read = {code: reading[own] for own, code in read_values(reading, bill.truth).items()}
        told = "+".join(bill.told)
        for code, one in read.items():
            expected = None if code in bill.absent else truth.get(code)
            if one.is_sure and one.value != expected:
                self.wrong.append(f"{name} [{told}] {code}: {one.value!r}, not {expected!r}")
        for code, expected in truth.items():
            if expected is None or code in bill.lost:
                continue
            self.intact += 1
            if code not in read or read[code].value != expected:
                reason = read[code].reason if code in read else "row"
                self.missed.append(f"{name} [{told}] {code}: {reason}")
