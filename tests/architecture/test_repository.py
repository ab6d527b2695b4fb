"""Nothing in the repository belongs to one machine, is left for later, or is silenced without a reason."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.architecture.sources import CHECKOUT, files, modules, text

TEXTS = {
    ".py",
    ".toml",
    ".txt",
    ".md",
    ".yml",
    ".yaml",
    ".html",
    ".css",
    ".js",
    ".json",
    ".svg",
    ".cfg",
    ".ini",
    "",
}
ONE_MACHINE = re.compile(r"/(?:home|root|work|mnt|Users)/\w")
FOR_LATER = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
SKIPS = re.compile(r"pytest\.(?:mark\.)?(?:skip|xfail|importorskip)|unittest\.skip")
# The reason stands after the code: "
SILENCED = re.compile(
    r"#\s*(?:noqa|type:\s*ignore)(?P<code>:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[\w,\s-]+\])?(?P<reason>.*)"
)

TEXT_FILES = [path for path in files() if path.suffix in TEXTS]


def _found(pattern: re.Pattern[str], paths: Iterable[Path]) -> list[str]:
    # A pattern that stands in this file is not a find.
    return [
        f"{path}: {match[0]}"
        for path in paths
        for match in pattern.finditer(text(path).replace(pattern.pattern, ""))
    ]


def test_no_file_names_one_machine() -> None:
    assert _found(ONE_MACHINE, TEXT_FILES) == []


def test_no_file_leaves_something_for_later() -> None:
    assert _found(FOR_LATER, TEXT_FILES) == []


@pytest.mark.parametrize("path", [path for path in files() if path.parts[0] == "requirements"], ids=str)
def test_a_lock_holds_hashes_and_no_address(path: Path) -> None:
    source = text(path)
    assert not re.search(r"(https?|file)://|index-url|find-links", source)
    pinned = re.findall(r"^[\w.-]+==", source, re.MULTILINE)
    assert pinned
    assert source.count("--hash=sha256:") >= len(pinned)


def test_every_direct_dependency_is_in_its_lock() -> None:
    project = tomllib.loads(text(Path("pyproject.toml")))
    groups = project["dependency-groups"]
    base = project["project"]["dependencies"]
    wanted = {"base": base, "run": base + groups["embedded"]}
    wanted["dev"] = wanted["run"] + groups["test"] + groups["lint"]
    for lock, requirements in wanted.items():
        pinned = set(re.findall(r"^([\w.-]+)==", text(Path(f"requirements/{lock}.txt")), re.MULTILINE))
        names = {re.split(r"[\[><=]", requirement)[0].lower() for requirement in requirements}
        assert names <= pinned, f"`make lock`: {lock} lacks {names - pinned}"


def test_no_test_is_skipped() -> None:
    assert _found(SKIPS, modules("tests")) == []


def test_what_is_silenced_says_which_rule_and_why() -> None:
    offenders = [
        f"{path}: {match[0]}"
        for path in files()
        if path.suffix == ".py"
        for match in SILENCED.finditer(text(path).replace(SILENCED.pattern, ""))
        if not match["code"] or not match["reason"].strip(" #()-")
    ]
    assert offenders == []


def test_the_virtual_environment_and_data_stay_out_of_the_repository() -> None:
    ignored = (CHECKOUT / ".gitignore").read_text(encoding="utf-8").split()
    assert {".venv/", "var/", "build/", "uv.lock"} <= set(ignored)
