"""Two at once over the same opinion: one yes, one delivery, one set of papers, whoever was first."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from django.db import connections

from eligibility.domain.findings import Refused
from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from requests_app.models import Agreement, Deadline, Event
from requests_app.services.agreements import steps as agreements
from requests_app.services.clocks.sweeps import look_at
from requests_app.services.opinions import approvals
from tests.case_steps import approve_with_works
from tests.factories import filed_request, make_analyst, make_technician
from tests.integration.agreement_room import NOW, house
from tests.life_agreements import approve_conditions, holder_of


def at_once(calls: Sequence[Callable[[], object]]) -> list[str]:
    """Do everything at the same time; gives what each was told."""

    def one(call: Callable[[], object]) -> str:
        try:
            call()
        except Refused as refused:
            return refused.code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(one, calls))


def test_four_acceptances_at_once_are_one(committing_db: str) -> None:
    case = house(make_analyst())
    approve_conditions(case, NOW)
    told = at_once(
        [
            lambda: agreements.accept_contracts(access_request_id=case.pk, actor=holder_of(case), now=NOW)
            for _ in range(4)
        ]
    )
    assert told == ["action_not_in_state"] * 3 + ["done"]
    assert Event.objects.filter(action="accept_contracts").count() == 1
    assert Message.objects.filter(template="contracts_accepted").count() == 2


def test_technician_and_holder_approving_together_prepare_one_set(committing_db: str) -> None:
    case = house(make_analyst())
    people = [case.technician.as_actor(), holder_of(case)] * 2
    approve_as = partial(approvals.approve_conditions, access_request_id=case.pk, now=NOW)
    told = at_once([partial(approve_as, actor=actor) for actor in people])
    assert told == ["action_not_in_state"] * 3 + ["done"]
    assert Agreement.objects.count() == 1 and Event.objects.filter(action="deliver_contracts").count() == 1


def test_two_deliveries_at_once_are_one(committing_db: str) -> None:
    analyst = make_analyst()
    case = filed_request(make_technician(), at=NOW)
    approve_with_works(case, analyst, NOW)
    approve_conditions(case, NOW)
    deliver = partial(
        agreements.deliver_contracts, access_request_id=case.pk, actor=analyst.as_actor(), now=NOW
    )
    assert at_once([deliver, deliver]) == ["action_not_in_state", "done"]
    assert Message.objects.filter(template="contracts_delivered").count() == 2


def test_approving_while_the_opinion_lapses_ends_in_one_of_the_two(committing_db: str) -> None:
    case = house(make_analyst())
    validity = Deadline.objects.get(access_request=case, clock="validity").pk
    after = NOW + timedelta(days=200)
    at_once(
        [
            lambda: look_at(validity, after),
            lambda: approvals.approve_conditions(
                access_request_id=case.pk, actor=case.technician.as_actor(), now=after
            ),
        ]
    )
    case.refresh_from_db()
    has_papers = Agreement.objects.exists()
    assert case.state == (State.CONTRACTS_SENT.value if has_papers else State.LAPSED.value)
    assert Event.objects.filter(action__in=("lapse", "approve_conditions")).count() == 1
