"""Files of historic requests as a layout, and which of their lines are new, known already, or known otherwise."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from typing import IO, Final

from requests_app.domain.csv_cells import CellProblem
from requests_app.domain.legacy_columns import COLUMNS, REQUIRED, LegacyLine, read_line
from requests_app.models import HistoricRequest
from requests_app.services.exchange.csv_batches import Batch, Batches, Layout, batches

MAX_BYTES: Final = 40 * 1024 * 1024
MAX_LINES: Final = 100_000
_FIELDS: Final = tuple(LegacyLine.__dataclass_fields__)
_OTHERWISE: Final = "Este protocolo já está no histórico com outros dados. Nada foi mudado."


@dataclass(frozen=True)
class Sorted:
    """The lines of a batch that would come in, how many stand there already, and the problems of the others."""

    new: dict[int, LegacyLine] = field(default_factory=dict)
    same: int = 0
    problems: dict[int, list[CellProblem]] = field(default_factory=dict)


def read_historic(file: IO[bytes], *, today: date) -> Batches[LegacyLine]:
    """The file in batches. Raises Refused `legacy.*` when it is no such file, or too long; leaves it open."""
    layout = Layout[LegacyLine](
        code="legacy",
        columns=COLUMNS,
        required=REQUIRED,
        read_line=partial(read_line, today=today),
        key=lambda line: line.protocol,
        key_column="protocolo",
        repeated="Este protocolo já está na linha {line}.",
        max_bytes=MAX_BYTES,
        max_lines=MAX_LINES,
    )
    return batches(file, layout)


def sort_lines(batch: Batch[LegacyLine]) -> Sorted:
    """Compare a batch with what stands; nothing that stands is ever written over. One statement."""
    protocols = [line.protocol for line in batch.good.values()]
    standing = {row.protocol: row for row in HistoricRequest.objects.filter(protocol__in=protocols)}
    found = Sorted(problems=dict(batch.problems))
    same = 0
    for number, line in batch.good.items():
        row = standing.get(line.protocol)
        if row is None:
            found.new[number] = line
        elif all(getattr(row, name) == getattr(line, name) for name in _FIELDS):
            same += 1
        else:
            found.problems[number] = [CellProblem("protocolo", _OTHERWISE)]
    ordered: Mapping[int, list[CellProblem]] = dict(sorted(found.problems.items()))
    return Sorted(new=found.new, same=same, problems=dict(ordered))


def row_of(number: int, line: LegacyLine, came_with_id: int) -> HistoricRequest:
    """The row of a good line; `number` is its line in the file."""
    return HistoricRequest(
        **asdict(line), numbers=list(line.numbers), came_with_id=came_with_id, source_line=number
    )
