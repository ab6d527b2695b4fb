"""Debts and market before sending, and the check that is done later: no request is lost, no amount is shown."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import Settings
from time_machine import TimeMachineFixture

from portal.accounts.models import User
from portal.outbox.models import OutboxRow
from requests_app.domain.lifecycle import State
from requests_app.gateways.customer_system import CustomerRecord, UnitRecord
from requests_app.models import AccessRequest, CustomerCheck
from requests_app.services.exchange import customer_checks
from requests_app.services.filing import preconditions
from requests_app.services.filing.facts import filed_facts
from requests_app.services.filing.preconditions import (
    Preconditions,
    preconditions_of,
)
from tests.customer_server import CustomerServer, asked_by_the_portal, says
from tests.delivery import deliver
from tests.factories import filed_request, give_second_factor, make_analyst, make_technician

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


def outcomes(case: AccessRequest) -> list[str]:
    return list(
        CustomerCheck.objects.filter(access_request=case).order_by("id").values_list("outcome", flat=True)
    )


def newest(case: AccessRequest) -> CustomerCheck:
    return CustomerCheck.objects.filter(access_request=case).latest("id")


def file_with_check(**changes: Any) -> AccessRequest:
    """A filed request with its first check, whether or not filing itself writes one."""
    case = filed_request(**changes)
    if not CustomerCheck.objects.filter(access_request=case).exists():
        customer_checks.begin_check(case, now=NOON)
    return case


def test_a_request_filed_while_the_gateway_is_down_is_checked_when_it_is_back(
    server: CustomerServer, noon: TimeMachineFixture
) -> None:
    server.standing = says(b"", 503)
    case = file_with_check()
    assert outcomes(case) == ["waiting"]
    deliver("requests.customer_check")
    assert outcomes(case) == ["waiting"]
    due = OutboxRow.objects.get(kind=customer_checks.EFFECT, done_at=None)
    assert due.not_before == NOON + timedelta(minutes=2) and due.attempts == 0
    noon.shift(timedelta(minutes=3))
    server.record(has_overdue_debts=True)
    deliver("requests.customer_check")
    assert outcomes(case) == ["waiting", "found"]
    assert newest(case).has_overdue_debts is True
    assert not OutboxRow.objects.filter(kind=customer_checks.EFFECT, done_at=None).exists()


def test_the_waits_grow_and_end_with_the_request(server: CustomerServer, noon: TimeMachineFixture) -> None:
    server.standing = says(b"", 503)
    case = file_with_check()
    waits = []
    for _ in range(7):
        deliver("requests.customer_check")
        due = OutboxRow.objects.get(kind=customer_checks.EFFECT, done_at=None)
        waits.append((due.not_before - datetime.now(NOON.tzinfo)) // timedelta(minutes=1))
        noon.move_to(due.not_before, tick=False)
    assert waits == [2, 10, 60, 240, 720, 720, 720]
    assert set(due.payload) == {"access_request_id", "attempt"}
    AccessRequest.objects.filter(pk=case.pk).update(state=State.WITHDRAWN.value)
    deliver("requests.customer_check")
    assert outcomes(case) == ["waiting", "given_up"]
    assert not OutboxRow.objects.filter(kind=customer_checks.EFFECT, done_at=None).exists()


def test_what_was_known_at_filing_is_written_without_asking(server: CustomerServer) -> None:
    preconditions_of(UNIT, TAX_ID)
    case = file_with_check()
    first = CustomerCheck.objects.filter(access_request=case).earliest("id")
    assert (first.outcome, first.has_overdue_debts, first.is_at_filing) == ("found", False, True)
    assert len(server.asked) == 1


def test_the_late_check_names_what_differs_and_never_a_value(server: CustomerServer) -> None:
    server.record(
        email="outra@exemplo.test",
        unit={"breaker_a": 40, "voltage": "127/220V", "municipality": "CONTAGEM", "phases": "tri"},
    )
    case = file_with_check()
    deliver("requests.customer_check")
    assert newest(case).differences == ["email", "phases", "breaker"]
    assert "outra@" not in str(CustomerCheck.objects.values_list("differences").get(pk=newest(case).pk))


def test_delivering_the_check_twice_writes_one_answer(server: CustomerServer) -> None:
    case = file_with_check()
    deliver("requests.customer_check")
    deliver("requests.customer_check")
    assert outcomes(case) == ["waiting", "found"]


@pytest.fixture
def analyst() -> User:
    return give_second_factor(make_analyst())


def page(client: Client, case: AccessRequest) -> str:
    return client.get(f"/analise/solicitacoes/{case.filing_number}/cadastro").content.decode()


def test_the_analyst_reads_debts_found_after_filing_with_the_rule_and_no_amount(
    client: Client, analyst: User, server: CustomerServer
) -> None:
    server.record(has_overdue_debts=True, is_captive=False)
    case = file_with_check()
    client.force_login(analyst)
    assert "ainda não responderam" in page(client, case)
    deliver("requests.customer_check")
    text = page(client, case)
    assert "Há débito vencido ligado ao titular" in text and "apareceu depois do envio" in text
    assert "art. 655-D" in text and "arts. 138 e 346" in text
    assert "R$" not in text and TAX_ID not in text
    assert "débito vencido" in client.get(f"/analise/solicitacoes/{case.filing_number}").content.decode()
    history = client.get(f"/solicitacoes/{case.filing_number}/historico").content.decode()
    assert "Consulta aos registros da distribuidora. Há débito vencido" in history


def test_the_technician_reads_nothing_of_the_records_in_the_history(
    client: Client, server: CustomerServer
) -> None:
    server.record(has_overdue_debts=True)
    owner = make_technician()
    case = file_with_check(technician=owner)
    deliver("requests.customer_check")
    client.force_login(owner)
    assert "débito" not in client.get(f"/solicitacoes/{case.filing_number}/historico").content.decode()
    assert client.get(f"/analise/solicitacoes/{case.filing_number}/cadastro").status_code == 403


def test_an_analyst_asks_again_but_not_without_end(
    client: Client, analyst: User, server: CustomerServer, noon: TimeMachineFixture
) -> None:
    case = file_with_check()
    client.force_login(analyst)
    url = f"/analise/solicitacoes/{case.filing_number}/cadastro"
    server.record(has_overdue_debts=True)
    assert "responderam" in client.post(url, follow=True).content.decode()
    server.record()
    assert "Sem débito vencido e no mercado cativo" in client.post(url, follow=True).content.decode()
    server.standing = says(b"", 500)
    assert "Tente mais tarde" in client.post(url, follow=True).content.decode()
    server.record()
    noon.shift(timedelta(seconds=preconditions.REST_SECONDS + 1))
    for _ in range(customer_checks.ASKS_PER_HOUR):
        last = client.post(url, follow=True).content.decode()
    assert "várias vezes na última hora" in last
    assert len(outcomes(case)) == 1 + customer_checks.ASKS_PER_HOUR


def test_the_records_of_a_group_a_unit_are_compared_by_its_demand() -> None:
    case = filed_request()
    record = CustomerRecord(
        unit_number=UNIT,
        has_overdue_debts=False,
        is_captive=True,
        unit=UnitRecord(contracted_demand_kw=Decimal("75.0")),
    )
    facts = filed_facts(case).model_copy(update={"contracted_demand_kw": Decimal(75)})
    assert customer_checks.differences(record, case.consumer_unit, case.holder, facts) == []
    facts = facts.model_copy(update={"contracted_demand_kw": Decimal(80)})
    assert customer_checks.differences(record, case.consumer_unit, case.holder, facts) == [
        "contracted_demand"
    ]


@pytest.mark.parametrize(
    ("on_file", "typed", "expected"),
    [
        (["300"] * 12, ["300"] * 12, []),
        (["300.4"] * 12, ["300"] * 12, []),
        (["290", "310"] * 6, ["300"] * 12, []),
        (["300"] * 12, ["450"] * 12, ["consumption"]),
        (["300"] * 12, ["300"] * 11, ["consumption"]),
        (["300"] * 11 + [None], ["450"] * 12, []),
        ([], ["450"] * 12, []),
    ],
)
def test_the_consumption_is_compared_by_the_mean_of_a_whole_year(
    on_file: list[str | None], typed: list[str], expected: list[str]
) -> None:
    """The compatible power of art. 73-A rests on it, so an analyst must not have to trust what was typed."""
    case = filed_request()
    months = tuple(Decimal(month) if month else None for month in on_file)
    record = CustomerRecord(
        unit_number=UNIT,
        has_overdue_debts=False,
        is_captive=True,
        unit=UnitRecord(monthly_consumption_kwh=months),
    )
    facts = filed_facts(case).model_copy(
        update={"monthly_consumption_kwh": tuple(Decimal(month) for month in typed)}
    )
    assert customer_checks.differences(record, case.consumer_unit, case.holder, facts) == expected
