"""Steps from the filing to the opinion, each through its real service."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from portal.accounts.roles import Actor
from requests_app.models import Opinion, Pending, ReviewItem
from requests_app.services.clocks import suspensions
from requests_app.services.filing import sending as filing
from requests_app.services.opinions import decisions
from requests_app.services.review import claims, corrections, late_items
from requests_app.services.review import verdicts as review
from tests.factories import attach_everything
from tests.life_case import Case, judge, take
from tests.life_projects import filing_of


def _failing(step: dict[str, Any], usual: int) -> Iterable[int]:
    """Places of the items that fail: the last one where it is an item that met before."""
    return (-1,) if step.get("late_item") else range(step.get("failing", usual))


def file(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    given = filing_of(case.kind)
    attach_everything(case.access_request, case.technician, given, timezone.localdate(at))
    filing.file_request(
        draft_id=case.pk,
        filing=given,
        findings=(),
        accepted_declarations=frozenset(case.declared),
        is_acknowledged=True,
        actor=actor,
        now=at,
    )


def start_check(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    claims.claim(access_request_id=case.pk, actor=actor, now=at)


def accept_documents(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    take(case, actor, at)
    judge(case, actor, at)
    review.accept_documents(access_request_id=case.pk, actor=actor, now=at)


def require_works(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    take(case, actor, at)
    review.require_works(access_request_id=case.pk, actor=actor, now=at)


def send_pendings(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    take(case, actor, at)
    judge(case, actor, at, failing=_failing(step, 1))
    review.send_pendings(access_request_id=case.pk, actor=actor, now=at)


def _late_item(case: Case) -> ReviewItem:
    """The failing item of the round, which met in the round before."""
    return ReviewItem.objects.filter(access_request=case.access_request, verdict="fails").latest(
        "round", "pk"
    )


def explain_late_item(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    take(case, actor, at)
    late_items.explain(
        item_id=_late_item(case).pk,
        reason_code=ReviewItem.LateReason.values[0],
        text="Não foi visto na primeira rodada.",
        actor=actor,
        now=at,
    )


def release_late_item(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    item = _late_item(case)
    late_items.release(item_id=item.pk, version=item.version, actor=actor, now=at)


def answer_pendings(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    for pending in Pending.objects.filter(notice__access_request=case.access_request, fixed_at=None):
        corrections.fix_pending(pending_id=pending.pk, file=None, answer="Corrigido.", actor=actor, now=at)
    corrections.answer_pendings(access_request_id=case.pk, actor=actor, now=at)


def pause_clock(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    take(case, actor, at)
    reason = step["reason"]
    body = suspensions.bodies_for(reason)[0]
    review.pause_clock(
        access_request_id=case.pk,
        reason_code=reason,
        consulted=suspensions.Consultation(body, "Órgão consultado", "O que falta?"),
        actor=actor,
        now=at,
    )


def resume_clock(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    take(case, actor, at)
    review.resume_clock(access_request_id=case.pk, actor=actor, now=at)


def _decide(case: Case, at: datetime, actor: Actor, outcome: Opinion.Outcome, **given: Any) -> None:
    decisions.decide(
        access_request_id=case.pk,
        decision=decisions.Decision.model_validate({"outcome": outcome, **given}),
        actor=actor,
        now=at,
    )


def approve(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    take(case, actor, at)
    judge(case, actor, at)
    # Without works only the metering of a small plant can cost anything.
    cost = {name: value for name, value in case.opinion.items() if name == "metering_brl"}
    _decide(case, at, actor, Opinion.Outcome.FAVOURABLE, **cost)


def approve_with_works(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    take(case, actor, at)
    judge(case, actor, at)
    works_lines = ("Transformador: troca por um de 45 kVA",)
    _decide(case, at, actor, Opinion.Outcome.FAVOURABLE_WITH_WORKS, works=works_lines, **case.opinion)


def deny(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    take(case, actor, at)
    judge(case, actor, at, failing=_failing(step, 1))
    _decide(case, at, actor, Opinion.Outcome.NOT_APPROVED)
