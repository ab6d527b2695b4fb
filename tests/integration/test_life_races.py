"""Two people who do conflicting things at one moment: one outcome, the other is refused, nothing is half written."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connections

from eligibility.domain.findings import Refused
from requests_app.domain.capacity import Balance, CapacityKind, balance
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import LIVE_STATES, Action, State
from requests_app.domain.replay import replay
from requests_app.models import AccessRequest, CapacityEntry, ClockEntry, Deadline, Event, Opinion
from requests_app.services.clocks import sweeps
from requests_app.services.filing import drafts
from requests_app.services.opinions import decisions
from tests.life_case import Case, judge, new_case, take
from tests.life_steps import bring_to, do

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
ROUNDS = 20
"""Of each of the five races: a hundred rounds in all."""
Act = Callable[[], object]


def _told(act: Act) -> str:
    try:
        act()
    except Refused as refused:
        return refused.code
    except PermissionDenied:
        return "forbidden"
    return "done"


def _meet(first: Act, second: Act) -> tuple[str, str]:
    """Both at the same time, each in a transaction of its own; what each was told."""
    barrier, told = threading.Barrier(2), ["", ""]

    def run(place: int, act: Act) -> None:
        try:
            barrier.wait(timeout=30)
            told[place] = _told(act)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate((first, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert "" not in told, "somebody failed otherwise than by a refusal"
    return told[0], told[1]


def _person(case: Case, step: str, at: datetime) -> Act:
    """The step of somebody who read the request before the other acted."""
    own = Case(**vars(case))
    return lambda: do(own, step, at)


def _sweeper(case: Case, clock: ClockName, at: datetime) -> Act:
    deadline = Deadline.objects.get(access_request=case.access_request, clock=clock.value)
    return lambda: sweeps.look_at(deadline.pk, at)


def _cases(stage: str, rounds: int = ROUNDS) -> list[Case]:
    """As many requests at the stage, all of the same people."""
    first = new_case()
    made = [first]
    for _ in range(rounds - 1):
        draft = drafts.create_draft(actor=first.technician.as_actor())
        made.append(Case(**{**vars(first), "access_request": draft}))
    return [bring_to(case, stage, NOW) for case in made]


def _power(request: AccessRequest) -> Balance:
    entries = CapacityEntry.objects.filter(access_request=request).order_by("pk")
    return balance((CapacityKind(entry.kind), entry.power_kw) for entry in entries)


def _whole(case: Case) -> set[str]:
    """History, state, capacity and clocks tell the same. Gives the actions of the history."""
    request = AccessRequest.objects.get(pk=case.pk)
    events = list(Event.objects.filter(access_request=request).order_by("pk"))
    assert replay((Action(e.action), State(e.source)) for e in events) == request.state
    assert len({(e.action, e.source) for e in events}) == len(events), "one act was written twice"
    held, connected = _power(request)
    assert (held > 0) == (State(request.state) in LIVE_STATES)
    assert (connected > 0) == (request.state == State.CONNECTED)
    assert not ClockEntry.objects.filter(access_request=request).exclude(event__in=events).exists()
    if request.state in (State.CANCELLED, State.LAPSED):
        assert not Deadline.objects.filter(access_request=request, is_open=True).exists()
    return {event.action for event in events}


def test_cancelling_and_asking_for_the_inspection_end_cancelled_whoever_comes_first(
    committing_db: str,
) -> None:
    """The holder may cancel until the connection, so only asking after the cancellation is refused."""
    with time_machine.travel(NOW, tick=False):
        for case in _cases("ready"):
            told = _meet(_person(case, "cancel", NOW), _person(case, "request_inspection", NOW))
            assert told[0] == "done" and told[1] in ("done", "action_not_in_state")
            assert ("request_inspection" in _whole(case)) == (told[1] == "done")
            assert case.fresh().state == State.CANCELLED


def test_cancelling_and_connecting_end_in_one_of_both(committing_db: str) -> None:
    with time_machine.travel(NOW, tick=False):
        for case in _cases("inspection_requested"):
            told = _meet(_person(case, "cancel", NOW), _person(case, "connect", NOW))
            assert sorted(told) == ["action_not_in_state", "done"]
            assert len({"cancel", "connect"} & _whole(case)) == 1
            assert case.fresh().state == (State.CANCELLED if told[0] == "done" else State.CONNECTED)


def test_an_opinion_is_issued_once_however_often_the_button_is_pressed(committing_db: str) -> None:
    decision = decisions.Decision(outcome=Opinion.Outcome.FAVOURABLE)

    def press(case: Case) -> Act:
        return lambda: decisions.decide(
            access_request_id=case.pk, decision=decision, actor=case.actor("analyst"), now=NOW
        )

    with time_machine.travel(NOW, tick=False):
        for case in _cases("analysis"):
            take(case, case.actor("analyst"), NOW)
            judge(case, case.actor("analyst"), NOW)
            assert sorted(_meet(press(case), press(case))) == ["action_not_in_state", "done"]
            _whole(case)
            assert Opinion.objects.filter(access_request=case.access_request).count() == 1
            assert _power(case.access_request).held == case.fresh().installed_power_kw


def _against_the_sweeper(stage: str, step: str, clock: ClockName) -> Counter[str]:
    """A person on the morning after the last day, at the moment at which the sweeper ends the opinion."""
    ended: Counter[str] = Counter()
    with time_machine.travel(NOW, tick=False):
        cases = _cases(stage)
        due_on = Deadline.objects.get(access_request=cases[0].access_request, clock=clock.value).due_on
    late = datetime.combine(due_on + timedelta(days=1), NOW.timetz())
    with time_machine.travel(late, tick=False):
        for case in cases:
            told = _meet(_person(case, step, late), _sweeper(case, clock, late))
            assert told[1] == "done", "the sweeper finds nothing to do, it is never refused"
            assert (step in _whole(case)) == (told[0] == "done")
            lapses = Event.objects.filter(access_request=case.access_request, action="lapse").count()
            assert lapses == (told[0] != "done")
            ended[case.fresh().state] += 1
    return ended


def test_approving_the_conditions_and_lapsing_end_in_one_of_both(committing_db: str) -> None:
    ended = _against_the_sweeper("approved", "approve_conditions", ClockName.VALIDITY)
    assert set(ended) <= {State.CONTRACTS_SENT, State.LAPSED} and ended.total() == ROUNDS


def test_accepting_the_contracts_and_lapsing_end_in_one_of_both(committing_db: str) -> None:
    ended = _against_the_sweeper("contracts_sent", "accept_contracts", ClockName.CONTRACT_RETURN)
    assert set(ended) <= {State.READY, State.LAPSED} and ended.total() == ROUNDS
