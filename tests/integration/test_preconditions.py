"""What the utility's records say before a filing: kept for minutes, nothing personal, and never an error."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from pytest_django import Settings
from time_machine import TimeMachineFixture

from requests_app.models import CustomerAccount
from requests_app.services.filing import preconditions
from requests_app.services.filing.preconditions import (
    PENDING,
    Preconditions,
    preconditions_of,
    preconditions_of_draft,
)
from tests.customer_server import CustomerServer, asked_by_the_portal, says
from tests.integration.filing_steps import filled_draft, technician

pytestmark = pytest.mark.django_db
UNIT, TAX_ID = "3014056287", "12345678909"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
CLEAR = Preconditions(has_overdue_debts=False, is_captive=True)
DEBTS = Preconditions(has_overdue_debts=True, is_captive=True)


@pytest.fixture(autouse=True)
def noon(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[CustomerServer]:
    with asked_by_the_portal(settings, monkeypatch) as known:
        yield known


def account(**changes: Any) -> CustomerAccount:
    given: dict[str, Any] = {
        "unit_number": UNIT,
        "tax_id": TAX_ID,
        "has_overdue_debts": False,
        "is_captive": True,
        "imported_at": NOON,
        "source_line": 2,
    }
    return CustomerAccount.objects.create(**{**given, **changes})


def test_the_table_answers_for_the_customer_of_the_unit() -> None:
    account()
    assert preconditions_of(UNIT, TAX_ID) == CLEAR


def test_a_debt_at_another_unit_of_the_customer_counts() -> None:
    account()
    account(unit_number="3019999999", has_overdue_debts=True)
    assert preconditions_of(UNIT, TAX_ID) == DEBTS


def test_a_unit_in_another_name_is_unknown_and_gives_no_finding() -> None:
    account(tax_id="52998224725")
    assert preconditions_of(UNIT, TAX_ID) == Preconditions(is_unknown=True)


def test_a_new_unit_is_asked_by_the_customer_alone() -> None:
    account(has_overdue_debts=True)
    assert preconditions_of("", TAX_ID).has_overdue_debts is True
    assert preconditions_of("", "52998224725") == Preconditions(is_unknown=True)


def test_an_empty_table_knows_nothing_which_is_not_no_debts() -> None:
    assert preconditions_of(UNIT, TAX_ID) == PENDING


def test_nobody_is_asked_without_a_tax_id(server: CustomerServer) -> None:
    assert preconditions_of(UNIT, "") == Preconditions()
    assert server.asked == []


def test_the_answer_is_kept_some_minutes_and_a_debt_shorter(
    server: CustomerServer, noon: TimeMachineFixture
) -> None:
    preconditions_of(UNIT, TAX_ID)
    preconditions_of(UNIT, TAX_ID)
    assert len(server.asked) == 1
    server.record(unit_number="3019999999", has_overdue_debts=True)
    assert preconditions_of("3019999999", TAX_ID) == DEBTS
    server.record(unit_number="3019999999", has_overdue_debts=False)
    noon.shift(timedelta(seconds=preconditions.KEPT_WITH_DEBTS_SECONDS + 1))
    assert preconditions_of("3019999999", TAX_ID) == CLEAR
    preconditions_of(UNIT, TAX_ID)
    assert len(server.asked) == 3


def test_the_cache_holds_no_personal_data(server: CustomerServer) -> None:
    preconditions_of(UNIT, TAX_ID)
    kept = cache._cache  # type: ignore[attr-defined]  # the cache of the tests keeps it there
    text = " ".join(f"{key} {value!r}" for key, value in kept.items())
    assert "preconditions:" in text
    for secret in (UNIT, TAX_ID, "ana@exemplo", "31988887777"):
        assert secret not in text


BROKEN = {
    "down": lambda server: setattr(server, "standing", says(b"", 500)),
    "silent": CustomerServer.silent,
    "dripping": CustomerServer.dripping,
    "garbage": lambda server: setattr(server, "standing", says(b"<html>")),
    "cut short": lambda server: setattr(server, "standing", says(b'{"customer', length=500)),
}


@pytest.mark.parametrize("break_it", BROKEN.values(), ids=BROKEN)
def test_a_broken_gateway_never_raises_and_rests_a_while(
    server: CustomerServer, break_it: Any, noon: TimeMachineFixture
) -> None:
    break_it(server)
    assert preconditions_of(UNIT, TAX_ID) == PENDING
    asked = len(server.asked)
    assert preconditions_of("3019999999", TAX_ID) == PENDING
    assert len(server.asked) == asked
    server.record()
    noon.shift(timedelta(seconds=preconditions.REST_SECONDS + 1))
    assert preconditions_of(UNIT, TAX_ID) == CLEAR


def test_a_closed_port_never_raises(settings: Settings) -> None:
    settings.CUSTOMER_SYSTEM_URL = "http://127.0.0.1:9"
    assert preconditions_of(UNIT, TAX_ID) == PENDING


def test_a_gateway_with_a_mistake_of_its_own_never_raises(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Faulty:
        def look_up(self, unit_number: str, tax_id: str) -> None:
            raise KeyError("balance")

    monkeypatch.setattr(preconditions, "customer_system", Faulty)
    caplog.set_level(logging.ERROR)
    assert preconditions_of(UNIT, TAX_ID) == PENDING
    assert "unexpected failure" in caplog.text and TAX_ID not in caplog.text


def test_a_draft_is_asked_about_once_unit_and_holder_can_be_read(server: CustomerServer) -> None:
    server.record(has_overdue_debts=True)
    draft = filled_draft(technician())
    assert preconditions_of_draft(draft) == DEBTS
    assert server.asked[0]["body"] == {"unit_number": UNIT, "tax_id": "52998224725"}
    draft.draft_answers = {**draft.draft_answers, "holder": {"tax_id": "1"}}
    assert preconditions_of_draft(draft) == Preconditions()


def test_a_draft_for_a_new_unit_is_asked_about_without_a_unit(server: CustomerServer) -> None:
    server.record(unit_number="", unit=None)
    draft = filled_draft(technician())
    draft.draft_answers["unit"]["request_kind"] = "new_unit"
    assert preconditions_of_draft(draft) == CLEAR
    assert server.asked[0]["body"]["unit_number"] == ""
