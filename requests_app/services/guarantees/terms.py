"""The terms of a guarantee: completed where the answers left them out, or said anew of one that is given again."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from eligibility.domain.findings import refuse
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import GuaranteeForm
from portal.accounts.roles import Actor
from requests_app.domain.guarantee_life import GuaranteeEventKind, GuaranteeStanding, look_at, standing_after
from requests_app.domain.lifecycle import ENDED_STATES, State
from requests_app.models import AccessRequest, Guarantee
from requests_app.services.guarantees.opening import WITH_TERM, add_event, open_guarantee, reminder_days
from requests_app.services.transitions import lock

LONGEST_YEARS = 50
"""An end further away than this was typed by mistake: no guarantee is given for so long."""
_K = GuaranteeEventKind


def locked_guarantee(access_request: AccessRequest, *, now: datetime) -> Guarantee:
    """The guarantee of a locked request, locked too. Raises Refused when the request needs none or nothing is left."""
    guarantee = _locked(access_request, now)
    standing = GuaranteeStanding(guarantee.standing)
    if standing.is_over:
        raise refuse("guarantee_over", f"Isso não pode ser feito agora: a garantia está “{standing.label}”.")
    return guarantee


def _locked(access_request: AccessRequest, now: datetime) -> Guarantee:
    if open_guarantee(access_request, now=now) is None:
        raise refuse("guarantee_not_due", "Este pedido não tem garantia de fiel cumprimento.")
    return Guarantee.objects.select_for_update().get(access_request=access_request)


def check_end(valid_until_on: date, today: date) -> None:
    """The end of a guarantee lies ahead, in a year that is no slip of the keyboard. Raises Refused."""
    if valid_until_on <= today:
        raise refuse("guarantee_past", "Vale até: a data já passou ou é hoje.", field="valid_until_on")
    if valid_until_on.year > today.year + LONGEST_YEARS:
        message = f"Vale até: o ano passa de {today.year + LONGEST_YEARS}. Confira a data."
        raise refuse("guarantee_far", message, field="valid_until_on")


@transaction.atomic
def set_terms(
    *,
    access_request_id: int,
    form: GuaranteeForm,
    amount_brl: Decimal,
    valid_until_on: date | None,
    actor: Actor,
    now: datetime,
) -> Guarantee:
    """A reviewer completes what the answers left out; what was said stays. Raises Refused."""
    if not actor.is_reviewer:
        raise PermissionDenied
    access_request = lock(access_request_id)
    guarantee = locked_guarantee(access_request, now=now)
    if not lacks_terms(guarantee):
        raise refuse("guarantee_terms_known", "Os dados da garantia já estão completos.")
    _check_terms(form, amount_brl, valid_until_on, timezone.localdate(now))
    guarantee.form = guarantee.form or form.value
    guarantee.amount_brl = guarantee.amount_brl or amount_brl
    if guarantee.form in WITH_TERM:
        guarantee.valid_until_on = guarantee.valid_until_on or valid_until_on
    plan_look(access_request, guarantee, timezone.localdate(now))
    guarantee.save()
    add_event(
        guarantee,
        _K.TERMS_SET,
        actor=actor,
        now=now,
        amount_brl=guarantee.amount_brl,
        valid_until_on=guarantee.valid_until_on,
    )
    return guarantee


@transaction.atomic
def give_again(
    *,
    access_request_id: int,
    form: GuaranteeForm,
    amount_brl: Decimal,
    valid_until_on: date | None,
    actor: Actor,
    now: datetime,
) -> Guarantee:
    """A reviewer records a new guarantee of a request that goes on after the first one went back or was executed.

    What was executed stays in the history; nothing of the new one is. Raises Refused: the request ended, a guarantee
    is held, bad terms.
    """
    if not actor.is_reviewer:
        raise PermissionDenied
    access_request = lock(access_request_id)
    guarantee = _locked(access_request, now)
    if State(access_request.state) in {*ENDED_STATES, State.CONNECTED}:
        raise refuse("action_not_in_state", "O pedido terminou: não há garantia nova a registrar.")
    if not GuaranteeStanding(guarantee.standing).is_over:
        raise refuse("guarantee_held", "A distribuidora já tem a garantia deste pedido.")
    _check_terms(form, amount_brl, valid_until_on, timezone.localdate(now))
    guarantee.form, guarantee.amount_brl, guarantee.surety_bank = form.value, amount_brl, ""
    guarantee.valid_until_on = valid_until_on if form.value in WITH_TERM else None
    guarantee.executed_brl, guarantee.contract_start_on = Decimal(0), None
    guarantee.standing = standing_after([_K.OPENED], GuaranteeStanding(guarantee.standing)).value
    plan_look(access_request, guarantee, timezone.localdate(now))
    guarantee.save()
    add_event(
        guarantee,
        _K.OPENED,
        actor=actor,
        now=now,
        amount_brl=amount_brl,
        valid_until_on=guarantee.valid_until_on,
        rule_code="guarantee.percent",
    )
    return guarantee


def _check_terms(form: GuaranteeForm, amount_brl: Decimal, valid_until_on: date | None, today: date) -> None:
    if amount_brl <= 0:
        raise refuse("guarantee_amount", "Escreva o valor da garantia.", field="amount_brl")
    if form.value not in WITH_TERM:
        return
    if valid_until_on is None:
        raise refuse("guarantee_end", "Escreva até quando a garantia vale.", field="valid_until_on")
    check_end(valid_until_on, today)


def lacks_terms(guarantee: Guarantee) -> bool:
    """Whether form, amount or end of the guarantee is still to be said."""
    has_end = guarantee.form not in WITH_TERM or guarantee.valid_until_on is not None
    return not (guarantee.form and guarantee.amount_brl is not None and has_end)


def plan_look(access_request: AccessRequest, guarantee: Guarantee, today: date) -> None:
    """Set the day on which the sweeper looks next, from a date of validity that is new. Does not save."""
    guarantee.last_reminder_days = None
    if guarantee.valid_until_on is None:
        guarantee.next_look_on = None
        return
    found = look_at(
        guarantee.valid_until_on,
        today,
        told=None,
        reminder_days=reminder_days(access_request),
        renewal_days=rule("guarantee.renewal_days", today).as_int(),
    )
    guarantee.next_look_on = today if found.remind_at or found.is_missed else found.next_on
