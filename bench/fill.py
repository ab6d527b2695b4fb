"""Many requests quickly: copies of one real request made by SQL, so that lists and sweeps have a crowd to look at."""

from collections.abc import Mapping

from django.db import connection
from django.db.models import Model

from requests_app.models import (
    AccessRequest,
    ClockEntry,
    ConsumerUnit,
    Deadline,
    Generator,
    Holder,
)

FIRST_ID = 1_000_000
_WHOLE = (ConsumerUnit, Generator, Holder, ClockEntry)


def _copy(model: type[Model], source: str, count: int, first: int, changes: Mapping[str, str]) -> None:
    columns = [field.column for field in model._meta.concrete_fields]
    values = [changes.get(column, f'source."{column}"') for column in columns]
    table, names = model._meta.db_table, ", ".join(f'"{c}"' for c in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} FROM "{table}" source, '
            f"generate_series({first}, {first + count - 1}) g WHERE {source}"
        )


def crowd(
    like: AccessRequest, count: int, *, first: int = FIRST_ID, due: str, is_whole: bool = False
) -> None:
    """`count` copies of a filed request. `due` is SQL for the due date and may use g; whole ones can be swept."""
    _copy(
        AccessRequest,
        f"source.id = {like.pk}",
        count,
        first,
        {
            "id": "g",
            "public_id": "gen_random_uuid()",
            "filing_number": "'GD-2026-' || g || '-0'",
            "filing_digits": "'2026' || g || '0'",
            "filed_at": "source.filed_at + g * interval '1 second'",
            "due_on": due,
            "claimed_by_id": "NULL",
            "claimed_until": "NULL",
        },
    )
    _copy_deadlines(like, count, first, due)
    if is_whole:
        for model in _WHOLE:
            sequence = f"nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))"
            _copy(
                model,
                f"source.access_request_id = {like.pk}",
                count,
                first,
                {"id": sequence, "access_request_id": "g"},
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE requests_app_accessrequest; ANALYZE requests_app_deadline")


def _copy_deadlines(like: AccessRequest, count: int, first: int, due: str) -> None:
    _copy(
        Deadline,
        f"source.access_request_id = {like.pk} AND source.is_open",
        count,
        first,
        {
            "id": "nextval(pg_get_serial_sequence('requests_app_deadline', 'id'))",
            "access_request_id": "g",
            "due_on": due,
            "next_alert_on": f"({due}) - 3",
        },
    )
