"""The containers run the same entry points as this machine, healthy, without root and without a secret in the file."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.env import Env
from stack import entrypoints, packages
from tests.architecture.sources import CHECKOUT, text

COMPOSE = Path("docker-compose.yml")
OURS = {*entrypoints.PROCESSES, "migrate"}
OTHERS = {"database", "redis", "storage"}
OF_THE_STACK = {
    "PORTAL_BIND",
    "PORTAL_WEB_PROCESSES",
    "PORTAL_WEB_THREADS",
    "PORTAL_WORKER_PROCESSES",
    "PORTAL_BEAT_FILE",
}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The file as the distribution's Compose understands it, each asked-for variable given a value."""
    command = packages.compose_command()
    assert command is not None, "the package docker-compose is missing: `make test` installs it"
    asked_for = dict.fromkeys(re.findall(r"\$\{(\w+):\?", text(COMPOSE)), "given")
    done = subprocess.run(
        [*command, "-f", str(COMPOSE), "config"],
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **asked_for},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = yaml.safe_load(done.stdout)["services"]
    return found


def test_each_process_is_a_service_with_the_same_entry_point(services: dict[str, Any]) -> None:
    assert set(services) == OURS | OTHERS
    for name in OURS:
        assert services[name]["command"] == ["python", "-m", "stack", name]
    for name in entrypoints.PROCESSES:
        assert entrypoints.command(name, {})[1] == "-m"


def test_what_runs_for_long_has_a_health_check_and_our_image_is_not_root(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if "healthcheck" not in service} == {"migrate"}
    for name in OURS:
        assert services[name]["user"] == "10001:10001"
    assert re.search(r"^USER portal$", text(Path("Dockerfile")), re.MULTILINE)


def test_every_variable_is_one_that_the_portal_reads(services: dict[str, Any]) -> None:
    known = {f"PORTAL_{name.upper()}" for name in Env.model_fields} | OF_THE_STACK
    for name in OURS:
        assert set(services[name]["environment"]) <= known


def test_no_secret_stands_in_the_file() -> None:
    for name in ("PORTAL_SECRET_KEY", "POSTGRES_PASSWORD", "PORTAL_S3_SECRET_KEY", "PORTAL_S3_ACCESS_KEY"):
        for value in re.findall(rf"^\s+{name}: (.*)$", text(COMPOSE), re.MULTILINE):
            assert value.startswith("${" + name + ":?"), f"{name} must come from the environment"


def test_the_image_brings_every_system_library_of_the_portal() -> None:
    dockerfile = text(Path("Dockerfile"))
    for need in packages.RUN:
        assert re.search(rf"\s{re.escape(need.packages[0])}\s", dockerfile), need.packages[0]


def test_every_variable_is_explained_and_every_explained_variable_is_read() -> None:
    explained = set(re.findall(r"`(PORTAL_[A-Z0-9_]+)`", text(Path("docs/operating.md"))))
    assert explained == {f"PORTAL_{name.upper()}" for name in Env.model_fields} | OF_THE_STACK


def test_the_utility_is_the_one_of_the_portal_unless_it_is_given() -> None:
    default = Env.model_fields["operator_profile"].default
    assert f"PORTAL_OPERATOR_PROFILE: ${{PORTAL_OPERATOR_PROFILE:-{default}}}" in text(COMPOSE)


def test_the_image_collects_the_static_files_as_production_serves_them() -> None:
    # In test mode the names carry no hash, and production would not find them.
    built = re.search(
        r"^RUN (PORTAL_MODE=\w+) .*?python -m stack static$", text(Path("Dockerfile")), re.M | re.S
    )
    assert built is not None
    assert built[1] != "PORTAL_MODE=test"
