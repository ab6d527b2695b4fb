"""Every template compiles, and none carries script, style or a handler in the page: the content policy is strict."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.architecture.sources import files, text

TEMPLATES = [path for path in files() if "templates" in path.parts and path.suffix in {".html", ".txt"}]
# A PDF has no content policy, and its style travels with it.
SCREENS = [path for path in TEMPLATES if path.suffix == ".html" and not {"pdf", "emails"} & set(path.parts)]
INLINE = re.compile(
    r"<style\b|<script\b(?![^>]*\b(?:src=|type=\"application/json\"|nonce=))|\sstyle=|\son[a-z]+=|javascript:",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_compiles(path: Path) -> None:
    name = str(Path(*path.parts[path.parts.index("templates") + 1 :]))
    assert get_template(name) is not None  # raises TemplateSyntaxError with the line


@pytest.mark.parametrize("path", SCREENS, ids=str)
def test_a_screen_has_nothing_inline(path: Path) -> None:
    found = INLINE.search(text(path))
    assert found is None, found
