"""The analysts' queue among 100,000 requests: against its SQL and template alone, far pages, and under load."""

import json
import pickle
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest
from django.shortcuts import render
from django.template import engines
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.asking import ask
from bench.clients import rate_per_second
from bench.fill import crowd
from bench.row import Row, median_pair_ms
from bench.serving import answers, cookie_of, folder_of_its_own, portal, wait_until
from requests_app.models import AccessRequest
from requests_app.queries import COUNTED_AT_MOST, View
from requests_app.views.review import queue as review_queue
from stack import entrypoints, processes
from tests.factories import filed_request, give_second_factor, make_analyst

MANY, RUNS, CLIENTS, WEB_PROCESSES, ROUNDS, ROUND_SECONDS = 100_000, 45, 8, 2, 5, 3.0
FAR_PAGE = 1_000
ADDRESS = "/analise/fila"
TEMPLATE = "requests_app/review/queue.html"


def rows(database_url: str) -> list[Row]:
    """Four rows; needs an empty committing database."""
    crowd(filed_request(at=timezone.now() - timedelta(days=1)), MANY, due="CURRENT_DATE + (g % 40)")
    analysts = [give_second_factor(make_analyst(f"Analista {number}")) for number in range(CLIENTS)]
    cookies = [cookie_of(analyst) for analyst in analysts]
    handler = WSGIHandler()

    def page(query: str = "") -> bytes:
        return ask(handler, ADDRESS, cookies[0], query)

    far = _far_query()
    context = _plain_context(page)
    statements = _statements(page)
    template = get_template(TEMPLATE)
    whole, floor = median_pair_ms(page, lambda: _alone(statements, template, context), RUNS)
    distant, first = median_pair_ms(lambda: page(far), page, RUNS)
    read = max(_rows_read(sql) for sql in [*statements, *_statements(lambda: page(far))])
    rate, plain_rate = _rates(database_url, cookies, context)
    shown = review_queue.PAGE_ROWS + 1 + len(View) * COUNTED_AT_MOST
    return [
        Row("page of 50, against its SQL raw and its template alone", whole, floor, "ms", 2.5),
        Row(f"page {FAR_PAGE:,}, against page 1", distant, first, "ms", 1.3),
        Row("rows its largest statement reads, against those shown and counted", read, shown, "rows", 5),
        Row(
            "8 clients on 2 web processes, against the template without SQL",
            rate,
            plain_rate,
            "/s",
            0.4,
            True,
        ),
    ]


def _far_query() -> str:
    """The address of page 1,000, as the link of page 999 gives it."""
    working = AccessRequest.objects.filter(filing_number__isnull=False).order_by("due_on", "filed_at", "id")
    last = working.values("due_on", "filed_at", "pk")[(FAR_PAGE - 1) * review_queue.PAGE_ROWS - 1]
    assert last["filed_at"] is not None
    micros = (last["filed_at"] - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    return f"visao={View.ALL}&depois={last['due_on']:%Y%m%d}-{micros}-{last['pk']}"


def _plain_context(page: Any) -> dict[str, Any]:
    """The page's own context with nothing left in it that asks the database or the request."""
    caught: list[tuple[HttpRequest, dict[str, Any]]] = []

    def catch(request: HttpRequest, template_name: str, context: dict[str, Any]) -> Any:
        caught.append((request, context))
        return original(request, template_name, context)

    original = render
    with patch.object(review_queue, "render", catch):
        shown: bytes = page()
    request, own = caught[0]
    flat: dict[str, Any] = {}
    for processor in engines["django"].engine.template_context_processors:  # type: ignore[attr-defined]  # the stubs know the base class only
        flat |= processor(request)
    kept = {name: flat[name] for name in flat.keys() - {"user", "perms", "messages", "CSP_NONCE"}}
    kept |= own | {
        "user": SimpleNamespace(is_authenticated=True),
        "request": SimpleNamespace(path=ADDRESS),
        "csrf_token": str(flat["csrf_token"]),
    }
    plain: dict[str, Any] = pickle.loads(pickle.dumps(kept))
    alone = get_template(TEMPLATE).render(dict(plain)).encode()
    if len(own["rows"]) != review_queue.PAGE_ROWS or len(alone) != len(shown):
        raise RuntimeError(f"not the same page: {len(own['rows'])} rows, {len(alone)} and {len(shown)} bytes")
    return plain


def _statements(page: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        page()
    return [str(query["sql"]) for query in captured.captured_queries]


def _alone(statements: list[str], template: Any, context: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
            if cursor.description:
                cursor.fetchall()
    template.render(dict(context)).encode()


def _rows_read(sql: str) -> int:
    """How many rows of tables a statement touches, whether it keeps them or not."""
    if not sql.startswith("SELECT"):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}")
        found = cursor.fetchone()[0]
    plan = json.loads(found) if isinstance(found, str) else found
    return sum(_scanned(plan[0]["Plan"]))


def _scanned(node: dict[str, Any]) -> Iterator[int]:
    if "Relation Name" in node:
        each = sum(
            node.get(name, 0)
            for name in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
        )
        yield round(each * node["Actual Loops"])
    for child in node.get("Plans", ()):
        yield from _scanned(child)


def _rates(database_url: str, cookies: list[str], context: dict[str, Any]) -> tuple[float, float]:
    """Answers per second of the portal and of the template alone, both served by the same command."""
    taken: tuple[list[float], list[float]] = ([], [])
    with (
        folder_of_its_own() as folder,
        portal(folder, database_url, "web", PORTAL_WEB_PROCESSES=str(WEB_PROCESSES)) as served,
        _plain_server(folder, served.environ, context) as plain_url,
    ):
        for number in range(ROUNDS + 1):
            for times, url in zip(taken, (served.url, plain_url), strict=True):
                rate = rate_per_second(
                    f"{url}{ADDRESS}?visao={View.ALL}", cookies, ROUND_SECONDS if number else 1.0
                )
                if number:
                    times.append(rate)
    return statistics.median(taken[0]), statistics.median(taken[1])


@contextmanager
def _plain_server(folder: Path, environ: dict[str, str], context: dict[str, Any]) -> Iterator[str]:
    kept = folder / "context.pickle"
    kept.write_bytes(pickle.dumps(context))
    bind = f"127.0.0.1:{processes.free_port()}"
    own = environ | {"BENCH_CONTEXT": str(kept), "PORTAL_BIND": bind}
    command = [
        "bench.plain:application" if word == "portal.wsgi:application" else word
        for word in entrypoints.command("web", own)
    ]
    server = processes.spawn(command, log=folder / "plain.log", environ=own)
    try:
        wait_until(lambda: answers(f"http://{bind}/"), "the template's server does not answer")
        yield f"http://{bind}"
    finally:
        processes.stop(server)
