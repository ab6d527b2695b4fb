"""Two people at a change of contact: it happens once, tries are all counted, and earlier sessions end."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from eligibility.domain.findings import Refused
from portal.outbox.models import Message
from requests_app.models import AccessRequest, ContactChangeEvent, Holder
from requests_app.services.people import contact_changes
from tests.factories import filed_request, make_technician
from tests.integration.test_holder_access import come_in, other_than

NEW = "ana.nova@outro.test"


def code_for(to: str) -> str:
    mail = Message.objects.filter(template="contact_code", recipient=to).latest("pk")
    found = re.search(r"^(\d{6})$", mail.text, re.MULTILINE)
    assert found is not None
    return found[1]


def _at_once(case: AccessRequest, codes: list[str]) -> list[str]:
    def once(code: str) -> str:
        try:
            contact_changes.confirm_change(case, code, now=timezone.now())
        except Refused as refused:
            return refused.code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(codes)) as pool:
        return list(pool.map(once, codes))


def test_two_at_once_change_once_and_wrong_tries_are_all_counted(committing_db: str) -> None:
    case = filed_request()
    contact_changes.ask_change(case, email=NEW, phone="", now=timezone.now())
    told = _at_once(case, [other_than(code_for(NEW))] * 8)
    assert told.count("contact_code_wrong") == contact_changes.MAX_TRIES
    contact_changes.ask_change(case, email=NEW, phone="", now=timezone.now())
    assert sorted(_at_once(case, [code_for(NEW)] * 4)) == ["contact_code_over"] * 3 + ["done"]
    assert ContactChangeEvent.objects.count() == 1


def test_two_requests_of_one_holder_changed_at_once_end_with_one_contact(committing_db: str) -> None:
    owner = make_technician()
    cases = [filed_request(owner), filed_request(owner)]
    for place, each in enumerate(cases):
        contact_changes.ask_change(each, email=f"ana{place}@outro.test", phone="", now=timezone.now())
    codes = [code_for(f"ana{place}@outro.test") for place in range(2)]

    def once(place: int) -> str:
        try:
            contact_changes.confirm_change(cases[place], codes[place], now=timezone.now())
        except Refused as refused:
            return refused.code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(once, range(2)))
    assert sorted(told) == ["contact_code_over", "done"]
    assert len(set(Holder.objects.values_list("email", flat=True))) == 1


@pytest.mark.django_db
def test_whoever_came_in_through_the_old_mailbox_is_out() -> None:
    """The session that proved the new address goes on; one opened before shows nothing and may come in anew."""
    case = filed_request()
    holder, earlier = Client(), Client()
    come_in(holder, case)
    come_in(earlier, case)
    address = f"/titular/solicitacoes/{case.filing_number}"
    contact_changes.ask_change(case, email=NEW, phone="", now=timezone.now())
    holder.post(f"{address}/contato/confirmar", {"code": code_for(NEW)})
    assert holder.get(address).status_code == 200
    assert earlier.get(address).status_code == 404
    case.refresh_from_db()
    come_in(earlier, case)
    assert earlier.get(address).status_code == 200
