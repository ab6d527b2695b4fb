"""A customer system on this machine: it answers as the contract says, or as badly as a test asks for."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django import Settings

from requests_app import gateways
from requests_app.gateways.http_client import HttpCustomerSystem

RECORD: dict[str, Any] = {
    "unit_number": "3014056287",
    "has_overdue_debts": False,
    "is_captive": True,
    "email": "ana@exemplo.test",
    "phone": "31988887777",
    "unit": {
        "consumer_class": "residential",
        "group": "B",
        "voltage": "127/220 V",
        "phases": "bi",
        "breaker_a": 63,
        "contracted_demand_kw": None,
        "municipality": "Contagem",
        "monthly_consumption_kwh": [350.5] * 12,
    },
}


def body_of(record: dict[str, Any] | None) -> bytes:
    return json.dumps({"customer": record}).encode()


@dataclass
class CustomerServer:
    """What was asked, and how the next questions are answered: `answers` first, then `standing` for good."""

    url: str
    standing: Callable[[BaseHTTPRequestHandler], None]
    asked: list[dict[str, Any]] = field(default_factory=list)
    answers: list[Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def record(self, **changes: Any) -> None:
        """From now on this customer."""
        self.standing = says(body_of({**RECORD, **changes}))

    def nobody(self) -> None:
        self.standing = says(body_of(None))

    def silent(self) -> None:
        """Takes the question and says nothing until the test is over."""

        def wait(handler: BaseHTTPRequestHandler) -> None:
            self.released.wait(30)

        self.standing = wait

    def dripping(self) -> None:
        """Begins an answer and never comes to its end: a byte whenever the reader might give up waiting."""

        def drip(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
            while not self.released.wait(0.05):
                try:
                    handler.wfile.write(b" ")
                except OSError:
                    return

        self.standing = drip


def says(
    body: bytes, status: int = 200, *, length: int | None = None, headers: dict[str, str] | None = None
) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer of these bytes; `length` may promise more than comes."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        try:
            handler.wfile.write(body)
        except OSError:
            # The client has had enough, which may be what the test is about.
            return
        handler.close_connection = handler.close_connection or length is not None

    return answer


@contextmanager
def running_server() -> Iterator[CustomerServer]:
    """A server on a free port of this machine, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            known.asked.append(
                {
                    "path": self.path,
                    "body": json.loads(self.rfile.read(length)),
                    "token": self.headers.get("Authorization", ""),
                }
            )
            (known.answers.pop(0) if known.answers else known.standing)(self)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class calls it so
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known = CustomerServer(f"http://127.0.0.1:{server.server_port}", says(body_of(RECORD)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield known
    finally:
        known.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def asked_by_the_portal(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[CustomerServer]:
    """A running server that the portal asks, with limits short enough for a test."""

    def quick(url: str, token: str) -> HttpCustomerSystem:
        return HttpCustomerSystem(
            url, token=token, connect_seconds=0.5, answer_seconds=0.2, backoff_seconds=0.01
        )

    monkeypatch.setattr(gateways, "_over_http", quick)
    with running_server() as known:
        settings.CUSTOMER_SYSTEM_URL = known.url
        yield known
