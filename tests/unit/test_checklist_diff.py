"""The differences between two versions, in words: nothing that differs goes unsaid."""

from decimal import Decimal
from typing import Any

import pytest

from documents.domain.checklist import Checklist, ChecklistItem, packaged_checklist
from documents.domain.checklist_diff import FIELD_WORDS, Kind, differences
from documents.domain.checklist_editing import moved
from documents.domain.conditions import Comparator, Comparison, Fact, NoneOf
from documents.domain.file_types import FileType
from eligibility.domain.citation import Citation, Confidence

BEFORE = packaged_checklist("micro_up_to_10")
IDENTITY = BEFORE.item("identity")


def with_items(items: list[ChecklistItem]) -> Checklist:
    numbered = tuple(item.model_copy(update={"order": place}) for place, item in enumerate(items, start=1))
    return BEFORE.model_copy(update={"items": numbered})


def changing(document_code: str, **changes: Any) -> Checklist:
    return with_items(
        [
            item.model_copy(update=changes) if item.document_code == document_code else item
            for item in BEFORE.items
        ]
    )


def lines(after: Checklist, before: Checklist = BEFORE) -> list[str]:
    return [line for found in differences(before, after) for line in found.lines]


def test_the_same_content_has_no_differences_whatever_its_number_and_date() -> None:
    assert differences(BEFORE, BEFORE.model_copy(update={"version": 9})) == ()


def test_a_size_is_said_in_megabytes() -> None:
    after = changing("identity", max_mb=5)
    assert lines(after) == [f"Mudou o tamanho de {IDENTITY.max_mb} MB para 5 MB."]
    assert [(found.kind, found.title) for found in differences(BEFORE, after)] == [
        (Kind.changed, IDENTITY.title)
    ]


def test_a_document_that_left_and_one_that_entered() -> None:
    new = IDENTITY.model_copy(update={"code": "x", "document_code": "x", "title": "Planta assinada"})
    rest = [item for item in BEFORE.items if item.document_code != "identity"]
    found = differences(BEFORE, with_items([*rest, new]))
    assert [(one.kind, one.document_code) for one in found] == [
        (Kind.added, "x"),
        (Kind.removed, "identity"),
    ]
    assert (
        found[0].lines[0] == f"Entrou o documento “Planta assinada”, no lugar {len(BEFORE.items)} da lista."
    )
    assert any(new.legal_basis.label in line for line in found[0].lines)
    assert found[1].lines[0].startswith(f"Saiu o documento “{IDENTITY.title}”. Ele era pedido quando ")


def test_a_condition_is_said_before_and_after() -> None:
    after = changing(
        "identity",
        condition=Comparison(fact=Fact.installed_power_kw, comparator=Comparator.gt, value=Decimal(5)),
    )
    [line] = lines(after)
    assert line.startswith("A condição mudou de “quando ") and line.endswith(
        "para “quando a potência instalada passa de 5 kW”."
    )
    [line] = lines(
        changing("technical_responsibility", condition=Comparison(fact=Fact.has_storage, value=True))
    )
    assert line == "A condição mudou de “sempre” para “quando há armazenamento de energia”."


def test_conditions_that_differ_only_where_an_answer_is_missing_are_told_apart() -> None:
    plain = Comparison(fact=Fact.has_storage, value=False)
    denied = NoneOf(none_of=(Comparison(fact=Fact.has_storage, value=True),))
    [line] = lines(changing("identity", condition=denied), changing("identity", condition=plain))
    assert "falta responder" in line


def test_one_moved_document_is_one_sentence() -> None:
    items = list(BEFORE.items)
    after = with_items([items[1], *items[2:4], items[0], *items[4:]])
    assert lines(after) == [f"Mudou de lugar: agora vem depois de “{items[3].title}”."]
    last_first = with_items([items[-1], *items[:-1]])
    assert lines(last_first) == ["Mudou de lugar: agora vem em primeiro."]


OTHER: dict[str, Any] = {
    "legal_basis": Citation(norm="REN 1", provision="art. 1"),
    "confidence": Confidence.unverified,
    "accepted_types": (FileType.PNG,),
    "max_mb": 49,
    "max_pages": 499,
}


@pytest.mark.parametrize("name", sorted(set(ChecklistItem.model_fields) - {"order", "document_code"}))
def test_no_field_of_an_item_changes_in_silence(name: str) -> None:
    if name in ("condition", "criteria"):
        value: Any = None if name == "condition" else IDENTITY.criteria[:0]
    else:
        assert name in FIELD_WORDS
        was = getattr(IDENTITY, name)
        value = OTHER.get(name, (not was) if isinstance(was, bool) else f"Outro texto. {was}")
    found = lines(changing("identity", **{name: value}))
    assert found and all(line.endswith((".", "”")) for line in found)


def test_criteria_and_their_reasons_are_told_one_by_one() -> None:
    first = IDENTITY.criteria[0]
    reason = first.canned_reasons[0]
    harder = first.model_copy(
        update={
            "rule": Citation(norm="REN 2", provision="art. 2"),
            "canned_reasons": (
                reason.model_copy(update={"text": "Outro texto.", "label": "Outro nome"}),
                reason.model_copy(update={"code": "new_reason", "label": "Motivo novo"}),
            ),
        }
    )
    new = first.model_copy(update={"code": "new_criterion", "text": "O nome confere."})
    text = "\n".join(lines(changing("identity", criteria=(new, harder))))
    assert "Entrou o critério “O nome confere.”" in text
    assert f"No critério “{first.text}”: mudou a regra de “{first.rule.label}" in text
    assert f"no motivo “{reason.label}” mudou o nome de “{reason.label}” para “Outro nome”" in text
    assert "entrou o motivo “Motivo novo”" in text
    gone = "\n".join(lines(changing("identity", criteria=(new,))))
    assert f"Saiu o critério “{first.text}”." in gone


def test_moving_in_a_draft_and_saying_it_agree() -> None:
    kept = BEFORE.model_dump(mode="json")
    items = moved(kept["items"], "identity", 1)
    after = Checklist.model_validate({**kept, "items": items})
    assert len(lines(after)) == 1 and lines(after)[0].startswith("Mudou de lugar: ")
