"""One measured row: what was measured, the floor it is held against, and the bound of their ratio."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """`measured` and `floor` share `unit`; the row holds when measured ≤ bound × floor (or ≥ when `is_at_least`)."""

    name: str
    measured: float
    floor: float
    unit: str
    bound: float
    is_at_least: bool = False

    @property
    def ratio(self) -> float:
        return self.measured / self.floor if self.floor else float("inf")

    @property
    def holds(self) -> bool:
        return self.ratio >= self.bound if self.is_at_least else self.ratio <= self.bound

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "ratio": round(self.ratio, 3), "holds": self.holds}


def median_ms(call: Callable[[], object], runs: int, warm: int = 3) -> float:
    """Median wall time of a call in milliseconds, after some calls that are not counted."""
    return median_pair_ms(call, lambda: None, runs, warm)[0]


def median_pair_ms(
    call: Callable[[], object], floor: Callable[[], object], runs: int, warm: int = 3
) -> tuple[float, float]:
    """Medians of two calls made in turn, so that a slow moment of the machine falls on both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(runs + warm):
        for times, work in zip(taken, (call, floor), strict=True):
            began = time.perf_counter()
            work()
            if number >= warm:
                times.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken[0]), statistics.median(taken[1])
