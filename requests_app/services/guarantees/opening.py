"""The guarantee of a request: opened from what was answered at filing, or later for requests filed before."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from eligibility.domain import guarantee as rules_of_guarantee
from eligibility.domain.classification import Category
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import GuaranteeForm
from eligibility.profile import current_profile
from portal.accounts.roles import SYSTEM, Actor
from requests_app.domain.guarantee_life import GuaranteeEventKind
from requests_app.models import AccessRequest, Guarantee, GuaranteeEvent
from requests_app.services.filing.facts import filed_facts

WITH_TERM = frozenset({GuaranteeForm.bonds.value, GuaranteeForm.surety.value})


def may_need_guarantee(access_request: AccessRequest) -> bool:
    """Whether category and power leave a guarantee possible: no SQL, for links and lists."""
    if access_request.category != Category.mini.value or access_request.filed_on is None:
        return False
    power = access_request.installed_power_kw
    return power is not None and power > rule("guarantee.above_kw", access_request.filed_on).as_decimal()


def guarantee_due(access_request: AccessRequest) -> rules_of_guarantee.Guarantee | None:
    """The guarantee that the rules of the filing day asked for; None where none was due."""
    if not may_need_guarantee(access_request):
        return None
    found = rules_of_guarantee.guarantee_of(
        filed_facts(access_request), Category(access_request.category), profile=current_profile()
    )
    return found if found is not None and found.is_due else None


def open_guarantee(
    access_request: AccessRequest, *, now: datetime | None = None, actor: Actor = SYSTEM
) -> Guarantee | None:
    """The row of the request's guarantee, opened once from its answers; None where none is due.

    Called at filing; for a request filed before guarantees were followed, whenever it is first asked for.
    """
    found = Guarantee.objects.filter(access_request=access_request).first()
    if found is not None:
        return found
    due = guarantee_due(access_request)
    return None if due is None else _open(access_request, due, now=now or timezone.now(), actor=actor)


@transaction.atomic
def _open(
    access_request: AccessRequest, due: rules_of_guarantee.Guarantee, *, now: datetime, actor: Actor
) -> Guarantee:
    kept = access_request.newest_answers
    answers = kept.guarantee_answers if kept else None
    form = answers.form.value if answers and answers.form else ""
    until = answers.valid_until if answers and form in WITH_TERM else None
    assert access_request.filed_on is not None
    guarantee, is_new = Guarantee.objects.get_or_create(
        access_request=access_request,
        defaults={
            "form": form,
            "surety_bank": answers.surety_bank if answers else "",
            "amount_brl": (answers.amount_brl if answers else None) or due.amount_brl,
            "valid_until_on": until,
            "opened_on": access_request.filed_on,
            "next_look_on": until and until - timedelta(days=max(reminder_days(access_request))),
        },
    )
    if is_new:
        add_event(
            guarantee,
            GuaranteeEventKind.OPENED,
            actor=actor,
            now=now,
            amount_brl=guarantee.amount_brl,
            valid_until_on=until,
            rule_code="guarantee.percent",
        )
    return guarantee


def reminder_days(access_request: AccessRequest) -> tuple[int, ...]:
    """How many days before its end people are told, by the rule of the filing day."""
    assert access_request.filed_on is not None
    return tuple(int(n) for n in rule("guarantee.reminder_days", access_request.filed_on).as_list())


def add_event(
    guarantee: Guarantee, kind: GuaranteeEventKind, *, actor: Actor, now: datetime, **columns: object
) -> GuaranteeEvent:
    """One row of the history, on the civil day of `now` unless `on` says the day of the fact."""
    return GuaranteeEvent.objects.create(
        guarantee=guarantee,
        kind=kind.value,
        at=now,
        actor_role=actor.role.value,
        actor_id=actor.user_id,
        **{"on": timezone.localdate(now), **columns},
    )
