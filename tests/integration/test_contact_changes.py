"""The holder changes e-mail and phone by a code; the old address is told; requests in hand follow."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from eligibility.domain.findings import Refused
from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.models import (
    AccessRequest,
    ContactChange,
    ContactChangeEvent,
    Event,
    Holder,
    HolderAccess,
    HolderCode,
)
from requests_app.services.endings import withdrawals
from requests_app.services.people import contact_changes, holder_access
from tests.factories import filed_request, give_second_factor, make_analyst, make_technician
from tests.integration.test_holder_access import come_in, other_than

pytestmark = pytest.mark.django_db
NEW = "ana.nova@outro.test"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))


@pytest.fixture
def noon(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def owner() -> User:
    return make_technician()


@pytest.fixture
def case(noon: TimeMachineFixture, owner: User) -> AccessRequest:
    return filed_request(owner)


@pytest.fixture
def holder(client: Client, case: AccessRequest) -> Client:
    come_in(client, case)
    return client


def page(case: AccessRequest, part: str = "") -> str:
    return f"/titular/solicitacoes/{case.filing_number}/contato{part}"


def mail(template: str, to: str) -> Message:
    return Message.objects.filter(template=template, recipient=to).latest("pk")


def code_for(to: str) -> str:
    found = re.search(r"^(\d{6})$", mail("contact_code", to).text, re.MULTILINE)
    assert found is not None
    return found[1]


def ask(holder: Client, case: AccessRequest, **new: str) -> Any:
    return holder.post(page(case), {"email": "", "phone": "", **new})


def confirm(holder: Client, case: AccessRequest, code: str) -> Any:
    return holder.post(page(case, "/confirmar"), {"code": code})


def contact(case: AccessRequest) -> tuple[str, str]:
    return Holder.objects.values_list("email", "phone").get(access_request=case)


def test_a_new_email_is_proved_by_a_code_sent_to_it(holder: Client, case: AccessRequest) -> None:
    assert (
        "Mudar e-mail ou telefone"
        in holder.get(f"/titular/solicitacoes/{case.filing_number}").content.decode()
    )
    asked = ask(holder, case, email=NEW)
    assert asked.headers["Location"] == page(case, "/confirmar")
    assert contact(case) == ("ana@exemplo.test", "31988887777")
    done = confirm(holder, case, code_for(NEW))
    assert done.headers["Location"] == page(case, "/pronto")
    assert contact(case) == (NEW, "31988887777")


def test_the_pages_and_addresses_hold_no_contact_in_full(holder: Client, case: AccessRequest) -> None:
    first = holder.get(page(case)).content.decode()
    ask(holder, case, email=NEW)
    second = holder.get(page(case, "/confirmar")).content.decode()
    confirm(holder, case, code_for(NEW))
    for text in (first, second, holder.get(page(case, "/pronto")).content.decode()):
        for secret in ("ana@exemplo.test", NEW, "31988887777", "12345678909"):
            assert secret not in text
    assert "a•••@exemplo.test" in first and "a•••@outro.test" in second


def test_the_old_address_is_told_without_the_new_one_in_full(holder: Client, case: AccessRequest) -> None:
    ask(holder, case, email=NEW)
    assert not Message.objects.filter(template="contact_changed_old").exists()
    confirm(holder, case, code_for(NEW))
    told = mail("contact_changed_old", "ana@exemplo.test")
    assert NEW not in told.text and "a•••@outro.test" in told.text
    assert str(case.filing_number) in told.text and "Ligue logo para" in told.text
    assert "exemplo.test" not in told.subject


def test_the_email_that_confirms_says_what_the_page_says_and_brings_a_way_in(
    holder: Client, case: AccessRequest, client: Client
) -> None:
    ask(holder, case, email=NEW, phone="(31) 97777-6666")
    confirm(holder, case, code_for(NEW))
    shown = holder.get(page(case, "/pronto")).content.decode()
    said = mail("contact_changed", NEW).text
    sentences = contact_changes.outcome_lines(ContactChange.objects.get(), followed=0)
    assert len(sentences) == 2
    for sentence in sentences:
        assert sentence in shown and sentence in said
    token = re.search(r"/titular/confirmar/(\S+)", said)
    assert token is not None
    other = Client()
    assert other.post(f"/titular/confirmar/{token[1]}").headers["Location"] == "/titular/codigo"
    assert Message.objects.filter(template="holder_code").latest("pk").recipient == NEW


def test_a_new_phone_alone_is_confirmed_through_the_present_email(
    holder: Client, case: AccessRequest
) -> None:
    ask(holder, case, phone="31 97777-6666")
    confirm(holder, case, code_for("ana@exemplo.test"))
    assert contact(case) == ("ana@exemplo.test", "31977776666")
    assert not Message.objects.filter(template="contact_changed_old").exists()
    said = mail("contact_changed", "ana@exemplo.test").text
    assert "Seu telefone mudou." in said and "/titular/confirmar/" not in said


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Escreva o novo e-mail ou o novo telefone."),
        ({"email": "ana"}, "Confira o e-mail."),
        ({"phone": "12"}, "Escreva o telefone com DDD."),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(
    holder: Client, case: AccessRequest, typed: dict[str, str], message: str
) -> None:
    answer = ask(holder, case, **typed)
    assert answer.status_code == 422
    assert message.casefold() in answer.content.decode().casefold()
    assert not ContactChange.objects.exists()


def test_the_present_contact_is_no_change(holder: Client, case: AccessRequest) -> None:
    answer = ask(holder, case, email="ANA@exemplo.test", phone="(31) 98888-7777")
    assert "Este já é o contato do pedido" in answer.content.decode()
    assert not ContactChange.objects.exists()


def test_five_wrong_codes_lock_and_the_right_one_comes_too_late(holder: Client, case: AccessRequest) -> None:
    ask(holder, case, email=NEW)
    code = code_for(NEW)
    for _ in range(contact_changes.MAX_TRIES):
        wrong = confirm(holder, case, other_than(code))
        assert wrong.status_code == 422 and "confira os números" in wrong.content.decode()
    late = confirm(holder, case, code)
    assert late.status_code == 422 and "não vale mais" in late.content.decode()
    assert contact(case)[0] == "ana@exemplo.test"


def test_a_code_is_kept_as_a_hash_serves_once_and_not_after_its_time(
    holder: Client, case: AccessRequest, noon: TimeMachineFixture
) -> None:
    ask(holder, case, email=NEW)
    code = code_for(NEW)
    assert code not in ContactChange.objects.get().code_hash
    noon.shift(timedelta(minutes=contact_changes.CODE_MINUTES, seconds=1))
    assert confirm(holder, case, code).headers["Location"] == page(case)
    ask(holder, case, email=NEW)
    code = code_for(NEW)
    confirm(holder, case, code)
    assert confirm(holder, case, code).headers["Location"] == page(case)
    with pytest.raises(Refused, match="contact_code_over"):
        contact_changes.confirm_change(case, code, now=timezone.now())
    assert ContactChangeEvent.objects.count() == 1


def test_a_newer_code_ends_the_older_one(holder: Client, case: AccessRequest) -> None:
    ask(holder, case, email="primeiro@outro.test")
    older = code_for("primeiro@outro.test")
    ask(holder, case, email=NEW)
    assert confirm(holder, case, older if older != code_for(NEW) else other_than(older)).status_code == 422
    confirm(holder, case, code_for(NEW))
    assert contact(case)[0] == NEW


def test_codes_are_limited_by_the_hour_and_by_the_day(
    holder: Client, case: AccessRequest, noon: TimeMachineFixture
) -> None:
    for place in range(contact_changes.CODES_PER_HOUR):
        assert ask(holder, case, email=f"a{place}@outro.test").status_code == 302
    refused = ask(holder, case, email=NEW)
    assert refused.status_code == 429 and "Já enviamos vários códigos" in refused.content.decode()
    noon.shift(timedelta(minutes=61))
    for place in range(contact_changes.CODES_PER_DAY - contact_changes.CODES_PER_HOUR):
        contact_changes.ask_change(case, email=f"b{place}@outro.test", phone="", now=timezone.now())
    noon.shift(timedelta(minutes=61))
    with pytest.raises(Refused, match="contact_too_many_codes"):
        contact_changes.ask_change(case, email=NEW, phone="", now=timezone.now())
    assert Message.objects.filter(template="contact_code").count() == contact_changes.CODES_PER_DAY


def test_requests_in_hand_of_the_same_person_follow(holder: Client, case: AccessRequest, owner: User) -> None:
    also = filed_request(make_technician("Carla Dias", email="carla@exemplo.test"))
    ended = filed_request(owner)
    withdrawals.withdraw(access_request_id=ended.pk, actor=owner.as_actor(), now=NOON)
    neighbour = filed_request(owner, holder={"tax_id": "52998224725"})
    # Whoever files types the number: the same CPF with another mailbox is another person until proved.
    borrowed = filed_request(owner, holder={"email": "outra@exemplo.test"})
    ask(holder, case, email=NEW)
    confirm(holder, case, code_for(NEW))
    assert [contact(each)[0] for each in (case, also)] == [NEW, NEW]
    assert [contact(each)[0] for each in (ended, neighbour)] == ["ana@exemplo.test"] * 2
    assert contact(borrowed)[0] == "outra@exemplo.test"
    said = mail("contact_changed", NEW).text
    assert said.count("/titular/confirmar/") == 2 and str(also.filing_number) in said
    assert "outro pedido seu em andamento" in said
    assert str(also.filing_number) in mail("contact_changed_old", "ana@exemplo.test").text
    assert mail("contact_changed_technician", "carla@exemplo.test").about == also.filing_number


def test_a_stranger_who_borrows_a_number_moves_nobody_elses_request(
    client: Client, case: AccessRequest, noon: TimeMachineFixture
) -> None:
    theirs = filed_request(holder={"email": "golpe@outro.test"})
    come_in(client, theirs)
    ask(client, theirs, email="golpe2@outro.test")
    confirm(client, theirs, code_for("golpe2@outro.test"))
    assert contact(theirs)[0] == "golpe2@outro.test" and contact(case)[0] == "ana@exemplo.test"


def test_codes_on_their_way_to_the_old_mailbox_open_nothing_more(holder: Client, case: AccessRequest) -> None:
    access = HolderAccess.objects.filter(access_request=case).latest("pk")
    holder_access.request_code(access, now=timezone.now())
    old_code = re.search(r"^(\d{6})$", mail("holder_code", "ana@exemplo.test").text, re.MULTILINE)
    assert old_code is not None
    ask(holder, case, email=NEW)
    confirm(holder, case, code_for(NEW))
    with pytest.raises(Refused, match="holder_code_over"):
        holder_access.enter(access, old_code[1], now=timezone.now())
    assert not HolderCode.objects.filter(used_at=None, expires_at__gt=timezone.now()).exists()


def test_history_keeps_which_part_changed_and_no_value(holder: Client, case: AccessRequest) -> None:
    ask(holder, case, email=NEW, phone="31977776666")
    confirm(holder, case, code_for(NEW))
    event = ContactChangeEvent.objects.get()
    assert event.parts == ["email", "phone"] and event.access_request_id == case.pk
    rows = [*Event.objects.values_list("data", flat=True), *ContactChangeEvent.objects.values()]
    for secret in (NEW, "ana@exemplo.test", "31977776666"):
        assert secret not in str(rows)


def test_technician_and_analyst_see_that_it_changed_and_not_to_what(
    holder: Client, case: AccessRequest, owner: User
) -> None:
    ask(holder, case, email=NEW)
    confirm(holder, case, code_for(NEW))
    told = mail("contact_changed_technician", owner.email)
    assert "O titular mudou o e-mail." in told.text and "outro.test" not in told.text
    analyst = give_second_factor(make_analyst())
    history = f"/solicitacoes/{case.filing_number}/historico"
    holder_page = f"/analise/solicitacoes/{case.filing_number}/cadastro"
    for user, path in ((owner, history), (analyst, history), (analyst, holder_page)):
        reader = Client()
        reader.force_login(user)
        text = reader.get(path).content.decode()
        assert "O titular mudou o e-mail." in text and NEW not in text


def test_pages_out_of_order_lead_back_to_the_first(holder: Client, case: AccessRequest) -> None:
    for part in ("/confirmar", "/pronto"):
        assert holder.get(page(case, part)).headers["Location"] == page(case)


def test_another_holder_finds_nothing(client: Client, case: AccessRequest) -> None:
    come_in(client, filed_request(holder={"email": "outra@exemplo.test", "tax_id": "52998224725"}))
    for part in ("", "/confirmar", "/pronto"):
        assert client.get(page(case, part)).status_code == 404
    assert ask(client, case, email=NEW).status_code == 404
