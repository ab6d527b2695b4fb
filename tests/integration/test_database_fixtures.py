"""The databases that tests get: one that rolls back, and one of its own where commits are real."""

import threading

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, transaction


def _names() -> set[str]:
    return set(ContentType.objects.filter(app_label="probe").values_list("model", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["first", "second"])
def test_what_a_test_writes_is_gone_for_the_next(name: str) -> None:
    ContentType.objects.create(app_label="probe", model=name)
    assert _names() == {name}


@pytest.mark.parametrize("name", ["first", "second"])
def test_a_committing_test_has_a_database_of_its_own(committing_db: str, name: str) -> None:
    done: list[str] = []
    with transaction.atomic():
        ContentType.objects.create(app_label="probe", model=name)
        transaction.on_commit(lambda: done.append(name))
    assert done == [name]
    assert connection.settings_dict["NAME"] in committing_db

    seen: list[set[str]] = []

    def look() -> None:
        seen.append(_names())
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [{name}]


@pytest.mark.django_db
def test_both_databases_can_serve_one_test(committing_db: str) -> None:
    ContentType.objects.create(app_label="probe", model="committed")
    assert _names() == {"committed"}
