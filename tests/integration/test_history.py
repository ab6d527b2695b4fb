"""History cannot be changed, whoever asks the database: not by a row, not by a set, not by TRUNCATE."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import Error, connection, transaction

from portal.outbox.append_only import AppendOnly
from requests_app.models import AccessRequest, Event
from tests.factories import filed_request

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("America/Sao_Paulo"))
TABLES = sorted((m for m in apps.get_models() if issubclass(m, AppendOnly)), key=lambda m: m.__name__)

pytestmark = pytest.mark.django_db


def _refused(sql: str, params: tuple[int, ...] = ()) -> str:
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    return str(error.value)


@pytest.mark.parametrize("model", TABLES, ids=lambda m: m.__name__)
def test_truncate_is_refused_by_the_database(model: type[AppendOnly]) -> None:
    assert "Cannot truncate" in _refused(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize("model", TABLES, ids=lambda m: m.__name__)
def test_every_history_table_has_its_row_trigger(model: type[AppendOnly]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger_append_only_rows%%'"
            " AND tgenabled <> 'D'",
            [model._meta.db_table],
        )
        assert cursor.fetchone()[0] == 1


def test_update_and_delete_are_refused_by_the_database() -> None:
    access_request = filed_request(at=NOW)
    filled = [m for m in TABLES if m._default_manager.exists()]
    assert {"Event", "ClockEntry", "StoredFile", "Attachment", "ChecklistVersion"} <= {
        m.__name__ for m in filled
    }
    for model in filled:
        table = model._meta.db_table
        assert "Cannot update" in _refused(f"UPDATE {table} SET id = id")
        assert "delete rows" in _refused(f"DELETE FROM {table}")
    with pytest.raises(Error), transaction.atomic():
        Event.objects.filter(access_request=access_request).update(action="withdraw")


def test_state_goes_only_along_the_edges_of_the_table() -> None:
    access_request = filed_request(at=NOW)
    with pytest.raises(Error, match="Invalid transition"), transaction.atomic():
        AccessRequest.objects.filter(pk=access_request.pk).update(state="approved")


def test_a_filed_request_stays_and_keeps_its_number() -> None:
    access_request = filed_request(at=NOW)
    assert "delete" in _refused("DELETE FROM requests_app_accessrequest WHERE id = %s", (access_request.pk,))
    with pytest.raises(Error), transaction.atomic():
        AccessRequest.objects.filter(pk=access_request.pk).update(filing_number="GD-2026-999999-9")


def test_append_only_rows_hold_no_personal_data() -> None:
    access_request = filed_request(at=NOW)
    personal = (
        access_request.holder.name,
        access_request.holder.tax_id,
        access_request.holder.email,
        access_request.consumer_unit.street,
        access_request.technician.email,
        access_request.technician.full_name,
    )
    for model in TABLES:
        if model.__name__ == "ChecklistVersion":
            continue
        for row in model._default_manager.values():
            assert not any(text in str(value) for value in row.values() for text in personal), model.__name__
