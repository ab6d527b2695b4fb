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
    # A new round of corrections or a second inspection is a term of its own, not the old one begun again.
    if not was_reset or clock in _ANEW:
        return words
    return replace(words, start_flag="reinício", start_noun="Reinício", start_fact="A contagem recomeçou")


_ANEW: Final = frozenset(ClockName) - {ClockName.OPINION, ClockName.DOCUMENT_CHECK, ClockName.VALIDITY}
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
    ClockName.CONTEST: RulerWords(
        start_flag="contestação",
        start_noun="Contestação",
        start_fact="Contestação recebida",
        stop_flag="resposta",
        stop_fact="Contestação respondida",
    ),
    ClockName.STUDIES: RulerWords(
        start_flag="pedido",
        start_noun="Pedido",
        start_fact="Estudos pedidos",
        stop_flag="entrega",
        stop_fact="Entrega dos estudos encerrada",
    ),
    ClockName.CONTRACT_DELIVERY: RulerWords(
        start_flag="aprovação",
        start_noun="Aprovação",
        start_fact="Condições aprovadas",
        stop_flag="entrega",
        stop_fact="Contratos entregues",
    ),
    ClockName.CONTRACT_RETURN: RulerWords(
        start_flag="entrega",
        start_noun="Entrega",
        start_fact="Contratos entregues",
        stop_flag="aceite",
        stop_fact="Contratos aceitos",
        late_noun="depois do prazo",
        late_fact="Depois do prazo",
    ),
    ClockName.WORKS: RulerWords(
        start_flag="início",
        start_noun="Início da obra",
        start_fact="Obra na rede começou",
        stop_flag="fim",
        stop_fact="Obra na rede terminada",
    ),
    ClockName.PROJECT: RulerWords(
        start_flag="envio",
        start_noun="Envio",
        start_fact="Projeto da subestação enviado",
        stop_flag="resposta",
        stop_fact="Projeto da subestação respondido",
    ),
    ClockName.INSPECTION: RulerWords(
        start_flag="pedido",
        start_noun="Pedido da vistoria",
        start_fact="Vistoria pedida",
        stop_flag="vistoria",
        stop_fact="Vistoria feita",
    ),
    ClockName.INSPECTION_REPORT: RulerWords(
        start_flag="vistoria",
        start_noun="Vistoria",
        start_fact="Vistoria não aprovada",
        stop_flag="relatório",
        stop_fact="Relatório entregue",
    ),
    ClockName.REINSPECTION: RulerWords(
        start_flag="relatório",
        start_noun="Relatório",
        start_fact="Relatório da vistoria entregue",
        stop_flag="pedido",
        stop_fact="Nova vistoria pedida",
        late_noun="depois do prazo",
        late_fact="Depois do prazo",
    ),
    ClockName.GUARANTEE_RETURN: RulerWords(
        start_flag="devida",
        start_noun="Devolução devida",
        start_fact="Devolução da garantia devida",
        stop_flag="devolvida",
        stop_fact="Garantia devolvida",
    ),
}
