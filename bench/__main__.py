"""`python -m bench [name …]`: measure, print a table, write build/bench.json; ends with 1 when a bound is broken."""

import json
import os
import subprocess
import sys
from pathlib import Path

PARTS = ("sweeping", "printing", "uploading", "queue", "weight")
OUT = Path("build/bench.json")


def _part(name: str) -> list[dict[str, object]]:
    """Run one part in a process and database of its own, so that none warms another."""
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--part", name],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
    )
    rows: list[dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
    return rows


def _run_part(name: str) -> None:
    import importlib
    import logging

    import django

    django.setup()
    logging.disable(logging.WARNING)
    from tests import database

    with database.clone(database.embedded_server()) as url, database.pointing_at(url):
        rows = importlib.import_module(f"bench.{name}").rows()
    print(json.dumps([row.as_json() for row in rows]))


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--part"]:
        _run_part(arguments[1])
        return 0
    rows = [row for name in arguments or PARTS for row in _part(name)]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for row in rows:
        sign, mark = ("≥" if row["is_at_least"] else "≤"), ("ok" if row["holds"] else "BROKEN")
        print(
            f"{mark:<7} {row['name']:<75} {row['measured']:>10.2f} {row['unit']:<6} floor {row['floor']:>10.2f}"
            f"  ratio {row['ratio']:>6} {sign} {row['bound']}"
        )
    return 0 if all(row["holds"] for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
