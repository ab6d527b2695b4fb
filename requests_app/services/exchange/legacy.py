"""Import a file of historic requests: look at it first, confirm, and take in the good lines batch by batch.

A batch and the mark of how far the import has got are one transaction: what was cut short goes on from there.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import IO, Any, Final

from django.db import transaction
from django.utils import timezone

from documents.storage import discard, open_stored, put
from eligibility.domain.findings import refuse
from portal.accounts.models import User
from requests_app.domain.csv_cells import CellProblem
from requests_app.domain.legacy_columns import LegacyLine
from requests_app.models import HistoricImport, HistoricRequest
from requests_app.services.exchange.csv_batches import Batch
from requests_app.services.exchange.legacy_layout import read_historic, row_of, sort_lines

MOST_PROBLEMS: Final = 500
"""How many problems are listed; all refused lines are counted."""
UNCONFIRMED_DAYS: Final = 1
_CHUNK_BYTES: Final = 256 * 1024
_COUNTS: Final = ("rows_read", "rows_created", "rows_same", "rows_refused")


def stage_historic(*, file: IO[bytes], uploaded_by: User | None, now: datetime) -> HistoricImport:
    """Keep the file and say what it would bring, without taking anything in. Raises Refused when it cannot be read.

    `uploaded_by` is None for the command line. Files that nobody confirmed within a day are thrown away.
    """
    _forget_unconfirmed(now)
    found = HistoricImport(uploaded_by=uploaded_by, created_at=now)
    digest = sha256()
    for batch in read_historic(file, today=timezone.localdate(now)):
        lines = sort_lines(batch)
        _count(found, batch, created=len(lines.new), same=lines.same, problems=lines.problems)
    file.seek(0)
    while chunk := file.read(_CHUNK_BYTES):
        digest.update(chunk)
    found.sha256 = digest.hexdigest()
    found.storage_key = f"historic-imports/{uuid.uuid4()}.csv"
    put(found.storage_key, file)
    found.save()
    return found


def apply_historic(*, public_id: uuid.UUID, now: datetime) -> HistoricImport:
    """Take the good lines in; the counts become what was really done. The same call again goes on, or finds it done.

    Raises Refused when it was applied or thrown away already.
    """
    staged = _begin(public_id, now)
    with open_stored(staged.storage_key) as file:
        for batch in read_historic(file, today=timezone.localdate(staged.created_at)):
            _take_in(staged.pk, batch)
    return _finish(staged.pk, now)


@transaction.atomic
def discard_historic(*, public_id: uuid.UUID) -> None:
    """Throw a staged file away. Raises Refused once its import began."""
    staged = _staged(public_id)
    if staged.confirmed_at is not None:
        raise refuse("legacy.begun", "Esta carga já começou. Confirme de novo para terminar.")
    _drop_file(staged)


@transaction.atomic
def _begin(public_id: uuid.UUID, now: datetime) -> HistoricImport:
    staged = _staged(public_id)
    if staged.confirmed_at is None:
        staged.confirmed_at = now
        for name in _COUNTS:
            setattr(staged, name, 0)
        staged.problems = []
        staged.save()
    return staged


@transaction.atomic
def _take_in(import_id: int, batch: Batch[LegacyLine]) -> None:
    staged = HistoricImport.objects.select_for_update().get(pk=import_id)
    if batch.last_line <= staged.lines_done:
        return
    lines = sort_lines(batch)
    rows = [row_of(number, line, import_id) for number, line in lines.new.items()]
    # Another file may bring the same protocol at this moment: the second one finds it when it is asked again.
    HistoricRequest.objects.bulk_create(rows, ignore_conflicts=True)
    ours = set(
        HistoricRequest.objects.filter(
            came_with_id=import_id, protocol__in=[row.protocol for row in rows]
        ).values_list("protocol", flat=True)
    )
    lost = {
        number: [CellProblem("protocolo", "Outra carga trouxe este protocolo agora. Nada foi mudado.")]
        for number, line in lines.new.items()
        if line.protocol not in ours
    }
    _count(staged, batch, created=len(ours), same=lines.same, problems={**lines.problems, **lost})
    staged.lines_done = batch.last_line
    staged.save()


@transaction.atomic
def _finish(import_id: int, now: datetime) -> HistoricImport:
    staged = HistoricImport.objects.select_for_update().get(pk=import_id)
    if staged.applied_at is None:
        staged.applied_at = now
        _drop_file(staged)
    return staged


def _staged(public_id: uuid.UUID) -> HistoricImport:
    staged = HistoricImport.objects.select_for_update().get(public_id=public_id)
    if staged.applied_at is not None:
        raise refuse("legacy.applied", "Este arquivo já foi carregado.")
    if not staged.storage_key:
        raise refuse("legacy.discarded", "Este arquivo foi descartado. Envie de novo.")
    return staged


def _drop_file(staged: HistoricImport) -> None:
    key, staged.storage_key = staged.storage_key, ""
    staged.save()
    transaction.on_commit(lambda: discard(key))


def _forget_unconfirmed(now: datetime) -> None:
    old = HistoricImport.objects.exclude(storage_key="").filter(
        created_at__lt=now - timedelta(days=UNCONFIRMED_DAYS), confirmed_at=None
    )
    with transaction.atomic():
        for staged in old.select_for_update(skip_locked=True):
            _drop_file(staged)


def _count(
    found: HistoricImport,
    batch: Batch[LegacyLine],
    *,
    created: int,
    same: int,
    problems: dict[int, list[CellProblem]],
) -> None:
    found.rows_read += batch.read
    found.rows_created += created
    found.rows_same += same
    found.rows_refused += len(problems)
    room = MOST_PROBLEMS - len(found.problems)
    found.problems += _listed(problems)[: max(room, 0)]


def _listed(problems: dict[int, list[CellProblem]]) -> Sequence[dict[str, Any]]:
    return [
        {"line": number, "column": problem.column, "message": problem.message}
        for number, found in sorted(problems.items())
        for problem in found
    ]
