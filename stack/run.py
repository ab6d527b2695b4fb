"""`make run`: the demonstration in the foreground, until Ctrl-C or TERM."""

import fcntl
import os
import socket
import sys
import time
from pathlib import Path
from typing import NoReturn

from stack import interruption, local, state
from stack.postgres import ServerFailed

_DEFAULT_PORT = 8000
_RESTARTS_A_MINUTE = 5


def main(arguments: list[str]) -> int:
    """Run until asked to stop. Gives the exit status: 0 when stopped on request.

    One optional argument: the folder of the data, the checkout's own when it is not given.
    """
    interruption.raise_on_signals()
    try:
        port = _port()
        folder = Path(arguments[0]) if arguments else state.state_folder() / "demo"
        folder.mkdir(mode=0o711, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            _only_one(lock.fileno())
            _say(f"Preparando o portal (dados em {folder})…")
            with local.running(folder, port) as portal:
                _welcome(portal)
                _watch(portal)
    except interruption.Stop:
        _say("Portal parado.")
        return 0
    except (local.DidNotStart, ServerFailed) as error:
        _say(str(error))
    return 1


def _port() -> int:
    text = os.environ.get("PORT") or str(_DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SystemExit(f"PORT={text} não é uma porta. Use um número de 1 a 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            raise SystemExit(
                f"A porta {text} não está livre ({error.strerror}). Tente: PORT=8001 make run"
            ) from error
    return int(text)


def _only_one(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise SystemExit("O portal desta pasta já está no ar em outro terminal.") from error


def _welcome(portal: local.LocalPortal) -> None:
    accounts = "\n  ".join(portal.accounts.splitlines())
    _say(f"\n  Portal no ar: {portal.url}\n\n  {accounts}\n")
    _say(f"  Registros em {portal.folder}. Ctrl-C para parar.\n")


def _watch(portal: local.LocalPortal) -> NoReturn:
    """Start again what dies, unless it keeps dying. Raises DidNotStart then."""
    restarts: list[float] = []
    while True:
        time.sleep(0.5)
        for name in portal.dead():
            restarts = [at for at in restarts if at > time.monotonic() - 60] + [time.monotonic()]
            if len(restarts) > _RESTARTS_A_MINUTE:
                raise local.DidNotStart(f"{name} não para de cair. Veja {portal.log(name)}")
            _say(f"{name} caiu e foi iniciado de novo (registro: {portal.log(name)}).")
            portal.start(name)


def _say(text: str) -> None:
    print(text, file=sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
