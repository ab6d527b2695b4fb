"""The decision: one opinion per request, issued once, its sheet frozen beside it."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.citation import Citation
from eligibility.domain.findings import refuse
from eligibility.domain.rulebook import NoRuleOnDate, UnknownRule, rule
from portal.accounts.models import User
from portal.accounts.roles import Actor
from portal.outbox.effects import enqueue
from requests_app.domain.clock import ClockName
from requests_app.domain.identifiers import verification_code
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Deadline, Opinion, OpinionContent, ReviewItem
from requests_app.services.clocks.suspensions import close_open
from requests_app.services.filing.numbering import next_opinion_number
from requests_app.services.opinions.costs import check_costs
from requests_app.services.opinions.drafts import forget
from requests_app.services.review.late_items import LATE_INTRO, late_phrase
from requests_app.services.review.verdicts import criterion_of
from requests_app.services.sheets.opinion import DeniedBecause, SheetInput, build_sheet
from requests_app.services.telling.opinion import tell_opinion
from requests_app.services.transitions import lock, perform

_ACTIONS = {
    Opinion.Outcome.FAVOURABLE: Action.APPROVE,
    Opinion.Outcome.FAVOURABLE_WITH_WORKS: Action.APPROVE_WITH_WORKS,
    Opinion.Outcome.NOT_APPROVED: Action.DENY,
}


class Reason(BaseModel):
    """One reason of a denial as the analyst writes it; `rule_code` names an entry of the rulebook."""

    model_config = ConfigDict(frozen=True)

    rule_code: str
    title: str
    text: str
    how_to_fix: str = ""


class Decision(BaseModel):
    """What the analyst decided. `conditions` and `works` are lines of text; works read "o que: detalhe".

    `works_rule` names the term of the works in the rulebook (art. 88); the charges are in reais.
    """

    model_config = ConfigDict(frozen=True)

    outcome: Opinion.Outcome
    conditions: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    works_rule: str = "works.low_voltage"
    participation_brl: Decimal = Field(default=Decimal(0), ge=0)
    metering_brl: Decimal = Field(default=Decimal(0), ge=0)
    reasons: tuple[Reason, ...] = ()


def failing_reasons(access_request: AccessRequest) -> tuple[DeniedBecause, ...]:
    """Every "não atende" of the round as a reason, with the rule of its criterion."""
    assert access_request.checklist_version is not None
    checklist = access_request.checklist_version.checklist
    found = []
    for item in ReviewItem.objects.filter(
        access_request=access_request, round=access_request.round, verdict="fails"
    ):
        entry, criterion = criterion_of(checklist, item)
        found.append(
            DeniedBecause(
                title=entry.title,
                text=_with_late_reason(item),
                citation=criterion.rule.label,
                how_to_fix=item.how_to_fix,
            )
        )
    return tuple(found)


def _with_late_reason(item: ReviewItem) -> str:
    late = late_phrase(item)
    return f"{item.what} {LATE_INTRO} {late}" if late else item.what


def _written_reasons(reasons: Sequence[Reason], on: date) -> tuple[DeniedBecause, ...]:
    found = []
    for reason in reasons:
        try:
            citation: Citation = rule(reason.rule_code, on=on).citation
        except (UnknownRule, NoRuleOnDate):
            raise refuse(
                "reason_rule_unknown", "Escolha a regra de cada motivo na lista.", field="reasons"
            ) from None
        if not reason.title.strip() or not reason.text.strip():
            raise refuse(
                "reason_words_missing",
                "Escreva o motivo por inteiro: o que impede e por quê.",
                field="reasons",
            )
        found.append(
            DeniedBecause(
                title=reason.title.strip(),
                text=reason.text.strip(),
                citation=citation.label,
                how_to_fix=reason.how_to_fix.strip(),
            )
        )
    return tuple(found)


def reasons_of(access_request: AccessRequest, decision: Decision, on: date) -> tuple[DeniedBecause, ...]:
    """Everything a denial will print: the failing items of the round, then what was written. Raises Refused."""
    if decision.outcome != Opinion.Outcome.NOT_APPROVED:
        return ()
    return (*failing_reasons(access_request), *_written_reasons(decision.reasons, on))


@transaction.atomic
def decide(*, access_request_id: int, decision: Decision, actor: Actor, now: datetime) -> Opinion:
    """Issue the opinion. Doing it again answers the refusal of the table: the request is decided already.

    Raises Refused (state, guards, missing words), PermissionDenied for who may not.
    """
    access_request = lock(access_request_id)
    today = timezone.localdate(now)
    reasons = reasons_of(access_request, decision, today)
    if decision.outcome == Opinion.Outcome.FAVOURABLE_WITH_WORKS and not [
        w for w in decision.works if w.strip()
    ]:
        raise refuse("works_missing", "Descreva a obra que a rede precisa.", field="works")
    is_favourable = decision.outcome != Opinion.Outcome.NOT_APPROVED
    has_works = decision.outcome == Opinion.Outcome.FAVOURABLE_WITH_WORKS
    check_costs(
        access_request,
        has_works=has_works,
        is_favourable=is_favourable,
        works_rule=decision.works_rule,
        participation_brl=decision.participation_brl,
        metering_brl=decision.metering_brl,
        on=today,
    )
    number = next_opinion_number(today.year)
    event = perform(
        access_request,
        _ACTIONS[decision.outcome],
        actor=actor,
        at=now,
        data={"opinion_number": number, "outcome": decision.outcome.value, "reasons": len(reasons)},
        reasons_given=len(reasons),
    )
    close_open(access_request, event)
    forget(access_request.pk)
    valid_until = None
    if is_favourable:
        valid_until = Deadline.objects.get(
            access_request=access_request, clock=ClockName.VALIDITY.value
        ).due_on
    code = verification_code(secrets.token_bytes(16))
    signer = User.objects.select_related("professional").get(pk=actor.account_id)
    sheet = build_sheet(
        access_request,
        SheetInput(
            opinion_number=number,
            outcome=decision.outcome,
            issued_at=now,
            valid_until_on=valid_until,
            conditions=tuple(c.strip() for c in decision.conditions if c.strip()),
            works=tuple(w.strip() for w in decision.works if w.strip()),
            reasons=reasons,
            verification_code=code,
            works_rule=decision.works_rule if has_works else "",
            participation_brl=decision.participation_brl,
            metering_brl=decision.metering_brl,
        ),
        signer,
    )
    frozen = sheet.model_dump_json()
    opinion = Opinion.objects.create(
        access_request=access_request,
        number=number,
        outcome=decision.outcome.value,
        issued_at=now,
        issued_on=today,
        valid_until_on=valid_until,
        verification_code=code,
        signed_by_id=signer.pk,
        content_sha256=hashlib.sha256(frozen.encode()).hexdigest(),
        works_rule=decision.works_rule if has_works else "",
        participation_brl=decision.participation_brl if is_favourable else 0,
        metering_brl=decision.metering_brl if is_favourable else 0,
        # After an upheld contest none is in force, and the new one still replaces the one that fell.
        replaces=access_request.opinions.order_by("-id").first(),
    )
    access_request.opinion, access_request.works_finished_on = opinion, None
    OpinionContent.objects.create(opinion=opinion, sheet=sheet.model_dump(mode="json"))
    access_request.claimed_by, access_request.claimed_until = None, None
    access_request.save(update_fields=["opinion", "works_finished_on", "claimed_by", "claimed_until"])
    enqueue("requests.opinion_pdf", key=f"opinion_pdf:{opinion.pk}", payload={"opinion_id": opinion.pk})
    tell_opinion(access_request, opinion, reasons=reasons, now=now)
    return opinion
