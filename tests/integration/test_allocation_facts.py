"""What a kept list amounts to: facts in one statement, the table for print, and no change after sending."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from eligibility.domain.allocation import AllocationEntry, AllocationReading
from eligibility.domain.findings import Refused
from eligibility.domain.vocabulary import AllocationBasis, Modality
from requests_app.domain.filing import CreditsAnswers, Surroundings
from requests_app.models import AccessRequest, AllocationList
from requests_app.services.allocations.lists import (
    allocation_facts,
    allocation_facts_of,
    allocation_table,
    remove_list,
    save_list,
)
from requests_app.services.filing import sending as filing
from requests_app.services.filing.drafts import delete_draft, save_section
from tests.factories import a_filing, attach_everything, filed_request, make_draft, make_technician
from tests.filing_data import answers
from tests.integration.allocation_room import ANA, make_room, pasted, send
from tests.integration.filing_steps import filled_draft, page, pdf, signed_in, technician

pytestmark = pytest.mark.django_db
Room = tuple[Client, AccessRequest]


@pytest.fixture
def room() -> Room:
    return make_room()


@pytest.mark.parametrize("count", [2, 5_000])
def test_statements_do_not_grow_with_the_list(
    room: Room, django_assert_max_num_queries: Any, count: int
) -> None:
    client, draft = room
    send(client, draft, pasted(count))
    with django_assert_max_num_queries(1) as asked:
        assert allocation_facts(draft.pk) is not None
    assert '"entries"' not in asked.captured_queries[0]["sql"]
    with django_assert_max_num_queries(14):
        assert client.get(page(draft, "draft_allocation")).status_code == 200


def test_facts_of_many_drafts_cost_one_statement(django_assert_num_queries: Any) -> None:
    user = technician("muitas@exemplo.com.br")
    client = signed_in(user)
    drafts = [filled_draft(user, credits={"modality": "remote"}) for _ in range(3)]
    for count, draft in enumerate(drafts, start=1):
        send(client, draft, pasted(count))
    with django_assert_num_queries(1):
        found = allocation_facts_of([draft.pk for draft in drafts])
    assert [found[draft.pk].unit_count for draft in drafts] == [1, 2, 3]


def test_the_own_unit_follows_its_number_when_that_changes_after_the_list(
    room: Room,
) -> None:
    """The largest part decides the tariff class: the own share must never be taken for a beneficiary's."""
    client, draft = room
    send(client, draft, f"3014999999;70;Ana;{ANA}\n3014000001;30;Bia;")
    before = allocation_facts(draft.pk)
    save_section(draft_id=draft.pk, section="unit", answers=answers("unit", unit_number="301.499.9999"))
    after = allocation_facts(draft.pk)
    assert before is not None
    assert after is not None
    assert (before.unit_count, after.unit_count) == (2, 1)


def test_the_table_for_print_has_every_line_and_the_totals(room: Room) -> None:
    client, draft = room
    send(client, draft, f"esta unidade;40\n3014000001;35;Ana Souza;{ANA}\n3014000002;25;Ana Souza;{ANA}")
    draft.refresh_from_db()
    table = allocation_table(draft)
    assert table is not None
    assert [(line.unit_number, line.share, line.is_generating_unit) for line in table.lines] == [
        ("3014056287", "40%", True),
        ("3014000001", "35%", False),
        ("3014000002", "25%", False),
    ]
    assert [(m.name, m.unit_count, m.percent) for m in table.members] == [("Ana Souza", 2, Decimal(60))]
    assert (table.unit_count, table.total_percent, table.own_percent) == (2, Decimal(100), Decimal(40))


def test_a_list_changes_no_more_once_the_request_was_sent() -> None:
    user = make_technician()
    client, sent = signed_in(user), filed_request(user)
    assert send(client, sent, pasted(2)).status_code == 409
    assert client.post(page(sent, "draft_allocation_remove"), {"number": "1"}).status_code == 409
    reading = AllocationReading(
        basis=AllocationBasis.priority,
        entries=(AllocationEntry(line=1, unit_number="3014000001", priority=1),),
    )
    with pytest.raises(Refused):
        save_list(draft_id=sent.pk, reading=reading, actor=user.as_actor())
    with pytest.raises(Refused):
        remove_list(draft_id=sent.pk, actor=user.as_actor())
    assert not sent.allocation_lists.exists()


def test_the_filed_request_keeps_its_list_and_prints_it_with_the_units_own_number() -> None:
    user = make_technician()
    draft = make_draft(user)
    entries = (
        AllocationEntry(line=1, unit_number="3014056287", percent=Decimal(40)),
        AllocationEntry(line=2, unit_number="3014000001", percent=Decimal(60), member_name="Ana"),
    )
    reading = AllocationReading(basis=AllocationBasis.percentage, entries=entries)
    save_section(draft_id=draft.pk, section="unit", answers=answers("unit"))
    save_list(draft_id=draft.pk, reading=reading, actor=user.as_actor())
    listed = allocation_facts(draft.pk)
    credits_ = CreditsAnswers(modality=Modality.remote)
    given = a_filing(credits=credits_, surroundings=Surroundings(allocation=listed))
    attach_everything(draft, user, given, timezone.localdate())
    sent = filing.file_request(
        draft_id=draft.pk,
        filing=given,
        findings=(),
        accepted_declarations=frozenset({"d", "f"}),
        is_acknowledged=True,
        actor=user.as_actor(),
        now=timezone.now(),
    )
    table = allocation_table(sent)
    assert table is not None
    assert [line.is_generating_unit for line in table.lines] == [True, False]
    assert allocation_facts(sent.pk) == listed
    assert listed is not None
    assert listed.unit_count == 1


@pytest.mark.parametrize("has_files", [False, True])
def test_a_discarded_draft_takes_its_list_along(room: Room, has_files: bool) -> None:
    client, draft = room
    send(client, draft, pasted(1))
    if has_files:
        client.post(page(draft, "draft_documents"), {"file_single_line_diagram": pdf()})
        assert draft.attachments.exists()
    delete_draft(draft_id=draft.pk)
    assert not AllocationList.objects.filter(access_request_id=draft.pk).exists()
