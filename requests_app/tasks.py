"""Celery entry points of the requests app: ids in, one line of body."""

from celery import shared_task


@shared_task
def sweep_deadlines() -> int:
    """Look at the clocks that are due for a look; answers how many."""
    from requests_app.services.sweeps import sweep

    return sweep()
