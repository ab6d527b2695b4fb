"""Compares a reading with the truth: what is silently wrong, and of what is intact what was read and what surely.

Intact is a field of the truth with a printed text that no mutation took, cut, masked, spaced or pushed off its header,
and whose label, header, row and month still stand; all others are in `Spoilt.lost`. That its block moved, that it is set
in another font or size, that noise stands beside it or that other columns of its table were pushed excuses nothing.
A cell that the bill leaves blank has no text and does not count.

A right value with a flag is read: the page shows it and asks. But a reader that doubts everything would never be silently
wrong, so values without a flag are counted apart and have a bound of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from documents.domain.bills.reader import read_bill
from tests.bills.designs import designs
from tests.bills.marked import Spoilt
from tests.bills.mutations import spoil
from tests.bills.truth_values import read_values, values_of


@dataclass
class Verdict:
    """Counts over many bills."""

    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    intact: int = 0
    sure: int = 0

    @property
    def rate(self) -> float:
        """Share of the intact fields that were read, flagged or not."""
        return 1 - len(self.missed) / self.intact if self.intact else 1.0

    @property
    def sure_rate(self) -> float:
        """Share of the intact fields that were read and carry no flag."""
        return self.sure / self.intact if self.intact else 1.0

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
            else:
                self.sure += read[code].is_sure


def spoilt_bills(count: int) -> Iterator[tuple[str, Spoilt]]:
    """So many spoilt bills with their names, all designs in turn, each spoilt by the seed that is its number."""
    for number in range(count):
        design = designs()[number % len(designs())]
        bill = design.bill()
        spoil(bill, Random(number))
        yield f"{design.name} seed {number}", bill
