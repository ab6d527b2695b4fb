"""The monthly file for the regulator's register, as a download for the utility's people."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from eligibility.domain.rulebook import rule
from portal.accounts.roles import Role
from portal.http import for_roles
from requests_app.services.exchange.regulator import monthly_file

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@for_roles(Role.SUPERVISOR, Role.ADMIN)
@never_cache
@require_GET
def regulator_file(request: HttpRequest) -> HttpResponse:
    """Asks for a month; with one, gives its file."""
    asked = request.GET.get("mes", "")
    today = timezone.localdate()
    found = _MONTH.fullmatch(asked)
    if found is None:
        context = {
            "month": f"{today:%Y-%m}",
            "rule": rule("registration.monthly_file", today),
            "has_error": bool(asked),
        }
        status = 422 if asked else 200
        return render(request, "requests_app/review/regulator_file.html", context, status=status)
    response = HttpResponse(
        monthly_file(int(found[1]), int(found[2])), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="registro-{asked}.csv"'
    return response
