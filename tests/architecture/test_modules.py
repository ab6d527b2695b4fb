"""Modules stay small, say what they are, and have names that say something."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import PRODUCT, modules, text

LONGEST_LINES = 300
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
OURS = [*PRODUCT, "tests", "bench"]


@pytest.mark.parametrize("path", modules(*OURS), ids=str)
def test_a_module_is_small_named_and_described(path: Path) -> None:
    source = text(path)
    assert source.count("\n") <= LONGEST_LINES
    assert not SAYS_NOTHING & {part.removesuffix(".py") for part in path.parts}
    if source.strip():
        assert ast.get_docstring(ast.parse(source)), "a module begins with one sentence that says what it is"
