"""The term stands still for another body: notice before the stop, rows kept, work goes on meanwhile; notes and drafts."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, CaseNote, DecisionDraft, Event, ReviewItem, Suspension
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.clocks.suspensions import CONSULTATION, Consultation
from requests_app.services.opinions import decisions
from requests_app.services.opinions import drafts as decision_drafts
from requests_app.services.review import claims, notes
from requests_app.services.review import verdicts as review
from tests.case_steps import answer_in_words, send_pendings, to_analysis
from tests.factories import filed_request, give_second_factor, make_analyst, make_supervisor, make_technician
from tests.integration.case_reading import as_user, words
from tests.integration.test_holder_access import come_in
from tests.life_endings import LICENSING, NEIGHBOUR, note, resume, suspend, withdraw

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
FRIDAY = MONDAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def monday(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


@pytest.fixture
def analyst() -> User:
    return give_second_factor(make_analyst())


@pytest.fixture
def case(analyst: User) -> AccessRequest:
    found = filed_request(at=MONDAY)
    to_analysis(found, analyst, MONDAY)
    found.refresh_from_db()
    return found


def at(moment: datetime, case: AccessRequest, analyst: User, clock: TimeMachineFixture) -> datetime:
    clock.move_to(moment, tick=False)
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=moment)
    return moment


def test_the_notice_goes_out_before_the_stop_and_the_day_still_counts(
    case: AccessRequest, analyst: User, monday: TimeMachineFixture
) -> None:
    """Art. 64, §§ 2º and 3º: who was asked, what, days used, and the date when the answer takes its 30 days."""
    event = suspend(case, analyst, at(FRIDAY, case, analyst, monday), NEIGHBOUR)
    told = Message.objects.filter(template="clock_suspended")
    assert set(told.values_list("recipient", flat=True)) == {"ana@exemplo.test", case.technician.email}
    text = told[0].text
    for said in (
        "Distribuidora Vizinha", "Há obra prevista na divisa?", "Hoje, sexta, 27/11/2026, ainda conta.",
        "Dias usados: 4 de 15", "Resposta esperada até domingo, 27/12/2026", "arts. 74 a 76",
        "o parecer sai até quinta, 07/01/2027",
    ):  # fmt: skip
        assert said in text
    row = Suspension.objects.get(access_request=case)
    assert (row.began_on, row.expected_on, row.ended_on) == (date(2026, 11, 27), date(2026, 12, 27), None)
    assert row.began_event == event and row.notified_at == FRIDAY
    assert event.data == {"reason": CONSULTATION, "suspension": row.pk}
    reckoning = reckon_all(AccessRequest.objects.get(pk=case.pk), FRIDAY.date())[ClockName.OPINION]
    assert (reckoning.used_days, reckoning.is_paused) == (4, True)
    assert any("outra distribuidora" in line.reason.lower() for line in reckoning.lines)


def test_the_answer_starts_the_term_at_once_with_its_date(
    case: AccessRequest, analyst: User, monday: TimeMachineFixture
) -> None:
    """Vector of A-16: stopped on 27/11 with 4 days used, back on 05/12, due on 17/12."""
    suspend(case, analyst, at(FRIDAY, case, analyst, monday))
    event = resume(case, analyst, at(MONDAY + timedelta(days=12), case, analyst, monday))
    row = Suspension.objects.get(access_request=case)
    assert (row.ended_on, row.ended_event) == (date(2026, 12, 5), event)
    case.refresh_from_db()
    assert (case.due_on, case.is_clock_paused) == (date(2026, 12, 17), False)
    assert "quinta, 17/12/2026" in Message.objects.filter(template="clock_moved")[0].text


@pytest.mark.parametrize(
    ("reason", "consulted", "code"),
    [
        (CONSULTATION, Consultation("authority", "Prefeitura", "Pode?"), "body_unknown"),
        (CONSULTATION, Consultation("nobody", "", "Pode?"), "body_unknown"),
        (CONSULTATION, Consultation("other_utility", "  ", "Pode?"), "body_name_missing"),
        (CONSULTATION, Consultation("ons", "", "   "), "question_missing"),
        ("pause.art64_missing_authorisation", Consultation("ons", "", "Pode?"), "body_unknown"),
        ("pause.lunch", Consultation("ons", "", "Pode?"), "reason_unknown"),
    ],
)  # fmt: skip
def test_a_stop_without_body_or_question_is_refused_and_nothing_is_written(
    case: AccessRequest, analyst: User, reason: str, consulted: Consultation, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        review.pause_clock(
            access_request_id=case.pk, reason_code=reason, consulted=consulted, actor=analyst.as_actor(),
            now=MONDAY,
        )  # fmt: skip
    assert not Suspension.objects.exists() and not Message.objects.filter(template="clock_suspended").exists()


def test_a_second_stop_is_refused_and_tells_nobody(case: AccessRequest, analyst: User) -> None:
    suspend(case, analyst, MONDAY)
    with pytest.raises(Refused, match="clock_running"):
        suspend(case, analyst, MONDAY, LICENSING)
    assert Suspension.objects.count() == 1
    assert Message.objects.filter(template="clock_suspended").count() == 2


def test_who_does_not_hold_the_request_stops_nothing(case: AccessRequest) -> None:
    with pytest.raises(Refused, match="claimed_by_actor"):
        suspend(case, make_analyst("Caio"), MONDAY)
    with pytest.raises(PermissionDenied):
        suspend(case, case.technician, MONDAY)
    assert not Suspension.objects.exists()


def test_an_end_ends_the_suspension_too(case: AccessRequest, analyst: User) -> None:
    suspend(case, analyst, MONDAY, LICENSING)
    event = withdraw(case, MONDAY)
    row = Suspension.objects.get()
    assert (row.ended_on, row.ended_event, row.expected_on) == (MONDAY.date(), event, None)


def test_a_denial_ends_the_suspension_too(case: AccessRequest, analyst: User) -> None:
    suspend(case, analyst, MONDAY)
    reason = decisions.Reason(rule_code="documents.check", title="Ponto", text="Sem carga.", how_to_fix="")
    decisions.decide(
        access_request_id=case.pk,
        decision=decisions.Decision(outcome="not_approved", reasons=(reason,)),
        actor=analyst.as_actor(),
        now=MONDAY,
    )
    assert Suspension.objects.get().ended_on == MONDAY.date()


def test_any_reviewer_lifts_a_stop_while_corrections_are_awaited(
    case: AccessRequest, analyst: User, monday: TimeMachineFixture
) -> None:
    """Art. 64, § 4º: it goes on as soon as the reason ends, whoever holds the request; corrections later stop nothing."""
    suspend(case, analyst, MONDAY)
    send_pendings(case, analyst, MONDAY, failing=1)
    monday.move_to(FRIDAY, tick=False)
    chief = give_second_factor(make_supervisor())
    base = f"/analise/solicitacoes/{case.filing_number}"
    assert f"{base}/prazo/retomar" in as_user(chief).get(base).content.decode()
    assert "A resposta fica para segunda, 14/12/2026" in words(as_user(chief).get(f"{base}/prazo/retomar"))
    assert as_user(chief).post(f"{base}/prazo/retomar").status_code == 302
    case.refresh_from_db()
    assert (case.state, case.is_clock_paused) == (State.PENDING.value, False)
    assert Suspension.objects.get().ended_on == FRIDAY.date()
    mail = Message.objects.filter(template="clock_moved")[0]
    assert "voltou a contar" in mail.subject
    assert "não está suspenso" in words(as_user(chief).post(f"{base}/prazo/retomar"))


def test_a_stop_lifted_while_first_corrections_are_awaited_leaves_their_own_behind(
    analyst: User, monday: TimeMachineFixture
) -> None:
    """Documents that nobody accepted yet: the corrections stop the term by themselves until they come back."""
    case = filed_request(at=MONDAY)
    send_pendings(case, analyst, MONDAY, failing=1)
    answer_in_words(case, case.technician, MONDAY)
    case.refresh_from_db()
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=MONDAY)
    suspend(case, analyst, MONDAY)
    assert AccessRequest.objects.get(pk=case.pk).situation.label.startswith("Suspenso")
    send_pendings(case, analyst, MONDAY, failing=1)
    monday.move_to(FRIDAY, tick=False)
    base = f"/analise/solicitacoes/{case.filing_number}"
    page = words(as_user(analyst).get(f"{base}/prazo/retomar"))
    assert "O prazo segue parado no dia 0 de 15 até as correções voltarem." in page
    assert as_user(analyst).post(f"{base}/prazo/retomar").status_code == 302
    case.refresh_from_db()
    assert (case.state, case.is_clock_paused) == (State.PENDING.value, True)
    held = reckon_all(case, FRIDAY.date())[ClockName.OPINION]
    assert held.pauses[-1].reason_code == "pause.pending_in_document_check"
    mail = Message.objects.filter(template="clock_moved")[0]
    assert "continua parado" in mail.subject and "durante a conferência dos documentos" in mail.text
    told = words(as_user(case.technician).get(f"/solicitacoes/{case.filing_number}/historico"))
    assert "A suspensão acabou. O prazo segue parado até as correções voltarem." in told
    answer_in_words(case, case.technician, FRIDAY)
    case.refresh_from_db()
    assert (case.state, case.is_clock_paused) == (State.CORRECTED.value, False)


def test_the_stop_of_corrections_is_not_lifted_by_hand(analyst: User) -> None:
    case = filed_request(at=MONDAY)
    send_pendings(case, analyst, MONDAY, failing=1)
    with pytest.raises(Refused, match="suspended"):
        resume(case, analyst, MONDAY)


def test_while_suspended_the_analyst_reads_notes_judges_and_drafts(
    case: AccessRequest, analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    suspend(case, analyst, MONDAY)
    browser, base = as_user(analyst), f"/analise/solicitacoes/{case.filing_number}"
    assert "Suspenso" in words(browser.get(f"{base}/anotacoes"))
    assert browser.get(base).status_code == 200
    assert browser.post(f"{base}/anotacoes", {"text": "Esperar o ONS."}).status_code == 302
    assert "Esperar o ONS." in words(browser.get(f"{base}/anotacoes"))
    item = ReviewItem.objects.filter(access_request=case)[0]
    review.save_verdict(
        item_id=item.pk, verdict="not_applicable", base_version=item.version, actor=analyst.as_actor(),
        now=MONDAY,
    )  # fmt: skip
    typed = {"step": "save", "outcome": "favourable", "conditions": "Instalar a placa.\nMedir."}
    assert browser.post(f"{base}/decisao", typed).status_code == 302
    with django_assert_max_num_queries(12):
        page = browser.get(f"{base}/decisao").content.decode()
    assert "Instalar a placa." in page and "Rascunho guardado por Beatriz Amaral" in page
    assert Event.objects.filter(access_request=case, action="approve").count() == 0


def test_a_given_decision_leaves_no_draft(case: AccessRequest, analyst: User) -> None:
    decision_drafts.save(
        access_request_id=case.pk, fields={"outcome": "favourable"}, actor=analyst.as_actor(), now=MONDAY
    )
    decisions.decide(
        access_request_id=case.pk,
        decision=decisions.Decision(outcome="favourable"),
        actor=analyst.as_actor(),
        now=MONDAY,
    )
    assert not DecisionDraft.objects.exists()
    with pytest.raises(Refused, match="action_not_in_state"):
        decision_drafts.save(access_request_id=case.pk, fields={}, actor=analyst.as_actor(), now=MONDAY)


def test_a_draft_of_the_decision_needs_the_request_in_hand(case: AccessRequest) -> None:
    with pytest.raises(Refused, match="claimed_by_actor"):
        decision_drafts.save(
            access_request_id=case.pk, fields={"outcome": "x"}, actor=make_analyst("Caio").as_actor(),
            now=MONDAY,
        )  # fmt: skip
    assert not DecisionDraft.objects.exists()


def test_notes_are_for_reviewers_alone_in_any_state(
    case: AccessRequest, analyst: User, client: Client
) -> None:
    note(case, analyst, MONDAY, "Ligar para o técnico.")
    withdraw(case, MONDAY)
    chief = give_second_factor(make_supervisor())
    page = f"/analise/solicitacoes/{case.filing_number}/anotacoes"
    text = words(as_user(chief).get(page))
    assert "Ligar para o técnico." in text and "Beatriz Amaral" in text
    assert as_user(chief).post(page, {"text": "Fim."}).status_code == 302
    assert as_user(chief).post(page, {"text": "   "}).status_code == 422
    assert as_user(case.technician).get(page).status_code == 403
    come_in(client, case)
    assert client.get(page).status_code == 403
    for where in ("", "/historico", "/documentos", "/prazo"):
        assert "Ligar para o técnico" not in words(
            as_user(case.technician).get(f"/solicitacoes/{case.filing_number}{where}")
        )
    assert "Ligar para o técnico" not in words(client.get(f"/titular/solicitacoes/{case.filing_number}"))


def test_a_note_sent_twice_is_kept_once_and_only_reviewers_write(case: AccessRequest, analyst: User) -> None:
    assert note(case, analyst, MONDAY) == note(case, analyst, MONDAY)
    assert CaseNote.objects.count() == 1
    with pytest.raises(Refused, match="note_empty"):
        note(case, analyst, MONDAY, " \n ")
    for other in (case.technician, make_technician("Carla")):
        with pytest.raises(PermissionDenied):
            notes.write_note(access_request_id=case.pk, text="x", actor=other.as_actor(), now=MONDAY)
    assert case.state == State.ANALYSIS.value
