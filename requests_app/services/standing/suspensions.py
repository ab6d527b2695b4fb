"""Whether the term of a request stands still for another body (art. 64, § 2º)."""

from requests_app.models import AccessRequest, Suspension


def is_suspended(access_request: AccessRequest) -> bool:
    """Whether a stop by art. 64 is open: one for corrections is none. One statement."""
    return Suspension.objects.filter(access_request=access_request, ended_on=None).exists()
