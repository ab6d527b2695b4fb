"""The project of the entry substation: rounds, terms, reasons, approval, and what each refusal leaves untouched."""

from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.test import Client

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.domain.clock import ClockName
from requests_app.domain.faults import Fault
from requests_app.domain.lifecycle import Action, State
from requests_app.models import AccessRequest, Event, ProjectPart, SubstationProject
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.connection import projects
from requests_app.services.endings.withdrawals import cancel
from tests import life_inspections as life
from tests.factories import make_analyst, make_technician
from tests.life_agreements import holder_of
from tests.life_contests import restore
from tests.stages import request_in

BRASILIA = ZoneInfo("America/Sao_Paulo")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BRASILIA)
"""A Monday."""
pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> User:
    return make_analyst()


@pytest.fixture
def case(analyst: User) -> AccessRequest:
    return life.approved(make_technician(), analyst, NOW)


def fresh(case: AccessRequest) -> AccessRequest:
    return AccessRequest.objects.get(pk=case.pk)


def due(case: AccessRequest, clock: ClockName, on: date) -> date | None:
    return reckon_all(fresh(case), on)[clock].due_on


def test_a_first_round_is_answered_within_30_days_and_the_validity_stands_still(case: AccessRequest) -> None:
    """Arts. 50 and 51. Sent on 23/11/2026: day 30 is Wednesday 23/12/2026."""
    project = life.submit_project(case, NOW)
    assert (project.round, project.rule_code) == (1, "project.analysis")
    assert due(case, ClockName.PROJECT, NOW.date()) == date(2026, 12, 23)
    assert reckon_all(fresh(case), NOW.date())[ClockName.VALIDITY].is_paused
    assert fresh(case).state == State.APPROVED.value
    told = Message.objects.filter(template="project_submitted")
    assert told.count() == 2
    assert all("quarta, 23/12/2026" in m.text and "gratuita" in m.text for m in told)


def test_a_return_carries_every_reason_and_lets_the_validity_run_again(
    case: AccessRequest, analyst: User
) -> None:
    life.submit_project(case, NOW)
    back = NOW + timedelta(days=10)
    answer = projects.return_project(
        access_request_id=case.pk, reasons=(life.FAULT, life.OTHER_FAULT), actor=analyst.as_actor(), now=back
    )
    assert [reason.number for reason in answer.reasons.all()] == [1, 2]
    reckoned = reckon_all(fresh(case), back.date())
    assert (
        not reckoned[ClockName.VALIDITY].is_paused and reckoned[ClockName.PROJECT].stopped_on == back.date()
    )
    technician = Message.objects.get(template="project_returned")
    assert life.FAULT.what in technician.text and life.OTHER_FAULT.how_to_fix in technician.text
    assert technician.subject.startswith("2 motivos")
    holder = Message.objects.get(template="project_returned_holder")
    assert "2 correções" in holder.text and life.FAULT.what not in holder.text


def test_an_incomplete_answer_shortens_the_next_analysis_to_10_business_days(
    case: AccessRequest, analyst: User
) -> None:
    """Art. 51: the second answer says that the first had not listed every reason."""
    life.submit_project(case, NOW)
    life.return_project(case, analyst, NOW)
    second = life.submit_project(case, NOW)
    assert second.rule_code == "project.analysis"
    life.return_project(case, analyst, NOW, found_gaps=True)
    third = life.submit_project(case, NOW)
    assert (third.round, third.rule_code) == (3, "project.reanalysis")
    # Monday 23/11/2026: ten business days from the 24th end on Monday 07/12.
    assert due(case, ClockName.PROJECT, NOW.date()) == date(2026, 12, 7)
    life.return_project(case, analyst, NOW)
    assert life.submit_project(case, NOW).rule_code == "project.analysis"


def test_a_first_answer_cannot_complain_of_an_earlier_one(case: AccessRequest, analyst: User) -> None:
    life.submit_project(case, NOW)
    with pytest.raises(Refused, match="no_answer_before"):
        life.return_project(case, analyst, NOW, found_gaps=True)
    assert not Event.objects.filter(action=Action.RETURN_PROJECT.value).exists()


def test_an_approved_project_is_approved_once(case: AccessRequest, analyst: User) -> None:
    life.submit_project(case, NOW)
    life.approve_project(case, analyst, NOW + timedelta(days=5))
    assert fresh(case).project_approved_on == date(2026, 11, 28)
    assert Message.objects.filter(template="project_approved").count() == 2
    with pytest.raises(Refused, match="project_in_analysis"):
        life.approve_project(case, analyst, NOW + timedelta(days=5))
    with pytest.raises(Refused, match="project_awaited") as refused:
        life.submit_project(case, NOW + timedelta(days=6))
    assert "já foi aprovado" in refused.value.message


def test_a_second_sending_waits_for_the_answer(case: AccessRequest) -> None:
    life.submit_project(case, NOW)
    with pytest.raises(Refused, match="project_awaited") as refused:
        life.submit_project(case, NOW)
    assert "em análise" in refused.value.message and SubstationProject.objects.count() == 1


def test_every_needed_part_is_asked_for_by_name(case: AccessRequest) -> None:
    """The page of the utility, ND 5.31, 9.4.4: ART or TRT of project and of construction, both paid."""
    with pytest.raises(Refused, match="file_missing") as refused:
        life.submit_project(case, NOW, {ProjectPart.PROJECT: life.upload()})
    assert {f.field for f in refused.value.findings} == {
        "design_art",
        "building_art",
        "design_payment",
        "building_payment",
    }
    assert (
        not SubstationProject.objects.exists() and not Event.objects.filter(action="submit_project").exists()
    )


def test_each_bad_file_says_what_is_wrong_with_it(case: AccessRequest) -> None:
    files = life.uploads() | {
        ProjectPart.PROJECT: projects.Upload(BytesIO(b"\x89PNG\r\n\x1a\n not really"), "projeto.png"),
        ProjectPart.DESIGN_ART: projects.Upload(BytesIO(b""), "art.pdf"),
    }
    with pytest.raises(Refused) as refused:
        life.submit_project(case, NOW, files)
    assert {f.field for f in refused.value.findings} == {"project", "design_art"}
    assert not SubstationProject.objects.exists()


def test_a_file_that_is_not_sent_again_comes_over_and_the_round_before_stays(
    case: AccessRequest, analyst: User
) -> None:
    first = life.submit_project(case, NOW)
    life.return_project(case, analyst, NOW)
    with pytest.raises(Refused, match="nothing_new"):
        life.submit_project(case, NOW, {})
    second = life.submit_project(case, NOW, {ProjectPart.PROJECT: life.upload("Projeto corrigido")})
    before = {f.part: f.stored_file_id for f in first.files.all()}
    after = {f.part: f.stored_file_id for f in second.files.all()}
    assert set(before) == set(after)
    assert {part for part in before if before[part] != after[part]} == {"project"}
    assert second.files.get(part="project").stored_file.replaces_id == before["project"]
    with pytest.raises(ProgrammingError), transaction.atomic():
        SubstationProject.objects.filter(pk=first.pk).update(round=9)


def test_a_group_b_unit_has_no_project(analyst: User) -> None:
    case = request_in(State.APPROVED, technician=make_technician(), analyst=analyst, at=NOW)
    with pytest.raises(Refused, match="project_needed"):
        life.submit_project(case, NOW)


@pytest.mark.parametrize("reasons", [(), (Fault(what="", rule="ND 5.3", how_to_fix="x"),)])
def test_a_return_without_a_whole_reason_is_refused(
    case: AccessRequest, analyst: User, reasons: tuple[Fault, ...]
) -> None:
    life.submit_project(case, NOW)
    with pytest.raises(Refused, match="reason"):
        projects.return_project(access_request_id=case.pk, reasons=reasons, actor=analyst.as_actor(), now=NOW)
    assert not Event.objects.filter(action="return_project").exists()


def test_the_technician_sends_and_the_utility_answers(case: AccessRequest, analyst: User) -> None:
    for actor in (analyst.as_actor(), make_technician("Carla Dias").as_actor(), holder_of(case)):
        with pytest.raises(PermissionDenied):
            projects.submit_project(access_request_id=case.pk, files=life.uploads(), actor=actor, now=NOW)
    life.submit_project(case, NOW)
    for actor in (case.technician.as_actor(), holder_of(case)):
        with pytest.raises(PermissionDenied):
            projects.approve_project(access_request_id=case.pk, actor=actor, now=NOW)
        with pytest.raises(PermissionDenied):
            projects.return_project(access_request_id=case.pk, reasons=(life.FAULT,), actor=actor, now=NOW)


def test_on_a_cancelled_opinion_nothing_is_sent_or_answered(case: AccessRequest, analyst: User) -> None:
    life.submit_project(case, NOW)
    cancel(access_request_id=case.pk, actor=holder_of(case), now=NOW)
    assert reckon_all(fresh(case), NOW.date())[ClockName.PROJECT].stopped_on == NOW.date()
    with pytest.raises(Refused, match="action_not_in_state"):
        life.approve_project(case, analyst, NOW)
    with pytest.raises(Refused, match="action_not_in_state"):
        life.submit_project(case, NOW)


def test_a_project_that_lost_its_analysis_is_sent_again_as_it_is(case: AccessRequest, analyst: User) -> None:
    """The opinion ended while the project waited: nothing was wrong with it, so no new file is asked for."""
    first = life.submit_project(case, NOW)
    cancel(access_request_id=case.pk, actor=holder_of(case), now=NOW)
    restore(case, NOW)
    client = Client()
    page = f"/solicitacoes/{case.filing_number}/projeto-da-subestacao"
    with time_machine.travel(NOW, tick=False):
        client.force_login(case.technician)
        assert "Nada a corrigir" in client.get(page).content.decode()
        assert client.post(page, {}).status_code == 302
        assert client.post(page, {}).status_code == 409
    second = SubstationProject.objects.get(access_request=case, round=2)
    assert {f.stored_file_id for f in second.files.all()} == {f.stored_file_id for f in first.files.all()}
    life.return_project(case, analyst, NOW)
    with pytest.raises(Refused, match="nothing_new"):
        projects.submit_project(
            access_request_id=case.pk, files={}, actor=case.technician.as_actor(), now=NOW
        )
