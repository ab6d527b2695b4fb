"""The balance of one transformer among a million entries, against the same sum as raw indexed SQL."""

from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from bench.row import Row, median_pair_ms
from requests_app.models import GridEntry, GridImport, Substation, Transformer
from requests_app.services.grid.reading import balance

ENTRIES, TRANSFORMERS, ROUNDS = 1_000_000, 1_000, 200
_SUM = "SELECT SUM(change_kw) FROM requests_app_gridentry WHERE transformer_id = %s"


def rows(database_url: str) -> list[Row]:
    """One row; needs an empty committing database."""
    _fill()
    wanted = Transformer.objects.get(code=f"T{TRANSFORMERS // 2}")
    expected = Decimal(ENTRIES // TRANSFORMERS)
    if (balance(wanted), _raw(wanted.pk)) != (expected, expected):
        raise RuntimeError("the two sums are not the balance")
    _require_index(wanted.pk)
    measured, floor = median_pair_ms(lambda: balance(wanted), lambda: _raw(wanted.pk), ROUNDS)
    return [
        Row("balance of a transformer among 1,000,000 entries, against its SQL", measured, floor, "ms", 5)
    ]


def _fill() -> None:
    """A thousand accounts whose entries lie mixed, as time writes them; each adds 1 kW."""
    now = timezone.now()
    came_with = GridImport.objects.create(sha256="0" * 64, created_at=now)
    usual = {
        "municipality": "Betim", "municipality_key": "betim", "measured_on": date(2026, 1, 1), "source": "Bench",
        "came_with": came_with, "source_line": 1,
    }  # fmt: skip
    above = Substation.objects.create(code="S", name="S", name_key="s", **usual)
    made = Transformer.objects.bulk_create(
        Transformer(code=f"T{n}", name="T", name_key="t", substation=above, hosting_capacity_kw=0, **usual)
        for n in range(TRANSFORMERS)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO requests_app_gridentry"
            " (transformer_id, kind, power_kw, change_kw, balance_kw, is_checked, reason, at)"
            " SELECT %s + g %% %s, 'adjust', 1, 1, g / %s + 1, true, 'correction', %s"
            " FROM generate_series(0, %s) g",
            [made[0].pk, TRANSFORMERS, TRANSFORMERS, now, ENTRIES - 1],
        )
        cursor.execute("VACUUM ANALYZE requests_app_gridentry")
    if GridEntry.objects.count() != ENTRIES:
        raise RuntimeError("not a million entries")


def _raw(transformer_id: int) -> Decimal:
    with connection.cursor() as cursor:
        cursor.execute(_SUM, [transformer_id])
        found: Decimal = cursor.fetchone()[0]
        return found


def _require_index(transformer_id: int) -> None:
    """The floor is the indexed statement: a plan that reads the table would flatter the ratio."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {_SUM}", [transformer_id])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    if "grid_entry_transformer" not in plan:
        raise RuntimeError(f"the index is not used:\n{plan}")
