"""The queue's template over plain objects behind the same server, without SQL: the floor of the queue's rate."""

import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.template.loader import get_template  # noqa: E402  (Django has to be set up first)

_template = get_template("requests_app/review/queue.html")
_context: dict[str, Any] = pickle.loads(Path(os.environ["BENCH_CONTEXT"]).read_bytes())


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Render the kept context once per request."""
    content = _template.render(dict(_context)).encode()
    start_response(
        "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(content)))]
    )
    return [content]
