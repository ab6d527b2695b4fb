"""A guarantee that is gone is given again before a request that came back to life goes on."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine

from eligibility.domain.findings import Refused
from eligibility.domain.vocabulary import GuaranteeForm
from portal.accounts.models import User
from requests_app.domain.guarantee_life import GuaranteeEventKind
from requests_app.models import AccessRequest
from requests_app.services.guarantees import executions as guarantee_executions
from requests_app.services.guarantees import steps as guarantees
from requests_app.services.guarantees import terms as guarantee_terms
from requests_app.services.guarantees.opening import add_event
from tests import life_agreements
from tests.factories import make_supervisor
from tests.integration.review_room import an_analyst, signed_in, words
from tests.life_contests import restore
from tests.life_endings import cancel
from tests.life_guarantees import approved, guarantee_of, mini_request

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
TODAY = NOON.date()
AGAIN = {"step": "again", "form": "surety", "amount_brl": "80.000,00", "valid_until_on": "2029-01-31"}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return an_analyst()


def gone(analyst: User, *, is_executed: bool = False) -> AccessRequest:
    """Cancelled, its guarantee given back or executed in whole, and restored."""
    case = mini_request(at=NOON)
    approved(case, analyst, NOON)
    if is_executed:
        add_event(guarantee_of(case), GuaranteeEventKind.RENEWAL_MISSED, actor=analyst.as_actor(), now=NOON)
        guarantee_executions.execute_whole(
            access_request_id=case.pk,
            executed_on=TODAY,
            actor=make_supervisor("Rita Melo").as_actor(),
            now=NOON,
        )
    cancel(case, NOON)
    if not is_executed:
        guarantees.return_guarantee(
            access_request_id=case.pk, returned_on=TODAY, actor=analyst.as_actor(), now=NOON
        )
    restore(case, NOON)
    return AccessRequest.objects.get(pk=case.pk)


@pytest.mark.parametrize("is_executed", [False, True])
def test_the_conditions_wait_for_the_new_guarantee(analyst: User, is_executed: bool) -> None:
    case = gone(analyst, is_executed=is_executed)
    with pytest.raises(Refused, match="guarantee_not_gone") as told:
        life_agreements.approve_conditions(case, NOON)
    assert "Entregue outra" in told.value.message
    client, page = signed_in(analyst), f"/analise/solicitacoes/{case.filing_number}/garantia"
    assert "Registrar a garantia dada de novo" in words(client.get(page))
    assert client.post(page, AGAIN | {"valid_until_on": "2016-01-31"}).status_code == 422
    assert client.post(page, AGAIN).status_code == 302
    assert client.post(page, AGAIN).status_code == 409
    guarantee = guarantee_of(case)
    assert (guarantee.standing, guarantee.executed_brl, guarantee.amount_brl, guarantee.valid_until_on) == (
        "held", Decimal(0), Decimal("80000.00"), date(2029, 1, 31),
    )  # fmt: skip
    assert guarantee.next_look_on is not None and guarantee.events.filter(kind="opened").count() == 2
    life_agreements.approve_conditions(case, NOON)
    assert case.state == "contracts"


def test_nothing_of_the_old_execution_holds_against_the_new_guarantee(analyst: User) -> None:
    case, chief = gone(analyst, is_executed=True), make_supervisor("Ivo Reis").as_actor()
    guarantee_terms.give_again(
        access_request_id=case.pk, form=GuaranteeForm.cash, amount_brl=Decimal(80000), valid_until_on=None,
        actor=analyst.as_actor(), now=NOON,
    )  # fmt: skip
    with pytest.raises(Refused, match="notice_missing"):
        guarantee_executions.execute_part(access_request_id=case.pk, executed_on=TODAY, actor=chief, now=NOON)
    with pytest.raises(Refused, match="no_ground"):
        guarantee_executions.execute_whole(
            access_request_id=case.pk, executed_on=TODAY, actor=chief, now=NOON
        )


def test_none_is_given_again_while_one_is_held_or_after_the_end(analyst: User) -> None:
    case = mini_request(at=NOON)
    client, page = signed_in(analyst), f"/analise/solicitacoes/{case.filing_number}/garantia"
    assert client.post(page, AGAIN).status_code == 409
    cancelled = gone(analyst)
    cancel(cancelled, NOON + timedelta(minutes=1))
    page = f"/analise/solicitacoes/{cancelled.filing_number}/garantia"
    assert client.post(page, AGAIN).status_code == 409
    assert "dada de novo" not in words(client.get(page))
