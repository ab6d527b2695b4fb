"""One request through the whole portal in this process, as a WSGI server makes it."""

from typing import Any
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler


def ask(handler: WSGIHandler, path: str, cookie: str, query: str = "") -> bytes:
    """The page at that address for whom the Cookie header signs in. RuntimeError unless it answers 200."""
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_COOKIE": cookie,
        "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
    }
    setup_testing_defaults(environ)
    response = handler(environ, lambda *_: lambda _: None)
    content = b"".join(response)
    response.close()
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return content
