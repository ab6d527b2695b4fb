"""The door of the administration: its rooms, and what waits there for somebody."""

from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models import ChecklistDraft
from eligibility.views.rule_door import waiting_drafts
from portal.accounts.roles import Role
from portal.http import for_roles


@for_roles(Role.ADMIN)
@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    """Every room, and the drafts that a second person has to read."""
    waiting = (
        ChecklistDraft.objects.filter(closed_as="", submitted_at__isnull=False)
        .select_related("submitted_by")
        .defer("content")
        .annotate(list_title=KT("content__title"))
        .order_by("submitted_at")
    )
    context = {"waiting": list(waiting), "waiting_rules": waiting_drafts()}
    return render(request, "admin_rooms/index.html", context)
