"""Take in a confirmed file of the grid batch by batch, and let go on what was cut short.

A batch, the entries of capacity that it brings and the mark of how far the import has got are one transaction: what was
cut short left nothing half-written and goes on from there.
"""

import logging
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from documents.storage import put
from eligibility.domain.findings import Refused, refuse
from requests_app.domain.grid_rows import GridKind, GridRow
from requests_app.models import Feeder, GridImport, Substation, Transformer
from requests_app.services.exchange.csv_batches import Batch
from requests_app.services.grid import staging as grid_staging
from requests_app.services.grid.layout import (
    Grid,
    changes,
    fields_of,
    keys_of,
    no_codes,
    sort_lines,
    standing_grid,
)
from requests_app.services.grid.ledger import publish
from requests_app.services.grid.placements import follow_feeders
from requests_app.services.grid.staging import begin_counting, drop_file, lines_of, staged_import

logger = logging.getLogger(__name__)

_ONE_BATCH_AT_A_TIME: Final = 5_160_021
"""Key of the database's advisory lock: two imports never insert the same code at one moment."""
_ONE_WORKER_AN_IMPORT: Final = 5_160_022
"""First half of a lock of the session; it ends with its connection, so a killed worker holds nothing."""
_TABLES: Final[Mapping[GridKind, Any]] = {
    GridKind.SUBSTATION: Substation,
    GridKind.TRANSFORMER: Transformer,
    GridKind.FEEDER: Feeder,
}


@transaction.atomic
def confirm_grid(*, public_id: uuid.UUID, now: datetime) -> GridImport:
    """Let the import begin; the counts start again and become what is really done. Confirmed twice is confirmed once.

    Raises Refused `grid.applied`, `grid.discarded` or `grid.unseen`.
    """
    staged = staged_import(public_id)
    if staged.checked_at is None:
        raise refuse("grid.unseen", "O portal ainda está lendo o arquivo. Confirme quando ele terminar.")
    if staged.confirmed_at is None:
        staged.confirmed_at = staged.moved_at = now
        begin_counting(staged)
        staged.save()
    return staged


def apply_grid(*, public_id: uuid.UUID, now: datetime) -> GridImport:
    """Take the good lines in. The same call again goes on where the last one was cut short.

    Raises Refused when it was applied or thrown away already, or when nobody has looked at it yet.
    """
    staged = confirm_grid(public_id=public_id, now=now)
    try:
        with lines_of(staged) as lines:
            for batch in lines:
                _take_in(staged.pk, batch, now)
    except FileNotFoundError:
        return _lose(staged.pk)
    return _finish(staged.pk, now)


def go_on_with_imports() -> int:
    """Look at what came and take in what was confirmed, the oldest first; answers how many came to an end.

    What another worker is at is left to it. One that fails stays where it is: it is tried again, and holds up no other.
    """
    done = 0
    for public_id in unfinished_imports():
        with _alone(public_id) as is_ours:
            if is_ours:
                done += _go_on(public_id)
    return done


def unfinished_imports() -> list[uuid.UUID]:
    """Imports that nobody has looked at yet, or that began and did not end, oldest first."""
    begun = GridImport.objects.filter(
        Q(checked_at=None) | Q(confirmed_at__isnull=False), applied_at=None
    ).exclude(storage_key="")
    return list(begun.order_by("created_at", "pk").values_list("public_id", flat=True))


def _go_on(public_id: uuid.UUID) -> bool:
    now = timezone.now()
    try:
        found = grid_staging.look_at_grid(public_id=public_id, now=now)
        if found.confirmed_at is not None:
            apply_grid(public_id=public_id, now=now)
    except Refused:
        return False  # done or thrown away while we waited for our turn
    except Exception:
        # Nothing is lost: what was written stands, and the next turn goes on from there.
        logger.exception("grid import %s stopped", public_id)
        return False
    return True


@contextmanager
def _alone(public_id: uuid.UUID) -> Iterator[bool]:
    """Whether this worker is the only one at the import; for as long as the block lasts."""
    key = int.from_bytes(public_id.bytes[:4], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_ONE_WORKER_AN_IMPORT, key])
        is_ours: bool = cursor.fetchone()[0]
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_ONE_WORKER_AN_IMPORT, key])


@transaction.atomic
def _take_in(import_id: int, batch: Batch[GridRow], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_BATCH_AT_A_TIME])
    staged = GridImport.objects.select_for_update(no_key=True).get(pk=import_id)
    if batch.last_line <= staged.lines_done:
        return
    grid = standing_grid(batch, lock=True)
    lines = sort_lines(batch, grid, no_codes())
    for kind in GridKind:
        _create(kind, lines.new, grid, staged, now)
        _change(kind, lines.changed, grid, staged, now)
    grid_staging.count(staged, batch, lines)
    staged.lines_done, staged.moved_at = batch.last_line, timezone.now()
    staged.save()


def _create(
    kind: GridKind, lines: Mapping[int, GridRow], grid: Grid, staged: GridImport, now: datetime
) -> None:
    own = {number: row for number, row in lines.items() if row.kind is kind}
    if not own:
        return
    table = _TABLES[kind]
    made = [
        table(**fields_of(row), **_parents(row, grid), came_with=staged, source_line=number)
        for number, row in own.items()
    ]
    table._default_manager.bulk_create(made)
    grid.add(kind, made)
    _publish(kind, own, grid, staged, now)


def _change(
    kind: GridKind, lines: Mapping[int, GridRow], grid: Grid, staged: GridImport, now: datetime
) -> None:
    own = {number: row for number, row in lines.items() if row.kind is kind}
    if not own:
        return
    touched: set[str] = set()
    for number, row in own.items():
        standing = grid.get(kind, row.code)
        given = changes(row, standing) | keys_of(row) | _parents(row, grid)
        if kind is not GridKind.FEEDER:
            given.pop("hosting_capacity_kw", None)
        given |= {"came_with": staged, "source_line": number}
        for name, value in given.items():
            setattr(standing, name, value)
        touched |= given.keys()
    rows = [grid.get(kind, row.code) for row in own.values()]
    _TABLES[kind]._default_manager.bulk_update(rows, sorted(touched), batch_size=500)
    if kind is GridKind.FEEDER:
        follow_feeders(rows)
    _publish(kind, own, grid, staged, now)


def _publish(
    kind: GridKind, lines: Mapping[int, GridRow], grid: Grid, staged: GridImport, now: datetime
) -> None:
    if kind is GridKind.FEEDER:
        return
    published = [
        (grid.get(kind, row.code), row.hosting_capacity_kw)
        for row in lines.values()
        if row.hosting_capacity_kw is not None
    ]
    publish(published, grid_import=staged, at=now)


def _parents(row: GridRow, grid: Grid) -> dict[str, Any]:
    """The columns that say what the line belongs to."""
    match row.kind:
        case GridKind.TRANSFORMER:
            return {"substation": grid.get(GridKind.SUBSTATION, row.parent_code)}
        case GridKind.FEEDER:
            transformer = grid.get(GridKind.TRANSFORMER, row.parent_code)
            substation = (
                transformer.substation
                if transformer is not None
                else grid.get(GridKind.SUBSTATION, row.parent_code)
            )
            return {"transformer": transformer, "substation": substation}
        case _:
            return {}


@transaction.atomic
def _finish(import_id: int, now: datetime) -> GridImport:
    staged = GridImport.objects.select_for_update(no_key=True).get(pk=import_id)
    if staged.applied_at is None:
        staged.applied_at = now
        with TemporaryFile() as refused:
            refused.writelines(line.encode() for line in grid_staging.refused_text(staged))
            if refused.tell():
                staged.refused_key = f"grid-imports/{uuid.uuid4()}.csv"
                put(staged.refused_key, refused)
        drop_file(staged)
    return staged


@transaction.atomic
def _lose(import_id: int) -> GridImport:
    """The file is gone: by another worker that finished, or for good. Then what came in stays, and the page says so."""
    staged = GridImport.objects.select_for_update(no_key=True).get(pk=import_id)
    if staged.applied_at is None:
        staged.refusal = "O arquivo se perdeu antes do fim. O que entrou fica. Envie de novo para o resto."
        drop_file(staged)
    return staged
