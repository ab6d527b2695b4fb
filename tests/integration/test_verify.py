"""What anybody may read: is an opinion true, which documents are needed, which rules hold."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from eligibility.domain.rulebook import rules
from requests_app.domain.lifecycle import State
from requests_app.domain.rule_words import TOPICS, WORDS_OF_TOPIC
from requests_app.models import AccessRequest, Opinion
from requests_app.services.opinions.decisions import Decision, decide
from tests import life_contests as life
from tests.delivery import deliver
from tests.factories import filed_request, make_analyst, make_technician
from tests.integration.case_reading import NOW, words
from tests.stages import request_in

pytestmark = pytest.mark.django_db
PERSONAL = (
    "Ana",
    "Figueiredo",
    "12345678909",
    "456.789",
    "Acácias",
    "Rafael",
    "Nogueira",
    "MG-123456",
    "3014056287",
    "exemplo.test",
)


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        yield


def decided(state: State) -> AccessRequest:
    return request_in(state, technician=make_technician(), analyst=make_analyst(), at=NOW)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (State.APPROVED, "Este parecer é verdadeiro e vale Vale até terça, 23/03/2027."),
        (State.CONTRACTS, "Este parecer é verdadeiro e vale A validade está parada"),
        (State.WORKS, "Este parecer é verdadeiro e vale A validade está parada"),
        (State.READY, "Este parecer é verdadeiro e vale Vale até"),
        (State.INSPECTION_REQUESTED, "Este parecer é verdadeiro e vale A vistoria já foi pedida"),
        (State.INSPECTION_REPORTED, "Este parecer é verdadeiro e vale A vistoria já foi pedida"),
        (State.CONNECTED, "Este parecer é verdadeiro e vale A geração foi ligada à rede em"),
        (State.CANCELLED, "Este parecer foi cancelado O titular cancelou em segunda, 23/11/2026."),
        (State.LAPSED, "Este parecer é verdadeiro, mas venceu"),
        (State.NOT_APPROVED, "Esta resposta é verdadeira: não aprovado"),
    ],
)
def test_h06_the_verdict_of_each_state_holds_no_personal_data(state: State, says: str) -> None:
    opinion = decided(state).opinion
    assert opinion is not None
    deliver("requests.opinion_pdf")
    for address in (f"/v/{opinion.verification_code}", f"/verificar?codigo={opinion.number}"):
        answer = Client().get(address)
        assert answer.status_code == 200
        text = words(answer)
        stored = opinion.file.stored_file
        for expected in (
            says,
            opinion.number,
            "8,2 kW",
            "Contagem",
            stored.sha256,
            f"{stored.size_bytes} bytes",
        ):
            assert expected in text
        assert not [word for word in PERSONAL if word in answer.content.decode()]


def test_h06_a_decision_that_fell_is_in_a_new_analysis_and_then_says_what_replaced_it() -> None:
    technician, analyst = make_technician(), make_analyst()
    case = request_in(State.NOT_APPROVED, technician=technician, analyst=analyst, at=NOW)
    old = case.opinion
    assert old is not None
    life.contest_decision(case, technician.as_actor(), NOW)
    assert "Esta resposta é verdadeira: não aprovado" in words(Client().get(f"/v/{old.verification_code}"))
    life.judge(case, NOW, is_upheld=True)
    text = words(Client().get(f"/v/{old.verification_code}"))
    assert "é verdadeiro, mas não vale agora" in text
    assert "Não aprovado" not in text.split("Decisão")[0]
    life.judge_second_round(case, analyst, NOW)
    new = decide(
        access_request_id=case.pk,
        decision=Decision(outcome=Opinion.Outcome.FAVOURABLE),
        actor=analyst.as_actor(),
        now=NOW,
    )
    text = words(Client().get(f"/v/{old.verification_code}"))
    assert f"foi substituído Vale no lugar dele o {new.number}" in text
    api = Client().get(f"/api/v1/verify/{old.number}").json()
    assert (api["verdict"], api["replaced_by"], api["valid_until_on"]) == ("replaced", new.number, None)
    assert "verdadeiro e vale" in words(Client().get(f"/v/{new.verification_code}"))


def test_an_opinion_is_expired_the_day_after_even_before_the_sweep() -> None:
    opinion = decided(State.APPROVED).opinion
    assert opinion is not None
    assert opinion.valid_until_on is not None
    last = NOW.replace(year=2027, month=3, day=23)
    with time_machine.travel(last, tick=False):
        assert "verdadeiro e vale" in words(Client().get(f"/v/{opinion.verification_code}"))
    with time_machine.travel(last + timedelta(days=1), tick=False):
        assert "mas venceu" in words(Client().get(f"/v/{opinion.verification_code}"))


def test_a_code_may_be_typed_as_people_type_it() -> None:
    opinion = decided(State.APPROVED).opinion
    assert opinion is not None
    typed = opinion.verification_code.replace("-", " ").lower()
    assert "verdadeiro e vale" in words(Client().get("/verificar", {"codigo": f"  {typed} "}))


@pytest.mark.parametrize(
    "code", ["7KQ4-MX2P-91TD", "PA-2026-000001-0", "x" * 60, "' OR 1=1 --", "çãé", "PA-2026-99999999999-9"]
)
def test_h06_a_forged_code_says_what_to_do(code: str) -> None:
    decided(State.APPROVED)
    for answer in (Client().get("/verificar", {"codigo": code}), Client().get(f"/v/{code}")):
        assert answer.status_code == 404
        assert "Não encontramos este parecer" in words(answer)
        assert "não pague nada e fale com" in words(answer)


def test_an_empty_or_endless_code_keeps_what_was_typed() -> None:
    empty = Client().get("/verificar", {"codigo": "  "})
    assert empty.status_code == 422
    assert "Escreva o código ou número do parecer." in words(empty)
    assert empty.content.decode().count("<title>Erro: ") == 1
    long = Client().get("/verificar", {"codigo": "7" * 10_000})
    assert long.status_code == 422
    assert "7" * 10_000 in long.content.decode()
    assert Client().get("/verificar?codigo=%00%F0%9F").status_code in (200, 400, 404, 422)
    assert Client().get(f"/v/{'7' * 9_000}").status_code == 404


def test_the_page_alone_shows_the_form() -> None:
    answer = Client().get("/verificar")
    assert answer.status_code == 200
    assert 'name="codigo"' in answer.content.decode()


def test_guessing_is_slowed_without_a_puzzle() -> None:
    guesses = [Client().get("/v/7KQ4-MX2P-91TD").status_code for _ in range(62)]
    assert guesses == [404] * 60 + [429] * 2
    assert Client().get("/verificar").status_code == 200


def test_a_filing_number_is_no_opinion() -> None:
    case = filed_request(make_technician(), at=NOW)
    assert Client().get("/verificar", {"codigo": str(case.filing_number)}).status_code == 404


def test_every_rule_in_force_shows_its_source_and_how_far_it_was_checked() -> None:
    terms = words(Client().get("/prazos/prazos"))
    assert "15 dias corridos 01/01/2022 REN ANEEL 1.000/2021, art. 64, I Conferido no texto da norma" in terms
    assert "120 dias corridos" in terms
    assert "Publicado pela distribuidora" in terms
    for topic in TOPICS:
        for row in Client().get(f"/prazos/{topic}").content.decode().split('<tr id="')[1:]:
            assert 'data-l="Fonte"' in row and re.search(r'<span class="small quiet">[^<]+</span></td>', row)


def test_every_rule_is_in_the_index_and_its_link_leads_to_it() -> None:
    page = Client().get("/prazos").content.decode()
    anchors = re.findall(r'<li id="([^"]+)"', page)
    links = re.findall(r'<a href="(/prazos/[a-z]+)#([^"]+)"', page)
    assert len(anchors) == len(set(anchors)) == len(rules(timezone.localdate())) > 150
    assert anchors == [anchor for _, anchor in links]
    pages = {topic: Client().get(topic).content.decode() for topic, _ in links}
    assert all(f'<tr id="{anchor}"' in pages[topic] for topic, anchor in links)
    for topic, title in TOPICS.items():
        count = sum(path == f"/prazos/{topic}" for path, _ in links)
        assert f'<h2><a href="/prazos/{topic}">{title}</a></h2>' in page and count
        assert pages[f"/prazos/{topic}"].count('<tr id="') == count


def test_every_rule_has_a_topic_of_its_own() -> None:
    known = {word for words in WORDS_OF_TOPIC.values() for word in words}
    assert {found.code.split(".")[0] for found in rules(timezone.localdate())} - known == set()


@pytest.mark.parametrize("topic", ["nada", "Prazos", "1", "a-b"])
def test_an_unknown_topic_is_not_found(topic: str) -> None:
    assert Client().get(f"/prazos/{topic}").status_code == 404


def test_following_a_request_starts_at_the_right_door() -> None:
    text = Client().get("/acompanhar").content.decode()
    assert all(door in text for door in ('href="/titular"', 'href="/solicitacoes"', 'href="/verificar"'))
