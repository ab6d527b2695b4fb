"""The four facts of a request in words, for the technician and for the utility's people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from eligibility.domain.rulebook import rule
from portal.accounts.roles import Actor, Role
from requests_app.domain.clock import ClockName
from requests_app.domain.dates import count_days, day_month, long_day, numeric_day, remaining
from requests_app.domain.lifecycle import WITH_UTILITY, State
from requests_app.domain.situation import Turn
from requests_app.holder_page import Reckonings
from requests_app.models import AccessRequest

_NOTHING = {"value": "Nada agora", "detail": "Avisamos por e-mail quando mudar."}
_OVER = {"value": "Nada: o pedido terminou", "detail": "O registro fica guardado."}
_TECHNICIAN_TASKS = {
    State.WORKS: {
        "value": "Esperar a obra na rede",
        "detail": "A validade do parecer conta depois da obra.",
    },
    State.APPROVED: {
        "value": "Instalar e pedir a vistoria",
        "detail": "O parecer diz o que pode ser ligado.",
    },
    State.INSPECTION_REQUESTED: {"value": "Esperar a vistoria", "detail": "A distribuidora combina o dia."},
    State.LAPSED: {"value": "Enviar um pedido novo", "detail": "O parecer venceu e não vale mais."},
    State.NOT_APPROVED: {"value": "Ler os motivos", "detail": "Cada um tem a regra e o que fazer."},
    State.CANCELLED: _OVER,
    State.WITHDRAWN: _OVER,
    State.CLOSED: {"value": "Enviar um pedido novo", "detail": "Este foi encerrado sem as correções."},
}
_REVIEW_TASKS = {
    State.RECEIVED: "Assumir e conferir os documentos",
    State.CHECKING: "Conferir os documentos",
    State.ANALYSIS: "Fazer a análise técnica",
    State.WORKS_STUDY: "Terminar o estudo de obra",
    State.PENDING: "Esperar as correções",
    State.CORRECTED: "Conferir as correções",
    State.WORKS: "Fazer a obra e registrar o fim",
    State.APPROVED: "Esperar o pedido de vistoria",
    State.INSPECTION_REQUESTED: "Fazer a vistoria",
}


@dataclass(frozen=True)
class Turns:
    """A request, who reads about it, and the corrections asked for and left, 0 when none are open."""

    access_request: AccessRequest
    actor: Actor
    corrections_total: int = 0
    corrections_left: int = 0
    corrections_sent_on: date | None = None

    @property
    def state(self) -> State:
        return State(self.access_request.state)

    @property
    def situation_detail(self) -> str:
        """What stands below the situation."""
        if self.corrections_sent_on is None:
            return ""
        return f"{_items(self.corrections_total)} em {day_month(self.corrections_sent_on)}"


def whose_turn(turns: Turns) -> dict[str, Any]:
    """The second fact: marked when it is the reader's own turn."""
    value, detail, is_yours = _turn(turns)
    return {"label": "De quem é a vez", "value": value, "detail": detail, "is_yours": is_yours}


def _turn(turns: Turns) -> tuple[str, str, bool]:
    access_request, actor = turns.access_request, turns.actor
    technician = access_request.technician
    is_technician = actor.role is Role.TECHNICIAN
    match access_request.situation.turn:
        case Turn.TECHNICIAN if is_technician:
            return f"Sua, {technician.first_name}", "responsável técnico", True
        case Turn.TECHNICIAN:
            return "Do responsável técnico", technician.full_name, False
        case Turn.CUSTOMER if is_technician:
            return "Sua e do titular", "", turns.state is State.APPROVED
        case Turn.CUSTOMER:
            return "Do cliente", f"titular e {technician.full_name}", False
        case Turn.UTILITY if actor.is_reviewer and access_request.claimed_by is not None:
            is_mine = access_request.claimed_by_id == actor.user_id
            return (
                ("Sua" if is_mine else "Da distribuidora"),
                f"com {access_request.claimed_by.full_name}",
                is_mine,
            )
        case Turn.UTILITY:
            return "Da distribuidora", "", False
        case _:
            return "De ninguém", "o pedido terminou", False


def to_do(turns: Turns) -> dict[str, str]:
    """The fourth fact: value and detail."""
    if turns.actor.is_reviewer:
        return {"value": _REVIEW_TASKS.get(turns.state, "Nada: o pedido terminou"), "detail": ""}
    if turns.state is State.PENDING:
        place = "Seu lugar na fila está guardado."
        if turns.corrections_left == 0:
            return {"value": "Conferir e devolver", "detail": place}
        count = turns.corrections_left
        return {"value": f"Corrigir {count} {'item' if count == 1 else 'itens'} e devolver", "detail": place}
    return _TECHNICIAN_TASKS.get(turns.state, _NOTHING)


def until(access_request: AccessRequest, reckonings: Reckonings, today: date) -> dict[str, str]:
    """The third fact: the date that holds now with how far it is, or why there is none."""
    state, opinion = State(access_request.state), reckonings[ClockName.OPINION]
    if state is State.PENDING:
        return _day(reckonings[ClockName.CURE].due_on, today, "para devolver")
    if state is State.APPROVED:
        return _day(reckonings[ClockName.VALIDITY].due_on, today, "para pedir a vistoria")
    if state is State.WORKS:
        return {"value": "Sem data: a obra na rede vem antes", "detail": "a validade conta depois dela"}
    if state is State.INSPECTION_REQUESTED:
        return _inspection(access_request, today)
    if state in WITH_UTILITY:
        if opinion.is_paused and opinion.is_provisional and opinion.due_on:
            used = f"dia {opinion.used_days} de {opinion.total_days}"
            detail = f"{used}; se o relógio voltar hoje, {long_day(opinion.due_on)}"
            return {"value": "Sem data: o prazo está parado", "detail": detail}
        if opinion.late_days and opinion.due_on:
            detail = f"a distribuidora está atrasada {count_days(opinion.late_days)}"
            return {"value": long_day(opinion.due_on).capitalize(), "detail": detail}
        return _day(opinion.due_on, today, "para a resposta")
    ended_on = (reckonings.get(ClockName.VALIDITY) or opinion).stopped_on
    return {
        "value": "Não há prazo correndo",
        "detail": f"terminou em {numeric_day(ended_on)}" if ended_on else "",
    }


def _inspection(access_request: AccessRequest, today: date) -> dict[str, str]:
    if access_request.consumer_unit.group != "B":
        return {"value": "A distribuidora combina o dia", "detail": "o prazo depende da tensão da unidade"}
    found = rule("inspection.low_voltage", on=today)
    return {
        "value": f"Em até {count_days(found.as_int(), business=True)}",
        "detail": f"abaixo de 2,3 kV ({found.citation.label})",
    }


def _day(day: date | None, today: date, what: str) -> dict[str, str]:
    assert day is not None
    how_far = remaining(day, today)
    return {"value": long_day(day).capitalize(), "detail": f"{how_far} {what}" if day > today else how_far}


def _items(count: int) -> str:
    return f"{count} {'item apontado' if count == 1 else 'itens apontados'}"
