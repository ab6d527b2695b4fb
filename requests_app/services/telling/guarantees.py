"""Tell people what happened to a guarantee: its end comes near, it was renewed, returned, or is being executed."""

from datetime import date, timedelta

from eligibility.domain.numbers_pt import format_decimal
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import GuaranteeForm
from portal.accounts.models import User
from portal.accounts.roles import Role
from requests_app.domain.dates import long_day
from requests_app.models import AccessRequest, Guarantee, GuaranteeEvent, GuaranteeRenewal
from requests_app.services.telling.alerts import responsible
from requests_app.services.telling.messages import to_both, to_technician, to_user

_TEAM_AT_MOST = 10


def tell_expiring(access_request: AccessRequest, guarantee: Guarantee, today: date) -> None:
    """The end comes near: until when to renew, to both."""
    until = guarantee.valid_until_on
    assert until is not None
    to_both(
        access_request,
        "guarantee_expiring",
        f"guarantee:{until.isoformat()}:{guarantee.last_reminder_days}",
        days=(until - today).days,
        until=long_day(until),
        renew_by=long_day(until - timedelta(days=rule("guarantee.renewal_days", today).as_int())),
        citation=rule("guarantee.renewal_days", today).citation.label,
    )


def tell_renewal_missed(access_request: AccessRequest, guarantee: Guarantee) -> None:
    """Nobody renewed in time: both learn what became possible, and supervisors that it is theirs to decide."""
    until = guarantee.valid_until_on
    assert until is not None
    event = f"guarantee-missed:{until.isoformat()}"
    context = {"until": long_day(until), "citation": rule("guarantee.renewal_missed", until).citation.label}
    to_both(access_request, "guarantee_not_renewed", event, **context)
    chiefs = User.objects.filter(role=Role.SUPERVISOR.value, is_active=True).order_by("pk")
    for chief in chiefs[:_TEAM_AT_MOST]:
        to_user(access_request, chief, "guarantee_not_renewed_team", event, **context)


def tell_renewal_filed(access_request: AccessRequest, renewal: GuaranteeRenewal) -> None:
    """Whoever holds the request, or the supervisors, have a renewal to check."""
    for user in responsible(access_request):
        to_user(
            access_request,
            user,
            "guarantee_renewal_filed",
            f"renewal{renewal.pk}",
            until=long_day(renewal.valid_until_on),
        )


def tell_renewal_decided(access_request: AccessRequest, renewal: GuaranteeRenewal) -> None:
    """Accepted, to both; not accepted, with the reason, to the technician who can send another."""
    until = long_day(renewal.valid_until_on)
    if renewal.is_accepted:
        to_both(access_request, "guarantee_renewed", f"renewal{renewal.pk}", until=until)
        return
    to_technician(
        access_request,
        "guarantee_renewal_declined",
        f"renewal{renewal.pk}",
        until=until,
        reason=renewal.reason,
    )


def tell_returned(access_request: AccessRequest, guarantee: Guarantee, on: date) -> None:
    """The receipt of the return, to both."""
    form = rule("guarantee.return_form", on)
    to_both(
        access_request,
        "guarantee_returned",
        "guarantee-returned",
        on=long_day(on),
        is_cash=guarantee.form == GuaranteeForm.cash.value,
        is_rest=bool(guarantee.executed_brl),
        citation=form.citation.label,
    )


def tell_notice(access_request: AccessRequest, guarantee: Guarantee) -> None:
    """The prior notice of the execution, to both."""
    assert guarantee.contract_start_on is not None
    entry = rule("guarantee.execution_percent", guarantee.contract_start_on)
    to_both(
        access_request,
        "guarantee_notice",
        "guarantee-notice",
        start=long_day(guarantee.contract_start_on),
        rule_text=entry.text,
        citation=entry.citation.label,
    )


def tell_executed(access_request: AccessRequest, guarantee: Guarantee, event: GuaranteeEvent) -> None:
    """What was executed and by which rule, to both."""
    assert event.amount_brl is not None and guarantee.amount_brl is not None
    to_both(
        access_request,
        "guarantee_executed",
        f"guarantee-event{event.pk}",
        amount=format_decimal(event.amount_brl, 2),
        left=format_decimal(guarantee.amount_brl - guarantee.executed_brl, 2),
        on=long_day(event.on),
        citation=rule(event.rule_code, event.on).citation.label,
    )
