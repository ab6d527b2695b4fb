"""What changed between two versions of a checklist, in Portuguese sentences, document by document."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from documents.domain.checklist import CannedReason, Checklist, ChecklistItem, Criterion, Stage
from documents.domain.conditions import Condition, in_words
from documents.domain.file_types import FileType, names_in_portuguese
from eligibility.domain.citation import Citation, Confidence

Say = Callable[[Any], str]


class Kind(StrEnum):
    """What happened to the document (or to the list as a whole)."""

    added = "added"
    removed = "removed"
    changed = "changed"
    whole_list = "whole_list"


class Difference(BaseModel):
    """All that changed in one document; `lines` are whole sentences, never empty."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    title: str
    document_code: str = ""
    lines: tuple[str, ...]


def differences(before: Checklist, after: Checklist) -> tuple[Difference, ...]:
    """Everything that differs in title and items, in the order of `after`, what left the list at the end.

    Number, start date and code tell versions apart and are no difference.
    """
    return tuple(_differences(before, after))


def condition_words(condition: Condition | None) -> str:
    """`sempre`, or the condition as a clause that begins with "quando"."""
    return in_words(condition) if condition is not None else "sempre"


def stage_words(stage: Stage) -> str:
    """Where a criterion is judged, as it stands after "é conferido"."""
    return "na conferência dos documentos" if stage is Stage.documents else "na análise técnica"


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "nada"


def _yes_or_no(value: bool) -> str:
    return "“sim”" if value else "“não”"


def _types(kinds: Sequence[FileType]) -> str:
    return names_in_portuguese(frozenset(kinds)) if kinds else "nenhum"


def _pages(count: int) -> str:
    return "1 página" if count == 1 else f"{count} páginas"


def _rule(citation: Citation) -> str:
    return f"“{citation.label}” ({citation.url})" if citation.url else f"“{citation.label}”"


def _certainty(confidence: Confidence) -> str:
    return f"“{confidence.label}”"


FIELD_WORDS: Mapping[str, tuple[str, Say]] = {
    "title": ("o título", _quoted),
    "why": ("o porquê", _quoted),
    "legal_basis": ("a base legal", _rule),
    "confidence": ("a certeza da base legal", _certainty),
    "source_line": ("a linha da página da distribuidora", _quoted),
    "note": ("a observação", _quoted),
    "is_optional": ("a marca de opcional", _yes_or_no),
    "is_from_answers": ("a marca de feito pelo portal", _yes_or_no),
    "refused_when_absent": ("a marca de recusa quando falta", _yes_or_no),
    "applies_because": ("a frase de quando se aplica", _quoted),
    "not_because": ("a frase de quando não se aplica", _quoted),
    "accepted_types": ("os tipos de arquivo", _types),
    "max_mb": ("o tamanho", lambda size: f"{size} MB"),
    "max_pages": ("o limite de páginas", _pages),
    "good_example": ("o exemplo do que passa", _quoted),
    "bad_example": ("o exemplo do que não passa", _quoted),
    "code": ("o código interno", _quoted),
}
"""How each plain field of an item is named and said; order, condition and criteria have sentences of their own."""


def _differences(before: Checklist, after: Checklist) -> Iterator[Difference]:
    if before.title != after.title:
        yield Difference(
            kind=Kind.whole_list,
            title="A lista",
            lines=(f"Mudou o título da lista de {_quoted(before.title)} para {_quoted(after.title)}.",),
        )
    old = {item.document_code: item for item in before.items}
    moves = _moves(before, after)
    for place, item in enumerate(after.items, start=1):
        code = item.document_code
        if code not in old:
            yield Difference(
                kind=Kind.added, title=item.title, document_code=code, lines=tuple(_entered(item, place))
            )
            continue
        lines = (*_changes(old[code], item), *([moves[code]] if code in moves else []))
        if lines:
            yield Difference(kind=Kind.changed, title=item.title, document_code=code, lines=lines)
    kept = {item.document_code for item in after.items}
    for item in before.items:
        if item.document_code not in kept:
            yield Difference(
                kind=Kind.removed,
                title=item.title,
                document_code=item.document_code,
                lines=(
                    f"Saiu o documento {_quoted(item.title)}. Ele era pedido {condition_words(item.condition)}.",
                ),
            )


def _entered(item: ChecklistItem, place: int) -> Iterator[str]:
    yield f"Entrou o documento {_quoted(item.title)}, no lugar {place} da lista."
    duty = "É opcional" if item.is_optional else "É obrigatório"
    yield f"{duty} e pedido {condition_words(item.condition)}."
    yield f"Base legal: {_rule(item.legal_basis)}. {item.confidence.label}."
    yield f"Aceita {_types(item.accepted_types)}, até {item.max_mb} MB e {_pages(item.max_pages)}."
    for criterion in item.criteria:
        yield f"Critério {_quoted(criterion.text)}, conferido {stage_words(criterion.stage)}."


def _changes(before: ChecklistItem, after: ChecklistItem) -> Iterator[str]:
    for name, (label, say) in FIELD_WORDS.items():
        was, now = getattr(before, name, None), getattr(after, name, None)
        if was != now:
            yield f"Mudou {label} de {say(was)} para {say(now)}."
    if before.condition != after.condition:
        was, now = condition_words(before.condition), condition_words(after.condition)
        yield (
            f"A condição mudou de “{was}” para “{now}”."
            if was != now
            # Asked of what was not answered yet they differ, and one sentence cannot tell.
            else f"A condição continua “{now}”, mas mudou o que vale quando falta responder."
        )
    yield from _criteria_changes(before.criteria, after.criteria)


def _criteria_changes(before: Sequence[Criterion], after: Sequence[Criterion]) -> Iterator[str]:
    old = {criterion.code: criterion for criterion in before}
    new = {criterion.code: criterion for criterion in after}
    for code, criterion in new.items():
        if code not in old:
            yield (
                f"Entrou o critério {_quoted(criterion.text)}, conferido {stage_words(criterion.stage)}. "
                f"Regra: {_rule(criterion.rule)}. {_reasons_count(criterion)}."
            )
        else:
            yield from _criterion_changes(old[code], criterion)
    for code, criterion in old.items():
        if code not in new:
            yield f"Saiu o critério {_quoted(criterion.text)}."
    shared = [code for code in new if code in old]
    if shared != [code for code in old if code in new]:
        yield "Mudou a ordem dos critérios."


def _reasons_count(criterion: Criterion) -> str:
    count = len(criterion.canned_reasons)
    return "1 motivo pronto" if count == 1 else f"{count} motivos prontos"


def _criterion_changes(before: Criterion, after: Criterion) -> Iterator[str]:
    place = f"No critério {_quoted(after.text)}: "
    if before.text != after.text:
        yield f"Mudou o critério {_quoted(before.text)} para {_quoted(after.text)}."
    if before.rule != after.rule:
        yield f"{place}mudou a regra de {_rule(before.rule)} para {_rule(after.rule)}."
    if before.stage != after.stage:
        yield f"{place}era conferido {stage_words(before.stage)} e passou a ser {stage_words(after.stage)}."
    old = {reason.code: reason for reason in before.canned_reasons}
    new = {reason.code: reason for reason in after.canned_reasons}
    for code, reason in new.items():
        if code not in old:
            yield f"{place}entrou o motivo {_quoted(reason.label)}: {_quoted(reason.text)}"
        elif reason != old[code]:
            yield f"{place}{_reason_change(old[code], reason)}"
    for code, reason in old.items():
        if code not in new:
            yield f"{place}saiu o motivo {_quoted(reason.label)}."
    if [code for code in new if code in old] != [code for code in old if code in new]:
        yield f"{place}mudou a ordem dos motivos."


def _reason_change(before: CannedReason, after: CannedReason) -> str:
    parts = [
        f"{label} de {_quoted(was)} para {_quoted(now)}"
        for label, was, now in (
            ("o nome", before.label, after.label),
            ("o texto", before.text, after.text),
            ("como corrigir", before.how_to_fix, after.how_to_fix),
        )
        if was != now
    ]
    return f"no motivo {_quoted(before.label)} mudou {'; '.join(parts)}."


def _moves(before: Checklist, after: Checklist) -> dict[str, str]:
    """A sentence for each document that left its place among those that stayed; the fewest that explain it."""
    place = {item.document_code: number for number, item in enumerate(before.items)}
    stayed = [item for item in after.items if item.document_code in place]
    still = _longest_rising([place[item.document_code] for item in stayed])
    found = {}
    for number, item in enumerate(stayed):
        if place[item.document_code] not in still:
            where = f"depois de {_quoted(stayed[number - 1].title)}" if number else "em primeiro"
            found[item.document_code] = f"Mudou de lugar: agora vem {where}."
    return found


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    best: list[list[int]] = [[]]
    for number in numbers:
        longest = max((run for run in best if not run or run[-1] < number), key=len)
        best.append([*longest, number])
    longest = max(best, key=len)
    return set(longest)
