"""One measured row: what was measured, the floor it is held against, and the bound of their ratio."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """`measured` and `floor` share `unit`; the row holds when measured ≤ bound × floor (or ≥ when `is_at_least`).

    Where the bound is an amount and not a ratio, the floor is that amount and the bound is 1.
    """

    name: str
    measured: float
    floor: float
    unit: str
    bound: float
    is_at_least: bool = False

    @property
    def ratio(self) -> float:
        return self.measured / self.floor

    @property
    def holds(self) -> bool:
        return self.ratio >= self.bound if self.is_at_least else self.ratio <= self.bound

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "ratio": round(self.ratio, 3), "holds": self.holds}


def median_pair_ms(
    call: Callable[[], object], floor: Callable[[], object], runs: int, warm: int = 3
) -> tuple[float, float]:
    """Medians of two calls made in turn, so that a slow moment of the machine falls on both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(runs + warm):
        pairs = list(zip(taken, (call, floor), strict=True))
        # Each goes first every other time: neither always finds the caches that the other left.
        for times, work in pairs if number % 2 else reversed(pairs):
            began = time.perf_counter()
            work()
            if number >= warm:
                times.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken[0]), statistics.median(taken[1])
