"""The words that each clock puts on its ruler."""

from dataclasses import dataclass, replace
from typing import Final

from requests_app.domain.clock import ClockName


@dataclass(frozen=True, slots=True)
class RulerWords:
    """Flags are one short word above a cell; nouns and facts go into sentences."""

    start_flag: str
    start_noun: str
    start_fact: str
    stop_flag: str
    stop_fact: str
    due_flag: str = "prazo"
    due_noun: str = "prazo"
    late_noun: str = "de atraso"
    late_fact: str = "Atraso"
    today_flag: str = "hoje"
    pause_flag: str = "parado"


def words_of(clock: ClockName, *, was_reset: bool) -> RulerWords:
    """The words of a clock; a count that began again says so at its start."""
    words = _WORDS[clock]
    # A new round of corrections is a notice of its own, not the old one begun again.
    if not was_reset or clock is ClockName.CURE:
        return words
    return replace(words, start_flag="reinício", start_noun="Reinício", start_fact="A contagem recomeçou")


_WORDS: Final = {
    ClockName.OPINION: RulerWords(
        start_flag="pedido",
        start_noun="Pedido",
        start_fact="Pedido recebido",
        stop_flag="resposta",
        stop_fact="Resposta",
    ),
    ClockName.DOCUMENT_CHECK: RulerWords(
        start_flag="pedido",
        start_noun="Pedido",
        start_fact="Pedido recebido",
        stop_flag="conferido",
        stop_fact="Documentos conferidos",
    ),
    ClockName.CURE: RulerWords(
        start_flag="aviso",
        start_noun="Aviso",
        start_fact="Correções pedidas",
        stop_flag="devolvido",
        stop_fact="Correções devolvidas",
        late_noun="depois do prazo",
        late_fact="Depois do prazo",
    ),
    ClockName.VALIDITY: RulerWords(
        start_flag="emissão",
        start_noun="Parecer emitido",
        start_fact="Parecer emitido",
        stop_flag="vistoria",
        stop_fact="Vistoria pedida",
        due_flag="vence",
        due_noun="vencimento",
        late_noun="depois do vencimento",
        late_fact="Depois do vencimento",
    ),
}
