"""Nothing in the repository belongs to one machine, is left for later, or is silenced without a reason."""

import re
import tomllib
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


@pytest.mark.parametrize("path", TEXT_FILES, ids=str)
def test_a_file_names_no_machine_and_leaves_nothing_for_later(path: Path) -> None:
    source = text(path)
    assert not ONE_MACHINE.search(source)
    assert not FOR_LATER.search(source)


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


@pytest.mark.parametrize("path", modules("tests"), ids=str)
def test_no_test_is_skipped(path: Path) -> None:
    assert not SKIPS.search(text(path).replace(SKIPS.pattern, ""))


@pytest.mark.parametrize("path", [path for path in files() if path.suffix == ".py"], ids=str)
def test_what_is_silenced_says_which_rule_and_why(path: Path) -> None:
    for match in SILENCED.finditer(text(path).replace(SILENCED.pattern, "")):
        assert match["code"], f"{path}: {match[0]}"
        assert match["reason"].strip(" #()-"), f"{path}: {match[0]}"


def test_the_virtual_environment_and_data_stay_out_of_the_repository() -> None:
    ignored = (CHECKOUT / ".gitignore").read_text(encoding="utf-8").split()
    assert {".venv/", "var/", "build/", "uv.lock"} <= set(ignored)
