"""What the utility's records say of a request, for its analyst, and asking them again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from eligibility.domain.findings import Refused
from portal.http import actor_of, for_roles
from requests_app.models import CustomerCheck
from requests_app.pages.case_side import check_lines, side_lines
from requests_app.services.exchange.customer_checks import check_again
from requests_app.views.review.door import REVIEWERS, case_context, open_case


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def customer_records(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The newest answer and the earlier ones; POST asks now."""
    access_request = open_case(request, filing_number)
    actor, now = actor_of(request), timezone.now()
    if request.method == "POST":
        try:
            check_again(access_request_id=access_request.pk, now=now)
            messages.success(request, "Os registros da distribuidora responderam.")
        except Refused as refused:
            messages.warning(request, refused.message)
        return redirect("review_customer", filing_number=filing_number)
    checks = list(CustomerCheck.objects.filter(access_request=access_request).order_by("id"))
    latest = checks[-1] if checks else None
    context = case_context(access_request, actor, now, current="Cadastro") | {
        "latest": latest,
        "lines": check_lines(access_request, latest, checks) if latest else [],
        "side": side_lines(access_request, actor),
    }
    return render(request, "requests_app/review/customer.html", context)
