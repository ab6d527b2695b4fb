"""The frame's own pages: health, readiness, a lost form token, errors that keep what was typed."""

from http import HTTPStatus

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.defaults import page_not_found

from portal.api_errors import is_for_programs, plain_error
from portal.http import public


@public
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve: the database answers and its tables are those of this code."""
    try:
        executor = MigrationExecutor(connection)
        is_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok" if is_migrated else "migrating"}, status=200 if is_migrated else 503)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such address, or nothing that this person may see: a page, or JSON for programs."""
    if is_for_programs(request):
        return plain_error(HTTPStatus.NOT_FOUND, "not_found")
    return page_not_found(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is too old: what to do, in plain words."""
    return render(request, "403.html", {"is_csrf": True}, status=403)
