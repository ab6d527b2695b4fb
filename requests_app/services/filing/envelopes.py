"""Answers that arrived without a session, kept for an hour until their owner signs in again."""

import hashlib
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.core.cache import cache

KEPT_SECONDS = 60 * 60


@dataclass(frozen=True)
class Envelope:
    """The answers of one section of one draft as typed; `version` is the one the page showed."""

    draft: str
    section: str
    answers: Mapping[str, str]
    version: int | None


def keep(draft: uuid.UUID, section: str, answers: Mapping[str, str], version: int | None) -> str:
    """Keep the answers and give the token that finds them. The token alone shows nothing to anybody:
    the page that opens it belongs to the draft's owner."""
    token = secrets.token_urlsafe(24)
    cache.set(_key(token), asdict(Envelope(str(draft), section, dict(answers), version)), KEPT_SECONDS)
    return token


def look(token: str, draft: uuid.UUID, section: str) -> Envelope | None:
    """What was kept under the token for this section of this draft; None when there is nothing (any more)."""
    found = cache.get(_key(token))
    envelope = Envelope(**found) if found else None
    if envelope is None or (envelope.draft, envelope.section) != (str(draft), section):
        return None
    return envelope


def throw_away(token: str) -> None:
    cache.delete(_key(token))


def _key(token: str) -> str:
    return f"envelope:{hashlib.sha256(token.encode()).hexdigest()}"
