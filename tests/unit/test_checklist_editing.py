"""Changes of a draft, and what is said about content that is no checklist yet."""

from datetime import date
from typing import Any

import pytest

from documents.domain import checklist_editing as editing
from documents.domain.checklist import Checklist, packaged_checklist
from documents.domain.checklist_problems import Problem, checklist_of

BEGIN = date(2026, 12, 1)


def content() -> dict[str, Any]:
    kept = packaged_checklist("micro_up_to_10").model_dump(mode="json")
    return {"title": kept["title"], "items": kept["items"]}


def codes(items: editing.Items) -> list[str]:
    return [item["document_code"] for item in items]


def problems(items: editing.Items, title: str = "Lista") -> list[str]:
    found = checklist_of({"title": title, "items": items}, code="micro_up_to_10", number=2, valid_from=BEGIN)
    assert not isinstance(found, Checklist)
    assert all(isinstance(one, Problem) for one in found)
    return [one.message for one in found]


def test_the_packaged_content_makes_a_version_with_its_number_and_day() -> None:
    found = checklist_of(content(), code="micro_up_to_10", number=2, valid_from=BEGIN)
    assert isinstance(found, Checklist)
    assert (found.version, found.valid_from) == (2, BEGIN)


def test_moving_stops_at_both_ends_and_numbers_anew() -> None:
    items = content()["items"]
    first, second = codes(items)[:2]
    assert editing.moved(items, first, -1) == items
    down = editing.moved(items, first, 1)
    assert codes(down)[:2] == [second, first]
    assert [item["order"] for item in down] == list(range(1, len(items) + 1))
    assert codes(items)[0] == first, "the list that was given is left alone"


def test_what_left_comes_back_to_its_place() -> None:
    items = content()["items"]
    for code in (codes(items)[0], "identity", codes(items)[-1]):
        assert editing.restored(editing.without(items, code), items, code) == items
    changed = editing.changed(items, "identity", max_mb=1)
    assert editing.restored(changed, items, "identity") == items


def test_what_is_not_there_cannot_be_changed() -> None:
    items = content()["items"]
    with pytest.raises(LookupError):
        editing.without(items, "nothing")
    with pytest.raises(LookupError):
        editing.without_criterion(items, "identity", "nothing")
    with pytest.raises(LookupError):
        editing.restored(items, items, "nothing")


def test_codes_are_made_of_words_and_never_repeat() -> None:
    assert editing.new_code("Prova de posse do imóvel", set()) == "prova_de_posse_do_imovel"
    assert editing.new_code("Prova", {"prova"}) == "prova_2"
    assert editing.new_code("3ª via", set()) == "item_3a_via"
    assert len(editing.new_code("x" * 200, {"x" * 56})) <= editing.LONGEST_CODE
    assert editing.new_code("¿?", set()) == "item"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"legal_basis": {"norm": "REN ANEEL 1.000/2021", "provision": ""}}, "sem base legal"),
        ({"legal_basis": {"norm": "", "provision": "art. 1"}}, "sem base legal"),
        ({"legal_basis": None}, "sem base legal"),
        ({"criteria": []}, "escreva pelo menos um"),
        ({"title": ""}, "Título: falta preencher."),
        ({"max_mb": 51}, "Tamanho: passa do máximo, que é 50."),
        ({"max_pages": 0}, "Páginas: precisa ser maior que 0."),
        ({"accepted_types": []}, "escolha pelo menos um"),
        ({"not_because": ""}, "a frase de quando vale"),
        ({"condition": {"fact": "moon_phase", "value": True}}, "Condição: o que está escrito não serve."),
    ],
)
def test_each_problem_is_said_with_its_document(changes: dict[str, Any], said: str) -> None:
    items = editing.changed(content()["items"], "identity", **changes)
    found = checklist_of({"title": "Lista", "items": items}, code="c", number=2, valid_from=BEGIN)
    assert not isinstance(found, Checklist)
    assert {one.document_code for one in found} == {"identity"}
    assert any(said in one.message for one in found)


def test_a_criterion_without_reasons_or_rule_is_a_problem() -> None:
    items = content()["items"]
    one = items[0]["criteria"][0]
    code = items[0]["document_code"]
    bare = editing.with_criterion(items, code, {**one, "canned_reasons": []})
    assert problems(bare) == ["Critérios: cada critério precisa de pelo menos um motivo pronto."]
    ruleless = editing.with_criterion(items, code, {**one, "rule": {"norm": ""}})
    assert problems(ruleless) == ["Critérios: escreva a regra de cada critério."]


def test_an_empty_or_doubled_list_is_a_problem() -> None:
    items = content()["items"]
    assert "A lista está vazia. Inclua pelo menos um documento." in problems([])
    assert problems(items, title=" ") == ["Título da lista: falta preencher."]
    assert "O mesmo documento está duas vezes na lista." in problems([*items, items[0]])
