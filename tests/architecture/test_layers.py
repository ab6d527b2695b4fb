"""The import contracts name every module of the roof, and the import linter keeps them."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.sources import CHECKOUT, modules

GROUND = {"accounts", "outbox"}


def test_the_roof_in_the_contract_is_the_roof_in_the_folder() -> None:
    settings = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["name"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}
    named = set(contracts["Nothing imports the roof"]["forbidden_modules"])
    below = {path.relative_to("portal").parts[0].removesuffix(".py") for path in modules("portal")}
    assert named == {f"portal.{name}" for name in below - GROUND - {"__init__"}}


def test_imports_only_run_downwards() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
