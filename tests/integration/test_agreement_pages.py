"""The pages of the approval and of the contracts: technician, holder and analyst."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from time_machine import TimeMachineFixture

from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, Agreement, Event, HolderCode
from requests_app.services.agreements.reading import needed_agreements
from requests_app.services.clocks.sweeps import sweep
from tests.case_steps import approve_with_works
from tests.delivery import deliver
from tests.factories import filed_request, make_technician
from tests.integration.agreement_room import NOW, house, plant, the_law_followed
from tests.integration.review_room import an_analyst, signed_in
from tests.integration.test_holder_access import come_in, other_than
from tests.life_agreements import accept_contracts, approve_conditions, deliver_contracts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def analyst() -> User:
    return an_analyst()


@pytest.fixture
def case(analyst: User) -> AccessRequest:
    return house(analyst)


@pytest.fixture
def technician(case: AccessRequest) -> Client:
    return signed_in(case.technician)


@pytest.fixture
def holder(client: Client, case: AccessRequest) -> Client:
    come_in(client, case)
    return client


@pytest.fixture
def by_the_law(settings: Settings, tmp_path: Path) -> Iterator[None]:
    with the_law_followed(settings, tmp_path):
        yield


def address(case: AccessRequest, tail: str, *, side: str = "") -> str:
    """`side` is empty for the technician, else `titular` or `analise`."""
    return f"{'/' + side if side else ''}/solicitacoes/{case.filing_number}/{tail}"


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def accept_code() -> str:
    mail = Message.objects.filter(template="holder_accept_code").latest("pk")
    found = re.search(r"^(\d{6})$", mail.text, re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_technician_reads_what_is_approved_and_by_which_rule(
    technician: Client, case: AccessRequest
) -> None:
    page = words(technician, address(case, "aprovar"))
    assert str(case.opinion) in page and "Instalar a placa de aviso." in page
    assert "A rede não precisa de obra." in page and "Nada. A distribuidora não cobra" in page
    # 120 days from Tuesday 24/11/2026.
    assert "Até terça, 23/03/2027" in page and "Vale a página da distribuidora" in page
    assert "Publicado pela distribuidora" in page and "O silêncio não aprova" in page
    assert "Relacionamento Operacional" in page
    assert address(case, "aprovar") in technician.get(address(case, "").rstrip("/")).content.decode()
    read = {"opinion": str(case.opinion)}
    answer = technician.post(address(case, "aprovar"), read)
    assert answer.headers["Location"] == address(case, "contratos")
    page = words(technician, address(case, "contratos"))
    assert "O titular precisa aceitar até quarta, 23/12/2026" in page and "Só o titular aceita" in page
    assert technician.post(address(case, "aprovar"), read).status_code == 409


def test_by_the_law_the_page_says_that_silence_approves(
    by_the_law: None, client: Client, analyst: User
) -> None:
    case = house(analyst)
    come_in(client, case)
    page = words(client, address(case, "aprovar", side="titular"))
    assert "Vale o texto da norma." in page and "pelo menos 10 dias úteis" in page
    assert "o silêncio por 10 dias úteis vale como aprovação" in page
    assert "Até segunda, 07/12/2026" in page and "art. 83, I e § 3º" in page


def test_with_works_the_page_names_them_and_their_term(analyst: User) -> None:
    case = filed_request(make_technician(), at=NOW)
    approve_with_works(case, analyst, NOW)
    page = words(signed_in(case.technician), address(case, "aprovar"))
    assert "Transformador troca por um de 45 kVA" in page and "art. 88, I" in page


def test_the_holder_approves_reads_and_accepts_with_a_code(holder: Client, case: AccessRequest) -> None:
    base = address(case, "contratos", side="titular")
    assert "vêm depois da aprovação" in words(holder, base)
    approved = holder.post(address(case, "aprovar", side="titular"), {"opinion": str(case.opinion)})
    assert approved.headers["Location"] == base
    # Nobody accepts a paper that cannot be read yet.
    early = holder.post(base)
    assert early.status_code == 409 and "ainda está sendo preparado" in early.content.decode()
    pdf = f"{base}/relacionamento-operacional.pdf"
    assert holder.get(pdf).status_code == 202
    deliver("requests.agreement_pdf", "requests.charge")
    answer = holder.get(pdf)
    assert answer.headers["Content-Type"] == "application/pdf" and b"".join(answer).startswith(b"%PDF-")
    page = words(holder, base)
    assert "Leia e aceite até quarta, 23/12/2026" in page and "Abrir Relacionamento Operacional (PDF," in page
    assert holder.post(base).headers["Location"] == f"{base}/aceitar"
    code = accept_code()
    assert holder.post(f"{base}/aceitar", {"code": code}).status_code == 422
    wrong = holder.post(f"{base}/aceitar", {"is_sure": "on", "code": other_than(code)})
    assert wrong.status_code == 422 and "checked" in wrong.content.decode()
    case.refresh_from_db()
    assert case.state == State.CONTRACTS_SENT.value
    done = holder.post(f"{base}/aceitar", {"is_sure": "on", "code": code})
    assert done.headers["Location"] == f"{base}/comprovante"
    receipt = words(holder, f"{base}/comprovante")
    assert "Você aceitou os contratos" in receipt and "seg., 23/11/2026, 14:32" in receipt
    assert "Quando estiver pronta, ele pede a vistoria" in receipt
    again = holder.post(f"{base}/aceitar", {"is_sure": "on", "code": code})
    assert again.headers["Location"] == f"{base}/comprovante"
    assert holder.post(base).status_code == 409
    event = Event.objects.get(action="accept_contracts")
    assert (event.actor_role, event.actor_id) == ("holder", None)
    assert "Você aceitou em" in words(holder, base)


def test_used_expired_and_foreign_codes_accept_nothing(
    holder: Client, case: AccessRequest, noon: TimeMachineFixture
) -> None:
    base = address(case, "contratos", side="titular")
    approve_conditions(case, NOW)
    deliver("requests.agreement_pdf", "requests.charge")
    holder.post(base)
    old = accept_code()
    noon.shift(timedelta(minutes=11))
    late = holder.post(f"{base}/aceitar", {"is_sure": "on", "code": old})
    assert late.status_code == 422 and "não vale mais" in late.content.decode()
    holder.post(base)
    code = accept_code()
    HolderCode.objects.filter(purpose="accept").update(used_at=timezone.now())
    used = holder.post(f"{base}/aceitar", {"is_sure": "on", "code": code})
    assert used.status_code == 422 and "Peça um novo código" in used.content.decode()
    holder.post(address(case, "cancelar", side="titular"))
    mail = Message.objects.filter(template="holder_cancel_code").latest("pk")
    cancel_code = re.search(r"^(\d{6})$", mail.text, re.MULTILINE)
    assert cancel_code is not None
    foreign = holder.post(f"{base}/aceitar", {"is_sure": "on", "code": cancel_code[1]})
    assert foreign.status_code == 422
    case.refresh_from_db()
    assert case.state == State.CONTRACTS_SENT.value


def test_a_lapsed_opinion_accepts_nothing(holder: Client, case: AccessRequest, analyst: User) -> None:
    approve_conditions(case, NOW)
    sweep(NOW + timedelta(days=40))
    base = address(case, "contratos", side="titular")
    assert "Não houve aceite" in words(holder, base)
    for path in (base, f"{base}/aceitar"):
        assert holder.post(path, {"is_sure": "on", "code": "123456"}).status_code == 409
    assert holder.get(f"{base}/comprovante").status_code == 404


def test_the_analyst_sees_the_papers_and_the_dates_and_delivers(
    analyst: User, noon: TimeMachineFixture
) -> None:
    mini = plant(analyst)
    now = timezone.now()
    client, path = signed_in(analyst), address(mini, "contratos", side="analise")
    assert "são preparados quando as condições" in words(client, path)
    assert client.post(path).status_code == 409
    approve_conditions(mini, now)
    deliver("requests.agreement_pdf", "requests.charge")
    page = words(client, path)
    for kind in needed_agreements(mini):
        assert kind.label in page
    assert "Observações do Acordo Operativo" in page and "medição, R$ 4.500,00" in page
    assert "Entregue até segunda, 30/11/2026" in page and "até quarta, 23/12/2026 para aceitar" in page
    paper = address(mini, "contratos/acordo-operativo.pdf")
    assert b"".join(client.get(paper)).startswith(b"%PDF-")
    assert signed_in(mini.technician).get(paper).status_code == 404
    too_long = client.post(path, {"observations": "a" * 4001})
    assert too_long.status_code == 422
    assert client.post(path, {"observations": "Chave 12 é visível."}).headers["Location"] == path
    assert client.post(path, {"observations": ""}).status_code == 409
    page = words(client, path)
    assert "Entregues em seg., 23/11/2026, 14:32" in page and "versão 2" in page
    assert signed_in(mini.technician).get(paper).status_code == 202


def test_open_charges_come_before_the_code(analyst: User, client: Client) -> None:
    mini = plant(analyst)
    approve_conditions(mini, timezone.now())
    deliver_contracts(mini, analyst, timezone.now())
    deliver("requests.agreement_pdf", "requests.charge")
    come_in(client, mini)
    base = address(mini, "contratos", side="titular")
    page = words(client, base)
    assert "pague a cobrança em aberto" in page and "Receber código" not in page
    answer = client.post(base)
    assert answer.status_code == 409 and "Falta pagar 1 cobrança" in answer.content.decode()
    assert not HolderCode.objects.filter(purpose="accept").exists()


def test_strangers_find_nothing(case: AccessRequest, holder: Client) -> None:
    approve_conditions(case, NOW)
    other = filed_request(make_technician("Carla Dias"), holder={"email": "bruno@exemplo.test"})
    stranger, another = signed_in(other.technician), Client()
    session = another.session
    session["holder_request_id"] = other.pk
    session.save()
    for tail in ("aprovar", "contratos", "contratos/relacionamento-operacional.pdf"):
        assert stranger.get(address(case, tail)).status_code == 404
        assert another.get(address(case, tail, side="titular")).status_code == 404
        assert stranger.get(address(case, tail, side="titular")).status_code == 403
    assert stranger.get(address(case, "contratos", side="analise")).status_code == 403
    assert holder.get(address(case, "contratos/acordo-operativo.pdf", side="titular")).status_code == 404
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize("state", ["approved", "sent", "ready"])
def test_a_page_costs_few_statements(
    case: AccessRequest,
    holder: Client,
    technician: Client,
    analyst: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    state: str,
) -> None:
    if state != "approved":
        approve_conditions(case, NOW)
        deliver("requests.agreement_pdf", "requests.charge")
    if state == "ready":
        accept_contracts(case, NOW)
    pages = [
        (technician, address(case, "contratos")),
        (holder, address(case, "contratos", side="titular")),
        (signed_in(analyst), address(case, "contratos", side="analise")),
    ]
    if state == "approved":
        pages += [(technician, address(case, "aprovar")), (holder, address(case, "aprovar", side="titular"))]
    if state == "sent":
        pages.append((holder, address(case, "contratos/aceitar", side="titular")))
    if state == "ready":
        pages.append((holder, address(case, "contratos/comprovante", side="titular")))
    for client, path in pages:
        with django_assert_max_num_queries(12):
            assert client.get(path).status_code == 200, path
