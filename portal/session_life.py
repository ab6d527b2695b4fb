"""How long a session lives: an hour after its last use, written at most once a minute (G-16)."""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

_TOUCHED, _EVERY_SECONDS = "touched_at", 60


def touch(session: SessionBase, *, at_once: bool = False) -> None:
    """Count this moment as use of a session that has somebody in it; nothing begins where there is none.

    A page that is read within a minute of the last touch writes nothing, unless `at_once`.
    """
    if session.session_key is None or not session.keys():
        return
    now = int(time.time())
    if at_once or now - session.get(_TOUCHED, 0) >= _EVERY_SECONDS:
        session[_TOUCHED] = now


def expires_at(session: SessionBase) -> datetime:
    """When the session ends if nothing more is done: counted from the touch that was written."""
    touched = datetime.fromtimestamp(session.get(_TOUCHED, time.time()), UTC)
    return touched + timedelta(seconds=settings.SESSION_COOKIE_AGE)
