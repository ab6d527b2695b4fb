"""The customer system of an installation without one: the table that admins import."""

from decimal import Decimal

from django.db.models import Q

from requests_app.gateways.customer_system import CustomerRecord, CustomerSystemUnavailable, UnitRecord
from requests_app.models import CustomerAccount


class LocalCustomerTable:
    """Answers from CustomerAccount. An empty table knows nothing about anybody: that is unavailable, not "no debts"."""

    def look_up(self, unit_number: str, tax_id: str) -> CustomerRecord | None:
        """Debts count for every account of the customer. Raises CustomerSystemUnavailable while nothing is imported.

        One statement: any one row comes along, to tell an unknown customer from an empty table.
        """
        any_row = CustomerAccount.objects.order_by("pk").values("pk")[:1]
        rows = list(CustomerAccount.objects.filter(Q(tax_id=tax_id) | Q(pk__in=any_row)))
        if not rows:
            raise CustomerSystemUnavailable("nothing_imported")
        accounts = [row for row in rows if row.tax_id == tax_id]
        own = next((account for account in accounts if account.unit_number == unit_number), None)
        if not accounts or (unit_number and own is None):
            return None
        # A customer who asks for a new unit is captive as long as no unit of theirs has left.
        is_captive = own.is_captive if own else all(account.is_captive for account in accounts)
        shown = own or accounts[0]
        return CustomerRecord(
            unit_number=unit_number,
            has_overdue_debts=any(account.has_overdue_debts for account in accounts),
            is_captive=is_captive,
            email=shown.email,
            phone=shown.phone,
            unit=_unit(own) if own else None,
        )


def _unit(account: CustomerAccount) -> UnitRecord:
    return UnitRecord.model_validate(
        {
            "consumer_class": account.consumer_class or None,
            "group": account.group or None,
            "voltage": account.voltage,
            "phases": account.phases or None,
            "breaker_a": account.breaker_a,
            "contracted_demand_kw": account.contracted_demand_kw,
            "municipality": account.municipality,
            "monthly_consumption_kwh": tuple(Decimal(month) for month in account.monthly_consumption_kwh),
        },
        strict=False,
    )
