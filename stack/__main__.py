"""`python -m stack <command>`: sets up what the command needs, then becomes it."""

# Read by whatever `python3` the machine has: this file keeps to syntax that old interpreters understand.
import os
import shutil
import sys

OLDEST = (3, 11)
SET_UP = {"run": "run", "test": "dev", "check": "dev", "bench": "dev", "journey": "dev", "venv": "dev"}


def find_python() -> "str | None":
    """A Python that is new enough, or None."""
    for name in ("python3.13", "python3.12", "python3.11"):
        if shutil.which(name):
            return shutil.which(name)
    return None


def main() -> int:
    if sys.version_info < OLDEST:
        newer = find_python()
        if newer is None:
            sys.exit(
                "O portal precisa de Python 3.11 ou mais novo. Instale: sudo apt-get install -y python3.11 python3.11-venv"
            )
        os.execv(newer, [newer, "-m", "stack"] + sys.argv[1:])
    from stack.commands import run_command

    try:
        return run_command(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
