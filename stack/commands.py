"""The commands of the stack: which set-up each one needs and what it becomes."""

import argparse
import os
import signal
import sys
from typing import NoReturn

from stack import bootstrap, packages, processes
from stack.state import CHECKOUT

_CONTAINER = ("web", "worker", "beat", "migrate", "static")
_NEEDS = {"check": packages.CHECK} | dict.fromkeys(("test", "bench", "journey"), packages.TEST)


def run_command(arguments: list[str]) -> int:
    """Run one command; `rest` goes to pytest, the bench or the journey."""
    parser = argparse.ArgumentParser(prog="python -m stack")
    parser.add_argument("command", choices=("run", "test", "check", "bench", "journey", "venv", *_CONTAINER))
    options, rest = parser.parse_known_args(arguments)
    if options.command in _CONTAINER:
        return _process(options.command)
    if os.environ.get("MAKELEVEL"):
        # A make that is killed outright takes nothing with it by itself.
        processes.die_with_parent(signal.SIGTERM)
    bootstrap.ensure("run" if options.command == "run" else "dev")
    packages.ensure(_NEEDS.get(options.command, packages.RUN))
    module = {
        "run": ["stack.run"],
        "test": ["pytest", "-n", "2", *rest],
        "check": ["stack.check"],
        "bench": ["bench", *rest],
        "journey": ["stack.journey", *rest],
    }.get(options.command)
    if module is None:
        return 0
    os.chdir(CHECKOUT)
    sys.stdout.flush()
    return _become_python(*module)


def _become_python(*module: str) -> NoReturn:
    os.execv(bootstrap.PYTHON, [str(bootstrap.PYTHON), "-m", *module])


def _process(name: str) -> int:
    from stack import entrypoints

    match name:
        case "migrate":
            entrypoints.migrate()
        case "static":
            entrypoints.collect_static()
        case _:
            entrypoints.become(name)
    return 0
