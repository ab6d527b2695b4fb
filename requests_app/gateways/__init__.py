"""The doors to the utility's systems: customers over HTTP or from an imported table, payments by the configured service."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from requests_app.gateways.customer_system import CustomerSystem
from requests_app.gateways.http_client import HttpCustomerSystem
from requests_app.gateways.local_table import LocalCustomerTable
from requests_app.gateways.payments import PaymentGateway
from requests_app.gateways.payments_demo import DemonstrationPayments


def customer_system() -> CustomerSystem:
    """The gateway of this installation: HTTP when PORTAL_CUSTOMER_SYSTEM_URL is set, else the imported table."""
    url: str = settings.CUSTOMER_SYSTEM_URL
    return _over_http(url, settings.CUSTOMER_SYSTEM_TOKEN) if url else LocalCustomerTable()


@cache
def _over_http(url: str, token: str) -> HttpCustomerSystem:
    return HttpCustomerSystem(url, token=token)


def payment_gateway() -> PaymentGateway | None:
    """The payment service of this installation: the class that PORTAL_PAYMENT_GATEWAY names, else none.

    A demonstration has one that nobody can pay. Without any, the utility sends its charges by its own means and a
    reviewer confirms them over a proof.
    """
    path: str = settings.PAYMENT_GATEWAY
    if path:
        made: PaymentGateway = import_string(path.replace(":", "."))()
        return made
    return DemonstrationPayments() if settings.IS_DEMO else None
