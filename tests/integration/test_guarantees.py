"""A guarantee through its life: opened at filing, reminded, renewed, returned, executed; each step once."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from eligibility.domain.findings import Refused
from eligibility.domain.vocabulary import GuaranteeForm
from portal.accounts.roles import SYSTEM
from portal.outbox.models import Message
from requests_app.domain.clock import ClockName
from requests_app.domain.filing import GuaranteeAnswers
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Deadline, Guarantee
from requests_app.services.guarantees import steps as guarantees
from requests_app.services.guarantees import terms as guarantee_terms
from requests_app.services.guarantees.opening import open_guarantee
from requests_app.services.guarantees.sweeps import sweep_guarantees
from tests.factories import filed_request, make_analyst, make_supervisor, make_technician
from tests.life_guarantees import (
    CASH,
    act,
    approved,
    connect,
    guarantee_of,
    mini_request,
    send_renewal,
)

pytestmark = pytest.mark.django_db
FILED_AT = datetime(2026, 11, 16, 13, tzinfo=UTC)
RETURN = ClockName.GUARANTEE_RETURN.value


def at(day: date, hour: int = 15) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def kinds(guarantee: Guarantee) -> list[str]:
    return list(guarantee.events.order_by("id").values_list("kind", flat=True))


def return_deadline(case: AccessRequest) -> Deadline | None:
    return Deadline.objects.filter(access_request=case, clock=RETURN).first()


def test_filing_opens_the_guarantee_with_what_was_answered() -> None:
    guarantee = guarantee_of(mini_request(at=FILED_AT))
    assert (guarantee.form, guarantee.amount_brl) == ("surety", Decimal("70000.00"))
    assert guarantee.valid_until_on == date(2028, 1, 31)
    assert guarantee.next_look_on == date(2028, 1, 31) - timedelta(days=45)
    assert kinds(guarantee) == ["opened"]


def test_a_small_plant_has_none() -> None:
    assert open_guarantee(filed_request(at=FILED_AT)) is None


def test_a_request_filed_before_gets_its_row_when_first_asked_and_only_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("requests_app.services.filing.sending.open_guarantee", lambda *_, **__: None)
    old = mini_request(at=FILED_AT)
    assert not Guarantee.objects.exists()
    first = open_guarantee(old)
    assert first is not None and first == open_guarantee(AccessRequest.objects.get(pk=old.pk))
    assert (first.form, kinds(first)) == ("surety", ["opened"])


def test_cash_has_no_end_and_is_never_looked_at() -> None:
    guarantee = guarantee_of(mini_request(at=FILED_AT, guarantee=CASH))
    assert (guarantee.valid_until_on, guarantee.next_look_on) == (None, None)
    with pytest.raises(Refused) as told:
        send_renewal(guarantee.access_request, date(2029, 1, 1), FILED_AT)
    assert told.value.code == "guarantee_has_no_end"


def test_reminders_go_out_on_their_days_once_and_a_missed_renewal_is_told_and_recorded() -> None:
    case, chief = mini_request(at=FILED_AT), make_supervisor()
    approved(case, make_analyst(), FILED_AT)
    until = date(2028, 1, 31)
    for day in range(50):
        today = until - timedelta(days=50 - day)
        sweep_guarantees(at(today))
        assert sweep_guarantees(at(today, 20)) == 0, today
    guarantee = guarantee_of(case)
    told = [(e.kind, (until - e.on).days) for e in guarantee.events.order_by("id")][1:]
    assert told == [
        ("reminded", 45),
        ("reminded", 30),
        ("reminded", 20),
        ("reminded", 15),
        ("renewal_missed", 14),
    ]
    mails = Message.objects.filter(about=case.filing_number, template__startswith="guarantee_")
    assert mails.filter(template="guarantee_expiring").count() == 8
    assert mails.filter(template="guarantee_not_renewed").count() == 2
    assert mails.get(template="guarantee_not_renewed_team").recipient == chief.email
    assert guarantee.standing == "held"
    assert guarantee.next_look_on is None


def test_a_sweep_that_slept_tells_the_nearest_reminder_only() -> None:
    case = mini_request(at=FILED_AT)
    sweep_guarantees(at(date(2028, 1, 10)))
    assert [e.number for e in guarantee_of(case).events.filter(kind="reminded")] == [30]
    sweep_guarantees(at(date(2028, 1, 11)))
    assert [e.number for e in guarantee_of(case).events.filter(kind="reminded").order_by("id")] == [30, 20]


def test_a_renewal_in_hand_is_not_a_missed_one_and_accepted_it_moves_the_end() -> None:
    case, analyst = mini_request(at=FILED_AT), make_analyst()
    renewal = send_renewal(case, date(2029, 1, 31), at(date(2028, 1, 12)))
    sweep_guarantees(at(date(2028, 1, 20)))
    sweep_guarantees(at(date(2028, 1, 21)))
    assert "renewal_missed" not in kinds(guarantee_of(case))
    guarantees.decide_renewal(
        access_request_id=case.pk, renewal_id=renewal.pk, is_accepted=True,
        actor=analyst.as_actor(), now=at(date(2028, 1, 22)),
    )  # fmt: skip
    guarantee = guarantee_of(case)
    assert guarantee.valid_until_on == date(2029, 1, 31)
    assert guarantee.next_look_on == date(2029, 1, 31) - timedelta(days=45)
    with pytest.raises(Refused) as told:
        guarantees.decide_renewal(
            access_request_id=case.pk, renewal_id=renewal.pk, is_accepted=False, reason="Não",
            actor=analyst.as_actor(), now=at(date(2028, 1, 22)),
        )  # fmt: skip
    assert told.value.code == "renewal_decided"


@pytest.mark.parametrize("until", [date(2028, 1, 31), date(2027, 1, 31), date(2020, 1, 31)])
def test_a_renewal_ends_later_than_what_stands(until: date) -> None:
    case = mini_request(at=FILED_AT)
    with pytest.raises(Refused) as told:
        send_renewal(case, until, at(date(2027, 12, 20)))
    assert told.value.code == "renewal_not_later"
    assert not guarantee_of(case).renewals.exists()


def test_one_renewal_waits_at_a_time_and_another_technician_sends_none() -> None:
    case = mini_request(at=FILED_AT)
    send_renewal(case, date(2029, 1, 31), FILED_AT)
    with pytest.raises(Refused) as told:
        send_renewal(case, date(2030, 1, 31), FILED_AT)
    assert told.value.code == "renewal_open"
    case.technician = make_technician("Carla Dias")
    with pytest.raises(PermissionDenied):
        send_renewal(case, date(2030, 1, 31), FILED_AT)


def test_a_declined_renewal_needs_its_reason_and_leaves_the_end() -> None:
    case, analyst = mini_request(at=FILED_AT), make_analyst()
    renewal = send_renewal(case, date(2029, 1, 31), FILED_AT)
    with pytest.raises(Refused) as told:
        guarantees.decide_renewal(
            access_request_id=case.pk, renewal_id=renewal.pk, is_accepted=False, reason=" ",
            actor=analyst.as_actor(), now=FILED_AT,
        )  # fmt: skip
    assert told.value.code == "renewal_reason"
    guarantees.decide_renewal(
        access_request_id=case.pk, renewal_id=renewal.pk, is_accepted=False, reason="Falta a assinatura.",
        actor=analyst.as_actor(), now=FILED_AT,
    )  # fmt: skip
    assert guarantee_of(case).valid_until_on == date(2028, 1, 31)
    mail = Message.objects.get(template="guarantee_renewal_declined")
    assert "Falta a assinatura." in mail.text
    send_renewal(case, date(2029, 6, 30), FILED_AT)


def test_connecting_owes_the_guarantee_back_and_returning_it_stops_the_clock_that_day() -> None:
    case, analyst = mini_request(at=FILED_AT), make_analyst()
    approved(case, analyst, FILED_AT)
    case = connect(case, analyst, at(date(2027, 2, 1)))
    deadline = return_deadline(case)
    assert deadline is not None and deadline.due_on == date(2027, 3, 3)
    for day, code in ((date(2027, 1, 31), "date.too_early"), (date(2027, 2, 21), "date.future")):
        with pytest.raises(Refused) as told:
            guarantees.return_guarantee(
                access_request_id=case.pk,
                returned_on=day,
                actor=analyst.as_actor(),
                now=at(date(2027, 2, 20)),
            )
        assert told.value.code == code
    guarantees.return_guarantee(
        access_request_id=case.pk, returned_on=date(2027, 2, 15), actor=analyst.as_actor(),
        now=at(date(2027, 2, 20)),
    )  # fmt: skip
    guarantee, deadline = guarantee_of(case), return_deadline(case)
    assert guarantee.standing == "returned" and kinds(guarantee)[-1] == "returned"
    assert deadline is not None and not deadline.is_open
    entry = case.clock_entries.get(clock=RETURN, kind="stop")
    assert (entry.on, entry.reason_code, entry.event_id) == (date(2027, 2, 15), "guarantee_returned", None)
    assert Message.objects.filter(template="guarantee_returned").count() == 2
    with pytest.raises(Refused) as told:
        guarantees.return_guarantee(
            access_request_id=case.pk, returned_on=date(2027, 2, 15), actor=analyst.as_actor(),
            now=at(date(2027, 2, 20)),
        )  # fmt: skip
    assert told.value.code == "guarantee_over"


def test_withdrawing_before_the_opinion_returns_it_but_not_what_was_never_given() -> None:
    case = mini_request(at=FILED_AT)
    act(case, Action.WITHDRAW, case.technician.as_actor(), FILED_AT)
    assert return_deadline(case) is not None
    never = mini_request(at=FILED_AT, guarantee=GuaranteeAnswers())
    act(never, Action.WITHDRAW, never.technician.as_actor(), FILED_AT)
    assert return_deadline(never) is None


def test_what_was_not_said_is_completed_once_and_only_what_lacks() -> None:
    case, analyst = mini_request(at=FILED_AT, guarantee=GuaranteeAnswers()), make_analyst()
    with pytest.raises(Refused) as told:
        guarantee_terms.set_terms(
            access_request_id=case.pk, form=GuaranteeForm.bonds, amount_brl=Decimal(10), valid_until_on=None,
            actor=analyst.as_actor(), now=FILED_AT,
        )  # fmt: skip
    assert told.value.code == "guarantee_end"
    guarantee_terms.set_terms(
        access_request_id=case.pk, form=GuaranteeForm.bonds, amount_brl=Decimal("35000"),
        valid_until_on=date(2028, 5, 1), actor=analyst.as_actor(), now=FILED_AT,
    )  # fmt: skip
    guarantee = guarantee_of(case)
    assert (guarantee.form, guarantee.valid_until_on) == ("bonds", date(2028, 5, 1))
    with pytest.raises(Refused) as told:
        guarantee_terms.set_terms(
            access_request_id=case.pk, form=GuaranteeForm.cash, amount_brl=Decimal("1"), valid_until_on=None,
            actor=analyst.as_actor(), now=FILED_AT,
        )  # fmt: skip
    assert told.value.code == "guarantee_terms_known"


def test_a_lapse_leaves_the_guarantee_to_the_supervisor() -> None:
    case, analyst, chief = mini_request(at=FILED_AT), make_analyst(), make_supervisor()
    approved(case, analyst, FILED_AT)
    day = FILED_AT.date() + timedelta(days=130)
    case = act(case, Action.LAPSE, SYSTEM, at(day))
    assert return_deadline(case) is None
    with pytest.raises(Refused) as told:
        guarantees.return_guarantee(
            access_request_id=case.pk, returned_on=day, actor=analyst.as_actor(), now=at(day)
        )
    assert told.value.code == "guarantee_return_not_owed"
    guarantees.return_guarantee(
        access_request_id=case.pk, returned_on=day, actor=chief.as_actor(), now=at(day)
    )
    assert guarantee_of(case).standing == "returned"


@pytest.mark.parametrize("until", [date(1, 1, 1), date(2016, 5, 1), FILED_AT.date(), date(9999, 12, 31)])
def test_a_guarantee_is_not_said_to_end_in_the_past_or_in_a_year_that_is_a_slip(until: date) -> None:
    case, analyst = mini_request(at=FILED_AT, guarantee=GuaranteeAnswers()), make_analyst()
    with pytest.raises(Refused) as told:
        guarantee_terms.set_terms(
            access_request_id=case.pk, form=GuaranteeForm.bonds, amount_brl=Decimal(35000), valid_until_on=until,
            actor=analyst.as_actor(), now=FILED_AT,
        )  # fmt: skip
    assert told.value.findings[0].field == "valid_until_on"
    assert guarantee_of(case).form == ""
    other = mini_request(case.technician, at=FILED_AT)
    with pytest.raises(Refused) as told:
        send_renewal(other, until, FILED_AT)
    assert told.value.findings[0].field == "valid_until_on"
