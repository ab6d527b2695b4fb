"""How often one address may try a holder's code; allauth keeps the count."""

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse


def too_many_tries(request: HttpRequest) -> HttpResponse | None:
    """The 429 page when this address has tried too often (ACCOUNT_RATE_LIMITS["holder"]); None goes on. Counts POSTs."""
    answer: HttpResponse | None = consume_or_429(request, action="holder")
    return answer
