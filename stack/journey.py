"""`make journey`: the main job in a real browser, against PORTAL_URL or a portal started for it alone."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from stack import interruption, local, processes, state
from stack.postgres import ServerFailed


def main(arguments: list[str]) -> int:
    """Walk the journey with `python -m tests.journey`; the address travels in PORTAL_URL."""
    if os.environ.get("PORTAL_URL"):
        return _walk(os.environ["PORTAL_URL"], arguments)
    interruption.raise_on_signals()
    try:
        with tempfile.TemporaryDirectory(prefix="journey-", dir=state.state_folder()) as folder:
            Path(folder).chmod(0o711)
            with local.running(Path(folder), processes.free_port()) as portal:
                return _walk(portal.url, arguments)
    except interruption.Stop:
        return 130
    except (local.DidNotStart, ServerFailed) as error:
        print(error, file=sys.stderr)
        return 1


def _walk(url: str, arguments: list[str]) -> int:
    command = [sys.executable, "-m", "tests.journey", *arguments]
    environ = os.environ | {"PORTAL_URL": url}
    done = subprocess.run(
        command, cwd=state.CHECKOUT, env=environ, preexec_fn=processes.die_with_parent, check=False
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
