"""Bad input to the steps after the opinion: twice, too late, on a wrong day, with a spent code; nothing is written."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from time_machine import TimeMachineFixture

from eligibility.domain.findings import Refused
from requests_app.domain.faults import Fault
from requests_app.models import Charge, HolderCode, ReviewItem
from requests_app.services.agreements import payments
from requests_app.services.connection import inspections
from requests_app.services.people.holder_access import access_of, request_code, spend_code
from requests_app.services.review import late_items
from requests_app.services.review import verdicts as review
from requests_app.services.review.verdicts import StaleReview
from tests.golden.story_checks import mark
from tests.integration.life_presses import code_for
from tests.life_case import new_case, take
from tests.life_steps import STEPS, bring_to, do

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
DAY = timedelta(days=1)
TODAY = NOW.date()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOW, tick=False)
    return time_machine


def _refusal(act: Callable[[], object]) -> str:
    """What the person is told; whatever was refused wrote nothing, and says why."""
    before, said = mark(), ["forbidden"]
    try:
        act()
    except Refused as refused:
        told, said = refused.code, [finding.message for finding in refused.findings]
    except PermissionDenied:
        told = "forbidden"
    else:
        return "done"
    assert mark() == before
    assert all(said)
    return told


TWICE = [
    ("checking", "send_pendings"),
    ("analysis", "approve"),
    ("analysis", "deny"),
    ("analysis", "withdraw"),
    ("approved", "approve_conditions"),
    ("approved", "contest_decision"),
    ("approved", "cancel"),
    ("contracts", "deliver_contracts"),
    ("contracts_sent", "accept_contracts"),
    ("works", "finish_works"),
    ("ready", "request_inspection"),
    ("inspection_requested", "connect"),
    ("inspection_requested", "fail_inspection"),
]


@pytest.mark.parametrize(("stage", "step"), TWICE)
def test_the_second_time_is_refused_and_writes_nothing(stage: str, step: str) -> None:
    case = bring_to(new_case("mini" if stage == "contracts" else "house"), stage, NOW)
    do(case, step, NOW)
    assert _refusal(lambda: do(case, step, NOW)) in ("action_not_in_state", "no_contest_open")


_STILL_POSSIBLE = {"restore", "reassess", "sweep"}
_NEEDS_A_ROW = {"confirm_payment", "explain_late_item", "release_late_item", "file"}


@pytest.mark.parametrize("step", sorted(STEPS.keys() - _STILL_POSSIBLE - _NEEDS_A_ROW))
def test_nothing_is_done_on_a_lapsed_opinion(step: str, morning: TimeMachineFixture) -> None:
    case = bring_to(new_case(), "approved", NOW)
    late = NOW + timedelta(days=121)
    morning.move_to(late, tick=False)
    do(case, "sweep", late)
    assert case.access_request.state == "lapsed"
    given = {"reason": "pause.art64_other_utility_or_ons"} if step == "pause_clock" else {}
    given |= {"reason": "pause.works_licence"} if step == "suspend_works" else {}
    told = _refusal(lambda: do(case, step, late, upheld=True, **given))
    assert told in ("action_not_in_state", "contest_open", "claimed_by_actor"), told
    assert case.fresh().state == "lapsed"


FAULT = Fault(what="Sem placa", rule="ND 5.31", how_to_fix="Instalar.")


@pytest.mark.parametrize("inspected_on", [TODAY + DAY, TODAY - DAY], ids=["to come", "too early"])
@pytest.mark.parametrize("has_passed", [True, False])
def test_a_visit_is_neither_to_come_nor_before_it_was_asked_for(inspected_on: date, has_passed: bool) -> None:
    case = bring_to(new_case(), "inspection_requested", NOW)
    given: dict[str, Any] = {"access_request_id": case.pk, "actor": case.actor("analyst"), "now": NOW}

    def visit() -> object:
        if has_passed:
            return inspections.connect(meter_number="8001234567", inspected_on=inspected_on, **given)
        return inspections.fail_inspection(reasons=[FAULT], inspected_on=inspected_on, **given)

    assert _refusal(visit) not in ("done", "forbidden", "action_not_in_state")
    assert case.fresh().state == "inspection_requested"


@pytest.mark.parametrize("paid_on", [TODAY + DAY, TODAY - DAY], ids=["to come", "too early"])
def test_a_payment_is_neither_to_come_nor_before_its_charge(paid_on: date) -> None:
    case = bring_to(new_case(opinion={"participation_brl": "4800.00"}), "contracts_sent", NOW)
    charge = Charge.objects.get(access_request=case.access_request)
    told = _refusal(
        lambda: payments.confirm_payment(
            charge_id=charge.pk, paid_on=paid_on, payment_number="1", actor=case.actor("analyst"), now=NOW
        )
    )
    assert told not in ("done", "forbidden", "action_not_in_state")
    charge.refresh_from_db()
    assert not charge.is_paid


@pytest.mark.parametrize("purpose", [HolderCode.Purpose.CANCEL, HolderCode.Purpose.ACCEPT])
def test_a_code_serves_once_for_its_purpose_and_for_ten_minutes(
    purpose: HolderCode.Purpose, morning: TimeMachineFixture
) -> None:
    case = bring_to(new_case(), "contracts_sent", NOW)
    other = next(p for p in (HolderCode.Purpose.CANCEL, HolderCode.Purpose.ACCEPT) if p is not purpose)

    def spend(code: str, wanted: HolderCode.Purpose, now: datetime) -> Callable[[], object]:
        return lambda: spend_code(access_of(case.access_request, now=now), code, now=now, purpose=wanted)

    request_code(access_of(case.access_request, now=NOW), now=NOW, purpose=purpose)
    code = code_for(case)
    assert _refusal(spend(code, other, NOW)) == "holder_code_over"
    assert _refusal(spend(code, purpose, NOW)) == "done"
    assert _refusal(spend(code, purpose, NOW)) == "holder_code_over"
    request_code(access_of(case.access_request, now=NOW), now=NOW, purpose=purpose)
    late = NOW + timedelta(minutes=11)
    morning.move_to(late, tick=False)
    assert _refusal(spend(code_for(case), purpose, late)) == "holder_code_over"
    assert case.fresh().state == "contracts_sent"


def test_a_verdict_on_a_stale_page_changes_nothing() -> None:
    case = bring_to(new_case(), "checking", NOW)
    actor = case.actor("analyst")
    take(case, actor, NOW)
    item = ReviewItem.objects.filter(access_request=case.access_request)[0]
    given: dict[str, Any] = {"item_id": item.pk, "base_version": item.version, "actor": actor, "now": NOW}
    review.save_verdict(verdict="meets", **given)
    with pytest.raises(StaleReview):
        review.save_verdict(verdict="fails", what="Falta", how_to_fix="Enviar", **given)
    item.refresh_from_db()
    assert item.verdict == "meets"


def test_a_late_item_is_released_as_it_was_read_or_not_at_all() -> None:
    """Release with a stale version, by the analyst, or before the words: refused; then nothing is sent."""
    case = bring_to(new_case(), "checking", NOW)
    for step in ("send_pendings", "answer_pendings"):
        do(case, step, NOW)
    assert _refusal(lambda: do(case, "send_pendings", NOW, late_item=True)) == "late_items_released"
    item = ReviewItem.objects.filter(access_request=case.access_request, verdict="fails").latest(
        "round", "pk"
    )

    def let_through(who: str, version: int) -> str:
        return _refusal(
            lambda: late_items.release(item_id=item.pk, version=version, actor=case.actor(who), now=NOW)
        )

    assert let_through("supervisor", item.version) == "late_not_explained"
    do(case, "explain_late_item", NOW)
    item.refresh_from_db()
    assert let_through("analyst", item.version) == "forbidden"
    assert let_through("supervisor", item.version - 1) == "late_item_changed"
    assert _refusal(lambda: do(case, "send_pendings", NOW, late_item=True)) == "late_items_released"
    assert let_through("supervisor", item.version) == "done"


@pytest.mark.parametrize(("step", "person"), [("cancel", "holder"), ("approve_conditions", "technician")])
def test_the_holder_and_the_technician_of_another_request_are_refused(step: str, person: str) -> None:
    mine, others = bring_to(new_case(), "approved", NOW), bring_to(new_case(), "approved", NOW)
    _usual, carry_out = STEPS[step]
    assert _refusal(lambda: carry_out(mine, NOW, others.actor(person), {})) == "forbidden"
    assert mine.fresh().state == "approved"
