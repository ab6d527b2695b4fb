"""The decision over HTTP: chosen, seen as it will be printed, signed once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from portal.outbox.models import Message
from requests_app.models import AccessRequest, Opinion, OpinionContent, ReviewItem
from requests_app.services.review import verdicts as review
from tests.factories import filed_request, reviewed
from tests.integration.review_room import NOW, an_analyst, bench_address, form_of, signed_in, words

pytestmark = pytest.mark.django_db
REASON = {
    "reason_0_rule": "power.available_limit",
    "reason_0_title": "Potência acima",
    "reason_0_text": "O pedido passa da potência disponibilizada.",
    "reason_0_fix": "Peça aumento de carga antes.",
}


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return an_analyst()


@pytest.fixture
def case(analyst: User) -> AccessRequest:
    access_request = reviewed(filed_request(at=NOW), analyst, at=NOW)
    review.accept_documents(access_request_id=access_request.pk, actor=analyst.as_actor(), now=NOW)
    access_request.refresh_from_db()
    return access_request


def _post(client: Client, case: AccessRequest, **fields: str) -> Any:
    return client.post(bench_address(case, "/decisao"), fields)


def test_favourable_is_previewed_then_signed_and_issued_once(analyst: User, case: AccessRequest) -> None:
    client = signed_in(analyst)
    assert client.get(bench_address(case, "/decisao")).status_code == 200
    preview = _post(
        client, case, outcome="favourable", conditions="Instalar a placa de aviso.\n\nAvisar antes."
    )
    text = words(preview)
    assert preview.status_code == 200 and not Opinion.objects.exists()
    assert "Nada foi emitido ainda." in text
    assert "O parecer vale até terça, 23/03/2027" in text
    assert "Instalar a placa de aviso." in text and "Assina: Beatriz Amaral" in text
    fields = form_of(preview)
    assert fields["conditions"] == "Instalar a placa de aviso.\n\nAvisar antes."
    assert _post(client, case, **fields | {"step": "confirm"}).status_code == 302
    opinion = Opinion.objects.get(access_request=case)
    assert opinion.outcome == "favourable" and opinion.valid_until_on == date(2027, 3, 23)
    sheet = OpinionContent.objects.get(opinion=opinion).sheet
    assert [c["text"] for c in sheet["conditions"]] == ["Instalar a placa de aviso.", "Avisar antes."]
    assert _post(client, case, **fields | {"step": "confirm"}).status_code == 409
    assert Opinion.objects.count() == 1


def test_going_back_keeps_every_word_without_an_error(analyst: User, case: AccessRequest) -> None:
    client = signed_in(analyst)
    preview = _post(client, case, outcome="favourable", conditions="Instalar a placa.")
    back = _post(client, case, **form_of(preview) | {"step": "edit"})
    assert back.status_code == 200 and "Erro:" not in back.content.decode()
    assert form_of(back)["conditions"] == "Instalar a placa." and form_of(back)["outcome"] == "favourable"


def test_with_works_needs_the_study_and_the_words_of_the_works(analyst: User, case: AccessRequest) -> None:
    client = signed_in(analyst)
    given = {
        "outcome": "favourable_with_works",
        "works": "Transformador: trocar por 75 kVA",
        "works_rule": "works.low_voltage",
    }
    early = _post(client, case, **given)
    assert early.status_code == 422 and "Antes, registre “O estudo apontou obra na rede”." in words(early)
    review.require_works(access_request_id=case.pk, actor=analyst.as_actor(), now=NOW)
    empty = _post(client, case, outcome="favourable_with_works")
    assert empty.status_code == 422 and "Obra na rede: descreva a obra que a rede precisa." in words(empty)
    assert "Prazo da obra: escolha o prazo." in words(empty)
    preview = _post(client, case, **given)
    assert preview.status_code == 200 and "trocar por 75 kVA" in words(preview)
    assert _post(client, case, **form_of(preview) | {"step": "confirm"}).status_code == 302
    assert Opinion.objects.get().outcome == "favourable_with_works"


@pytest.mark.parametrize("outcome", ["favourable", "not_approved"])
def test_works_that_the_decision_cannot_carry_are_refused_not_dropped(
    analyst: User, case: AccessRequest, outcome: str
) -> None:
    client, written = signed_in(analyst), {"outcome": outcome} | REASON
    answer = _post(client, case, **written, works="Troca: cabo novo")
    assert answer.status_code == 422 and form_of(answer)["works"] == "Troca: cabo novo"
    assert "Escolha “Favorável, com obra na rede” ou apague o texto." in words(answer)
    assert _post(client, case, **written, works=" \n").status_code == 200, "nothing was written"
    kept = _post(client, case, **written, works="Troca: cabo novo", step="save")
    assert kept.status_code == 302, "a draft keeps what is not settled yet"
    assert form_of(client.get(bench_address(case, "/decisao")))["works"] == "Troca: cabo novo"


def test_not_approved_carries_every_failing_item_and_every_written_reason_with_its_rule(
    analyst: User, case: AccessRequest
) -> None:
    item = ReviewItem.objects.filter(access_request=case)[0]
    review.save_verdict(
        item_id=item.pk, verdict="fails", what="A ART é de outra obra.", how_to_fix="Envie a ART desta obra.",
        base_version=item.version, actor=analyst.as_actor(), now=NOW,
    )  # fmt: skip
    client = signed_in(analyst)
    preview = _post(client, case, outcome="not_approved", **REASON)
    text = words(preview)
    assert preview.status_code == 200
    for piece in (
        "A ART é de outra obra.",
        "REN ANEEL 1.000/2021, art. 33",
        "Potência acima",
        "art. 31",
        "Direito de reclamar",
    ):
        assert piece in text
    assert _post(client, case, **form_of(preview) | {"step": "confirm"}).status_code == 302
    case.refresh_from_db()
    assert case.state == "not_approved"
    told = Message.objects.filter(template="not_approved")[0].text
    assert "A ART é de outra obra." in told and "Potência acima" in told


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Escolha a decisão."),
        ({"outcome": "talvez"}, "Esta opção não existe."),
        ({"outcome": "not_approved"}, "Escreva o motivo, com a regra que vale."),
        ({"outcome": "not_approved", "reason_0_title": "Só título"}, "Motivo 1: falta a regra."),
        ({"outcome": "not_approved", "reason_1_rule": "nada", "reason_1_title": "T", "reason_1_text": "X"}, "Motivo 2: escolha a regra da lista."),
        ({"outcome": "not_approved", "reason_0_rule": "power.available_limit"}, "Motivo 1: falta o título."),
        ({"outcome": "favourable", "conditions": "x" * 10_000}, "Use até 4000 letras"),
    ],
)  # fmt: skip
def test_a_bad_decision_answers_422_and_keeps_what_was_typed(
    analyst: User, case: AccessRequest, fields: dict[str, str], message: str
) -> None:
    for step in ("preview", "confirm"):
        page = _post(signed_in(analyst), case, step=step, **fields)
        assert page.status_code == 422 and message.lower() in words(page).lower()
        assert "<title>Erro: " in page.content.decode()
        kept = form_of(page)
        assert all(
            kept[name] == value for name, value in fields.items() if name not in ("outcome", "reason_1_rule")
        )
    assert not Opinion.objects.exists()


def test_an_item_without_verdict_stops_the_favourable_one_with_its_reason(analyst: User) -> None:
    case = filed_request(at=NOW)
    from requests_app.services.review import claims

    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=NOW)
    page = signed_in(analyst).get(bench_address(case, "/decisao"))
    assert "Falta veredito em 18 itens de 18." in words(page)
    refused = _post(signed_in(analyst), case, outcome="not_approved", step="confirm", reason_0_rule="power.available_limit",
                    reason_0_title="T", reason_0_text="X")  # fmt: skip
    assert refused.status_code == 422 and "Falta veredito em 18 itens" in words(refused)


def test_a_colleague_cannot_decide_what_is_not_theirs(case: AccessRequest) -> None:
    page = _post(signed_in(an_analyst("Caio Lemos")), case, outcome="favourable", step="confirm")
    assert page.status_code == 422 and "Este pedido não está com você." in words(page)
    assert not Opinion.objects.exists()
