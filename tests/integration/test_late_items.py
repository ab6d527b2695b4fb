"""A-06, the second-round guard: an item new on unchanged content says why, waits for a supervisor, and is counted."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.models import AccessRequest, Pending, PendingNotice, ReviewItem
from requests_app.services.opinions import decisions
from requests_app.services.review import corrections, late_items
from requests_app.services.review import verdicts as review
from requests_app.services.standing.late_items import unreleased_late_items
from requests_app.services.telling.messages import pending_lines
from tests.case_steps import deny, send_pendings
from tests.factories import filed_request, make_analyst, make_supervisor, make_technician
from tests.files import pdf_bytes
from tests.integration.case_reading import NOW
from tests.life_contests import (
    answer_contest,
    answer_first_round,
    contest_decision,
    contest_pendings,
    explain,
    judge,
    judge_second_round,
    release,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(days=1, hours=1), tick=False):
        yield


@pytest.fixture
def technician() -> User:
    return make_technician()


@pytest.fixture
def analyst() -> User:
    return make_analyst()


def second_round(technician: User, analyst: User) -> AccessRequest:
    """One correction asked for, answered in words without another file, and given back."""
    case = filed_request(technician, at=NOW)
    send_pendings(case, analyst, NOW, failing=1)
    answer_first_round(case, technician, NOW)
    case.refresh_from_db()
    return case


def met_before(case: AccessRequest) -> str:
    """A criterion that met in the round before, on another document than the one that was corrected."""
    asked = Pending.objects.filter(notice__access_request=case).values("document_code")
    found = ReviewItem.objects.filter(access_request=case, round=1, verdict="meets").exclude(
        document_code__in=asked
    )
    return found.order_by("position").values_list("criterion_code", flat=True)[0]


def send(case: AccessRequest, analyst: User) -> PendingNotice:
    return review.send_pendings(access_request_id=case.pk, actor=analyst.as_actor(), now=LATER)


def refusal_of_sending(case: AccessRequest, analyst: User) -> str:
    with pytest.raises(Refused) as caught:
        send(case, analyst)
    assert not PendingNotice.objects.filter(access_request=case, round=case.round).exists()
    return caught.value.code


def test_a06_the_guard_fires_on_unchanged_content_until_reason_and_release(
    technician: User, analyst: User
) -> None:
    case = second_round(technician, analyst)
    criterion = met_before(case)
    (item,) = judge_second_round(case, analyst, LATER, criterion)
    assert item.criterion_code == criterion
    assert refusal_of_sending(case, analyst) == "late_items_released"
    denial = decisions.Decision(outcome="not_approved")
    with pytest.raises(Refused) as caught:
        decisions.decide(access_request_id=case.pk, decision=denial, actor=analyst.as_actor(), now=LATER)
    assert caught.value.code == "late_items_released"
    item = explain(item, analyst, LATER)
    assert refusal_of_sending(case, analyst) == "late_items_released"
    assert [row.pk for row in late_items.waiting_items()] == [item.pk]
    release(item, LATER)
    notice = send(case, analyst)
    pending = notice.pendings.get(criterion_code=criterion)
    assert pending.late_reason == "erro nosso. Não vimos na primeira leitura."
    mail = Message.objects.filter(template="pendings_sent", recipient=technician.email).latest("pk")
    assert "Por que não veio antes: erro nosso. Não vimos na primeira leitura." in mail.text
    assert " ".join(pending_lines(list(notice.pendings.all())).split()) in " ".join(mail.text.split())
    counts = late_items.late_item_counts()
    assert (counts.total, counts.waiting) == (1, 0)
    assert {code: count for code, _, count in counts.by_reason}["our_error"] == 1


def test_a06_the_guard_does_not_fire_on_changed_content(technician: User, analyst: User) -> None:
    case = filed_request(technician, at=NOW)
    (pending,) = send_pendings(case, analyst, NOW, failing=1)
    corrections.fix_pending(
        pending_id=pending.pk,
        file=BytesIO(pdf_bytes(text="novo")),
        original_name="novo.pdf",
        actor=technician.as_actor(),
        now=NOW,
    )
    corrections.answer_pendings(access_request_id=case.pk, actor=technician.as_actor(), now=NOW)
    case.refresh_from_db()
    same_document = ReviewItem.objects.filter(
        access_request=case, round=2, document_code=pending.document_code
    )
    codes = list(same_document.values_list("criterion_code", flat=True))
    assert len(codes) > 1
    assert judge_second_round(case, analyst, LATER, *codes) == []
    assert send(case, analyst).pendings.count() == len(codes)


def test_a06_what_failed_before_may_fail_again_and_the_first_round_is_free(
    technician: User, analyst: User
) -> None:
    case = second_round(technician, analyst)
    before = Pending.objects.get(notice__access_request=case).criterion_code
    assert judge_second_round(case, analyst, LATER, before) == []
    assert send(case, analyst).pendings.get().late_reason == ""


def test_a06_safety_needs_its_reason_and_no_release(technician: User, analyst: User) -> None:
    case = second_round(technician, analyst)
    (item,) = judge_second_round(case, analyst, LATER, met_before(case))
    explain(item, analyst, LATER, reason="safety")
    assert list(late_items.waiting_items()) == []
    assert send(case, analyst).pendings.get().late_reason_code == "safety"


def test_a06_new_words_end_the_release(technician: User, analyst: User) -> None:
    case = second_round(technician, analyst)
    (item,) = judge_second_round(case, analyst, LATER, met_before(case))
    release(explain(item, analyst, LATER), LATER)
    assert unreleased_late_items(case) == 0
    item.refresh_from_db()
    review.save_verdict(
        item_id=item.pk,
        verdict="fails",
        what="Outra coisa.",
        how_to_fix="Envie outra.",
        base_version=item.version,
        actor=analyst.as_actor(),
        now=LATER,
    )
    assert unreleased_late_items(case) == 1
    item.refresh_from_db()
    release(item, LATER)
    explain(item, analyst, LATER, reason="new_fact")
    assert refusal_of_sending(case, analyst) == "late_items_released"


def test_a06_an_item_that_a_contest_dropped_is_late_when_it_fails_again(
    technician: User, analyst: User
) -> None:
    case = filed_request(technician, at=NOW)
    (pending,) = send_pendings(case, analyst, NOW, failing=1)
    contest_pendings(case, technician, NOW)
    answer_contest(case, NOW, 1)
    corrections.answer_pendings(access_request_id=case.pk, actor=technician.as_actor(), now=NOW)
    case.refresh_from_db()
    (item,) = judge_second_round(case, analyst, LATER, pending.criterion_code)
    assert item.criterion_code == pending.criterion_code
    assert refusal_of_sending(case, analyst) == "late_items_released"


def test_a06_a_denial_after_an_upheld_contest_raises_nothing_new_without_reason(
    technician: User, analyst: User
) -> None:
    case = filed_request(technician, at=NOW)
    deny(case, analyst, NOW)
    contest_decision(case, technician.as_actor(), NOW)
    judge(case, NOW, is_upheld=True)
    met = ReviewItem.objects.filter(access_request=case, round=1, verdict="meets").first()
    assert met is not None
    (item,) = judge_second_round(case, analyst, LATER, met.criterion_code)
    denial = decisions.Decision(outcome="not_approved")

    def deny_again() -> None:
        actor = analyst.as_actor()
        decisions.decide(access_request_id=case.pk, decision=denial, actor=actor, now=LATER)

    with pytest.raises(Refused):
        deny_again()
    release(explain(item, analyst, LATER), LATER)
    deny_again()
    mail = Message.objects.filter(template="not_approved", recipient=technician.email).latest("pk")
    assert "Falta o carimbo. Por que não veio antes: erro nosso." in mail.text


def test_the_wrong_people_and_bad_words_are_refused(technician: User, analyst: User) -> None:
    case = second_round(technician, analyst)
    (item,) = judge_second_round(case, analyst, LATER, met_before(case))
    other = ReviewItem.objects.filter(access_request=case, round=2, verdict="meets").first()
    assert other is not None

    def code(act: str, **given: object) -> str:
        with pytest.raises(Refused) as caught:
            getattr(late_items, act)(
                **{"item_id": item.pk, "actor": analyst.as_actor(), "now": LATER, **given}
            )
        return caught.value.code

    said = {"reason_code": "our_error", "text": "Não vimos."}
    assert code("explain", **said, actor=make_analyst("Outra").as_actor()) == "claimed_by_actor"
    assert code("explain", **{**said, "reason_code": "preguiça"}) == "reason_unknown"
    assert code("explain", **{**said, "text": "  "}) == "late_text_missing"
    assert code("explain", **{**said, "text": "x" * 1001}) == "late_text_missing"
    assert code("explain", **said, item_id=other.pk) == "not_late"
    boss = make_supervisor().as_actor()
    assert code("release", version=item.version, actor=boss) == "late_not_explained"
    with pytest.raises(PermissionDenied):
        late_items.release(item_id=item.pk, version=item.version, actor=analyst.as_actor(), now=LATER)
    explain(item, analyst, LATER)
    assert code("release", version=item.version - 1, actor=boss) == "late_item_changed"
    release(item, LATER)
    send(case, analyst)
    assert code("explain", **said) in ("claimed_by_actor", "round_over")
    assert code("release", version=item.version, actor=boss) == "round_over"


def test_a_supervisor_does_not_release_an_item_of_her_own(technician: User) -> None:
    boss = make_supervisor()
    case = second_round(technician, boss)
    (item,) = judge_second_round(case, boss, LATER, met_before(case))
    explain(item, boss, LATER)
    with pytest.raises(Refused) as caught:
        release(item, LATER, supervisor=boss)
    assert caught.value.code == "own_late_item"
