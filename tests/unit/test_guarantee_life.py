"""The life of a guarantee by dates alone: reminders, endings, months of delay, what is executed (art. 655-C)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.guarantee_life import (
    Ending,
    GuaranteeEventKind,
    GuaranteeStanding,
    add_months,
    complete_months,
    days_of_delay,
    ending_of,
    execution_on,
    falls_short,
    look_at,
    standing_after,
)
from requests_app.domain.lifecycle import Action

END = date(2027, 3, 31)
K = GuaranteeEventKind


@pytest.mark.parametrize(
    ("left", "told", "remind_at", "is_missed", "next_left"),
    [
        (200, None, None, False, 45),
        (46, None, None, False, 45),
        (45, None, 45, False, 30),
        (44, 45, None, False, 30),
        (31, None, 45, False, 30),
        (30, 45, 30, False, 20),
        (20, 30, 20, False, 15),
        (18, 45, 20, False, 15),
        (16, 20, None, False, 15),
        (15, 20, 15, False, 14),
        (15, 15, None, False, 14),
        (14, 15, None, True, None),
        (0, None, None, True, None),
        (-40, 15, None, True, None),
    ],
)
def test_what_is_told_that_many_days_before_the_end(
    left: int, told: int | None, remind_at: int | None, is_missed: bool, next_left: int | None
) -> None:
    found = look_at(
        END, END - timedelta(days=left), told=told, reminder_days=(45, 30, 20, 15), renewal_days=15
    )
    next_on = None if next_left is None else END - timedelta(days=next_left)
    assert found == (remind_at, is_missed, next_on)


@pytest.mark.parametrize(
    ("action", "days_after_opinion", "ending"),
    [
        (Action.CONNECT, 400, Ending.RETURN),
        (Action.CANCEL, 0, Ending.RETURN),
        (Action.CANCEL, 90, Ending.RETURN),
        (Action.CANCEL, 91, Ending.EXECUTE_WHOLE),
        (Action.WITHDRAW, None, Ending.RETURN),
        (Action.WITHDRAW, 91, Ending.EXECUTE_WHOLE),
        (Action.CLOSE_UNANSWERED, None, Ending.RETURN),
        (Action.DENY, None, Ending.RETURN),
        (Action.DENY, 120, Ending.RETURN),
        (Action.LAPSE, 121, Ending.NOTHING),
        (Action.FILE, None, Ending.NOTHING),
    ],
)
def test_what_an_event_of_the_request_makes_owed(
    action: Action, days_after_opinion: int | None, ending: Ending
) -> None:
    opinion_on = None if days_after_opinion is None else date(2026, 11, 30)
    on = date(2026, 11, 30) + timedelta(days=days_after_opinion or 0)
    assert ending_of(action, on, opinion_on=opinion_on, withdrawal_days=90) is ending


@pytest.mark.parametrize(
    ("since", "months", "day"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 1, 31), 2, date(2027, 3, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
        (date(2027, 5, 1), 13, date(2028, 6, 1)),
    ],
)
def test_a_month_completes_on_its_day_or_on_the_last_of_a_shorter_month(
    since: date, months: int, day: date
) -> None:
    assert add_months(since, months) == day
    assert complete_months(since, day) == months
    assert complete_months(since, day - timedelta(days=1)) == months - 1


@pytest.mark.parametrize(
    ("on", "executed", "suspended", "months", "owed", "total", "is_rest"),
    [
        (date(2027, 1, 31), "0", 0, 0, "0.00", "0.00", False),
        (date(2027, 2, 27), "0", 0, 0, "0.00", "0.00", False),
        (date(2027, 2, 28), "0", 0, 1, "50.00", "50.00", False),
        (date(2027, 3, 31), "50", 0, 2, "50.00", "100.00", False),
        (date(2027, 6, 30), "50", 0, 5, "200.01", "250.01", False),
        (date(2027, 6, 30), "0", 10, 4, "200.01", "200.01", False),
        (date(2028, 1, 31), "0", 0, 12, "600.02", "600.02", False),
        (date(2028, 2, 28), "600.02", 0, 12, "0.00", "600.02", False),
        (date(2028, 2, 29), "600.02", 0, 13, "400.01", "1000.03", True),
        (date(2029, 2, 28), "1000.03", 0, 25, "0.00", "1000.03", True),
    ],
)
def test_five_percent_a_complete_month_and_the_rest_with_the_thirteenth(
    on: date, executed: str, suspended: int, months: int, owed: str, total: str, is_rest: bool
) -> None:
    found = execution_on(
        on,
        amount_brl=Decimal("1000.03"),
        executed_brl=Decimal(executed),
        contract_start_on=date(2027, 1, 31),
        suspended_days=suspended,
        percent=Decimal(5),
        last_month=13,
    )
    assert found == (months, Decimal(owed), Decimal(total), is_rest)


@given(
    amount=st.decimals(min_value="0.01", max_value="9999999.99", places=2),
    days=st.lists(st.integers(min_value=0, max_value=900), min_size=1, max_size=20),
)
def test_the_steps_never_add_up_to_more_than_the_guarantee(amount: Decimal, days: list[int]) -> None:
    start, executed = date(2027, 1, 31), Decimal(0)
    for day in sorted(days):
        found = execution_on(
            start + timedelta(days=day),
            amount_brl=amount,
            executed_brl=executed,
            contract_start_on=start,
            percent=Decimal(5),
            last_month=13,
        )
        assert found.owed_brl >= 0
        executed += found.owed_brl
        assert executed == found.total_brl <= amount
    if max(days) >= 400:
        assert executed == amount


def test_bonds_and_surety_outlive_the_connection_by_thirty_days() -> None:
    connected = date(2027, 2, 1)
    assert falls_short(date(2027, 3, 2), connected, 30)
    assert not falls_short(date(2027, 3, 3), connected, 30)
    assert not falls_short(None, connected, 30)


def test_delays_of_the_utility_count_each_day_once_and_only_after_the_contract_began() -> None:
    ranges = [
        (date(2027, 1, 25), date(2027, 2, 3)),
        (date(2027, 2, 2), date(2027, 2, 5)),
        (date(2027, 3, 1), date(2027, 3, 9)),
    ]
    assert days_of_delay(ranges, date(2027, 1, 31), date(2027, 3, 4)) == 5 + 4
    assert days_of_delay([], date(2027, 1, 31), date(2027, 3, 4)) == 0


def test_the_standing_follows_from_the_events() -> None:
    assert standing_after([K.OPENED, K.REMINDED, K.RENEWED]) is GuaranteeStanding.HELD
    assert standing_after([K.EXECUTION_NOTICE]) is GuaranteeStanding.NOTIFIED
    assert standing_after([K.EXECUTION_NOTICE, K.EXECUTED_PART, K.RENEWED]) is GuaranteeStanding.EXECUTING
    over = standing_after([K.EXECUTED_PART, K.EXECUTION_STOPPED, K.REMAINDER_RETURNED])
    assert over is GuaranteeStanding.RETURNED and over.is_over
