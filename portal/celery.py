"""The worker: one Celery application, its broker from the environment, its schedule in code."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import task_prerun

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


def _leave_unacknowledged_messages_in_redis() -> None:
    """A worker that loses Redis must not hand back messages through the connection it has just lost.

    kombu 5.7 tries to, fails on its closed connection, and the worker ends. Redis still holds the messages and
    delivers them again after the visibility timeout; the schedule brings the same work within seconds anyway.
    """
    from kombu.transport.redis import QoS

    QoS.restore_at_shutdown = False
