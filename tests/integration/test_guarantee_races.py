"""Two at once on one guarantee or one division of credits: one of them does it, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connections

from eligibility.domain.allocation_lines import read_rows
from eligibility.domain.allocation_text import text_rows
from eligibility.domain.findings import Refused
from eligibility.domain.vocabulary import AllocationBasis
from requests_app.models import AllocationChange, AllocationList, Compensation, GuaranteeRenewal
from requests_app.services.allocations import changes as allocation_changes
from requests_app.services.guarantees import executions as guarantee_executions
from requests_app.services.guarantees import steps as guarantees
from requests_app.services.guarantees.sweeps import sweep_guarantees
from tests.factories import filed_request, make_analyst, make_supervisor
from tests.life_guarantees import (
    REMOTE,
    approved,
    connect,
    guarantee_of,
    holder_of,
    mini_request,
    put_list,
    send_renewal,
)

FILED_AT = datetime(2026, 11, 16, 13, tzinfo=UTC)
LATER = datetime(2027, 6, 15, 15, tzinfo=UTC)


def at_once(*tries: Callable[[], object]) -> list[str]:
    """Run all of these at the same time; gives what each was told."""

    def once(do: Callable[[], object]) -> str:
        try:
            do()
        except Refused as refused:
            return refused.code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tries)) as pool:
        return sorted(pool.map(once, tries))


@pytest.mark.usefixtures("committing_db")
def test_a_part_is_executed_once() -> None:
    case, chief = mini_request(at=FILED_AT), make_supervisor()
    approved(case, make_analyst(), FILED_AT)
    guarantee_executions.give_notice(
        access_request_id=case.pk,
        contract_start_on=date(2027, 1, 31),
        noticed_on=date(2027, 2, 1),
        actor=chief.as_actor(),
        now=LATER,
    )

    def execute() -> object:
        return guarantee_executions.execute_part(
            access_request_id=case.pk, executed_on=LATER.date(), actor=chief.as_actor(), now=LATER
        )

    assert at_once(*[execute] * 4) == ["done"] + ["nothing_to_execute"] * 3
    assert str(guarantee_of(case).executed_brl) == "14000.00"


@pytest.mark.usefixtures("committing_db")
def test_a_renewal_is_sent_once_and_judged_once() -> None:
    case, analyst = mini_request(at=FILED_AT), make_analyst()
    sends = [lambda: send_renewal(case, date(2029, 1, 31), FILED_AT)] * 3
    assert at_once(*sends) == ["done", "renewal_open", "renewal_open"]
    renewal = GuaranteeRenewal.objects.get()

    def judge(is_accepted: bool) -> Callable[[], object]:
        return lambda: guarantees.decide_renewal(
            access_request_id=case.pk,
            renewal_id=renewal.pk,
            is_accepted=is_accepted,
            reason="Falta a assinatura.",
            actor=analyst.as_actor(),
            now=FILED_AT,
        )

    assert at_once(judge(True), judge(False), judge(True)) == ["done"] + ["renewal_decided"] * 2
    assert guarantee_of(case).events.filter(kind__in=("renewed", "renewal_declined")).count() == 1


@pytest.mark.usefixtures("committing_db")
def test_two_sweepers_remind_once_and_the_return_happens_once() -> None:
    case, analyst = mini_request(at=FILED_AT), make_analyst()
    approved(case, analyst, FILED_AT)
    due = datetime(2027, 12, 20, 15, tzinfo=UTC)
    at_once(*[lambda: sweep_guarantees(due)] * 4)
    assert guarantee_of(case).events.filter(kind="reminded").count() == 1
    case = connect(case, analyst, due)

    def give_back() -> object:
        return guarantees.return_guarantee(
            access_request_id=case.pk, returned_on=due.date(), actor=analyst.as_actor(), now=due
        )

    assert at_once(*[give_back] * 3) == ["done"] + ["guarantee_over"] * 2
    assert case.clock_entries.filter(clock="guarantee_return", kind="stop").count() == 1
    assert not Compensation.objects.filter(clock="guarantee_return").exists()


@pytest.mark.usefixtures("committing_db")
def test_a_division_is_changed_once() -> None:
    case, analyst = filed_request(at=FILED_AT, credits=REMOTE), make_analyst()
    approved(case, analyst, FILED_AT)
    case = connect(case, analyst, FILED_AT)
    put_list(case, "esta unidade\t50\n3014100001\t50")
    holder = holder_of(case)

    def prepare() -> object:
        reading = read_rows(
            text_rows("esta unidade\t40\n3014100001\t60"), AllocationBasis.percentage, max_units=5000
        )
        return allocation_changes.prepare(
            access_request=case, reading=reading, document=None, actor=holder, now=LATER
        )

    def ask() -> object:
        prepared = AllocationChange.objects.latest("pk")
        return allocation_changes.request_change(
            access_request_id=case.pk, change_id=prepared.pk, actor=holder, now=LATER
        )

    assert at_once(*[prepare] * 3) == ["done"] * 3
    assert AllocationChange.objects.filter(status="prepared").count() == 1
    assert at_once(*[ask] * 4) == ["done"] + ["no_prepared_change"] * 3
    assert AllocationList.objects.filter(access_request=case).count() == 2
