"""The pages of contests, late items and restored opinions: what each role reads, sends, and may not."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.accounts.models import User
from requests_app.models import AccessRequest, Contest, Pending, ReviewItem
from requests_app.services.clocks import sweeps
from tests.case_steps import approve, deny, send_pendings
from tests.factories import filed_request, make_analyst, make_supervisor, make_technician
from tests.integration.case_reading import NOW, address, as_user, words
from tests.life_contests import (
    ANSWER,
    WHY,
    answer_contest,
    answer_first_round,
    contest_decision,
    contest_pendings,
    explain,
    holder_of,
    judge,
    judge_second_round,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def technician() -> User:
    return make_technician()


@pytest.fixture
def analyst() -> User:
    return make_analyst()


def pending_case(technician: User, analyst: User, failing: int = 2) -> AccessRequest:
    case = filed_request(technician, at=NOW)
    send_pendings(case, analyst, NOW, failing=failing)
    case.refresh_from_db()
    return case


def denied_case(technician: User, analyst: User) -> AccessRequest:
    case = filed_request(technician, at=NOW)
    deny(case, analyst, NOW)
    case.refresh_from_db()
    return case


def holder_client(case: AccessRequest) -> Client:
    client = Client()
    session = client.session
    session["holder_request_id"] = case.pk
    session.save()
    return client


def bench(case: AccessRequest, tail: str) -> str:
    return f"/analise/solicitacoes/{case.filing_number}/{tail}"


def test_the_technician_contests_from_the_list_and_reads_the_answer_on_it(
    technician: User, analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = pending_case(technician, analyst)
    client = as_user(technician)
    assert "Discordo desta pendência" in words(client.get(address(case, "/pendencias")))
    with django_assert_max_num_queries(12):
        form = client.get(address(case, "/pendencias/contestar?item=2"))
    assert 'value="2"' in form.content.decode()
    assert "até 5 dias úteis" in words(form)
    empty = client.post(address(case, "/pendencias/contestar"), {"items": [], "text": ""})
    assert empty.status_code == 422
    assert "marque os itens de que você discorda." in words(empty)
    odd = client.post(address(case, "/pendencias/contestar"), {"items": ["9"], "text": WHY})
    assert odd.status_code == 422
    sent = client.post(address(case, "/pendencias/contestar"), {"items": ["2"], "text": WHY}, follow=True)
    contest = Contest.objects.get(access_request=case)
    assert f"O protocolo é {contest.number}." in words(sent)
    assert "Há uma contestação à espera de resposta, até segunda, 30/11/2026" in words(sent)
    assert client.post(address(case, "/devolver")).status_code == 422
    with django_assert_max_num_queries(12):
        listed = words(client.get(address(case, "/contestar")))
    assert contest.number in listed
    assert WHY in listed
    answer_contest(case, NOW, 2)
    with django_assert_max_num_queries(12):
        page = words(client.get(address(case, "/pendencias")))
    assert "Fora da lista" in page
    assert (
        f"Contestação aceita: este item saiu da lista. Protocolo {contest.number}. Resposta: {ANSWER}" in page
    )
    again = client.post(address(case, "/pendencias/contestar"), {"items": ["2"], "text": WHY})
    assert again.status_code == 422


def test_a_second_reader_answers_and_the_first_is_told_why_not(
    technician: User, analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = pending_case(technician, analyst)
    contest = contest_pendings(case, technician, NOW, 1)
    own = as_user(analyst)
    page = own.get(bench(case, "contestacao"))
    assert "Quem decidiu não julga a própria decisão." in words(page)
    refused = own.post(bench(case, "contestacao"), {"contest": contest.number, "answer": ANSWER})
    assert refused.status_code == 409
    assert "Quem decidiu não julga a própria decisão." in words(refused)
    second = as_user(make_analyst("Segunda Leitora"))
    with django_assert_max_num_queries(12):
        queue = words(second.get("/analise/contestacoes"))
    assert contest.number in queue
    assert "No prazo" in queue
    second.get(bench(case, "contestacao"))
    with django_assert_max_num_queries(12):
        page = second.get(bench(case, "contestacao"))
    assert Pending.objects.get(notice__access_request=case, number=1).what in words(page)
    assert (
        second.post(bench(case, "contestacao"), {"contest": contest.number, "answer": ""}).status_code == 422
    )
    given = {"contest": contest.number, "upheld": ["1"], "answer": ANSWER}
    assert second.post(bench(case, "contestacao"), given).status_code == 302
    assert second.post(bench(case, "contestacao"), given).status_code == 409
    contest.refresh_from_db()
    assert contest.outcome == "upheld"
    assert "Nenhuma contestação espera resposta agora." in words(second.get("/analise/contestacoes"))


def test_a_denial_says_the_right_to_complain_and_both_sides_contest_it(
    technician: User, analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = denied_case(technician, analyst)
    client, phone = as_user(technician), holder_client(case)
    page = client.get(address(case, "/parecer"))
    for expected in ("Você pode reclamar", "art. 416", "Ouvidoria", "ANEEL", "contestar esta decisão"):
        assert expected in words(page)
    place = f"/titular/solicitacoes/{case.filing_number}/contestar"
    with django_assert_max_num_queries(12):
        assert "até 10 dias úteis" in words(phone.get(place))
    assert phone.post(place, {"text": " "}).status_code == 422
    sent = phone.post(place, {"text": WHY}, follow=True)
    contest = Contest.objects.get(access_request=case)
    assert contest.filed_role == "holder"
    assert contest.number in words(sent)
    assert "Há uma contestação à espera de resposta." in words(client.get(address(case, "/contestar")))
    refused = client.post(address(case, "/contestar"), {"text": WHY})
    assert refused.status_code == 409 and f">{WHY}</textarea>" in refused.content.decode().replace("\n", "")
    with django_assert_max_num_queries(12):
        summary = words(phone.get(f"/titular/solicitacoes/{case.filing_number}"))
    assert f"Contestação {contest.number}" in summary
    judge(case, NOW, is_upheld=False)
    answered = words(phone.get(place))
    for expected in ("Não aceita", ANSWER, "Ouvidoria", "art. 416", "Você já contestou esta decisão."):
        assert expected in answered
    assert "não aceita" in words(client.get(address(case)))


def test_the_supervisor_judges_with_the_dates_in_sight(
    technician: User, analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = filed_request(technician, at=NOW)
    old = approve(case, analyst, NOW)
    shown = {"contest": contest_decision(case, holder_of(case), NOW).number}
    other = as_user(make_analyst("Outra"))
    assert "respondida pela supervisão" in words(other.get(bench(case, "contestacao")))
    assert other.post(bench(case, "contestacao"), {"result": "aceita", "answer": ANSWER}).status_code == 403
    boss = as_user(make_supervisor())
    assert "Contestações à espera de resposta" in words(boss.get("/analise/contestacoes"))
    boss.get(bench(case, "contestacao"))
    with django_assert_max_num_queries(12):
        page = words(boss.get(bench(case, "contestacao")))
    assert "Aceita hoje, a nova resposta do pedido sai até terça, 08/12/2026" in page
    assert boss.post(bench(case, "contestacao"), shown | {"answer": ANSWER}).status_code == 422
    given = shown | {"result": "aceita", "answer": ANSWER}
    assert boss.post(bench(case, "contestacao"), given).status_code == 302
    client = as_user(technician)
    with django_assert_max_num_queries(12):
        page = words(client.get(address(case, "/parecer")))
    assert "A decisão anterior foi contestada e deixou de valer." in page
    assert old.number in page
    assert client.get(address(case, "/parecer.pdf")).status_code == 404
    assert client.get(address(case, f"/parecer.pdf?numero={old.number}")).status_code == 202
    assert "está em nova análise" in words(Client().get(f"/v/{old.verification_code}"))


def test_strangers_find_no_contest(technician: User, analyst: User) -> None:
    case = denied_case(technician, analyst)
    stranger = as_user(make_technician("Carla Dias"))
    other = holder_client(filed_request(make_technician("Dora Reis"), at=NOW))
    for place in ("/contestar", "/pendencias/contestar"):
        assert stranger.get(address(case, place)).status_code == 404
        assert stranger.post(address(case, place), {"text": WHY}).status_code == 404
        assert as_user(analyst).get(address(case, place)).status_code == 403
    assert (
        other.post(f"/titular/solicitacoes/{case.filing_number}/contestar", {"text": WHY}).status_code == 404
    )
    assert as_user(technician).get("/analise/contestacoes").status_code == 403
    assert as_user(technician).get(address(case, "/pendencias/contestar")).status_code == 409
    assert not Contest.objects.exists()


def test_a06_the_analyst_says_why_and_the_supervisor_releases_on_the_page(
    technician: User, analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = filed_request(technician, at=NOW)
    send_pendings(case, analyst, NOW, failing=1)
    answer_first_round(case, technician, NOW)
    met = ReviewItem.objects.filter(access_request=case, round=1, verdict="meets").first()
    assert met is not None
    (item,) = judge_second_round(case, analyst, NOW + timedelta(minutes=45), met.criterion_code)
    client = as_user(analyst)
    for place in ("pendencias", "decisao"):
        assert "Ver os itens novos" in words(client.get(bench(case, place)))
    assert "1 item novo sobre o que não mudou" in words(client.get(bench(case, "").rstrip("/")))
    place = bench(case, "itens-novos")
    with django_assert_max_num_queries(12):
        assert "Falta o motivo" in words(client.get(place))
    prefix = f"item-{item.pk}"
    bad = client.post(place, {"item": item.pk, f"{prefix}-reason_code": "", f"{prefix}-text": ""})
    assert bad.status_code == 422
    assert client.post(place, {"item": "0"}).status_code == 409
    said = {"item": item.pk, f"{prefix}-reason_code": "our_error", f"{prefix}-text": "Não vimos antes."}
    assert client.post(place, said).status_code == 302
    assert "Espera a liberação" in words(client.get(place))
    release = {"item": item.pk, "version": item.version, "release": "1"}
    assert client.post(place, release).status_code == 403
    boss = as_user(make_supervisor())
    with django_assert_max_num_queries(12):
        listed = words(boss.get("/analise/itens-novos"))
    assert "erro nosso. Não vimos antes." in listed
    assert boss.post(place, release | {"version": item.version + 7}).status_code == 409
    assert boss.post(place, release).status_code == 302
    assert "Nenhum item espera liberação agora." in words(boss.get("/analise/itens-novos"))
    preview = words(client.get(bench(case, "pendencias")))
    assert "Por que não veio antes: erro nosso. Não vimos antes." in preview
    assert client.post(bench(case, "pendencias")).status_code == 302
    page = words(as_user(technician).get(address(case, "/pendencias")))
    assert "Por que não veio antes erro nosso. Não vimos antes." in page


def test_a06_a_released_item_is_shown_as_released(technician: User, analyst: User) -> None:
    case = filed_request(technician, at=NOW)
    send_pendings(case, analyst, NOW, failing=1)
    answer_first_round(case, technician, NOW)
    met = ReviewItem.objects.filter(access_request=case, round=1, verdict="meets").first()
    assert met is not None
    (item,) = judge_second_round(case, analyst, NOW, met.criterion_code)
    explain(item, analyst, NOW, reason="safety")
    assert "Segurança: não espera" in words(as_user(analyst).get(bench(case, "itens-novos")))


def test_only_a_supervisor_restores_and_sees_the_dates_first(
    technician: User, analyst: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = filed_request(technician, at=NOW)
    old = approve(case, analyst, NOW)
    boss = as_user(make_supervisor())
    assert boss.get(bench(case, "restaurar")).status_code == 409
    later = NOW + timedelta(days=130)
    sweeps.sweep(later)
    with time_machine.travel(later, tick=False):
        boss, first = as_user(make_supervisor("Outra Chefe")), as_user(analyst)
        assert first.get(bench(case, "restaurar")).status_code == 403
        with django_assert_max_num_queries(12):
            page = words(boss.get(bench(case, "restaurar")))
        assert "Passa a valer até segunda, 02/08/2027" in page
        assert old.number in page
        assert boss.post(bench(case, "restaurar"), {"reason": ""}).status_code == 422
        assert boss.post(bench(case, "restaurar"), {"reason": "Engano."}).status_code == 302
        assert boss.post(bench(case, "restaurar"), {"reason": "Engano."}).status_code == 409
        opinion = words(as_user(technician).get(address(case, "/parecer")))
    assert f"Este parecer restaura o {old.number}" in opinion
    assert "Documentos anteriores deste pedido" in opinion
