"""Import the customers' file: look at it first, confirm, and write only good lines that change something."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256
from typing import IO, Any, Final

from django.db import connection, transaction

from documents.storage import discard, open_stored, put
from eligibility.domain.findings import refuse
from portal.accounts.models import User
from requests_app.domain.customer_columns import CustomerLine
from requests_app.models import CustomerAccount, CustomerImport
from requests_app.services.exchange.customer_layout import Batch, read_batches

MOST_PROBLEMS: Final = 500
"""How many refused lines are listed; all are counted."""
UNCONFIRMED_DAYS: Final = 1
_CHUNK_BYTES: Final = 256 * 1024
_FIELDS: Final = tuple(CustomerLine.__dataclass_fields__)
_KEPT: Final = (*_FIELDS[1:], "imported_at", "source_line")


def stage_import(*, file: IO[bytes], uploaded_by: User | None, now: datetime) -> CustomerImport:
    """Keep the file and say what it would change, without changing anything. Raises Refused when it cannot be read.

    `uploaded_by` is None for the command line. Files that nobody confirmed within a day are thrown away.
    """
    _forget_unconfirmed(now)
    found = CustomerImport(uploaded_by=uploaded_by, created_at=now)
    for batch in read_batches(file):
        created, changed, columns = _compare(batch)
        _count(found, batch, len(created), len(changed), columns)
    found.sha256 = _sha256(file)
    found.storage_key = f"customer-imports/{uuid.uuid4()}.csv"
    put(found.storage_key, file)
    found.save()
    return found


@transaction.atomic
def apply_import(*, public_id: uuid.UUID, now: datetime) -> CustomerImport:
    """Write the good lines of a staged file, once; its counts become what was really done.

    The same file again changes nothing. Raises Refused when it was applied or thrown away already.
    """
    staged = _staged(public_id)
    done = CustomerImport(sha256=staged.sha256)
    with connection.cursor() as cursor:
        # Two imports at once would compare with rows that the other one is about to write.
        cursor.execute(f'LOCK TABLE "{CustomerAccount._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')
    with open_stored(staged.storage_key) as file:
        for batch in read_batches(file):
            created, changed, columns = _compare(batch)
            lines = {**created, **changed}
            CustomerAccount.objects.bulk_create(
                [_account(number, line, now) for number, line in lines.items()],
                update_conflicts=True,
                unique_fields=["unit_number"],
                update_fields=_KEPT,
            )
            _count(done, batch, len(created), len(changed), columns)
    for name in ("rows_read", "rows_created", "rows_changed", "rows_same", "rows_refused", "columns_changed"):
        setattr(staged, name, getattr(done, name))
    staged.problems, staged.applied_at = done.problems, now
    _drop_file(staged)
    return staged


@transaction.atomic
def discard_import(*, public_id: uuid.UUID) -> None:
    """Throw a staged file away. Raises Refused when it was applied or thrown away already."""
    _drop_file(_staged(public_id))


def _sha256(file: IO[bytes]) -> str:
    file.seek(0)
    digest = sha256()
    while chunk := file.read(_CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()


def _staged(public_id: uuid.UUID) -> CustomerImport:
    staged = CustomerImport.objects.select_for_update().get(public_id=public_id)
    if staged.applied_at is not None:
        raise refuse("customers.applied", "Este arquivo já foi carregado.")
    if not staged.storage_key:
        raise refuse("customers.discarded", "Este arquivo foi descartado. Envie de novo.")
    return staged


def _drop_file(staged: CustomerImport) -> None:
    key, staged.storage_key = staged.storage_key, ""
    staged.save()
    transaction.on_commit(lambda: discard(key))


def _forget_unconfirmed(now: datetime) -> None:
    old = CustomerImport.objects.exclude(storage_key="").filter(
        created_at__lt=now - timedelta(days=UNCONFIRMED_DAYS)
    )
    with transaction.atomic():
        for staged in old.select_for_update(skip_locked=True):
            _drop_file(staged)


Lines = dict[int, CustomerLine]


def _compare(batch: Batch) -> tuple[Lines, Lines, dict[str, int]]:
    """The new lines, the lines that differ from what stands, and how often each column differs. One statement."""
    numbers = [line.unit_number for line in batch.good.values()]
    standing = {
        row.unit_number: row for row in CustomerAccount.objects.filter(unit_number__in=numbers).order_by()
    }
    created: Lines = {}
    changed: Lines = {}
    columns: dict[str, int] = {}
    for number, line in batch.good.items():
        row = standing.get(line.unit_number)
        if row is None:
            created[number] = line
        elif names := [name for name in _FIELDS if _value(row, name) != getattr(line, name)]:
            changed[number] = line
            for name in names:
                columns[name] = columns.get(name, 0) + 1
    return created, changed, columns


def _value(row: CustomerAccount, name: str) -> Any:
    value = getattr(row, name)
    return tuple(value) if isinstance(value, list) else value


def _account(number: int, line: CustomerLine, now: datetime) -> CustomerAccount:
    values = asdict(line) | {"monthly_consumption_kwh": list(line.monthly_consumption_kwh)}
    return CustomerAccount(**values, imported_at=now, source_line=number)


def _count(found: CustomerImport, batch: Batch, created: int, changed: int, columns: dict[str, int]) -> None:
    found.rows_read += batch.read
    found.rows_created += created
    found.rows_changed += changed
    found.rows_same += len(batch.good) - created - changed
    found.rows_refused += len(batch.problems)
    found.columns_changed = {
        name: found.columns_changed.get(name, 0) + columns.get(name, 0)
        for name in _FIELDS
        if name in found.columns_changed or name in columns
    }
    room = MOST_PROBLEMS - len(found.problems)
    found.problems += _listed(batch)[: max(room, 0)]


def _listed(batch: Batch) -> Sequence[dict[str, Any]]:
    return [
        {"line": number, "column": problem.column, "message": problem.message}
        for number, problems in batch.problems.items()
        for problem in problems
    ]
