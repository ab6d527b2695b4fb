"""Steps of money and works, one call each, through the services."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from requests_app.models import AccessRequest, Charge, Opinion
from requests_app.services.agreements import payments
from requests_app.services.connection import works
from requests_app.services.opinions import decisions
from requests_app.services.review import verdicts as review
from tests import life_agreements
from tests.case_steps import to_analysis
from tests.factories import filed_request, make_technician

LICENCE = "pause.works_licence"


def decide_with_costs(case: AccessRequest, analyst: User, at: datetime, **given: Any) -> Opinion:
    """A favourable opinion with works and a share of R$ 1,500 for the applicant, unless something else is given."""
    to_analysis(case, analyst, at)
    review.require_works(access_request_id=case.pk, actor=analyst.as_actor(), now=at)
    usual: dict[str, Any] = {
        "outcome": Opinion.Outcome.FAVOURABLE_WITH_WORKS,
        "works": ("Transformador: troca por um de 45 kVA",),
        "works_rule": "works.low_voltage",
        "participation_brl": Decimal("1500.00"),
    }
    opinion = decisions.decide(
        access_request_id=case.pk,
        decision=decisions.Decision(**usual | given),
        actor=analyst.as_actor(),
        now=at,
    )
    case.refresh_from_db()
    return opinion


def charged(analyst: User, at: datetime, technician: User | None = None, **given: Any) -> AccessRequest:
    """Ana's house with works, its contracts delivered and its charge to be paid."""
    case = filed_request(technician or make_technician(), at=at)
    decide_with_costs(case, analyst, at, **given)
    life_agreements.approve_conditions(case, at)
    life_agreements.deliver_contracts(case, analyst, at)
    return case


def charge_of(case: AccessRequest) -> Charge:
    """The newest charge of the request."""
    return Charge.objects.filter(access_request=case).latest("pk")


def pay(case: AccessRequest, analyst: User, at: datetime, *, paid_on: date | None = None) -> None:
    """Every open charge confirmed over the number of its payment."""
    for charge in Charge.objects.filter(access_request=case, paid_on__isnull=True):
        payments.confirm_payment(
            charge_id=charge.pk,
            paid_on=paid_on or timezone.localdate(at),
            payment_number="E0012026",
            actor=analyst.as_actor(),
            now=at,
        )
    case.refresh_from_db()


def in_works(analyst: User, at: datetime, technician: User | None = None, **given: Any) -> AccessRequest:
    """Paid and accepted: the term of the works runs."""
    case = charged(analyst, at, technician, **given)
    pay(case, analyst, at)
    life_agreements.accept_contracts(case, at)
    return case


def stop_works(
    case: AccessRequest, analyst: User, at: datetime, *, reason: str = LICENCE, detail: str = ""
) -> None:
    works.suspend_works(
        access_request_id=case.pk, reason_code=reason, detail=detail, actor=analyst.as_actor(), now=at
    )
    case.refresh_from_db()


def resume_works(case: AccessRequest, analyst: User, at: datetime) -> None:
    works.resume_works(access_request_id=case.pk, actor=analyst.as_actor(), now=at)
    case.refresh_from_db()


def finish_works(case: AccessRequest, analyst: User, at: datetime) -> None:
    works.finish_works(access_request_id=case.pk, actor=analyst.as_actor(), now=at)
    case.refresh_from_db()
