"""The holder's way in: a link for one request, a code by e-mail, and nothing for anybody else."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from eligibility.domain.findings import Refused
from portal.outbox.models import Message
from requests_app.models import AccessRequest, HolderAccess, HolderCode
from requests_app.services.people import holder_access
from tests.factories import PASSWORD, filed_request, make_technician

pytestmark = pytest.mark.django_db
SP = ZoneInfo("America/Sao_Paulo")


@pytest.fixture(autouse=True)
def noon(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    """A Monday, standing still until a test moves it."""
    time_machine.move_to(datetime(2026, 11, 23, 12, 0, tzinfo=SP), tick=False)
    return time_machine


@pytest.fixture
def case() -> AccessRequest:
    return filed_request()


def token_in_mail() -> str:
    mail = Message.objects.filter(text__contains="/titular/confirmar/").latest("pk")
    found = re.search(r"/titular/confirmar/(\S+)", mail.text)
    assert found is not None
    return found[1]


def code_in_mail() -> str:
    mail = Message.objects.filter(template__in=("holder_code", "holder_cancel_code")).latest("pk")
    found = re.search(r"^(\d{6})$", mail.text, re.MULTILINE)
    assert found is not None
    return found[1]


def ask_for_code(client: Client) -> str:
    """Follow the link of the newest mail, ask for the code and read it."""
    answer = client.post(f"/titular/confirmar/{token_in_mail()}")
    assert answer.headers["Location"] == "/titular/codigo"
    return code_in_mail()


def come_in(client: Client, case: AccessRequest) -> None:
    answer = client.post("/titular/codigo", {"code": ask_for_code(client)})
    assert answer.headers["Location"] == f"/titular/solicitacoes/{case.filing_number}"


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_link_says_who_asked_and_shows_no_personal_data(client: Client, case: AccessRequest) -> None:
    page = client.get(f"/titular/confirmar/{token_in_mail()}").content.decode()
    assert "Rafael Nogueira" in page and "MG-123456/D" in page and "••••••6287" in page
    for secret in ("3014056287", "12345678909", "Ana Maria", "ana@exemplo.test", "Acácias"):
        assert secret not in page


def test_the_code_opens_the_one_request(client: Client, case: AccessRequest) -> None:
    come_in(client, case)
    page = client.get(f"/titular/solicitacoes/{case.filing_number}").content.decode()
    assert "Em que pé está" in page and str(case.filing_number) in page
    assert client.get("/titular").headers["Location"] == f"/titular/solicitacoes/{case.filing_number}"
    assert HolderAccess.objects.get().first_used_at is not None


def test_spaces_in_the_code_are_forgiven(client: Client, case: AccessRequest) -> None:
    code = ask_for_code(client)
    assert client.post("/titular/codigo", {"code": f" {code[:3]} {code[3:]} "}).status_code == 302


def test_only_hashes_are_kept(client: Client, case: AccessRequest) -> None:
    token, code = token_in_mail(), ask_for_code(client)
    kept = (
        HolderAccess.objects.values_list("token_hash", flat=True),
        HolderCode.objects.values_list("code_hash", flat=True),
    )
    assert all(token not in value and code not in value for values in kept for value in values)


def test_a_holder_sees_only_the_own_request(client: Client, case: AccessRequest) -> None:
    other = filed_request(holder={"email": "bruno@exemplo.test", "name": "Bruno Dias"})
    come_in(client, other)
    assert client.get(f"/titular/solicitacoes/{other.filing_number}").status_code == 200
    for page in (
        "",
        "/prazo",
        "/documentos",
        "/comprovante.pdf",
        "/parecer.pdf",
        "/cancelar",
        "/cancelar/confirmar",
    ):
        assert client.get(f"/titular/solicitacoes/{case.filing_number}{page}").status_code == 404


def test_a_wrong_code_keeps_the_page_and_counts(client: Client, case: AccessRequest) -> None:
    code = ask_for_code(client)
    answer = client.post("/titular/codigo", {"code": other_than(code)})
    assert answer.status_code == 422
    assert "confira os números" in answer.content.decode()
    assert HolderCode.objects.get().attempts == 1
    assert client.post("/titular/codigo", {"code": code}).status_code == 302


def test_five_wrong_tries_spend_the_code(client: Client, case: AccessRequest) -> None:
    code = ask_for_code(client)
    for _ in range(holder_access.MAX_TRIES):
        client.post("/titular/codigo", {"code": other_than(code)})
    answer = client.post("/titular/codigo", {"code": code})
    assert answer.status_code == 422 and "não vale mais" in answer.content.decode()


def test_a_code_serves_once(client: Client, case: AccessRequest) -> None:
    code = ask_for_code(client)
    client.post("/titular/codigo", {"code": code})
    access = HolderAccess.objects.get()
    with pytest.raises(Refused, match="holder_code_over"):
        holder_access.spend_code(access, code, now=datetime(2026, 11, 23, 12, 1, tzinfo=SP))


def test_a_code_ends_after_ten_minutes(client: Client, case: AccessRequest, noon: TimeMachineFixture) -> None:
    code = ask_for_code(client)
    noon.shift(timedelta(minutes=10))
    assert client.post("/titular/codigo", {"code": code}).status_code == 422


def test_a_new_code_voids_the_one_before(client: Client, case: AccessRequest) -> None:
    old = ask_for_code(client)
    client.post("/titular/codigo", {"resend": "1"})
    new = code_in_mail()
    assert HolderCode.objects.count() == 2
    if old != new:
        assert client.post("/titular/codigo", {"code": old}).status_code == 422
    assert client.post("/titular/codigo", {"code": new}).status_code == 302


def test_a_cancel_code_does_not_open_the_door(client: Client, case: AccessRequest) -> None:
    ask_for_code(client)
    now = datetime(2026, 11, 23, 12, 0, tzinfo=SP)
    holder_access.request_code(HolderAccess.objects.get(), now=now, purpose=HolderCode.Purpose.CANCEL)
    cancel_code = code_in_mail()
    with pytest.raises(Refused):
        holder_access.enter(HolderAccess.objects.get(), cancel_code, now=now)


def test_five_codes_an_hour_and_no_more(
    client: Client, case: AccessRequest, noon: TimeMachineFixture
) -> None:
    for _ in range(holder_access.CODES_PER_HOUR):
        ask_for_code(client)
    answer = client.post("/titular/codigo", {"resend": "1"})
    assert answer.status_code == 429
    assert HolderCode.objects.count() == holder_access.CODES_PER_HOUR
    noon.shift(timedelta(hours=1, seconds=1))
    ask_for_code(client)


def test_guessing_from_one_address_meets_the_limit_page(client: Client, case: AccessRequest) -> None:
    ask_for_code(client)
    answers = [client.post("/titular/codigo", {"code": "abc"}).status_code for _ in range(31)]
    assert answers[0] == 422 and answers[-1] == 429


def test_h07_an_unknown_link_says_what_to_do(client: Client, case: AccessRequest) -> None:
    answer = client.get("/titular/confirmar/nada-disso")
    assert answer.status_code == 404
    assert "O que fazer" in answer.content.decode()


def test_h07_an_expired_link_offers_a_new_one_to_the_same_holder(
    client: Client, case: AccessRequest, noon: TimeMachineFixture
) -> None:
    old = token_in_mail()
    noon.shift(timedelta(days=holder_access.LINK_DAYS))
    answer = client.get(f"/titular/confirmar/{old}")
    assert answer.status_code == 410 and "Receber um link novo" in answer.content.decode()
    client.post(f"/titular/confirmar/{old}")
    mail = Message.objects.get(template="holder_link")
    assert mail.recipient == "ana@exemplo.test" and token_in_mail() != old
    come_in(client, case)


def test_h07_a_used_link_opened_again_leads_to_the_request(client: Client, case: AccessRequest) -> None:
    come_in(client, case)
    assert client.get(f"/titular/confirmar/{token_in_mail()}").headers["Location"] == "/titular"


def test_a_code_page_without_a_link_says_to_open_it_again(client: Client) -> None:
    answer = client.post("/titular/codigo", {"code": "123456"})
    assert answer.status_code == 410 and "Abra o link do e-mail" in answer.content.decode()


def test_entering_signs_out_whoever_was_there_and_changes_the_session(
    client: Client, case: AccessRequest
) -> None:
    client.force_login(make_technician("Pedro Alves"))
    before = client.session.session_key
    come_in(client, case)
    assert client.session.session_key != before
    assert "_auth_user_id" not in client.session


def test_leaving_ends_the_session(client: Client, case: AccessRequest) -> None:
    come_in(client, case)
    client.post("/titular/sair")
    answer = client.get(f"/titular/solicitacoes/{case.filing_number}")
    assert answer.status_code == 302 and answer.headers["Location"] == "/titular"


def test_the_holder_pages_are_no_place_for_others(client: Client, case: AccessRequest) -> None:
    client.force_login(case.technician)
    assert client.get(f"/titular/solicitacoes/{case.filing_number}").status_code == 403
    assert client.get(f"/titular/solicitacoes/{case.filing_number}/cancelar").status_code == 403


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "１２３４５６", "1" * 10_000, "12 34", "-12345", "٣٤٥٦٧٨"]
)
def test_a_malformed_code_gets_a_message(client: Client, case: AccessRequest, code: str) -> None:
    ask_for_code(client)
    answer = client.post("/titular/codigo", {"code": code})
    assert answer.status_code == 422 and "id_code_error" in answer.content.decode()


def test_g21_no_personal_data_in_subjects_or_addresses(client: Client, case: AccessRequest) -> None:
    ask_for_code(client)
    for message in Message.objects.filter(recipient="ana@exemplo.test"):
        assert "Ana" not in message.subject and "Rafael" not in message.subject
        assert not re.search(r"https?://\S*(ana|12345678909|3014056287)", message.text)


def test_a_signed_in_person_is_not_a_holder(client: Client, case: AccessRequest) -> None:
    client.login(email=case.technician.email, password=PASSWORD)
    assert "Acompanhar como titular" in client.get("/titular").content.decode()
