"""A term of the utility kept late leaves one row with its formula, by whatever event, and pauses may turn out improper."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from eligibility.domain.findings import Refused
from eligibility.domain.operator import CompensationInputs
from eligibility.domain.vocabulary import TariffGroup
from eligibility.profile import current_profile
from portal.accounts.models import User
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, ClockEntry, Compensation, Event, ImproperPause, Opinion
from requests_app.services.clocks.compensations import record_breaches
from requests_app.services.clocks.improper_pauses import mark_improper, pauses_of
from requests_app.services.opinions import decisions
from requests_app.services.review import claims
from requests_app.services.review import verdicts as review
from tests.case_steps import approve, pause, to_analysis
from tests.factories import filed_request, give_second_factor, make_analyst, make_supervisor
from tests.integration.filing_steps import signed_in

pytestmark = pytest.mark.django_db
FILED_AT = datetime(2026, 11, 16, 13, tzinfo=UTC)
DUE = date(2026, 12, 1)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


@pytest.fixture
def with_inputs(monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator that configured R$ 40 an inspection and R$ 50 of VRC for group B."""
    inputs = CompensationInputs(
        group=TariffGroup.b, inspection_cost_brl=Decimal(40), vrc_brl=Decimal(50), source="teste"
    )
    profile = current_profile().model_copy(update={"compensation_inputs": (inputs,)})
    monkeypatch.setattr("requests_app.services.clocks.compensations.current_profile", lambda: profile)


def approved_on(day: date, analyst: User) -> tuple[AccessRequest, Event]:
    """A request filed on 16/11/2026, due on 01/12, whose opinion came on `day`."""
    case = filed_request(at=FILED_AT)
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=at(day))
    approve(case, analyst, at(day))
    event = Event.objects.get(access_request=case, action=Action.APPROVE.value)
    case = AccessRequest.objects.get(pk=case.pk)
    record_breaches(case, event, at=at(day))
    return case, event


def test_an_opinion_on_its_last_day_owes_nothing() -> None:
    case, _ = approved_on(DUE, make_analyst())
    assert not Compensation.objects.filter(access_request=case).exists()


def test_a_late_opinion_is_one_row_of_type_three_without_an_amount_while_nothing_is_configured() -> None:
    case, event = approved_on(DUE + timedelta(days=3), make_analyst())
    row = Compensation.objects.get(access_request=case)
    assert (row.clock, row.kind, row.group, row.event) == ("opinion", 3, "B", event)
    assert (row.due_on, row.done_on) == (DUE, date(2026, 12, 4))
    assert (row.regulatory_days, row.verified_days, row.late_days) == (15, 18, 3)
    assert (row.k1_brl, row.k2, row.vrc_brl, row.amount_brl) == (None, Decimal(30), None, None)
    assert record_breaches(case, event, at=at(DUE)) == []
    assert Compensation.objects.count() == 1


def test_with_the_inputs_the_amount_stands_beside_them(with_inputs: None) -> None:
    approved_on(DUE + timedelta(days=15), make_analyst())
    row = Compensation.objects.get()
    assert (row.k1_brl, row.vrc_brl, row.amount_brl) == (Decimal(20), Decimal(50), Decimal("471.54"))


def paused_case(analyst: User, day: date) -> AccessRequest:
    """Paused from 20/11 to 30/11 for a reason of art. 64, decided on `day`."""
    case = filed_request(at=FILED_AT)
    to_analysis(case, analyst, at(date(2026, 11, 20)))
    pause(case, analyst, at(date(2026, 11, 20)))
    _resume(case, analyst, at(date(2026, 11, 30)))
    _decide(case, analyst, at(day))
    return AccessRequest.objects.get(pk=case.pk)


def _resume(case: AccessRequest, analyst: User, now: datetime) -> None:
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=now)
    review.resume_clock(access_request_id=case.pk, actor=analyst.as_actor(), now=now)


def _decide(case: AccessRequest, analyst: User, now: datetime) -> None:
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=now)
    decision = decisions.Decision(outcome=Opinion.Outcome.FAVOURABLE)
    decisions.decide(access_request_id=case.pk, decision=decision, actor=analyst.as_actor(), now=now)
    event = Event.objects.get(access_request=case, action=Action.APPROVE.value)
    record_breaches(AccessRequest.objects.get(pk=case.pk), event, at=now)


def test_a_pause_found_improper_afterwards_turns_into_delay() -> None:
    """Art. 76, § 3º: without the pause the opinion of 08/12 was due on 01/12."""
    analyst, chief = make_analyst(), make_supervisor()
    case = paused_case(analyst, date(2026, 12, 8))
    assert not Compensation.objects.exists()
    [(entry, reason, is_improper)] = pauses_of(case)
    assert (reason, is_improper) == ("Consulta a outra distribuidora ou ao ONS", False)
    with pytest.raises(PermissionDenied):
        mark_improper(access_request_id=case.pk, entry_id=entry.pk, actor=analyst.as_actor(), now=at(DUE))
    mark_improper(
        access_request_id=case.pk, entry_id=entry.pk, actor=chief.as_actor(), now=at(date(2026, 12, 20))
    )
    row = Compensation.objects.get()
    assert (row.due_on, row.done_on, row.late_days, row.event) == (DUE, date(2026, 12, 8), 7, None)
    with pytest.raises(Refused) as told:
        mark_improper(access_request_id=case.pk, entry_id=entry.pk, actor=chief.as_actor(), now=at(DUE))
    assert told.value.code == "pause_already_improper"
    assert Compensation.objects.count() == 1


def test_a_delay_already_recorded_is_replaced_by_the_longer_one() -> None:
    analyst, chief = make_analyst(), make_supervisor()
    case = paused_case(analyst, date(2026, 12, 15))
    first = Compensation.objects.get()
    assert first.late_days == 4
    entry = ClockEntry.objects.get(access_request=case, kind="pause")
    mark_improper(access_request_id=case.pk, entry_id=entry.pk, actor=chief.as_actor(), now=at(DUE))
    second = Compensation.objects.get(replaced_by=None)
    assert (second.replaces, second.late_days) == (first, 14)


def test_a_mark_while_the_term_runs_counts_when_it_stops() -> None:
    analyst, chief = make_analyst(), make_supervisor()
    case = filed_request(at=FILED_AT)
    to_analysis(case, analyst, at(date(2026, 11, 20)))
    pause(case, analyst, at(date(2026, 11, 20)))
    entry = ClockEntry.objects.get(access_request=case, kind="pause")
    mark_improper(
        access_request_id=case.pk, entry_id=entry.pk, actor=chief.as_actor(), now=at(date(2026, 11, 25))
    )
    assert not Compensation.objects.exists()
    _resume(case, analyst, at(date(2026, 11, 30)))
    _decide(case, analyst, at(date(2026, 12, 2)))
    assert Compensation.objects.get().late_days == 1


def test_what_is_no_pause_of_the_request_is_refused() -> None:
    chief = make_supervisor()
    case = filed_request(at=FILED_AT)
    start = ClockEntry.objects.filter(access_request=case).first()
    assert start is not None
    for entry_id in (start.pk, 999_999_999):
        with pytest.raises(Refused) as told:
            mark_improper(access_request_id=case.pk, entry_id=entry_id, actor=chief.as_actor(), now=FILED_AT)
        assert told.value.code == "no_such_pause"
    assert not ImproperPause.objects.exists()


def test_reviewers_read_the_formula_and_a_supervisor_marks_the_pause_on_the_page() -> None:
    analyst, chief = give_second_factor(make_analyst()), give_second_factor(make_supervisor())
    case = paused_case(analyst, date(2026, 12, 15))
    page = f"/analise/solicitacoes/{case.filing_number}/compensacoes"
    shown = signed_in(analyst).get(page).content.decode()
    assert "log(19 / 15)" in shown and "Falta configurar" in shown and "base 10" in shown
    assert "Marcar como indevida" not in shown
    client = signed_in(chief)
    entry = ClockEntry.objects.get(access_request=case, kind="pause")
    assert "Marcar como indevida" in client.get(page).content.decode()
    assert signed_in(analyst).post(page, {"entry": entry.pk}).status_code == 403
    assert client.post(page, {"entry": "abc"}).status_code == 409
    assert client.post(page, {"entry": entry.pk}).status_code == 302
    assert client.post(page, {"entry": entry.pk}).status_code == 409
    assert "log(29 / 15)" in client.get(page).content.decode()


def test_the_room_lists_every_breach_and_gives_the_file(
    with_inputs: None, django_assert_max_num_queries: Any
) -> None:
    analyst, chief = make_analyst(), give_second_factor(make_supervisor())
    case, _ = approved_on(DUE + timedelta(days=15), analyst)
    client: Client = signed_in(chief)
    with django_assert_max_num_queries(12):
        shown = client.get("/analise/compensacoes").content.decode()
    assert str(case.filing_number) in shown and "R$ 471,54" in shown
    file = client.get("/analise/compensacoes.csv").content.decode("utf-8-sig").splitlines()
    assert len(file) == 2
    assert (
        file[1].startswith(f"{case.filing_number};Parecer;3;B;")
        and ";15;30;20,00;30;50,00;471,54;não" in file[1]
    )
    assert signed_in(give_second_factor(analyst)).get("/analise/compensacoes").status_code == 403
