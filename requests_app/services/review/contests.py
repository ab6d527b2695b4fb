"""Contests: against corrections, answered by a second analyst; against a decision, judged by the supervisor."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from eligibility.domain.findings import Refused, refuse
from eligibility.domain.rulebook import rule
from portal.accounts.roles import Actor
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import Action, State
from requests_app.models import AccessRequest, Contest, ContestedItem, Deadline, Pending, ReviewItem
from requests_app.services.filing.numbering import next_contest_number
from requests_app.services.filing.reassessments import require_not_repeated
from requests_app.services.review.corrections import open_next_round, open_notice
from requests_app.services.review.shown_pages import check_shown
from requests_app.services.standing.contests import open_contest
from requests_app.services.telling.contests import tell_contest_answered, tell_contest_filed
from requests_app.services.transitions import find_row, lock, perform

LONGEST_TEXT = 4000
CONTESTED_BEFORE = "Você já contestou esta decisão. Se ainda discorda, os próximos canais são a ouvidoria e a agência reguladora."
SHOWN = "A contestação"
_Outcome = Contest.Outcome


@transaction.atomic
def contest_pending(
    *, access_request_id: int, pending_numbers: Collection[int], text: str, actor: Actor, now: datetime
) -> Contest:
    """The technician disagrees with some corrections; the term to correct stands still until the answer.

    Raises Refused: state, another contest open, term over, no or unknown items, items fixed or contested before.
    """
    access_request = lock(access_request_id)
    find_row(access_request, Action.CONTEST_PENDING, actor)
    text = _words(text, "Escreva por que você discorda.", "text")
    _require_running(access_request, ClockName.CURE, "O prazo para corrigir acabou.", now)
    notice = open_notice(access_request)
    assert notice is not None
    items = _contestable(list(notice.pendings.select_related("contested")), set(pending_numbers))
    number = next_contest_number(timezone.localdate(now).year)
    perform(
        access_request,
        Action.CONTEST_PENDING,
        actor=actor,
        at=now,
        data={"contest": number, "items": [str(item.number) for item in items]},
        reasons_given=1,
    )
    contest = Contest.objects.create(
        access_request=access_request,
        number=number,
        subject=Contest.Subject.PENDINGS,
        notice=notice,
        text=text,
        filed_at=now,
        filed_role=actor.role.value,
        filed_by_id=actor.user_id,
    )
    ContestedItem.objects.bulk_create(ContestedItem(contest=contest, pending=item) for item in items)
    tell_contest_filed(access_request, contest, now=now)
    return contest


@transaction.atomic
def contest_decision(*, access_request_id: int, text: str, actor: Actor, now: datetime) -> Contest:
    """Technician or holder disagrees with the decision in force, once each; the validity stands still meanwhile.

    Raises Refused: state, another contest open, validity over, contested before by the same side.
    """
    access_request = lock(access_request_id)
    find_row(access_request, Action.CONTEST_DECISION, actor)
    text = _words(text, "Escreva por que você discorda.", "text")
    if access_request.state == State.APPROVED.value:
        _require_running(access_request, ClockName.VALIDITY, "A validade do parecer acabou.", now)
    opinion = access_request.opinion
    assert opinion is not None
    filed_on = timezone.localdate(now)
    number = next_contest_number(filed_on.year)
    perform(
        access_request,
        Action.CONTEST_DECISION,
        actor=actor,
        at=now,
        data={"contest": number, "opinion_number": opinion.number},
        reasons_given=1,
    )
    if has_contested(access_request, actor):
        raise refuse("contested_before", CONTESTED_BEFORE, rule("contest.decision", on=filed_on).citation)
    contest = Contest.objects.create(
        access_request=access_request,
        number=number,
        subject=Contest.Subject.DECISION,
        opinion=opinion,
        text=text,
        filed_at=now,
        filed_role=actor.role.value,
        filed_by_id=actor.user_id,
    )
    tell_contest_filed(access_request, contest, now=now)
    return contest


@transaction.atomic
def answer_contest(
    *,
    access_request_id: int,
    upheld_numbers: Collection[int],
    answer: str,
    actor: Actor,
    now: datetime,
    number: str | None = None,
) -> Contest:
    """A second analyst answers: upheld corrections leave the list, the others stay with the answer beside them.

    `number` is the contest that was read. Raises Refused: state, no contest open or another one, own corrections,
    no words, numbers that are not in the contest.
    """
    access_request = lock(access_request_id)
    find_row(access_request, Action.ANSWER_CONTEST, actor)
    contest = _to_answer(access_request, number)
    answer = _words(answer, "Escreva a resposta, com os motivos.", "answer")
    items = list(contest.items.select_related("pending"))
    if not set(upheld_numbers) <= {item.pending.number for item in items}:
        raise refuse("contest_item_unknown", "Há um item que não está nesta contestação.", field="upheld")
    upheld = [item for item in items if item.pending.number in upheld_numbers]
    outcome = {0: _Outcome.REJECTED, len(items): _Outcome.UPHELD}.get(len(upheld), _Outcome.PARTLY)
    perform(
        access_request,
        Action.ANSWER_CONTEST,
        actor=actor,
        at=now,
        data={
            "contest": contest.number,
            "result": outcome.value,
            "dropped": [str(item.pending.number) for item in upheld],
        },
        reasons_given=1,
    )
    for item in items:
        item.is_upheld = item in upheld
    ContestedItem.objects.bulk_update(items, ["is_upheld"])
    _drop(access_request, [item.pending for item in upheld], actor, now)
    return _answered(access_request, contest, outcome, answer, actor, now)


def reject_contest(
    *, access_request_id: int, answer: str, actor: Actor, now: datetime, number: str | None = None
) -> Contest:
    """The decision stays; the answer says why and which channels come next. Raises Refused like `uphold_contest`."""
    return _judge(access_request_id, Action.REJECT_CONTEST, _Outcome.REJECTED, answer, actor, now, number)


def uphold_contest(
    *, access_request_id: int, answer: str, actor: Actor, now: datetime, number: str | None = None
) -> Contest:
    """The decision falls: the analysis begins anew with its whole term and a new decision follows.

    `number` is the contest that was read. Raises Refused: state, no contest open or another one, own decision,
    no words, a request that repeats this one is under way.
    """
    return _judge(access_request_id, Action.UPHOLD_CONTEST, _Outcome.UPHELD, answer, actor, now, number)


@transaction.atomic
def _judge(
    access_request_id: int,
    action: Action,
    outcome: Contest.Outcome,
    answer: str,
    actor: Actor,
    now: datetime,
    number: str | None,
) -> Contest:
    access_request = lock(access_request_id)
    find_row(access_request, action, actor)
    if action is Action.UPHOLD_CONTEST:
        require_not_repeated(access_request)
    contest = _to_answer(access_request, number)
    answer = _words(answer, "Escreva a resposta, com os motivos.", "answer")
    perform(
        access_request,
        action,
        actor=actor,
        at=now,
        data={"contest": contest.number, "result": outcome.value},
        reasons_given=1,
    )
    if action is Action.UPHOLD_CONTEST:
        _reopen(access_request, now)
    return _answered(access_request, contest, outcome, answer, actor, now)


def _reopen(access_request: AccessRequest, now: datetime) -> None:
    """The opinion stays in history but holds no more; failing items are open again in a round of their own."""
    access_request.opinion, access_request.works_finished_on = None, None
    access_request.documents_checked_on = access_request.documents_checked_on or timezone.localdate(now)
    # The study says again whether the grid needs works: only then can a decision with works follow.
    access_request.is_works_flagged = False
    access_request.claimed_by, access_request.claimed_until = None, None
    access_request.save()
    open_next_round(access_request)


def _answered(
    access_request: AccessRequest,
    contest: Contest,
    outcome: Contest.Outcome,
    answer: str,
    actor: Actor,
    now: datetime,
) -> Contest:
    contest.outcome, contest.answer = outcome.value, answer
    contest.answered_at, contest.answered_by_id = now, actor.account_id
    contest.save()
    tell_contest_answered(access_request, contest, now=now)
    return contest


def _drop(access_request: AccessRequest, pendings: Sequence[Pending], actor: Actor, now: datetime) -> None:
    """The corrections leave the list, and their items meet: whoever reads the next round finds them judged."""
    for pending in pendings:
        pending.dropped_at, pending.fixed_at = now, pending.fixed_at or now
    Pending.objects.bulk_update(pendings, ["dropped_at", "fixed_at"])
    items = list(
        ReviewItem.objects.select_for_update().filter(
            access_request=access_request,
            round=access_request.round,
            criterion_code__in=[pending.criterion_code for pending in pendings],
        )
    )
    for item in items:
        item.verdict = ReviewItem.Verdict.MEETS
        item.what = item.how_to_fix = item.reason_code = ""
        item.page, item.version = None, item.version + 1
        item.decided_by_id, item.decided_at = actor.user_id, now
        item.save()


def _contestable(pendings: Sequence[Pending], numbers: set[int]) -> list[Pending]:
    if not numbers:
        raise refuse("contest_items_missing", "Marque os itens de que você discorda.", field="items")
    chosen = [pending for pending in pendings if pending.number in numbers]
    if len(chosen) != len(numbers):
        raise refuse("contest_item_unknown", "Há um item que não está nesta lista.", field="items")
    for pending in chosen:
        if hasattr(pending, "contested"):
            message = f"O item {pending.number} já foi contestado. Cada item é contestado uma vez."
            raise refuse("contested_before", message, field="items")
        if pending.fixed_at is not None:
            message = f"O item {pending.number} já foi corrigido: não há o que contestar."
            raise refuse("already_fixed", message, field="items")
    return chosen


def _require_running(access_request: AccessRequest, clock: ClockName, over: str, now: datetime) -> None:
    deadline = Deadline.objects.filter(access_request=access_request, clock=clock.value, is_open=True).first()
    if deadline is not None and not deadline.is_paused and timezone.localdate(now) > deadline.due_on:
        raise refuse("term_over", over)


def has_contested(access_request: AccessRequest, actor: Actor) -> bool:
    """Whether this side has contested the decision in force already; each side does so once."""
    opinion = access_request.opinion
    return opinion is not None and opinion.contests.filter(filed_role=actor.role.value).exists()


def _to_answer(access_request: AccessRequest, number: str | None) -> Contest:
    contest = open_contest(access_request)
    if contest is None:
        raise nothing_to_answer()
    check_shown(number, contest.number, SHOWN)
    return contest


def nothing_to_answer() -> Refused:
    """No contest waits on this request, or the answer of somebody else came first."""
    return refuse("contest_open", "Não há contestação à espera de resposta.")


def _words(text: str, missing: str, field: str) -> str:
    text = text.strip()
    if not text:
        raise refuse("words_missing", missing, field=field)
    if len(text) > LONGEST_TEXT:
        raise refuse("words_too_long", f"Use até {LONGEST_TEXT} letras.", field=field)
    return text
