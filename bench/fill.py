"""Many requests quickly: copies of one real request made by SQL, so that lists and sweeps have a crowd to look at."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model

from portal.accounts.models import User
from requests_app.models import (
    AccessRequest,
    ClockEntry,
    ConsumerUnit,
    Deadline,
    Generator,
    Holder,
)
from requests_app.services.filing.drafts import create_draft, save_section
from tests.filing_data import ANSWERS

FIRST_ID = 1_000_000
_WHOLE = (ConsumerUnit, Generator, Holder, ClockEntry)


@contextmanager
def _without_triggers() -> Iterator[None]:
    """No history row and no key check per copy: a hundred thousand take seconds. Needs the database's superuser."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def _copy(model: type[Model], source: str, count: int, first: int, changes: Mapping[str, str]) -> None:
    columns = [field.column or field.attname for field in model._meta.concrete_fields]
    values = [changes.get(column, f'source."{column}"') for column in columns]
    table, names = model._meta.db_table, ", ".join(f'"{c}"' for c in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} FROM "{table}" source, '
            f"generate_series({first}, {first + count - 1}) g WHERE {source}"
        )


def _own_id(model: type[Model]) -> dict[str, str]:
    sequence = f"nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))"
    return {"id": sequence, "access_request_id": "g"}


def crowd(
    like: AccessRequest, count: int, *, first: int = FIRST_ID, due: str, is_whole: bool = False
) -> None:
    """`count` copies of a filed request with its open clocks. `due` is SQL for the due date and may use g.

    Whole copies also have what a sweep reads: unit, generator, holder and clock entries.
    """
    request = {
        "id": "g",
        "public_id": "gen_random_uuid()",
        "filing_number": "'GD-2026-' || g || '-0'",
        "filing_digits": "'2026' || g || '0'",
        "service_order": "'NS-2026-' || g || '-0'",
        "opinion_id": "NULL",  # one opinion is in force of one request only
        "filed_at": "source.filed_at + (g % 1000000) * interval '1 second'",
        "due_on": due,
        "claimed_by_id": "NULL",
        "claimed_until": "NULL",
    }
    clock = {"due_on": due, "next_alert_on": f"({due}) - 3"}
    mine = f"source.access_request_id = {like.pk}"
    with _without_triggers():
        _copy(AccessRequest, f"source.id = {like.pk}", count, first, request)
        _copy(Deadline, f"{mine} AND source.is_open", count, first, _own_id(Deadline) | clock)
        for model in _WHOLE if is_whole else ():
            _copy(model, mine, count, first, _own_id(model))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE requests_app_accessrequest, requests_app_deadline")


def filled_draft(technician: User) -> AccessRequest:
    """A draft with every answer and no document."""
    draft = create_draft(actor=technician.as_actor())
    for section, answers in ANSWERS.items():
        draft = save_section(draft_id=draft.pk, section=section, answers=answers)
    return draft
