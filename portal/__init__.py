"""The roof: settings, addresses, the worker, the frame of every page."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
