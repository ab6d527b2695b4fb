"""A real kill in the middle of 50,000 feeders: nothing half-written, nothing twice, bad rows explained."""

from django.db import connection
from django.utils import timezone

from requests_app.models import Feeder, GridEntry, GridImport, Substation, Transformer
from requests_app.services.exchange.csv_batches import BATCH_LINES
from requests_app.services.grid.imports import confirm_grid
from requests_app.services.grid.staging import receive_grid, refused_text
from tests.grid import FEEDER, SUBSTATION, TRANSFORMER, as_csv
from tests.services.real_stack import RealStack, wait_until

FEEDERS = 50_000
# Places cost time to read and prove nothing here.
PLAIN = FEEDER | {"latitude": "", "longitude": "", "tensao_kv": ""}
BAD = {
    100: {"capacidade_kw": "muita"},
    25_000: {"pertence_a": "NADA"},
    49_999: {"data": "31/02/2025"},
    50_000: {"codigo": "F00001"},
}
"""Row of the feeders, from 1, and what is wrong with it; the first line of a feeder is the fourth of the file."""


def test_fifty_thousand_feeders_survive_a_killed_worker(real_stack: RealStack) -> None:
    rows = [PLAIN | {"codigo": f"F{place:05d}"} | BAD.get(place, {}) for place in range(1, FEEDERS + 1)]
    file = as_csv(SUBSTATION, TRANSFORMER, *rows)
    found = receive_grid(file=file, uploaded_by=None, now=timezone.now())

    def now() -> GridImport:
        return GridImport.objects.get(pk=found.pk)

    def told() -> object:
        return now().rows_read, real_stack.output("worker")[-3000:]

    def standing() -> tuple[int, int, int]:
        """Lines done, points made and points there, of one moment."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rows_read, rows_created, (SELECT count(*) FROM requests_app_feeder)"
                " FROM requests_app_gridimport WHERE id = %s",
                [found.pk],
            )
            read, created, there = cursor.fetchone()
            return read, created, there

    real_stack.start("worker", "beat")
    wait_until(lambda: now().checked_at is not None, told, seconds=180)
    assert (now().rows_total, now().rows_created, now().rows_refused) == (FEEDERS + 2, FEEDERS - 2, len(BAD))
    assert not Feeder.objects.exists()

    confirm_grid(public_id=found.public_id, now=timezone.now())
    wait_until(lambda: now().rows_read >= 10_000, told, seconds=180)
    real_stack.kill("worker")
    read, created, there = standing()
    assert 10_000 <= read < FEEDERS and now().applied_at is None
    # What stands is exactly what the import says that it has done: whole batches, and their entries.
    assert read % BATCH_LINES == 0 and there == created - 2
    assert GridEntry.objects.count() == 2

    real_stack.start("worker")
    wait_until(lambda: now().applied_at is not None, told, seconds=240)
    done = now()
    assert done.rows_read == FEEDERS + 2 and done.rows_created == FEEDERS - 2
    assert (done.rows_changed, done.rows_same, done.rows_refused) == (0, 0, len(BAD))
    assert Feeder.objects.count() == Feeder.objects.values("code").distinct().count() == FEEDERS - 4
    assert (Substation.objects.count(), Transformer.objects.count(), GridEntry.objects.count()) == (1, 1, 2)
    assert [(problem["line"], problem["column"]) for problem in done.problems] == [
        (103, "capacidade_kw"),
        (25_003, "pertence_a"),
        (50_002, "data"),
        (50_003, "codigo"),
    ]
    assert [line.split(";")[1] for line in list(refused_text(done))[1:]] == [
        "F00100", "F25000", "F49999", "F00001",
    ]  # fmt: skip
