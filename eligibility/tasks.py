"""Celery entry points of the rules."""

from celery import shared_task

from eligibility.services.amendments import announce, load_amendments


@shared_task
def announce_rules() -> None:
    """Say again which rules are published, for processes that missed it while the cache was away."""
    announce(load_amendments())
