"""The worker: one Celery application, its broker from the environment, its schedule in code."""

import os
import time
import uuid
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import task_prerun
from kombu.utils.json import dumps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_prerun.connect
def _keep_rules_in_step(**_: object) -> None:
    from eligibility.services.amendments import keep_in_step

    keep_in_step()


def transport_options(broker_url: str) -> dict[str, object]:
    """Options of the broker: the folder broker polls ten times a second, Redis redelivers after 15 minutes."""
    if broker_url.startswith("filesystem://"):
        folder = Path(broker_url.removeprefix("filesystem://"))
        for name in ("queue", "processed", "control"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        _write_messages_whole()
        return {
            "data_folder_in": str(folder / "queue"),
            "data_folder_out": str(folder / "queue"),
            "processed_folder": str(folder / "processed"),
            "control_folder": str(folder / "control"),
            "store_processed": False,
            "polling_interval": 0.1,
        }
    _leave_unacknowledged_messages_in_redis()
    return {"visibility_timeout": 900, "socket_timeout": 30, "socket_connect_timeout": 2, "max_retries": 1}


def _write_messages_whole() -> None:
    """A worker must never read a message of the folder broker that is only half written.

    kombu 5.7 opens the file under its final name and writes after: a worker that looks in between reads nothing,
    takes it for broken JSON and ends. Written beside and renamed, a message is there whole or not at all.
    """
    from kombu.transport.filesystem import Channel

    def put(self: Any, queue: str, payload: Any, **_: Any) -> None:
        whole = Path(self.data_folder_out) / f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        part = whole.with_name(f"{whole.name}.part")
        part.write_text(dumps(payload), "utf-8")  # type: ignore[no-untyped-call]  # kombu has no types here
        part.replace(whole)

    Channel._put = put  # type: ignore[method-assign]  # there is no setting for it


def _leave_unacknowledged_messages_in_redis() -> None:
    """A worker that loses Redis must not hand back messages through the connection it has just lost.

    kombu 5.7 tries to, fails on its closed connection, and the worker ends. Redis still holds the messages and
    delivers them again after the visibility timeout; the schedule brings the same work within seconds anyway.
    """
    from kombu.transport.redis import QoS

    QoS.restore_at_shutdown = False
