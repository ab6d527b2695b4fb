"""Works in the grid after the contracts: their term, what may stop it, and the validity that waits meanwhile."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.accounts.roles import Actor, Role
from portal.outbox.models import Message
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, WorksNotice
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.clocks.sweeps import sweep
from requests_app.services.connection import works
from requests_app.services.connection.inspections import request_inspection
from requests_app.services.endings.withdrawals import cancel
from tests import life_payments
from tests.factories import give_second_factor, make_analyst
from tests.golden.drafts import filed_situation
from tests.integration.agreement_room import declare
from tests.integration.review_room import signed_in, words

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=ZoneInfo("America/Sao_Paulo"))
RIGHT = "pause.works_withdrawal_right"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return give_second_factor(make_analyst())


@pytest.fixture
def case(analyst: User) -> AccessRequest:
    """In works since Monday 23/11/2026: 60 days, day 1 is 24/11, day 60 is Friday 22/01/2027."""
    return life_payments.in_works(analyst, NOW)


def _works_due(case: AccessRequest, at: datetime) -> date | None:
    return reckon_all(case, at.date())[ClockName.WORKS].due_on


def test_paid_and_accepted_begins_the_works_with_the_term_of_the_opinion(case: AccessRequest) -> None:
    assert case.state == State.WORKS.value
    assert _works_due(case, NOW) == case.due_on == date(2027, 1, 22)
    mails = Message.objects.filter(template="works_started")
    assert mails.count() == 2
    assert all("sexta, 22/01/2027" in m.text and "60 dias corridos" in m.text for m in mails)


@pytest.mark.parametrize(
    ("rule_code", "due_on"),
    [("works.medium_voltage", date(2027, 3, 23)), ("works.other", date(2027, 11, 23))],
)
def test_each_term_of_art_88_counts_its_days(analyst: User, rule_code: str, due_on: date) -> None:
    case = life_payments.in_works(analyst, NOW, works_rule=rule_code)
    assert _works_due(case, NOW) == due_on


def test_the_validity_stands_still_during_the_works_and_nothing_lapses(case: AccessRequest) -> None:
    assert case.opinion is not None and case.opinion.valid_until_on == date(2027, 3, 23)
    assert works.valid_until(case) is None
    sweep(NOW + timedelta(days=300))
    case.refresh_from_db()
    assert case.state == State.WORKS.value
    assert not Message.objects.filter(template__in=("opinion_expiring", "opinion_lapsed")).exists()


def test_the_validity_goes_on_where_it_stood_after_the_works(case: AccessRequest, analyst: User) -> None:
    """Held on the very day of the opinion: day 1 is the day after the end, Wednesday 13/01; day 120 is 12/05."""
    ended = NOW + timedelta(days=50)
    life_payments.finish_works(case, analyst, ended)
    assert case.state == State.READY.value and case.works_finished_on == date(2027, 1, 12)
    assert works.valid_until(case) == case.due_on == date(2027, 5, 12)
    told = Message.objects.filter(template="works_finished")
    assert told.count() == 2 and all("quarta, 12/05/2027" in message.text for message in told)
    with pytest.raises(Refused, match="action_not_in_state"):
        life_payments.finish_works(case, analyst, ended)


def test_no_inspection_before_the_works_end(case: AccessRequest) -> None:
    with pytest.raises(Refused, match="action_not_in_state"):
        request_inspection(access_request_id=case.pk, actor=case.technician.as_actor(), now=NOW)


def test_only_the_utility_moves_its_works(case: AccessRequest) -> None:
    technician = case.technician.as_actor()
    with pytest.raises(PermissionDenied):
        works.finish_works(access_request_id=case.pk, actor=technician, now=NOW)
    with pytest.raises(PermissionDenied):
        works.resume_works(access_request_id=case.pk, actor=technician, now=NOW)
    with pytest.raises(PermissionDenied):
        works.suspend_works(
            access_request_id=case.pk, reason_code=life_payments.LICENCE, actor=technician, now=NOW
        )


def test_the_holder_may_cancel_during_the_works(case: AccessRequest) -> None:
    holder = Actor(role=Role.HOLDER, holder_request_id=case.pk)
    cancel(access_request_id=case.pk, actor=holder, now=NOW)
    case.refresh_from_db()
    assert case.state == State.CANCELLED.value


def test_a_stop_is_told_in_writing_first_and_the_day_of_it_still_counts(
    case: AccessRequest, analyst: User
) -> None:
    """Stopped on 03/12 (day 10), back on 13/12: ten days stood still, 22/01 becomes 01/02/2027."""
    stopped, back = NOW + timedelta(days=10), NOW + timedelta(days=20)
    life_payments.stop_works(case, analyst, stopped, detail="Licença da prefeitura.")
    reckoning = reckon_all(case, (stopped + timedelta(days=5)).date())[ClockName.WORKS]
    assert reckoning.is_paused and reckoning.used_days == 10
    mail = Message.objects.filter(template="works_paused").first()
    assert mail is not None
    assert "O dia de hoje ainda conta." in mail.text and "Dias usados: 10 de 60" in mail.text
    assert "Falta licença ou autorização de autoridade" in mail.text and "art. 89" in mail.text
    assert "Licença da prefeitura." in mail.text
    life_payments.resume_works(case, analyst, back)
    assert _works_due(case, back) == date(2027, 2, 1)
    assert Message.objects.filter(template="works_resumed").count() == 2
    reasons = [line.reason for line in reckon_all(case, back.date())[ClockName.WORKS].lines]
    assert "Falta licença ou autorização de autoridade" in reasons


def test_twice_or_for_no_listed_reason_the_works_do_not_stop(case: AccessRequest, analyst: User) -> None:
    for reason in ("", "pause.art64_missing_authorisation", RIGHT, "works.other"):
        with pytest.raises(Refused, match="reason_unknown"):
            life_payments.stop_works(case, analyst, NOW, reason=reason)
    with pytest.raises(Refused, match="works_paused"):
        life_payments.resume_works(case, analyst, NOW)
    life_payments.stop_works(case, analyst, NOW)
    with pytest.raises(Refused, match="works_running"):
        life_payments.stop_works(case, analyst, NOW)
    assert WorksNotice.objects.count() == 1 and Message.objects.filter(template="works_paused").count() == 2


def test_works_end_although_their_term_stands_still(case: AccessRequest, analyst: User) -> None:
    life_payments.stop_works(case, analyst, NOW)
    life_payments.finish_works(case, analyst, NOW + timedelta(days=5))
    assert case.state == State.READY.value


def test_the_right_to_withdraw_stops_only_the_works_of_a_mini_with_guarantee_for_90_days(
    analyst: User,
) -> None:
    """Art. 89, §§ 7º and 8º: the opinion is of 23/11/2026, day 90 is 21/02/2027."""
    mini = filed_situation("a hydro cooperative of 800 kW with surety and no promise")
    life_payments.decide_with_costs(mini, analyst, NOW, works_rule="works.medium_voltage")
    last = date(2027, 2, 21)
    assert works.withdrawal_right_until(mini, NOW.date()) == last
    assert works.withdrawal_right_until(mini, last) == last
    assert works.withdrawal_right_until(mini, last + timedelta(days=1)) is None
    assert RIGHT in {entry.code for entry in works.suspension_reasons(mini, NOW.date())}
    declare(mini, "declaration.b")
    assert works.withdrawal_right_until(mini, NOW.date()) is None


def test_the_analyst_sees_the_dates_before_each_step(case: AccessRequest, analyst: User) -> None:
    client = signed_in(analyst)
    number = case.filing_number
    shown = client.get(reverse("review_works_pause", args=[number]))
    assert shown.status_code == 200
    assert "Hoje a obra termina até sexta, 22/01/2027" in words(shown)
    assert "Parado por 7 dias" in words(shown) and "desistir" not in words(shown)
    empty = client.post(reverse("review_works_pause", args=[number]))
    assert empty.status_code == 422 and "Escolha um motivo da lista." in words(empty)
    given = {"reason_code": life_payments.LICENCE, "detail": "Licença da prefeitura."}
    assert client.post(reverse("review_works_pause", args=[number]), given).status_code == 302
    again = client.post(reverse("review_works_pause", args=[number]), given)
    assert again.status_code == 422 and "O prazo da obra está parado." in words(again)
    back = words(client.get(reverse("review_works_resume", args=[number])))
    assert "Licença da prefeitura." in back and "a obra termina até sexta, 22/01/2027" in back
    assert client.post(reverse("review_works_resume", args=[number])).status_code == 302
    end = words(client.get(reverse("review_works_finished", args=[number])))
    assert "A validade do parecer volta a contar e vai até terça, 23/03/2027" in end
    assert "art. 112" in end
    assert client.post(reverse("review_works_finished", args=[number])).status_code == 302
    for name in ("review_works_pause", "review_works_resume", "review_works_finished"):
        assert client.post(reverse(name, args=[number]), given).status_code == 409
        assert client.get(reverse(name, args=[number])).status_code == 200


def test_the_pages_of_the_works_ask_the_database_little(
    case: AccessRequest, analyst: User, django_assert_max_num_queries: object
) -> None:
    client = signed_in(analyst)
    for name in ("review_works_pause", "review_works_resume", "review_works_finished"):
        address = reverse(name, args=[case.filing_number])
        client.get(address)
        with django_assert_max_num_queries(12):  # type: ignore[operator]  # the fixture's own type is private
            client.get(address)


def test_everybody_reads_why_the_works_stand_still(case: AccessRequest, analyst: User) -> None:
    life_payments.stop_works(case, analyst, NOW, detail="Licença da prefeitura.")
    page = words(signed_in(case.technician).get(reverse("request_ledger", args=[case.filing_number])))
    assert "Falta licença ou autorização de autoridade" in page and "Licença da prefeitura." in page
