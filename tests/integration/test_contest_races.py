"""Two at once: a contest is filed once, answered once, and an opinion is restored once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.db import connections
from django.utils import timezone

from eligibility.domain.findings import Refused
from requests_app.models import Contest, Event, Opinion
from requests_app.services.endings.withdrawals import cancel
from tests.case_steps import approve, deny, send_pendings
from tests.factories import filed_request, make_analyst, make_supervisor, make_technician
from tests.life_contests import answer_contest, contest_decision, contest_pendings, holder_of, judge, restore

ROUNDS = 4


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Everything at the same time; what each was told."""

    def one(act: Callable[[], object]) -> str:
        try:
            act()
        except Refused as refused:
            return refused.code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def test_a_contest_is_answered_once_whoever_presses(committing_db: str) -> None:
    technician, analyst = make_technician(), make_analyst()
    seconds = [make_analyst("Segunda"), make_supervisor()]
    for _ in range(ROUNDS):
        now = timezone.now()
        case = filed_request(technician, at=now)
        send_pendings(case, analyst, now, failing=1)
        contest_pendings(case, technician, now)
        told = at_once(*(partial(answer_contest, case, timezone.now(), 1, second=who) for who in seconds))
        assert told == ["contest_open", "done"]
        assert Event.objects.filter(access_request=case, action="answer_contest").count() == 1


def test_a_decision_falls_or_stays_and_is_contested_once_at_a_time(committing_db: str) -> None:
    technician, analyst, boss = make_technician(), make_analyst(), make_supervisor()
    for _ in range(ROUNDS):
        now = timezone.now()
        case = filed_request(technician, at=now)
        deny(case, analyst, now)
        told = at_once(
            partial(contest_decision, case, technician.as_actor(), timezone.now()),
            partial(contest_decision, case, holder_of(case), timezone.now()),
        )
        assert told == ["done", "no_contest_open"]
        told = at_once(
            partial(judge, case, timezone.now(), is_upheld=True, supervisor=boss),
            partial(judge, case, timezone.now(), is_upheld=False, supervisor=boss),
        )
        assert told in (["action_not_in_state", "done"], ["contest_open", "done"])
        case.refresh_from_db()
        contest = Contest.objects.get(access_request=case)
        assert (case.state == "analysis") == (contest.outcome == "upheld")


def test_an_opinion_is_restored_once(committing_db: str) -> None:
    technician, analyst, boss = make_technician(), make_analyst(), make_supervisor()
    for _ in range(ROUNDS):
        now = timezone.now()
        case = filed_request(technician, at=now)
        approve(case, analyst, now)
        cancel(access_request_id=case.pk, actor=holder_of(case), now=now)
        told = at_once(*[partial(restore, case, timezone.now(), supervisor=boss)] * 2)
        assert told == ["action_not_in_state", "done"]
        assert Opinion.objects.filter(access_request=case).count() == 2
