"""What the demonstration shows instead of a mailbox: every message written, newest first."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from portal.http import public
from portal.outbox.models import Message

PAGE_SIZE = 30


@public
@require_safe
def demo_messages(request: HttpRequest) -> HttpResponse:
    """Messages of all invented people; outside the demonstration there is no such page."""
    if not settings.IS_DEMO:
        raise Http404
    about = request.GET.get("pedido", "").strip()
    before = request.GET.get("antes", "")
    rows = Message.objects.order_by("-pk")
    if about:
        rows = rows.filter(about=about)
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    more = urlencode({"antes": str(page[-1].pk), "pedido": about}) if len(found) > PAGE_SIZE else ""
    return render(
        request,
        "demo/messages.html",
        {"sent_messages": page, "about": about, "older_url": f"?{more}" if more else ""},
    )
