"""A request and the one that repeats it never live at the same time, whoever is faster."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from requests_app.domain.lifecycle import ENDED_STATES, State
from requests_app.forms.drafts import read_draft
from requests_app.models import AccessRequest
from requests_app.services.filing import reassessments
from requests_app.services.filing import sending as filing
from tests.factories import give_second_factor, make_analyst, make_supervisor, make_technician
from tests.integration.case_reading import as_user, words
from tests.integration.review_room import signed_in
from tests.life_contests import contest_decision, judge, restore
from tests.life_endings import repeat, withdraw
from tests.stages import request_in

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def technician() -> User:
    return make_technician()


def ready(ended: AccessRequest) -> AccessRequest:
    """The draft that repeats it, complete but for its sending."""
    draft = repeat(ended, NOON)
    draft.draft_answers["generation"]["array_area_m2"] = "74,3"
    draft.save()
    return draft


def send(draft: AccessRequest) -> AccessRequest:
    reading = read_draft(draft, timezone.localdate())
    return filing.file_request(
        draft_id=draft.pk,
        filing=reading.filing,
        findings=reading.advisories,
        accepted_declarations=frozenset({"d", "f"}),
        is_acknowledged=True,
        actor=draft.technician.as_actor(),
        now=timezone.now(),
    )


def is_live(case: AccessRequest) -> bool:
    case.refresh_from_db()
    return State(case.state) not in {*ENDED_STATES, State.DRAFT}


def test_an_opinion_whose_request_was_repeated_is_not_restored(technician: User) -> None:
    case = request_in(State.CANCELLED, technician=technician, analyst=make_analyst(), at=NOON)
    new = send(ready(case))
    with pytest.raises(Refused, match="repeated_meanwhile") as told:
        restore(case, NOON)
    assert str(new.filing_number) in told.value.message and not is_live(case)
    page = f"/analise/solicitacoes/{case.filing_number}/restaurar"
    refused = signed_in(give_second_factor(make_supervisor("Rita Melo"))).post(page, {"reason": "Engano."})
    assert refused.status_code == 422 and str(new.filing_number).lower() in words(refused).lower()
    withdraw(new, NOON)
    restore(case, NOON)
    assert is_live(case)


def test_a_denial_whose_request_was_repeated_is_not_undone(technician: User) -> None:
    case = request_in(State.NOT_APPROVED, technician=technician, analyst=make_analyst(), at=NOON)
    contest_decision(case, technician.as_actor(), NOON)
    new = send(ready(case))
    with pytest.raises(Refused, match="repeated_meanwhile") as told:
        judge(case, NOON, is_upheld=True)
    assert str(new.filing_number) in told.value.message and not is_live(case)
    judge(case, NOON, is_upheld=False, supervisor=make_supervisor("Rita Melo"))


def test_a_repetition_is_not_sent_once_the_first_lives_again(technician: User) -> None:
    case = request_in(State.CANCELLED, technician=technician, analyst=make_analyst(), at=NOON)
    draft = ready(case)
    restore(case, NOON)
    with pytest.raises(Refused, match="first_lives_again") as told:
        send(draft)
    assert str(case.filing_number) in told.value.message and not is_live(draft)
    page = as_user(technician).get(f"/rascunhos/{draft.public_id}")
    assert page.status_code in (200, 302)


def test_restoring_and_sending_at_once_leave_one_of_the_two(committing_db: str) -> None:
    case = request_in(State.CANCELLED, technician=make_technician(), analyst=make_analyst(), at=NOON)
    draft, chief = ready(case), make_supervisor()
    barrier = threading.Barrier(2)
    failures: list[BaseException] = []

    def press(act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=30)
            act()
        except Refused:
            pass
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    acts: tuple[Callable[[], object], ...] = (
        lambda: restore(case, NOON, supervisor=chief),
        lambda: send(draft),
    )
    threads = [threading.Thread(target=press, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert [is_live(case), is_live(draft)].count(True) == 1


def test_a_new_technician_repeats_with_a_draft_of_their_own(technician: User) -> None:
    case = request_in(State.CANCELLED, technician=technician, analyst=make_analyst(), at=NOON)
    old = repeat(case, NOON)
    heir = make_technician("Carla Dias")
    AccessRequest.objects.filter(pk=case.pk).update(technician=heir)
    case = AccessRequest.objects.get(pk=case.pk)
    assert reassessments.open_repetition(case) is None
    browser = as_user(heir)
    page = f"/solicitacoes/{case.filing_number}/repetir"
    assert str(old.public_id) not in browser.get(page).content.decode()
    begun = browser.post(page)
    assert str(old.public_id) not in begun.headers["Location"]
    assert browser.get(begun.headers["Location"], follow=True).status_code == 200
    own = repeat(case, NOON + timedelta(minutes=1))
    assert own.technician == heir and reassessments.open_repetition(case) == own
