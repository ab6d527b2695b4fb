"""Where this checkout keeps its data on this machine, and who owns the database files."""

import hashlib
import os
import pwd
import subprocess
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
SYSTEM_FOLDER = Path("/var/lib/portal-gd")
SERVICE_USER = "portal-gd"


def is_root() -> bool:
    return os.geteuid() == 0


def state_folder() -> Path:
    """The folder of this checkout's data, made when missing.

    A person keeps it in the checkout (`var/`). Root keeps it in a system folder named after the checkout:
    PostgreSQL refuses to run as root, and its own user must not need a way through root's home.
    """
    if not is_root():
        folder = CHECKOUT / "var"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder
    folder = SYSTEM_FOLDER / hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]
    for part in (SYSTEM_FOLDER, folder):
        part.mkdir(mode=0o711, exist_ok=True)
    return folder


def database_owner() -> pwd.struct_passwd:
    """The system account that owns and runs the database: root's is a service user, made when missing."""
    if not is_root():
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        # Another run may be making the same account: what counts is that it is there afterwards.
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"]
            + ["--shell", "/usr/sbin/nologin", SERVICE_USER],
            check=False,
            capture_output=True,
        )
        return pwd.getpwnam(SERVICE_USER)
