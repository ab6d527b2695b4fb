"""Which contest waits for an answer on a request, and who may judge it."""

from django.db.models import F, Q

from portal.accounts.roles import Actor
from requests_app.domain.lifecycle import Action, State
from requests_app.models import AccessRequest, Contest, Event, ReviewItem

CONTESTABLE_DECISIONS = (State.NOT_APPROVED.value, State.APPROVED.value)
OPEN = Q(answered_at__isnull=True) & (
    Q(
        subject=Contest.Subject.PENDINGS.value,
        notice__answered_at__isnull=True,
        access_request__state=State.PENDING.value,
    )
    | Q(
        subject=Contest.Subject.DECISION.value,
        opinion_id=F("access_request__opinion_id"),
        access_request__state__in=CONTESTABLE_DECISIONS,
    )
)
"""A contest still to be answered: what it contests stands and the request did not end in another way."""


def open_contest(access_request: AccessRequest) -> Contest | None:
    """The contest of this request that waits for its answer. One statement."""
    rows = Contest.objects.filter(OPEN, access_request=access_request)
    return rows.select_related("notice", "opinion").order_by("-id").first()


def is_waiting(contest: Contest, access_request: AccessRequest) -> bool:
    """The same as OPEN, of a contest that was read with its notice."""
    if contest.answered_at is not None:
        return False
    if contest.notice is not None:
        return access_request.state == State.PENDING.value and contest.notice.answered_at is None
    is_in_force = contest.opinion_id == access_request.opinion_id
    return is_in_force and access_request.state in CONTESTABLE_DECISIONS


def is_judge_another(access_request: AccessRequest, actor: Actor) -> bool:
    """Whether the actor is not one of those whose corrections or decision are contested."""
    contest = open_contest(access_request)
    return contest is None or actor.user_id not in deciders(contest)


def deciders(contest: Contest) -> frozenset[int]:
    """Who judged what is contested: the signer; or who sent the notice and who gave the verdicts in it."""
    if contest.opinion is not None:
        return frozenset({contest.opinion.signed_by_id})
    assert contest.notice is not None
    sent = Event.objects.filter(
        access_request_id=contest.access_request_id,
        action=Action.SEND_PENDINGS.value,
        data__round=contest.notice.round,
    ).values_list("actor_id", flat=True)
    judged = ReviewItem.objects.filter(
        access_request_id=contest.access_request_id,
        round=contest.notice.round,
        criterion_code__in=contest.items.values("pending__criterion_code"),
    ).values_list("decided_by_id", flat=True)
    return frozenset(person for person in sent.order_by().union(judged.order_by()) if person is not None)
