"""`python -m bench [name …]`: measure, print tables, write build/bench.json; ends with 1 when a bound is broken."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PARTS = {
    "queue": "Queue of 100,000 requests",
    "large": "Requests with 5,000 units or 40 documents",
    "rules": "One answer for any facts",
    "sweeping": "Sweep of the deadlines",
    "grid": "Capacity of the grid",
    "printing": "Opinion PDF",
    "uploading": "Large files: growth of any process",
    "weight": "First load of a page, empty cache",
}
OUT = Path("build/bench.json")


def _part(name: str) -> list[dict[str, Any]]:
    """Run one part in a process and database of its own, so that none warms another."""
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--part", name],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return rows


def _run_part(name: str) -> None:
    import importlib
    import logging

    import django

    django.setup()
    logging.disable(logging.WARNING)
    from tests import database

    with database.clone(database.embedded_server()) as url, database.pointing_at(url):
        rows = importlib.import_module(f"bench.{name}").rows(url)
    print(json.dumps([row.as_json() for row in rows]))


def _print_table(title: str, rows: list[dict[str, Any]], seconds: float) -> None:
    print(f"\n{title} ({seconds:.0f} s)")
    print(f"{'':<7}{'':<70}{'measured':>10}{'floor':>10}{'':<6}{'ratio':>8}  bound")
    for row in rows:
        mark = "ok" if row["holds"] else "BROKEN"
        sign = "≥" if row["is_at_least"] else "≤"
        print(
            f"{mark:<7}{row['name']:<70}{row['measured']:>10.2f}{row['floor']:>10.2f} {row['unit']:<5}"
            f"{row['ratio']:>8.3f}  {sign} {row['bound']}",
            flush=True,
        )


def main(arguments: list[str]) -> int:
    """Run all parts or the named ones. build/bench.json keeps the rows of the parts that were not run."""
    if arguments[:1] == ["--part"]:
        _run_part(arguments[1])
        return 0
    unknown = set(arguments) - set(PARTS)
    if unknown:
        print(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
        return 2
    kept: dict[str, Any] = json.loads(OUT.read_text(encoding="utf-8")) if arguments and OUT.exists() else {}
    measured: dict[str, Any] = dict(kept)
    for name in arguments or PARTS:
        began = time.monotonic()
        rows = _part(name)
        measured[name] = rows
        _print_table(PARTS[name], rows, time.monotonic() - began)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    names = arguments or list(PARTS)
    broken = [row["name"] for name in names for row in measured[name] if not row["holds"]]
    print(f"\n{len(broken)} bound(s) broken" if broken else "\nevery bound holds", *broken, sep="\n  ")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
