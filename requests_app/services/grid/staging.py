"""A file of the grid before anything is taken in: received, looked at line by line, thrown away; and its refused lines."""

import csv
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from typing import IO, Any, Final

from django.db import transaction
from django.utils import timezone

from documents.storage import discard, open_stored, put
from eligibility.domain.findings import Refused, refuse
from eligibility.profile import current_profile
from portal.accounts.models import User
from requests_app.domain.csv_cells import CellProblem
from requests_app.domain.grid_rows import COLUMNS, GridRow
from requests_app.models import GridImport, GridRefusals
from requests_app.services.exchange.csv_batches import (
    Batch,
    Batches,
    Layout,
    batches,
    check_header,
    raw_lines,
)
from requests_app.services.grid.layout import (
    REPORT_COLUMNS,
    Sorted,
    grid_layout,
    no_codes,
    sort_lines,
    standing_grid,
)

MOST_PROBLEMS: Final = 500
"""How many problems the page lists; all refused lines are counted and come with their reasons in the download."""
UNCONFIRMED_DAYS: Final = 1
_CHUNK_BYTES: Final = 256 * 1024
_COUNTS: Final = ("rows_read", "rows_created", "rows_changed", "rows_same", "rows_refused")
_RUNS_IN_A_SPREADSHEET: Final = ("=", "@", "\t", "\r")


def stage_grid(
    *, file: IO[bytes], uploaded_by: User | None, now: datetime, is_invented: bool = False
) -> GridImport:
    """Receive the file and look at it at once, for the demonstration and tests. Raises Refused when it cannot be read."""
    received = receive_grid(file=file, uploaded_by=uploaded_by, now=now, is_invented=is_invented)
    found = look_at_grid(public_id=received.public_id, now=now)
    if found.refusal:
        raise refuse("grid.unreadable", found.refusal)
    return found


def receive_grid(
    *, file: IO[bytes], uploaded_by: User | None, now: datetime, is_invented: bool = False
) -> GridImport:
    """Keep the file for a worker to look at. Raises Refused when it is too large or its header is not the grid's.

    `is_invented` marks demonstration data. Files that nobody confirmed within a day are thrown away.
    """
    _forget_unconfirmed(now)
    check_header(file, _layout(now))
    digest, line_ends = sha256(), 0
    file.seek(0)
    while chunk := file.read(_CHUNK_BYTES):
        digest.update(chunk)
        line_ends += chunk.count(b"\n")
    received = GridImport(
        uploaded_by=uploaded_by,
        created_at=now,
        is_invented=is_invented,
        sha256=digest.hexdigest(),
        rows_total=line_ends,
        storage_key=f"grid-imports/{uuid.uuid4()}.csv",
    )
    put(received.storage_key, file)
    received.save()
    return received


def look_at_grid(*, public_id: uuid.UUID, now: datetime) -> GridImport:
    """Say what the file would bring, without taking anything in. The same call again begins from its first line.

    A file that turns out to be unreadable is thrown away and says why in `refusal`.
    """
    found = GridImport.objects.get(public_id=public_id)
    if not found.storage_key or found.checked_at is not None:
        return found
    begin_counting(found)
    to_come = no_codes()
    try:
        with lines_of(found) as lines:
            for batch in lines:
                with transaction.atomic():
                    count(found, batch, sort_lines(batch, standing_grid(batch), to_come))
                    found.moved_at = timezone.now()
                    found.save(update_fields=[*_COUNTS, "problems", "moved_at"])
    except Refused as refused:
        found.refusal = refused.message
    except FileNotFoundError:
        found.refusal = "O arquivo não está mais guardado. Envie de novo."
    found.rows_total, found.checked_at = found.rows_read, now
    with transaction.atomic():
        # Somebody may have thrown it away meanwhile.
        standing = GridImport.objects.select_for_update(no_key=True).get(pk=found.pk)
        found.storage_key = standing.storage_key
        if found.refusal or not found.storage_key:
            drop_file(found)
        else:
            found.save()
    return found


@transaction.atomic
def discard_grid(*, public_id: uuid.UUID) -> None:
    """Throw a staged file away. Raises Refused once its import began."""
    staged = staged_import(public_id)
    if staged.confirmed_at is not None:
        raise refuse("grid.begun", "Esta carga já começou. O portal vai até o fim do arquivo.")
    drop_file(staged)


def refused_text(found: GridImport) -> Iterator[str]:
    """All refused lines as they were written, each with its number and what is wrong with it, line by line.

    CSV with ";" that may come back once corrected. Empty where nothing was refused or the file was given up. Raises
    FileNotFoundError at the first line when the file is lost.
    """
    if found.refused_key:
        with open_stored(found.refused_key) as kept:
            yield from (line.decode() for line in kept)
    elif found.storage_key and found.problems:
        writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
        with open_stored(found.storage_key) as file:
            yield writer.writerow((*COLUMNS, *REPORT_COLUMNS))
            said = _Said(found)
            for number, cells in raw_lines(file, _layout(found.created_at), said):
                written = (
                    [cells.get(column, "") for column in COLUMNS]
                    if isinstance(cells, dict)
                    else [*cells, *[""] * (len(COLUMNS) - len(cells))]
                )
                yield writer.writerow([*map(_harmless, written), number, said.reason])


class _Line:
    """The file that the csv module writes to: gives each line back."""

    def write(self, line: str) -> str:
        return line


class _Said:
    """The reasons of a file's refused lines, asked for line after line as the file is read; one batch in memory."""

    def __init__(self, found: GridImport) -> None:
        self._batches = found.refusals.iterator(chunk_size=1)
        self._last_line = 0
        self._reasons: dict[int, str] = {}
        self.reason = ""

    def __contains__(self, line: object) -> bool:
        assert isinstance(line, int)
        while line > self._last_line and (batch := next(self._batches, None)) is not None:
            reasons: dict[int, list[str]] = {}
            for problem in batch.problems:
                reasons.setdefault(problem["line"], []).append(f"{problem['column']}: {problem['message']}")
            self._last_line = batch.last_line
            self._reasons = {number: " ".join(parts) for number, parts in reasons.items()}
        self.reason = self._reasons.get(line, "")
        return bool(self.reason)


@contextmanager
def lines_of(found: GridImport) -> Iterator[Batches[GridRow]]:
    """The stored file in batches. Raises FileNotFoundError, and Refused `grid.*` as it is read."""
    # Closed before its file: whoever stops in the middle leaves the reader half way.
    with (
        open_stored(found.storage_key) as file,
        closing(batches(file, _layout(found.created_at))) as lines,
    ):
        yield lines


def begin_counting(found: GridImport) -> None:
    """Set the counts back, not saved yet, and forget what was refused."""
    for name in _COUNTS:
        setattr(found, name, 0)
    found.problems = []
    found.refusals.all().delete()


def count(found: GridImport, batch: Batch[GridRow], lines: Sorted) -> None:
    """Add a batch to the counts, not saved yet, and keep why its lines were refused."""
    found.rows_read += batch.read
    found.rows_created += len(lines.new)
    found.rows_changed += len(lines.changed)
    found.rows_same += lines.same
    found.rows_refused += len(lines.problems)
    if listed := _listed(lines.problems):
        room = MOST_PROBLEMS - len(found.problems)
        found.problems += listed[: max(room, 0)]
        GridRefusals.objects.create(grid_import=found, last_line=batch.last_line, problems=listed)


def staged_import(public_id: uuid.UUID) -> GridImport:
    """The import, locked. Raises Refused `grid.applied` or `grid.discarded` where nothing is left to do."""
    staged = GridImport.objects.select_for_update(no_key=True).get(public_id=public_id)
    if staged.applied_at is not None:
        raise refuse("grid.applied", "Este arquivo já foi carregado.")
    if not staged.storage_key:
        raise refuse("grid.discarded", "Este arquivo foi descartado. Envie de novo.")
    return staged


def drop_file(staged: GridImport) -> None:
    """Save the import without its file, which goes with the commit, and without what only explains that file."""
    key, staged.storage_key = staged.storage_key, ""
    staged.save()
    staged.refusals.all().delete()
    if key:
        transaction.on_commit(lambda: discard(key))


def _layout(day: datetime) -> Layout[GridRow]:
    return grid_layout(timezone.localdate(day), current_profile().state_window)


def _harmless(cell: str) -> str:
    # A spreadsheet opens this file; a coordinate may begin with a minus sign, a formula may not.
    return f"'{cell}" if cell.startswith(_RUNS_IN_A_SPREADSHEET) else cell


def _forget_unconfirmed(now: datetime) -> None:
    old = GridImport.objects.exclude(storage_key="").filter(
        created_at__lt=now - timedelta(days=UNCONFIRMED_DAYS), confirmed_at=None
    )
    with transaction.atomic():
        for staged in old.select_for_update(skip_locked=True):
            drop_file(staged)


def _listed(problems: Mapping[int, Sequence[CellProblem]]) -> list[dict[str, Any]]:
    return [
        {"line": number, "column": problem.column, "message": problem.message}
        for number, wrong in problems.items()
        for problem in wrong
    ]
