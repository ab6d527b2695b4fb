"""Steps of contests, late items and restored opinions, one call each, through the services."""

from datetime import datetime

from portal.accounts.models import User
from portal.accounts.roles import Actor, Role
from requests_app.models import AccessRequest, Contest, Opinion, Pending, ReviewItem
from requests_app.services.opinions import restorations
from requests_app.services.review import claims, contests, corrections, late_items
from requests_app.services.review import verdicts as review
from requests_app.services.standing import late_items as standing
from tests.factories import make_analyst, make_supervisor

WHY = "O documento enviado já mostra isso, na página 2."
ANSWER = "Lemos a página 2 de novo. A regra do item está cumprida."


def holder_of(case: AccessRequest) -> Actor:
    """The holder of this request, as one who came in by the link."""
    return Actor(role=Role.HOLDER, holder_request_id=case.pk)


def contest_pendings(case: AccessRequest, technician: User, at: datetime, *numbers: int) -> Contest:
    """The technician disagrees with these corrections (the first one unless told)."""
    return contests.contest_pending(
        access_request_id=case.pk,
        pending_numbers=numbers or (1,),
        text=WHY,
        actor=technician.as_actor(),
        now=at,
    )


def answer_contest(case: AccessRequest, at: datetime, *upheld: int, second: User | None = None) -> Contest:
    """Another analyst answers; `upheld` are the corrections that leave the list."""
    second = second or make_analyst("Segunda Leitora")
    return contests.answer_contest(
        access_request_id=case.pk, upheld_numbers=upheld, answer=ANSWER, actor=second.as_actor(), now=at
    )


def contest_decision(case: AccessRequest, actor: Actor, at: datetime) -> Contest:
    """Technician or holder disagrees with the decision in force."""
    return contests.contest_decision(access_request_id=case.pk, text=WHY, actor=actor, now=at)


def judge(case: AccessRequest, at: datetime, *, is_upheld: bool, supervisor: User | None = None) -> Contest:
    """The supervisor answers the contest of a decision."""
    act = contests.uphold_contest if is_upheld else contests.reject_contest
    supervisor = supervisor or make_supervisor()
    return act(access_request_id=case.pk, answer=ANSWER, actor=supervisor.as_actor(), now=at)


def restore(case: AccessRequest, at: datetime, *, supervisor: User | None = None) -> Opinion:
    """The supervisor puts a cancelled or lapsed opinion in force again."""
    supervisor = supervisor or make_supervisor()
    return restorations.restore(
        access_request_id=case.pk, reason="O cancelamento foi um engano.", actor=supervisor.as_actor(), now=at
    )


def answer_first_round(case: AccessRequest, technician: User, at: datetime) -> None:
    """Every open correction answered in words, and the request given back."""
    actor = technician.as_actor()
    for pending in Pending.objects.filter(notice__access_request=case, fixed_at=None):
        corrections.fix_pending(pending_id=pending.pk, file=None, answer="Feito.", actor=actor, now=at)
    corrections.answer_pendings(access_request_id=case.pk, actor=actor, now=at)


def judge_second_round(
    case: AccessRequest, analyst: User, at: datetime, *failing_criteria: str
) -> list[ReviewItem]:
    """The request claimed again and every item of the round judged; gives the late items among the failing ones."""
    actor = analyst.as_actor()
    claims.claim(access_request_id=case.pk, actor=actor, now=at)
    case.refresh_from_db()
    for item in ReviewItem.objects.filter(access_request=case, round=case.round):
        fails = item.criterion_code in failing_criteria
        if not fails and item.verdict:
            continue
        review.save_verdict(
            item_id=item.pk,
            verdict="fails" if fails else "meets",
            what="Falta o carimbo." if fails else "",
            how_to_fix="Envie com o carimbo." if fails else "",
            base_version=item.version,
            actor=actor,
            now=at,
        )
    case.refresh_from_db()
    return standing.late_items(case)


def explain(item: ReviewItem, analyst: User, at: datetime, *, reason: str = "our_error") -> ReviewItem:
    """Why the item was not pointed out before."""
    return late_items.explain(
        item_id=item.pk,
        reason_code=reason,
        text="Não vimos na primeira leitura.",
        actor=analyst.as_actor(),
        now=at,
    )


def release(item: ReviewItem, at: datetime, *, supervisor: User | None = None) -> ReviewItem:
    """The supervisor lets the item through."""
    supervisor = supervisor or make_supervisor()
    return late_items.release(item_id=item.pk, version=item.version, actor=supervisor.as_actor(), now=at)
