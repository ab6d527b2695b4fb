"""The room of registrations: who waits for a check. The search is sent by POST: no name ever stands in an address."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.roles import REVIEWER_ROLES
from portal.http import actor_of, for_roles
from requests_app.domain.registration import standing_badge, standing_on
from requests_app.forms.registration_check import RegistrationSearchForm
from requests_app.models import ResponsibleProfessional
from requests_app.views.review.registration_list import (
    RegistrationView,
    behind,
    found_by,
    in_front,
    in_order,
    registrations_for,
)

PAGE_ROWS = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")
Rows = QuerySet[ResponsibleProfessional]


@for_roles(*sorted(REVIEWER_ROLES))
@never_cache
@require_http_methods(["GET", "POST"])
def registrations(request: HttpRequest) -> HttpResponse:
    """One page of a view, what waits first; or what a search found."""
    asked = request.GET.get("visao", "")
    view = RegistrationView(asked) if asked in set(RegistrationView) else RegistrationView.ALL
    form = RegistrationSearchForm(request.POST if request.method == "POST" else None)
    everybody = registrations_for(actor_of(request))
    rows = in_order(everybody, view)
    has_searched = form.is_bound and form.is_valid()
    if has_searched:
        found = list(
            found_by(in_order(everybody, RegistrationView.ALL), form.cleaned_data["text"])[:PAGE_ROWS]
        )
        has_before = has_after = False
    else:
        found, has_before, has_after = _page(request, rows)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "form": form,
        "has_searched": has_searched,
        "is_cut": has_searched and len(found) == PAGE_ROWS,
        "shown_at_most": PAGE_ROWS,
        "rows": [
            {
                "professional": row,
                "badge": standing_badge(
                    standing_on(row.registration_status, row.verified_until, today), row.verified_until
                ),
            }
            for row in found
        ],
        "tabs": [
            {
                "label": v.label,
                "url": f"{reverse('registrations')}?visao={v.value}",
                "is_current": v is view and not has_searched,
            }
            for v in RegistrationView
        ],
        "previous_url": _url(view, "antes", found[0]) if found and has_before else "",
        "next_url": _url(view, "depois", found[-1]) if found and has_after else "",
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "requests_app/professional/registrations.html", context, status=status)


def _page(request: HttpRequest, rows: Rows) -> tuple[list[ResponsibleProfessional], bool, bool]:
    """The rows of the page, and whether there are some before and after."""
    place = _place(request.GET.get("antes", ""))
    if place is not None:
        found = list(in_front(rows, *place)[: PAGE_ROWS + 1])
        return found[:PAGE_ROWS][::-1], len(found) > PAGE_ROWS, True
    place = _place(request.GET.get("depois", ""))
    if place is not None:
        rows = behind(rows, *place)
    found = list(rows[: PAGE_ROWS + 1])
    return found[:PAGE_ROWS], place is not None, len(found) > PAGE_ROWS


def _place(token: str) -> tuple[datetime, int] | None:
    """A place in the order from its token; None for anything else."""
    found = _PLACE.fullmatch(token)
    if found is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(found[1])), int(found[2])
    except OverflowError:
        return None


def _url(view: RegistrationView, side: str, row: Any) -> str:
    place = (row.place_at - _EPOCH) // timedelta(microseconds=1)
    return f"{reverse('registrations')}?visao={view.value}&{side}={place}-{row.pk}"
