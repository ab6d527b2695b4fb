"""What is missing on the machine is installed where that is allowed, and otherwise named with the line to type."""

import pytest

from stack import packages, state

MISSING = packages.Need(("libpango-1.0-0",), lambda: False)


def test_without_rights_the_line_to_type_is_said_and_nothing_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(state, "is_root", lambda: False)
    monkeypatch.setattr(packages, "_sudo_asks_nothing", lambda: False)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    with pytest.raises(packages.Missing) as said:
        packages.ensure([MISSING])
    assert "sudo apt-get install -y --no-install-recommends libpango-1.0-0" in str(said.value)
    assert said.value.code, "a SystemExit with a message ends the command with a failure"


def test_on_another_distribution_it_says_what_debian_calls_the_packages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(packages.Missing, match="Em Debian ou Ubuntu: sudo apt-get install"):
        packages.ensure([MISSING])


def test_what_is_there_is_left_alone() -> None:
    packages.ensure([packages.Need(("never-asked-for",), lambda: True)])
    assert all(need.is_there() for need in packages.RUN)
