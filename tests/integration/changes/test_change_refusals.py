"""Who may not change the responsible professional, and when a change is over: nothing is written."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from requests_app.models import (
    AccessRequest,
    ResponsibleProfessional,
    TechnicianChange,
    TechnicianChangeEvent,
)
from requests_app.services.filing.drafts import create_draft
from requests_app.services.people.technician_changes import (
    ask_change,
    come,
    confirm,
    end_change,
    expire_changes,
    leave,
)
from tests.factories import filed_request, make_analyst, make_technician
from tests.integration.change_room import address, fill, told
from tests.integration.review_room import NOW, an_analyst, signed_in, words
from tests.life_changes import asked_change, holder_of

pytestmark = pytest.mark.django_db


def test_an_analysts_account_cannot_take_over(leaving: User, case: AccessRequest) -> None:
    analyst = make_analyst()
    change = asked_change(case, analyst, at=NOW)
    with pytest.raises(PermissionDenied):
        come(change_id=change.pk, actor=analyst.as_actor(), now=NOW)


def test_a_suspended_registration_cannot_take_over(coming: User, case: AccessRequest) -> None:
    change = asked_change(case, coming, at=NOW)
    ResponsibleProfessional.objects.filter(user=coming).update(
        registration_status="suspended", verified_until=None
    )
    new = signed_in(coming)
    answer = fill(new, "/trocas", answer="accept")
    assert answer.status_code == 409 and "está suspenso" in words(answer)
    change.refresh_from_db()
    assert change.came_at is None


def test_a_registration_suspended_at_the_last_moment_stops_the_change(
    coming: User, case: AccessRequest
) -> None:
    change = asked_change(case, coming, at=NOW)
    come(change_id=change.pk, actor=coming.as_actor(), now=NOW)
    ResponsibleProfessional.objects.filter(user=coming).update(
        registration_status="suspended", verified_until=None
    )
    with pytest.raises(Refused, match="change_suspended"):
        confirm(change_id=change.pk, actor=holder_of(case), now=NOW)
    change.refresh_from_db()
    assert change.confirmed_at is None and change.is_open


def test_without_professional_data_nobody_takes_over(coming: User, case: AccessRequest) -> None:
    change = asked_change(case, coming, at=NOW)
    coming.professional.delete()
    with pytest.raises(Refused, match="change_no_profile"):
        come(change_id=change.pk, actor=coming.as_actor(), now=NOW)


def test_one_open_change_per_request(leaving: User, coming: User, case: AccessRequest) -> None:
    asked_change(case, coming, at=NOW)
    client = signed_in(leaving)
    answer = client.post(address(case), {"email": "outra@exemplo.test"})
    assert answer.status_code == 409 and "Já há uma troca em andamento" in answer.content.decode()
    assert TechnicianChange.objects.count() == 1


@pytest.mark.parametrize("email", ["", "sem-arroba", "x" * 300 + "@exemplo.test", "a@b@c.test"])
def test_a_bad_email_is_refused(leaving: User, case: AccessRequest, email: str) -> None:
    assert fill(signed_in(leaving), address(case), email=email).status_code == 422
    assert not TechnicianChange.objects.exists()


def test_ones_own_email_is_refused(leaving: User, case: AccessRequest) -> None:
    answer = fill(signed_in(leaving), address(case), email=leaving.email)
    assert answer.status_code == 422 and "já é a responsável" in words(answer)


def test_a_draft_cannot_be_transferred(leaving: User, coming: User) -> None:
    draft = create_draft(actor=leaving.as_actor())
    with pytest.raises(Refused, match="change_in_draft"):
        ask_change(access_request_id=draft.pk, email=coming.email, actor=leaving.as_actor(), now=NOW)


@pytest.mark.parametrize("who", ["stranger", "analyst", "other_holder"])
def test_strangers_can_do_nothing(who: str, leaving: User, coming: User, case: AccessRequest) -> None:
    change = asked_change(case, coming, at=NOW)
    actor = {
        "stranger": lambda: make_technician("Eva Luz").as_actor(),
        "analyst": lambda: make_analyst().as_actor(),
        "other_holder": lambda: holder_of(filed_request(make_technician("Davi Melo"), at=NOW)),
    }[who]()
    acts: list[Callable[..., object]] = [leave, come, confirm, end_change]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act(change_id=change.pk, actor=actor, now=NOW)
    with pytest.raises(PermissionDenied):
        ask_change(access_request_id=case.pk, email="x@exemplo.test", actor=actor, now=NOW)
    assert TechnicianChangeEvent.objects.count() == 2


def test_strangers_find_no_page(coming: User, case: AccessRequest) -> None:
    change = asked_change(case, coming, at=NOW)
    stranger = signed_in(make_technician("Eva Luz"))
    assert stranger.get(address(case)).status_code == 404
    for number in (str(change.pk), "999999"):
        assert stranger.post("/trocas", {"change": number, "answer": "accept"}).status_code == 404
    for number in ("0", "abc", "", "9" * 40):
        assert stranger.post("/trocas", {"change": number, "answer": "accept"}).status_code == 422
    assert signed_in(an_analyst()).get("/trocas").status_code == 403


def test_a_second_yes_is_refused_and_writes_nothing(coming: User, case: AccessRequest) -> None:
    change = asked_change(case, coming, at=NOW)
    come(change_id=change.pk, actor=coming.as_actor(), now=NOW)
    before = TechnicianChangeEvent.objects.count()
    with pytest.raises(Refused, match="change_step_done"):
        come(change_id=change.pk, actor=coming.as_actor(), now=NOW)
    assert TechnicianChangeEvent.objects.count() == before


@pytest.mark.parametrize(
    ("who", "outcome"), [("leaving", "withdrawn"), ("coming", "refused"), ("holder", "refused")]
)
def test_each_of_the_three_may_say_no(
    who: str, outcome: str, leaving: User, coming: User, case: AccessRequest
) -> None:
    change = asked_change(case, coming, at=NOW)
    actor = {"leaving": leaving.as_actor(), "coming": coming.as_actor(), "holder": holder_of(case)}[who]
    end_change(change_id=change.pk, actor=actor, now=NOW)
    change.refresh_from_db()
    assert change.outcome == outcome
    assert told("technician_change_ended") == sorted([leaving.email, coming.email, case.holder.email])
    for act, other in ((come, coming.as_actor()), (confirm, holder_of(case))):
        with pytest.raises(Refused, match="change_over"):
            act(change_id=change.pk, actor=other, now=NOW)
    asked_change(case, coming, at=NOW)
    case.refresh_from_db()
    assert case.technician == leaving


def test_after_14_days_a_change_is_over(leaving: User, coming: User, case: AccessRequest) -> None:
    change = asked_change(case, coming, at=NOW)
    late = NOW + timedelta(days=14)
    with pytest.raises(Refused, match="change_over"):
        come(change_id=change.pk, actor=coming.as_actor(), now=late)
    assert expire_changes(late - timedelta(seconds=1)) == 0
    assert expire_changes(late) == 1 and expire_changes(late) == 0
    change.refresh_from_db()
    assert change.outcome == "expired"
    assert told("technician_change_ended") == sorted([leaving.email, coming.email, case.holder.email])


def test_both_sides_read_how_the_last_change_ended_and_not_before_it_did(
    leaving: User, coming: User, case: AccessRequest, client: Client
) -> None:
    change = asked_change(case, coming, at=NOW)
    late = NOW + timedelta(days=14, seconds=1)
    with time_machine.travel(late, tick=False):
        session = client.session
        session["holder_request_id"] = case.pk
        session.save()
        pages = ((signed_in(leaving), address(case)), (client, address(case, "/titular")))
        for browser, path in pages:
            assert "A última troca pedida terminou" not in words(browser.get(path))
        assert expire_changes(late) == 1
        change.refresh_from_db()
        for browser, path in pages:
            page = words(browser.get(path))
            assert (
                f"A última troca pedida terminou: {change.get_outcome_display()}, em seg., 07/12/2026" in page
            )


def test_asking_again_ends_an_expired_change_first(coming: User, case: AccessRequest) -> None:
    asked_change(case, coming, at=NOW)
    asked_change(case, coming, at=NOW + timedelta(days=15))
    assert list(TechnicianChange.objects.order_by("id").values_list("outcome", flat=True)) == [
        "expired",
        "open",
    ]
