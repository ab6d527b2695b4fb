"""Imports only run downwards: the import linter keeps the layers, and nothing below imports the roof."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import CHECKOUT, imported, modules

# Everything else in the folder `portal` is the roof.
GROUND = ("portal/accounts", "portal/outbox", "portal/http.py")
BELOW_THE_ROOF = [*modules("requests_app", "documents", "eligibility"), *modules(*GROUND)]


@pytest.mark.parametrize("path", BELOW_THE_ROOF, ids=str)
def test_nothing_below_imports_the_roof(path: Path) -> None:
    from_the_ground = tuple(part.removesuffix(".py").replace("/", ".") for part in GROUND)
    roof = {
        name for name in imported(path) if name.startswith("portal.") and not name.startswith(from_the_ground)
    }
    assert roof == set()


def test_imports_only_run_downwards() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
