"""The domain knows no framework, no clock and no file of the machine: everything comes in as an argument."""

import ast
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import DOMAINS, imported, modules, text

PURE_LIBRARIES = {"pydantic", "holidays", "validate_docbr", "utm", "dateutil"}
OURS = {"requests_app", "documents", "eligibility"}
# One enumeration of the ground, the actors of the lifecycle table.
ROLES = "portal.accounts.roles"
REACHES_OUT = {
    "os",
    "socket",
    "subprocess",
    "urllib",
    "http",
    "random",
    "time",
    "threading",
    "asyncio",
    "tempfile",
}
CLOCKS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("timezone", "now"),
}


@pytest.mark.parametrize("path", modules(*DOMAINS), ids=str)
def test_a_domain_module_imports_only_what_is_pure(path: Path) -> None:
    for name in imported(path):
        top = name.partition(".")[0]
        is_domain = top in OURS and name.split(".")[1:2] == ["domain"]
        is_library = top in PURE_LIBRARIES or (top in sys.stdlib_module_names and top not in REACHES_OUT)
        assert is_domain or is_library or name.startswith(ROLES), f"{path} imports {name}"


@pytest.mark.parametrize("path", modules(*DOMAINS), ids=str)
def test_a_domain_module_asks_no_clock(path: Path) -> None:
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in CLOCKS, f"{path}:{node.lineno} reads a clock"
