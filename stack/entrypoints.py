"""What each process of the portal executes: the same in `make run`, in the tests and in a container."""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

PROCESSES = ("web", "worker", "beat")


def command(process: str, environ: Mapping[str, str]) -> list[str]:
    """The program and arguments of one process."""
    python = sys.executable
    match process:
        case "web":
            return [
                python, "-m", "gunicorn", "portal.wsgi:application",
                "--bind", environ.get("PORTAL_BIND", "127.0.0.1:8000"),
                "--worker-class", "gthread",
                "--workers", environ.get("PORTAL_WEB_PROCESSES", "2"),
                "--threads", environ.get("PORTAL_WEB_THREADS", "4"),
                "--timeout", "60", "--graceful-timeout", "10",
                "--no-control-socket",
            ]  # fmt: skip
        case "worker":
            return [
                python, "-m", "celery", "-A", "portal", "worker",
                "--loglevel", "INFO",
                "--concurrency", environ.get("PORTAL_WORKER_PROCESSES", "2"),
                "--without-gossip", "--without-mingle",
            ]  # fmt: skip
        case "beat":
            return [
                python, "-m", "celery", "-A", "portal", "beat",
                "--loglevel", "INFO",
                "--schedule", _schedule_file(environ),
                "--pidfile", "",
            ]  # fmt: skip
    raise ValueError(f"no such process: {process}")


def _schedule_file(environ: Mapping[str, str]) -> str:
    # It only remembers when each entry last ran; losing it runs them once more, which is harmless.
    return environ.get("PORTAL_BEAT_FILE") or str(Path(tempfile.gettempdir()) / "portal-gd-beat")


def become(process: str) -> None:
    """Replace this Python process by a process of the portal."""
    arguments = command(process, os.environ)
    os.execv(arguments[0], arguments)


def migrate() -> None:
    """Bring the database and the bucket to what this version needs. Safe to repeat."""
    _set_up()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)
    if settings.ENV.storage == "s3":
        _make_bucket()


def collect_static() -> None:
    """Put the static files, compressed and with their hashes, where the web process serves them from."""
    _set_up()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()


def _make_bucket() -> None:
    """Make the bucket of the default storage when the service does not have it."""
    from botocore.exceptions import ClientError
    from django.core.files.storage import default_storage

    # Only the S3 backend has it, and only then this is called.
    bucket = getattr(default_storage, "bucket")  # noqa: B009 (the type of the default storage does not know it)
    try:
        bucket.meta.client.head_bucket(Bucket=bucket.name)
    except ClientError as error:
        if error.response["Error"]["Code"] not in {"404", "NoSuchBucket"}:
            raise
        bucket.create()
