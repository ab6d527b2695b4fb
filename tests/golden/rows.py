"""Golden rows that fill a folder: all its files, one after the other."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any


def golden(folder: str) -> dict[str, list[dict[str, Any]]]:
    """Kind of row → rows of every file of `tests/golden/<folder>`, in the order of the files' names."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((Path(__file__).parent / folder).glob("*.toml")):
        for kind, rows in tomllib.loads(path.read_text("utf-8"), parse_float=Decimal).items():
            found.setdefault(kind, []).extend(rows)
    return found
