"""Conditions of a draft, built row by row on plain pages: what is pressed, what is kept, what is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from documents.domain.checklist import ALWAYS_APPLIES
from documents.domain.conditions import Comparison, Condition, Fact, NoneOf
from portal.accounts.models import User
from tests.integration.checklist_room import (
    DRAFT,
    IDENTITY,
    an_admin,
    changed,
    kept,
    sent,
    started,
    the_draft,
    whole,
)
from tests.integration.review_room import NOW, form_of, signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def author() -> User:
    return an_admin()


@pytest.fixture
def client(author: User) -> Client:
    started(author)
    return signed_in(author)


def build(client: Client, *steps: dict[str, str | list[str]]) -> Any:
    """Press the buttons one after the other, each on the page that the one before answered."""
    path = f"{IDENTITY}/condicao"
    answer = client.get(path)
    for step in steps:
        answer = client.post(path, {**form_of(answer), **step})
    return answer


SENTENCES = {"applies_because": "É ligação nova.", "not_because": "A unidade já existe."}


def test_a_condition_is_built_row_by_row_without_script(client: Client) -> None:
    before = kept()
    assert before["condition"] is not None
    cleared = build(client, {"step": "remove-0-0"})
    assert cleared.status_code == 200 and kept() == before, "only saving keeps anything"
    added = client.post(
        f"{IDENTITY}/condicao",
        {**form_of(cleared), "g0_new": "request_kind", "step": "add-0"},
    )
    assert 'name="g0_r0_value"' in added.content.decode()
    wrong = client.post(
        f"{IDENTITY}/condicao", {**form_of(added), **SENTENCES, "g0_r0_how": "is_one", "step": "save"}
    )
    assert wrong.status_code == 422 and "Tipo do pedido, valor: falta escolher ou escrever." in words(wrong)
    answer = client.post(
        f"{IDENTITY}/condicao",
        {**form_of(added), **SENTENCES, "g0_r0_value": ["new_unit"], "g0_r0_how": "is_one", "step": "save"},
    )
    assert answer.status_code == 302
    assert whole().item("identity").condition == Comparison(fact=Fact.request_kind, value="new_unit")
    said = words(client.get(f"{DRAFT}/diferencas"))
    assert "A condição mudou de “quando" in said and "para “quando o pedido é de ligação nova”." in said


def test_groups_join_with_and_or_not(client: Client) -> None:
    data: dict[str, Any] = {
        **SENTENCES,
        "applies": "when",
        "shape": "installed_power_kw,is_collective_roof|has_storage",
        "join": "any",
        "g0_join": "all",
        "g0_r0_how": "above",
        "g0_r0_value": "7,5",
        "g0_r1_how": "yes",
        "g1_join": "none",
        "g1_r0_how": "yes",
        "step": "save",
    }
    assert sent(client, "/documentos/identity/condicao", **data).status_code == 302
    said = words(client.get(IDENTITY))
    assert (
        "Pedido quando (a potência instalada passa de 7,5 kW e a geração fica em telhado coletivo) ou" in said
    )
    page = client.get(f"{IDENTITY}/condicao")
    assert form_of(page)["shape"] == "installed_power_kw,is_collective_roof|has_storage"
    assert whole().item("identity").condition is not None


def test_always_takes_the_condition_and_its_sentences_away(client: Client) -> None:
    answer = sent(client, "/documentos/identity/condicao", applies="always", shape="", step="save")
    assert answer.status_code == 302
    item = whole().item("identity")
    assert (item.condition, item.applies_because, item.not_because) == (None, ALWAYS_APPLIES, "")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"shape": ""}, "acrescente pelo menos um fato"),
        ({"shape": "is_holder_company", "g0_r0_how": "yes", "applies_because": ""}, "Frase de quando vale"),
        (
            {"shape": "installed_power_kw", "g0_r0_how": "above", "g0_r0_value": "muito"},
            "Escreva só o número",
        ),
        ({"shape": "modality", "g0_r0_how": "is_other", "g0_r0_value": ["local", "remote"]}, "escolha um só"),
        ({"shape": "modality", "g0_r0_how": "is_one", "g0_r0_value": ["moon"]}, "Modalidade"),
        ({"shape": "is_holder_company", "g0_r0_how": "above"}, "titular"),
    ],
)
def test_a_condition_that_says_nothing_is_not_saved(client: Client, data: dict[str, Any], said: str) -> None:
    before = the_draft().version
    answer = sent(
        client, "/documentos/identity/condicao", **{"applies": "when", "step": "save", **SENTENCES, **data}
    )
    assert answer.status_code == 422
    assert said in words(answer)
    assert the_draft().version == before


def test_a_chosen_fact_that_was_not_added_yet_is_not_lost_on_saving(client: Client) -> None:
    answer = build(client, {"g0_new": "has_storage", "step": "save"})
    assert answer.status_code == 200
    assert form_of(answer)["shape"].endswith(",has_storage")


def test_a_condition_deeper_than_the_page_stays_until_it_is_built_anew(author: User) -> None:
    inner: Condition = NoneOf(none_of=(NoneOf(none_of=(Comparison(fact=Fact.has_storage, value=True),)),))
    deep = NoneOf(none_of=(NoneOf(none_of=(inner, inner)), inner)).model_dump(mode="json")
    changed(started(author), author, condition=deep)
    page = signed_in(author).get(f"{IDENTITY}/condicao")
    assert "mais níveis do que esta página mostra" in words(page)
    assert kept()["condition"] == deep
