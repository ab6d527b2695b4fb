"""Whether a draft may become a version: the checklist it makes, or what is wrong in it, said in Portuguese."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from documents.domain.checklist import Checklist, ChecklistItem

_FIELDS = {
    "title": "Título",
    "why": "Por que é pedido",
    "legal_basis": "Base legal",
    "confidence": "Certeza da base legal",
    "source_line": "Linha da página da distribuidora",
    "condition": "Condição",
    "applies_because": "Frase de quando se aplica",
    "not_because": "Frase de quando não se aplica",
    "accepted_types": "Tipos de arquivo",
    "max_mb": "Tamanho",
    "max_pages": "Páginas",
    "good_example": "Exemplo do que passa",
    "bad_example": "Exemplo do que não passa",
    "criteria": "Critérios",
    "document_code": "Código",
    "code": "Código",
}
_SAID = {
    "missing": "falta preencher.",
    "string_too_short": "falta preencher.",
    "less_than_equal": "passa do máximo, que é {le}.",
    "greater_than": "precisa ser maior que {gt}.",
}
_TWO_SENTENCES = (
    "Condição: escreva a frase de quando vale e a de quando não vale. Sem condição, deixe as duas vazias."
)
_ONE_ABSENCE = "Quando falta: escolha só uma consequência. Documento feito pelo portal nunca falta."
_NO_CRITERIA = "Critérios: escreva pelo menos um. É por ele que o analista confere o documento."
_NO_REASONS = "Critérios: cada critério precisa de pelo menos um motivo pronto."
_NO_BASIS = "Base legal: escreva a norma e o artigo. Documento sem base legal não pode ser pedido."
_NO_RULE = "Critérios: escreva a regra de cada critério."
_NO_TYPES = "Tipos de arquivo: escolha pelo menos um."


class Problem(BaseModel):
    """What stands in the way, and in which document; none is named when it is the list as a whole."""

    model_config = ConfigDict(frozen=True)

    document_code: str = ""
    title: str = ""
    message: str


def checklist_of(
    content: Mapping[str, Any], *, code: str, number: int, valid_from: date
) -> Checklist | tuple[Problem, ...]:
    """The version that the content would become, or every problem of it (never an empty tuple)."""
    found = tuple(_problems(content))
    if found:
        return found
    whole = {**content, "code": code, "version": number, "valid_from": valid_from}
    try:
        return Checklist.model_validate(whole)
    except ValidationError:
        return (Problem(message="A lista não está completa. Confira cada documento."),)


def _problems(content: Mapping[str, Any]) -> Iterator[Problem]:
    items = content["items"]
    if not str(content.get("title", "")).strip():
        yield Problem(message="Título da lista: falta preencher.")
    if not items:
        yield Problem(message="A lista está vazia. Inclua pelo menos um documento.")
    for item in items:
        said = dict.fromkeys(_item_problems(item))
        yield from (
            Problem(document_code=item["document_code"], title=item.get("title", ""), message=text)
            for text in said
        )
    for code, count in Counter(item["document_code"] for item in items).items():
        if count > 1:
            yield Problem(document_code=code, message="O mesmo documento está duas vezes na lista.")


def _item_problems(item: Mapping[str, Any]) -> Iterator[str]:
    try:
        read = ChecklistItem.model_validate(item)
    except ValidationError as wrong:
        for error in wrong.errors():
            yield _said(error)
        return
    if not (read.legal_basis.norm.strip() and read.legal_basis.provision.strip()):
        yield _NO_BASIS
    if not all(criterion.rule.norm.strip() for criterion in read.criteria):
        yield _NO_RULE
    if not read.accepted_types:
        yield _NO_TYPES


def _said(error: Any) -> str:
    place = [part for part in error["loc"] if isinstance(part, str)]
    if not place:
        return _ONE_ABSENCE if "optional" in error["msg"] else _TWO_SENTENCES
    name = place[0]
    if name == "legal_basis":
        return _NO_BASIS
    if name == "criteria" and error["type"] == "too_short":
        return _NO_CRITERIA if len(place) == 1 else _NO_REASONS
    words = _SAID.get(error["type"], "o que está escrito não serve.").format(**error.get("ctx", {}))
    return f"{_FIELDS.get(name, name)}: {words}"
