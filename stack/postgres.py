"""A PostgreSQL server of our own, from any set of binaries, on a private socket folder."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from stack import processes

_LASTING = ("-c", "max_connections=60")
_THROW_AWAY = _LASTING + ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")

# The kernel takes 107 characters for a socket's path, and its name takes some of them.
_LONGEST_SOCKET_FOLDER = 85


class ServerFailed(RuntimeError):
    """The server did not start; the message carries the end of its log."""


@dataclass
class PostgresServer:
    """One cluster: binaries, data folder, and the account that runs it (never root).

    Only local connections through a folder that nobody else may enter, so no password is needed.
    """

    bin_folder: Path
    data_folder: Path
    owner: pwd.struct_passwd
    is_throw_away: bool = False
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _socket_folder: Path | None = field(default=None, init=False)

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def log(self) -> Path:
        return self.data_folder.with_name(self.data_folder.name + ".log")

    def initialise(self) -> None:
        """Make the cluster when it is not there. An interrupted try is thrown away."""
        if (self.data_folder / "PG_VERSION").exists():
            return
        making = self.data_folder.with_name(self.data_folder.name + ".making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700, parents=True)
        os.chown(making, self.owner.pw_uid, self.owner.pw_gid)
        process = processes.spawn(
            [str(self.bin_folder / "initdb"), "--username=postgres", "--auth=trust", "--encoding=UTF8"]
            + ["--locale=C.UTF-8", "--wal-segsize=1", "--no-sync", "-D", str(making)],
            log=self.log,
            environ=_plain_environment(),
            owner=self.owner,
        )
        if process.wait() != 0:
            raise ServerFailed(self._log_end())
        shutil.rmtree(self.data_folder, ignore_errors=True)
        making.rename(self.data_folder)

    def start(self) -> None:
        """Start and wait until it answers. Waits for a dying predecessor on the same data folder."""
        self._socket_folder = self._make_socket_folder()
        give_up_at = time.monotonic() + 30
        while not self._try_to_start(give_up_at):
            if time.monotonic() > give_up_at:
                self.stop()
                raise ServerFailed(self._log_end())
            time.sleep(0.2)

    def _try_to_start(self, give_up_at: float) -> bool:
        settings = _THROW_AWAY if self.is_throw_away else _LASTING
        self._process = processes.spawn(
            [
                str(self.bin_folder / "postgres"),
                "-D",
                str(self.data_folder),
                "-k",
                str(self._socket_folder),
                "-h",
                "",
            ]
            + list(settings),
            log=self.log,
            environ=_plain_environment(),
            owner=self.owner,
            death_signal=signal.SIGINT,
        )
        while self.is_running and time.monotonic() < give_up_at:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return True
        return False

    def _make_socket_folder(self) -> Path:
        """A folder that only the owner may enter, beside the data; what a killed predecessor left goes first."""
        folder = self.data_folder.with_name(self.data_folder.name + ".socket")
        if len(str(folder)) > _LONGEST_SOCKET_FOLDER:
            folder = Path(tempfile.mkdtemp(prefix="portal-gd-"))
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)
        return folder

    def stop(self) -> None:
        """Stop at once: open connections are cut, committed work stays."""
        if self._process is not None:
            processes.stop(self._process, signal.SIGINT, grace_seconds=20)
            self._process = None
        if self._socket_folder is not None:
            shutil.rmtree(self._socket_folder, ignore_errors=True)
            self._socket_folder = None

    def url(self, database: str) -> str:
        """The address of a database, as PORTAL_DATABASE_URL wants it."""
        return f"postgresql://postgres@/{database}?host={quote(str(self._socket_folder), safe='/')}"

    def create(self, database: str, *, template: str = "template1") -> str:
        """Make a database, as a copy of `template`; gives its address."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._run(statement.format(sql.Identifier(database), sql.Identifier(template)))
        return self.url(database)

    def drop(self, database: str) -> None:
        """Drop a database if it is there, cutting whoever is still connected."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def has(self, database: str) -> bool:
        with psycopg.connect(self.url("postgres")) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        return found is not None

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _log_end(self) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "PostgreSQL did not start. The end of its log:\n" + "\n".join(text.splitlines()[-15:])


def _plain_environment() -> dict[str, str]:
    # Server messages in one language, and none of the caller's PG* variables.
    return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
