"""The ends of a request and their causes, in the words of receipts, pages and messages."""

from enum import StrEnum
from typing import NamedTuple

from requests_app.domain.lifecycle import Action


class Cause(StrEnum):
    """Why a request ended; the values are the actions that end one."""

    WITHDRAWN = Action.WITHDRAW.value
    CANCELLED = Action.CANCEL.value
    LAPSED = Action.LAPSE.value
    CLOSED = Action.CLOSE_UNANSWERED.value


class EndWords(NamedTuple):
    """`slug` names files, `title` the receipt, `said` completes "O pedido …", `by` says who ended it."""

    slug: str
    title: str
    said: str
    by: str


WORDS: dict[Cause, EndWords] = {
    Cause.WITHDRAWN: EndWords(
        "retirada",
        "Pedido retirado",
        "O responsável técnico retirou o pedido antes do parecer.",
        "Responsável técnico",
    ),
    Cause.CANCELLED: EndWords(
        "cancelamento",
        "Parecer cancelado pelo titular",
        "O titular cancelou o parecer, com código enviado ao e-mail dele.",
        "Titular",
    ),
    Cause.LAPSED: EndWords(
        "vencimento",
        "Parecer vencido",
        "O parecer perdeu a validade: o prazo acabou.",
        "Sistema, pelo fim do prazo",
    ),
    Cause.CLOSED: EndWords(
        "encerramento",
        "Pedido encerrado por falta de resposta",
        "As correções não voltaram no prazo, e o pedido foi encerrado.",
        "Sistema, pelo fim do prazo",
    ),
}

_LAPSES = {
    "approved": "A validade do parecer acabou sem a aprovação das condições.",
    "contracts_sent": "O prazo para aceitar os contratos acabou.",
    "ready": "A validade do parecer acabou sem pedido de vistoria.",
    "inspection_reported": "O prazo para pedir a nova vistoria acabou.",
}


class WithdrawalReason(StrEnum):
    """Why a technician takes a request back; saying so is optional."""

    PROJECT_CHANGED = "project_changed"
    DATA_WRONG = "data_wrong"
    FILED_TWICE = "filed_twice"
    HOLDER_GAVE_UP = "holder_gave_up"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            WithdrawalReason.PROJECT_CHANGED: "O projeto mudou",
            WithdrawalReason.DATA_WRONG: "Os dados foram com erro",
            WithdrawalReason.FILED_TWICE: "O pedido foi enviado duas vezes",
            WithdrawalReason.HOLDER_GAVE_UP: "O titular desistiu",
            WithdrawalReason.OTHER: "Outro motivo",
        }[self]


def why_it_ended(cause: Cause, *, source: str = "", reason: str = "") -> str:
    """The cause in one sentence or two; `source` is the state it ended from, `reason` a withdrawal's code."""
    said = WORDS[cause].said
    if cause is Cause.LAPSED:
        return f"O parecer perdeu a validade. {_LAPSES.get(source, 'O prazo acabou.')}"
    if cause is Cause.WITHDRAWN and reason in set(WithdrawalReason):
        return f"{said} Motivo: {WithdrawalReason(reason).label.lower()}."
    return said
