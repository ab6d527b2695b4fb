"""How each state reads: name, whose turn, colour and icon (the status table every screen and message uses)."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from requests_app.domain.lifecycle import State


class Turn(StrEnum):
    TECHNICIAN = "responsável técnico"
    UTILITY = "distribuidora"
    CUSTOMER = "cliente"
    NOBODY = "ninguém"


class Situation(BaseModel):
    model_config = ConfigDict(frozen=True)

    label: str
    turn: Turn
    colour: str
    icon: str
    stage: str
    """Short name of the stage for lists."""
    step: int
    """Which of the five human steps this is: 1 received … 5 installation and connection."""


def _row(label: str, turn: Turn, colour: str, icon: str, stage: str, step: int) -> Situation:
    return Situation(label=label, turn=turn, colour=colour, icon=icon, stage=stage, step=step)


_T = Turn
SITUATIONS: dict[State, Situation] = {
    State.DRAFT: _row("Rascunho, ainda não enviado", _T.TECHNICIAN, "grey", "pencil", "Rascunho", 0),
    State.RECEIVED: _row("Pedido recebido", _T.UTILITY, "blue", "tray", "Recebido", 1),
    State.CHECKING: _row("Conferindo documentos", _T.UTILITY, "blue", "clipboard", "Conferência", 2),
    State.ANALYSIS: _row("Em análise técnica", _T.UTILITY, "blue", "lens", "Análise", 3),
    State.WORKS_STUDY: _row("Em estudo de obra na rede", _T.UTILITY, "purple", "pole", "Estudo de obra", 3),
    State.PENDING: _row("Precisa de correção", _T.TECHNICIAN, "amber", "warn", "Espera o técnico", 3),
    State.CORRECTED: _row("Correções recebidas", _T.UTILITY, "blue", "turn", "Correções recebidas", 3),
    State.APPROVED: _row("Parecer emitido", _T.CUSTOMER, "green", "check-circle", "Parecer emitido", 4),
    State.CONTRACTS: _row("Contratos em preparo", _T.UTILITY, "blue", "pen", "Contratos", 5),
    State.CONTRACTS_SENT: _row(
        "Contratos à espera do aceite", _T.CUSTOMER, "amber", "pen", "Aceite dos contratos", 5
    ),
    State.WORKS: _row("Obra na rede em andamento", _T.UTILITY, "purple", "pole", "Obra na rede", 5),
    State.READY: _row(
        "Pode instalar e pedir a vistoria", _T.CUSTOMER, "green", "check-circle", "Instalação", 5
    ),
    State.INSPECTION_REQUESTED: _row("Vistoria pedida", _T.UTILITY, "blue", "clipboard", "Vistoria", 5),
    State.INSPECTION_FAILED: _row(
        "Vistoria não aprovada, relatório em preparo",
        _T.UTILITY,
        "blue",
        "clipboard",
        "Relatório da vistoria",
        5,
    ),
    State.INSPECTION_REPORTED: _row(
        "Corrigir e pedir nova vistoria", _T.TECHNICIAN, "amber", "warn", "Nova vistoria", 5
    ),
    State.CONNECTED: _row("Ligado à rede", _T.NOBODY, "green", "check-circle", "Ligado", 5),
    State.LAPSED: _row("Parecer vencido", _T.CUSTOMER, "grey", "cal-x", "Vencido", 4),
    State.NOT_APPROVED: _row("Não aprovado", _T.TECHNICIAN, "red", "x-circle", "Não aprovado", 4),
    State.CANCELLED: _row("Cancelado pelo titular", _T.NOBODY, "grey", "ban", "Cancelado", 4),
    State.WITHDRAWN: _row("Retirado pelo responsável técnico", _T.NOBODY, "grey", "out", "Retirado", 4),
    State.CLOSED: _row("Encerrado por falta de resposta", _T.NOBODY, "grey", "archive", "Encerrado", 4),
}

SUSPENDED = _row("Suspenso: espera resposta de outro órgão", _T.UTILITY, "grey", "pause", "Suspenso", 3)
"""Shown in place of the state's own while a reason of art. 64, § 2º holds the term; the state does not change."""
