"""Files of the grid: staged, taken in batch by batch, and whole again after a kill; capacity comes in as entries."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.db import connections

from eligibility.domain.findings import Refused
from requests_app.models import Feeder, GridEntry, GridImport, Substation, Transformer
from requests_app.services.exchange import csv_batches
from requests_app.services.grid import imports as grid_imports
from requests_app.services.grid import reading as grid_reading
from requests_app.services.grid import staging as grid_staging
from requests_app.services.grid.imports import apply_grid, confirm_grid
from requests_app.services.grid.staging import discard_grid, stage_grid
from tests.grid import FEEDER, SUBSTATION, TRANSFORMER, as_csv, feeders
from tests.integration.review_room import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def brought(*rows: dict[str, str]) -> GridImport:
    staged = stage_grid(file=as_csv(*rows), uploaded_by=None, now=NOW)
    return apply_grid(public_id=staged.public_id, now=NOW)


def counts(done: GridImport) -> tuple[int, int, int, int]:
    return done.rows_created, done.rows_changed, done.rows_same, done.rows_refused


def test_staging_counts_and_takes_nothing_in() -> None:
    staged = stage_grid(file=as_csv(SUBSTATION, TRANSFORMER, *feeders(3)), uploaded_by=None, now=NOW)
    assert (*counts(staged), staged.rows_total, staged.percent_done) == (5, 0, 0, 0, 5, 0)
    assert not Substation.objects.exists()
    discard_grid(public_id=staged.public_id)
    with pytest.raises(Refused, match=r"grid\.discarded"):
        confirm_grid(public_id=staged.public_id, now=NOW)


def test_the_grid_comes_in_with_its_parents_and_its_capacity_as_entries() -> None:
    done = brought(SUBSTATION, TRANSFORMER, *feeders(2), FEEDER | {"codigo": "BTM-X", "pertence_a": "BTM"})
    assert (*counts(done), done.percent_done) == (5, 0, 0, 0, 100)
    transformer = Transformer.objects.select_related("substation").get()
    assert transformer.substation.code == "BTM" and transformer.name_key == "betim 2, trafo 1"
    assert transformer.hosting_capacity_kw == transformer.balance_kw == Decimal("12500.500")
    assert grid_reading.balance(transformer) == Decimal("12500.500")
    assert transformer.substation.balance_kw == 30_000
    assert Feeder.objects.filter(transformer=transformer).count() == 2
    direct = Feeder.objects.get(code="BTM-X")
    assert (direct.transformer, direct.substation_id) == (None, transformer.substation_id)
    entries = GridEntry.objects.order_by("pk").values_list("kind", "reason", "grid_import_id", "power_kw")
    assert list(entries) == [
        ("adjust", "import", done.pk, Decimal(30_000)),
        ("adjust", "import", done.pk, Decimal("12500.500")),
    ]


def test_a_newer_file_changes_what_it_says_and_books_the_difference() -> None:
    brought(SUBSTATION, TRANSFORMER)
    newer = {
        "data": "20/11/2026",
        "capacidade_kw": "10.000",
        "fluxo_inverso": "sim",
        "latitude": "",
        "longitude": "",
    }
    assert counts(brought(SUBSTATION, TRANSFORMER | newer)) == (0, 1, 1, 0)
    row = Transformer.objects.get()
    assert (row.balance_kw, row.has_reverse_flow, row.measured_on) == (
        Decimal(10_000),
        True,
        date(2026, 11, 20),
    )
    assert row.latitude == Decimal("-19.967800")
    changes = row.entries.order_by("pk").values_list("change_kw", "balance_kw")
    assert list(changes) == [(Decimal("12500.500"), Decimal("12500.500")), (Decimal("-2500.500"), 10_000)]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"data": "30/10/2025"}, "data"),
        ({"pertence_a": "NADA"}, "pertence_a"),
        ({"pertence_a": "CTG"}, "pertence_a"),
        ({"capacidade_kw": ""}, "capacidade_kw"),
    ],
)
def test_what_would_spoil_what_stands_is_refused(change: dict[str, str], column: str) -> None:
    brought(SUBSTATION, SUBSTATION | {"codigo": "CTG"}, TRANSFORMER)
    before = Transformer.objects.values().get()
    done = brought(TRANSFORMER | change)
    assert [(p["line"], p["column"]) for p in done.problems] == [(2, column)]
    assert Transformer.objects.values().get() == before


def test_the_same_file_again_changes_nothing() -> None:
    rows = (SUBSTATION, TRANSFORMER, *feeders(20))
    brought(*rows)
    assert counts(brought(*rows)) == (0, 0, 22, 0)
    assert GridEntry.objects.count() == 2


def test_bad_rows_are_explained_by_line_and_column_and_the_others_come_in() -> None:
    rows = feeders(100)
    rows[9] |= {"capacidade_kw": "muita"}
    rows[19] |= {"pertence_a": "T9"}
    rows[29] |= {"latitude": "10"}
    done = brought(SUBSTATION, TRANSFORMER, *rows)
    assert (counts(done), Feeder.objects.count()) == ((99, 0, 0, 3), 97)
    assert [(problem["line"], problem["column"]) for problem in done.problems] == [
        (13, "capacidade_kw"),
        (23, "pertence_a"),
        (33, "latitude"),
    ]


def test_an_import_killed_in_the_middle_goes_on_and_nothing_comes_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The third batch dies after its entries were written: they are gone, and the next call writes them."""
    monkeypatch.setattr(csv_batches, "BATCH_LINES", 10)
    rows = [SUBSTATION]
    rows += [TRANSFORMER | {"codigo": f"T{place}"} for place in range(1, 36)]
    staged = stage_grid(file=as_csv(*rows), uploaded_by=None, now=NOW)
    real, calls = grid_staging.count, []

    def dies_at_the_third(found: GridImport, batch: Any, lines: Any) -> None:
        calls.append(batch.last_line)
        if len(calls) == 3:
            raise ConnectionError
        real(found, batch, lines)

    monkeypatch.setattr(grid_staging, "count", dies_at_the_third)
    with pytest.raises(ConnectionError):
        apply_grid(public_id=staged.public_id, now=NOW)
    cut = GridImport.objects.get(pk=staged.pk)
    assert (Transformer.objects.count(), GridEntry.objects.count()) == (19, 20)
    assert (cut.rows_read, cut.percent_done, cut.applied_at) == (20, 55, None)
    assert grid_imports.unfinished_imports() == [staged.public_id]
    with pytest.raises(Refused, match=r"grid\.begun"):
        discard_grid(public_id=staged.public_id)
    done = apply_grid(public_id=staged.public_id, now=NOW)
    assert (*counts(done), done.rows_read) == (36, 0, 0, 0, 36)
    assert (Transformer.objects.count(), GridEntry.objects.count()) == (35, 36)
    assert grid_imports.unfinished_imports() == []
    with pytest.raises(Refused, match=r"grid\.applied"):
        apply_grid(public_id=staged.public_id, now=NOW)


def test_two_imports_and_two_workers_at_once_bring_each_point_once(committing_db: str) -> None:
    rows = (SUBSTATION, TRANSFORMER, *feeders(300))
    first = stage_grid(file=as_csv(*rows), uploaded_by=None, now=NOW)
    second = stage_grid(file=as_csv(*rows), uploaded_by=None, now=NOW)
    gate, problems = Barrier(4), []

    def work(staged: GridImport) -> None:
        try:
            gate.wait(timeout=30)
            apply_grid(public_id=staged.public_id, now=NOW)
        except Refused:
            pass
        except Exception as problem:  # any other failure of a thread is the finding
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=(staged,)) for staged in (first, second) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert problems == []
    assert (Feeder.objects.count(), GridEntry.objects.count()) == (300, 2)
    done = GridImport.objects.order_by("pk")
    assert {counts(found) for found in done} == {(302, 0, 0, 0), (0, 0, 302, 0)}
    assert Transformer.objects.get().balance_kw == Decimal("12500.500")
