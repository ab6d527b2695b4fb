"""Celery entry points of the requests app: ids in, one line of body."""

from celery import shared_task
from django.utils import timezone


@shared_task
def sweep_deadlines() -> int:
    """Look at the clocks, guarantees and changes of technician that are due for a look; answers how many."""
    from requests_app.services.clocks.sweeps import sweep
    from requests_app.services.guarantees.sweeps import sweep_guarantees
    from requests_app.services.people.technician_changes import expire_changes

    return sweep() + sweep_guarantees() + expire_changes(timezone.now())


@shared_task
def remind_of_drafts() -> int:
    """Tell technicians of drafts that stand still; answers how many."""
    from requests_app import draft_reminders

    return draft_reminders.remind_of_drafts()


@shared_task
def go_on_with_grid_imports() -> int:
    """Read and take in the files of the grid that wait; answers how many came to an end."""
    from requests_app.services.grid.imports import go_on_with_imports

    return go_on_with_imports()
