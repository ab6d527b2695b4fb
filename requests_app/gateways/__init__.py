"""The one door to the utility's customer system: over HTTP, or from a table that admins import."""

from functools import cache

from django.conf import settings

from requests_app.gateways.customer_system import CustomerSystem
from requests_app.gateways.http_client import HttpCustomerSystem
from requests_app.gateways.local_table import LocalCustomerTable


def customer_system() -> CustomerSystem:
    """The gateway of this installation: HTTP when PORTAL_CUSTOMER_SYSTEM_URL is set, else the imported table."""
    url: str = settings.CUSTOMER_SYSTEM_URL
    return _over_http(url, settings.CUSTOMER_SYSTEM_TOKEN) if url else LocalCustomerTable()


@cache
def _over_http(url: str, token: str) -> HttpCustomerSystem:
    return HttpCustomerSystem(url, token=token)
