"""The execution of a guarantee: never by itself, always with its ground, step by step, and it stops at the connection."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from eligibility.domain.findings import Refused
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Compensation, Deadline, Guarantee
from requests_app.services.guarantees import executions as guarantee_executions
from requests_app.services.guarantees import steps as guarantees
from tests.factories import make_analyst, make_supervisor
from tests.life_guarantees import act, approved, connect, guarantee_of, holder_of, mini_request

pytestmark = pytest.mark.django_db
FILED_AT = datetime(2026, 11, 16, 13, tzinfo=UTC)
RETURN = ClockName.GUARANTEE_RETURN.value


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


def kinds(guarantee: Guarantee) -> list[str]:
    return list(guarantee.events.order_by("id").values_list("kind", flat=True))


def return_deadline(case: AccessRequest) -> Deadline | None:
    return Deadline.objects.filter(access_request=case, clock=RETURN).first()


@pytest.mark.parametrize(("days", "is_owed"), [(90, True), (91, False)])
def test_cancelling_returns_the_guarantee_up_to_ninety_days_after_the_opinion(
    days: int, is_owed: bool
) -> None:
    """Art. 655-C, §§ 13 and 16: the ninetieth day still returns it, the next makes its execution owed."""
    case, chief = mini_request(at=FILED_AT), make_supervisor()
    approved(case, make_analyst(), FILED_AT)
    day = FILED_AT.date() + timedelta(days=days)
    case = act(case, Action.CANCEL, holder_of(case), at(day))
    deadline, guarantee = return_deadline(case), guarantee_of(case)
    assert (deadline is not None and deadline.is_open) is is_owed
    ground = guarantee_executions.whole_ground(case, guarantee, events=[], is_return_open=is_owed)
    assert ground == (None if is_owed else ("guarantee.withdrawal_days", day))
    if is_owed:
        with pytest.raises(Refused) as told:
            guarantee_executions.execute_whole(
                access_request_id=case.pk, executed_on=day, actor=chief.as_actor(), now=at(day)
            )
        assert told.value.code == "no_ground"
        return
    guarantee_executions.execute_whole(
        access_request_id=case.pk, executed_on=day, actor=chief.as_actor(), now=at(day)
    )
    guarantee = guarantee_of(case)
    assert (guarantee.standing, guarantee.executed_brl) == ("executed", Decimal("70000.00"))


def test_execution_goes_step_by_step_with_notice_and_stops_at_the_connection() -> None:
    case, analyst, chief = mini_request(at=FILED_AT), make_analyst(), make_supervisor()
    approved(case, analyst, FILED_AT)
    start = date(2027, 1, 31)

    def part(day: date) -> None:
        guarantee_executions.execute_part(
            access_request_id=case.pk, executed_on=day, actor=chief.as_actor(), now=at(day)
        )

    with pytest.raises(Refused) as told:
        part(date(2027, 3, 1))
    assert told.value.code == "notice_missing"
    with pytest.raises(PermissionDenied):
        guarantee_executions.give_notice(
            access_request_id=case.pk, contract_start_on=start, noticed_on=start, actor=analyst.as_actor(),
            now=at(start),
        )  # fmt: skip
    guarantee_executions.give_notice(
        access_request_id=case.pk, contract_start_on=start, noticed_on=date(2027, 2, 10),
        actor=chief.as_actor(), now=at(date(2027, 2, 10)),
    )  # fmt: skip
    with pytest.raises(Refused) as told:
        part(date(2027, 2, 27))
    assert told.value.code == "nothing_to_execute"
    part(date(2027, 2, 28))
    assert guarantee_of(case).executed_brl == Decimal("3500.00")
    with pytest.raises(Refused) as told:
        part(date(2027, 3, 30))
    assert told.value.code == "nothing_to_execute"
    part(date(2027, 5, 31))
    assert guarantee_of(case).executed_brl == Decimal("14000.00")
    case = connect(case, analyst, at(date(2027, 6, 2)))
    with pytest.raises(Refused) as told:
        part(date(2027, 7, 5))
    assert told.value.code == "execution_stopped"
    guarantees.return_guarantee(
        access_request_id=case.pk, returned_on=date(2027, 6, 20), actor=analyst.as_actor(),
        now=at(date(2027, 6, 20)),
    )  # fmt: skip
    guarantee = guarantee_of(case)
    assert kinds(guarantee)[-2:] == ["execution_stopped", "remainder_returned"]
    last = guarantee.events.latest("id")
    assert last.amount_brl == Decimal("56000.00")


def test_the_thirteenth_month_executes_the_rest() -> None:
    case, chief = mini_request(at=FILED_AT), make_supervisor()
    approved(case, make_analyst(), FILED_AT)
    guarantee_executions.give_notice(
        access_request_id=case.pk, contract_start_on=date(2026, 12, 1), noticed_on=date(2026, 12, 2),
        actor=chief.as_actor(), now=at(date(2026, 12, 2)),
    )  # fmt: skip
    for day, total in ((date(2027, 12, 31), "42000.00"), (date(2028, 1, 1), "70000.00")):
        guarantee_executions.execute_part(
            access_request_id=case.pk, executed_on=day, actor=chief.as_actor(), now=at(day)
        )
        assert guarantee_of(case).executed_brl == Decimal(total)
    assert guarantee_of(case).standing == "executed"


def test_the_days_the_utility_was_late_are_not_counted_against_the_holder() -> None:
    """Art. 655-C, §§ 19 and 20."""
    case, chief = mini_request(at=FILED_AT), make_supervisor()
    approved(case, make_analyst(), FILED_AT)
    guarantee_executions.give_notice(
        access_request_id=case.pk, contract_start_on=date(2027, 1, 31), noticed_on=date(2027, 2, 1),
        actor=chief.as_actor(), now=at(date(2027, 2, 1)),
    )  # fmt: skip
    Compensation.objects.create(
        access_request=case, clock="works", kind=3, group="A", rule_code="works.medium_voltage", k2=25,
        due_on=date(2027, 1, 21), done_on=date(2027, 2, 10), regulatory_days=120, verified_days=140,
        at=at(date(2027, 2, 10)),
    )  # fmt: skip
    guarantee = guarantee_of(case)
    assert guarantee_executions.utility_delay(guarantee, date(2027, 3, 9)) == 10
    with pytest.raises(Refused) as told:
        guarantee_executions.execute_part(
            access_request_id=case.pk, executed_on=date(2027, 3, 9), actor=chief.as_actor(),
            now=at(date(2027, 3, 10)),
        )  # fmt: skip
    assert told.value.code == "nothing_to_execute"
    guarantee_executions.execute_part(
        access_request_id=case.pk, executed_on=date(2027, 3, 10), actor=chief.as_actor(),
        now=at(date(2027, 3, 10)),
    )  # fmt: skip
    assert guarantee_of(case).executed_brl == Decimal("3500.00")
