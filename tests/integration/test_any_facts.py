"""Any admissible facts can be typed, sent, reviewed and followed: no page of the walk is a server error."""

from collections import Counter
from datetime import datetime, time
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings

from documents.printing import print_receipt
from eligibility.domain.facts import ProjectFacts
from requests_app.forms.drafts import FORMS, read_draft
from requests_app.models import AccessRequest, CustomerAccount, Holder
from requests_app.services.filing.preconditions import preconditions_of_draft
from requests_app.services.sheets.papers import build_paper, make_papers, papers_of
from requests_app.services.sheets.receipt import build_receipt
from tests.api import Caller
from tests.factories import give_second_factor, make_analyst, put_in_every_slot
from tests.golden.admissible import admissible_facts
from tests.golden.drafts import typed_draft
from tests.golden.listed import pasted
from tests.golden.typed import answers_of
from tests.integration.review_room import bench_address, signed_in

pytestmark = pytest.mark.django_db
EXAMPLES, PARTS, LEAST_FILED, PRINTED_ONE_IN = 40, 4, 1, 10
SCREENS = {section: f"draft_{section}" for section in FORMS}
BY_THE_CASE = ("", "/documentos", "/pendencias", "/prazo", "/historico", "/recebida")
BY_THE_HOLDER = ("", "/prazo", "/documentos", "/contato")
BY_THE_ANALYST = ("", "/pendencias", "/decisao", "/titular", "/cadastro")


@pytest.mark.parametrize("part", range(PARTS))
def test_any_admissible_facts_are_filed_and_reviewed_or_told_what_is_wrong(part: int) -> None:
    seen: Counter[str] = Counter()

    @seed(part)
    @settings(
        max_examples=EXAMPLES // PARTS,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(admissible_facts())
    def walk(facts: ProjectFacts) -> None:
        cache.clear()
        noon = timezone.make_aware(datetime.combine(facts.filed_on, time(12)))
        # One technician and one draft; nothing of it stays.
        with time_machine.travel(noon, tick=False), transaction.atomic():
            _walk(facts, seen)
            transaction.set_rollback(True)

    walk()
    assert seen["drafts"] >= EXAMPLES // PARTS
    assert LEAST_FILED <= seen["filed"] < seen["drafts"], seen
    assert seen["printed"] >= 1, seen


def _walk(facts: ProjectFacts, seen: Counter[str]) -> None:
    draft = typed_draft(facts.model_copy(update={"allocation": None}))
    _customer(facts)
    seen["drafts"] += 1
    client = signed_in(draft.technician)
    if facts.allocation is not None:
        sent = {"basis": facts.allocation.basis, "text": pasted(facts.allocation), "number": "0"}
        _answers(client.post(_page(draft, "draft_allocation"), sent), 302, 422)
    for section, name in SCREENS.items():
        _type_again(client, draft, section, name)
    _answers(client.get(_page(draft, "draft_allocation")), 200)
    _fill_the_slots(client, draft)
    assert Caller(draft.technician).status("GET", f"drafts/{draft.public_id}/check") == 200

    draft.refresh_from_db()
    reading = read_draft(draft, facts.filed_on, preconditions=preconditions_of_draft(draft))
    sent = dict.fromkeys(reading.forms["sending"].fields, "on")
    sent |= {"version": str(draft.draft_version), "other_information": ""}
    answer = client.post(_page(draft, "draft_check"), sent)
    may_go = not reading.blocking and reading.facts.professional is not None
    draft.refresh_from_db()
    assert draft.is_draft is not may_go, [finding.message for finding in reading.blocking]
    if not may_go:
        _answers(answer, 422, 302)
        return
    _answers(answer, 302)
    connection.check_constraints()
    seen["filed"] += 1
    _followed(client, draft)
    _papers(draft, seen)
    _reviewed(draft)


def _type_again(client: Client, draft: AccessRequest, section: str, name: str) -> None:
    """See a screen with its errors and send it as it was typed."""
    page = _page(draft, name)
    _answers(client.get(f"{page}?revisar=1"), 200, *([302] if section == "guarantee" else []))
    draft.refresh_from_db()
    typed = {**draft.draft_answers[section], "version": str(draft.draft_version)}
    _answers(client.post(page, typed), 200, 302, 422)


def _fill_the_slots(client: Client, draft: AccessRequest) -> None:
    """Every document with a file, also those that may stay away."""
    draft.refresh_from_db()
    slots = read_draft(draft, timezone.localdate()).uploads
    _answers(client.post(_page(draft, "draft_documents"), {}), 200, 302, 422)
    put_in_every_slot(draft, draft.technician, [slot.item for slot in slots])
    _answers(client.get(_page(draft, "draft_documents")), 200)
    _answers(client.get(_page(draft, "draft_check")), 200, 302)


def _followed(client: Client, filed: AccessRequest) -> None:
    """The pages of the technician and of the holder, and the technician's through the API."""
    for part in BY_THE_CASE:
        _answers(client.get(f"/solicitacoes/{filed.filing_number}{part}"), 200)
    assert Caller(filed.technician).status("GET", f"requests/{filed.filing_number}") == 200
    holder = Client()
    session = holder.session
    session["holder_request_id"] = filed.pk
    session.save()
    for part in BY_THE_HOLDER:
        _answers(holder.get(f"/titular/solicitacoes/{filed.filing_number}{part}"), 200)
    assert Holder.objects.filter(access_request=filed).count() == 1


def _papers(filed: AccessRequest, seen: Counter[str]) -> None:
    """Every paper is composed, and now and then printed as well."""
    receipt = build_receipt(filed)
    for code in papers_of(filed):
        assert build_paper(filed, code).filing_number == filed.filing_number
    if seen["filed"] % PRINTED_ONE_IN == 1:
        assert print_receipt(receipt).startswith(b"%PDF")
        make_papers(filed.pk)
        seen["printed"] += 1


def _reviewed(filed: AccessRequest) -> None:
    """The analyst's pages after taking the request."""
    analyst = signed_in(give_second_factor(make_analyst()))
    _answers(analyst.post(bench_address(filed, "/assumir")), 302)
    for tail in BY_THE_ANALYST:
        _answers(analyst.get(bench_address(filed, tail)), 200)


def _customer(facts: ProjectFacts) -> None:
    """What the utility's table says of the unit and its customer, where it says anything."""
    number = facts.unit_number
    is_known = facts.has_overdue_debts is not None or facts.is_captive is not None
    if is_known and number.isdigit() and len(number) in (10, 15):
        CustomerAccount.objects.create(
            unit_number=number,
            tax_id="".join(c for c in answers_of(facts)["holder"]["tax_id"] if c.isdigit()),
            has_overdue_debts=bool(facts.has_overdue_debts),
            is_captive=facts.is_captive is not False,
            imported_at=timezone.now(),
            source_line=2,
        )


def _page(draft: AccessRequest, name: str) -> str:
    return reverse(name, args=[draft.public_id])


def _answers(response: Any, *allowed: int) -> None:
    assert response.status_code in allowed, f"{response.request['PATH_INFO']}: {response.status_code}"
