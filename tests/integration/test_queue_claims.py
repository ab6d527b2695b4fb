"""Taking requests: the next by legal date, never the same one twice, and a colleague is told of a takeover."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connections

from portal.outbox.models import Message
from requests_app.models import AccessRequest
from requests_app.services.review import claims
from tests.factories import filed_request, make_technician, publish_checklist, queued_rows
from tests.integration.review_room import NOW, TODAY, an_analyst, bench_address, signed_in, words

PRESSES = 100


@pytest.fixture
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a07_two_analysts_press_at_the_same_time_100_times_and_never_get_the_same(committing_db: str) -> None:
    """A-07: real transactions in two threads; a barrier makes each pair of presses meet."""
    publish_checklist()
    make_technician()
    analysts = [an_analyst("Beatriz Amaral"), an_analyst("Caio Lemos")]
    actors = [person.as_actor() for person in analysts]
    queued_rows(2 * PRESSES)
    barrier = threading.Barrier(2)
    taken: tuple[list[int | None], list[int | None]] = ([], [])
    failures: list[Exception] = []

    def press(place: int) -> None:
        try:
            for _ in range(PRESSES):
                barrier.wait(timeout=30)
                found = claims.claim_next(actor=actors[place])
                taken[place].append(found.pk if found else None)
        except Exception as failure:
            failures.append(failure)
            barrier.abort()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    counted = Counter(taken[0] + taken[1])
    assert None not in counted and len(counted) == 2 * PRESSES and set(counted.values()) == {1}
    for place, person in enumerate(analysts):
        assert set(AccessRequest.objects.filter(claimed_by=person).values_list("pk", flat=True)) == set(
            taken[place]
        )


@pytest.mark.django_db
class TestOverHttp:
    @pytest.fixture(autouse=True)
    def _frozen(self, _on_a_monday: None) -> None:
        pass

    def test_the_next_one_is_the_nearest_legal_date_and_opens_on_the_bench(self) -> None:
        queued_rows(1, due_on=TODAY + timedelta(days=9))
        (nearest,) = queued_rows(1, due_on=TODAY + timedelta(days=2), first=10)
        analyst = an_analyst()
        answer = signed_in(analyst).post("/analise/proxima")
        assert answer["Location"] == bench_address(nearest)
        nearest.refresh_from_db()
        assert nearest.claimed_by == analyst and nearest.claimed_until == NOW + claims.LEASE

    def test_the_next_one_skips_paused_and_held_requests(self) -> None:
        paused, held, free = queued_rows(3)
        AccessRequest.objects.filter(pk=paused.pk).update(is_clock_paused=True)
        claims.claim(access_request_id=held.pk, actor=an_analyst("Caio Lemos").as_actor(), now=NOW)
        assert signed_in(an_analyst()).post("/analise/proxima")["Location"] == bench_address(free)

    def test_nothing_free_says_so(self) -> None:
        client = signed_in(an_analyst())
        page = client.post("/analise/proxima", follow=True)
        assert "Não há pedido livre na fila agora." in words(page)

    def test_taking_a_received_request_starts_the_document_check(self) -> None:
        access_request = filed_request(at=NOW)
        assert signed_in(an_analyst()).post(bench_address(access_request, "/assumir")).status_code == 302
        access_request.refresh_from_db()
        assert access_request.state == "checking"

    def test_a_colleague_keeps_the_request_unless_it_is_taken_over_and_then_is_told(self) -> None:
        access_request = filed_request(at=NOW)
        beatriz, caio = an_analyst(), an_analyst("Caio Lemos")
        claims.claim(access_request_id=access_request.pk, actor=beatriz.as_actor(), now=NOW)
        client = signed_in(caio)
        refused = client.post(bench_address(access_request, "/assumir"))
        assert refused.status_code == 409 and "Este pedido está com Beatriz até 15h02." in words(refused)
        assert client.post(bench_address(access_request, "/assumir"), {"takeover": "1"}).status_code == 302
        access_request.refresh_from_db()
        assert access_request.claimed_by == caio
        told = Message.objects.get(template="claim_taken")
        assert told.recipient == beatriz.email and "Caio" in told.text
        assert "Caio" not in told.subject and str(access_request.filing_number) in told.subject

    def test_giving_back_frees_it_and_only_ones_own(self) -> None:
        (row,) = queued_rows(1)
        beatriz, caio = an_analyst(), an_analyst("Caio Lemos")
        claims.claim(access_request_id=row.pk, actor=beatriz.as_actor(), now=NOW)
        signed_in(caio).post(bench_address(row, "/devolver-a-fila"))
        row.refresh_from_db()
        assert row.claimed_by == beatriz
        page = signed_in(beatriz).post(bench_address(row, "/devolver-a-fila"), follow=True)
        assert f"O pedido {row.filing_number} voltou à fila." in words(page)
        row.refresh_from_db()
        assert row.claimed_by is None

    def test_a_request_that_waits_for_the_technician_is_not_taken(self) -> None:
        (row,) = queued_rows(1, state="pending")
        assert signed_in(an_analyst()).post(bench_address(row, "/assumir")).status_code == 409

    @pytest.mark.parametrize(
        "address", ["/analise/proxima", "{}/assumir", "{}/devolver-a-fila", "{}/conferencia"]
    )
    def test_reading_an_action_does_nothing(self, address: str) -> None:
        (row,) = queued_rows(1)
        assert signed_in(an_analyst()).get(address.format(bench_address(row))).status_code == 405
