"""How far contracts and payments of a request are."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils import timezone

from eligibility.domain.rulebook import rule
from requests_app.domain.calendar import due_business
from requests_app.models import AccessRequest, Agreement, Charge, Opinion
from requests_app.services.clocks.reckoning import calendar_of

PROOF_DECLINED = "proof_declined"
"""What a reviewer leaves in `Charge.problem` after looking at proofs that prove nothing; a new proof takes it away."""


def contracts_prepared(access_request: AccessRequest) -> int:
    """How many contracts of the opinion in force stand ready to be delivered."""
    if access_request.opinion_id is None:
        return 0
    rows = Agreement.objects.filter(opinion_id=access_request.opinion_id)
    return rows.values("kind").distinct().count()


def owed(opinion: Opinion) -> dict[Charge.Kind, Decimal]:
    """What an opinion makes the applicant pay, whatever was paid."""
    return {
        Charge.Kind.PARTICIPATION: opinion.participation_brl,
        Charge.Kind.METERING: opinion.metering_brl,
    }


def is_covered(charge: Charge, opinion: Opinion, charges: Iterable[Charge]) -> bool:
    """Whether the payments among all charges of the request reach what the opinion costs, this charge paid or not."""
    paid = sum((each.amount_brl for each in charges if each.is_paid and each.kind == charge.kind), Decimal(0))
    return paid >= owed(opinion)[Charge.Kind(charge.kind)]


def charges_open(access_request: AccessRequest) -> int:
    """How many charges of the opinion in force are neither paid nor covered by what was paid before. One statement."""
    opinion = access_request.opinion
    if opinion is None:
        return 0
    rows = list(Charge.objects.filter(access_request=access_request))
    unpaid = [row for row in rows if row.opinion_id == opinion.pk and not row.is_paid]
    return sum(not is_covered(row, opinion, rows) for row in unpaid)


def is_payment_underway(access_request: AccessRequest, today: date) -> bool:
    """Whether a payment of the opinion in force may have been made in time although its last day is over.

    So with a proof that nobody looked at, in the days that the bank takes after the last one, and for as long after
    a payment in time was confirmed: the holder can only accept the contracts then. Three statements at most.
    """
    if access_request.opinion is None:
        return False
    rows = Charge.objects.filter(opinion=access_request.opinion).prefetch_related("proofs")
    since = [day for charge in rows if (day := _waits_since(charge, today)) is not None]
    if not since:
        return False
    days = rule("payments.bank_days", on=today).as_int()
    return today <= due_business(max(since), days, calendar_of(access_request))


def _waits_since(charge: Charge, today: date) -> date | None:
    """The day from which the bank's days are counted for this charge; None when nothing is awaited of it."""
    if charge.paid_on is not None:
        assert charge.confirmed_at is not None
        return timezone.localdate(charge.confirmed_at) if charge.paid_on <= charge.due_on else None
    if charge.proofs.all() and charge.problem != PROOF_DECLINED:
        return today
    return charge.due_on if charge.is_issued else None
