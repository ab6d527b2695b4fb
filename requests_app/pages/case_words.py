"""The four facts of a request in words, for the technician and for the utility's people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.accounts.roles import Actor, Role
from requests_app.domain.clock import ClockName, Reckoning
from requests_app.domain.clock_words import shown_clock
from requests_app.domain.dates import count_days, day_month, long_day, numeric_day, remaining
from requests_app.domain.lifecycle import WITH_UTILITY, State
from requests_app.domain.situation import Turn
from requests_app.models import AccessRequest
from requests_app.pages.holder import Reckonings

_NOTHING = {"value": "Nada agora", "detail": "Avisamos por e-mail quando mudar."}
_OVER = {"value": "Nada: o pedido terminou", "detail": "O registro fica guardado."}
_TECHNICIAN_TASKS = {
    State.APPROVED: {
        "value": "Ler e aprovar as condições",
        "detail": "Você ou o titular aprova. Depois vêm os contratos.",
    },
    State.CONTRACTS: {"value": "Esperar os contratos", "detail": "A distribuidora entrega por aqui."},
    State.CONTRACTS_SENT: {
        "value": "Lembrar o titular de aceitar",
        "detail": "Só o titular aceita, com um código que vai ao e-mail dele.",
    },
    State.WORKS: {
        "value": "Esperar a obra na rede",
        "detail": "A validade do parecer não corre durante a obra.",
    },
    State.READY: {"value": "Instalar e pedir a vistoria", "detail": "O parecer diz o que pode ser ligado."},
    State.INSPECTION_REQUESTED: {"value": "Esperar a vistoria", "detail": "A distribuidora combina o dia."},
    State.INSPECTION_FAILED: {"value": "Esperar o relatório", "detail": "Ele diz o que corrigir."},
    State.INSPECTION_REPORTED: {
        "value": "Corrigir e pedir a nova vistoria",
        "detail": "Os motivos estão no relatório da vistoria.",
    },
    State.CONNECTED: {
        "value": "Nada: a geração está ligada",
        "detail": "A compensação começa no ciclo seguinte à vistoria.",
    },
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
    State.APPROVED: "Esperar a aprovação das condições",
    State.CONTRACTS: "Entregar os contratos",
    State.CONTRACTS_SENT: "Esperar o aceite do titular",
    State.WORKS: "Fazer a obra e registrar o fim",
    State.READY: "Esperar o pedido de vistoria",
    State.INSPECTION_REQUESTED: "Fazer a vistoria e registrar o resultado",
    State.INSPECTION_FAILED: "Entregar o relatório da vistoria",
    State.INSPECTION_REPORTED: "Esperar o pedido da nova vistoria",
    State.CONNECTED: "Nada: a geração está ligada",
}


_UNTIL_WHAT = {
    State.PENDING: "para devolver",
    State.APPROVED: "para aprovar e seguir até a vistoria",
    State.CONTRACTS: "para a entrega dos contratos",
    State.CONTRACTS_SENT: "para o titular aceitar",
    State.WORKS: "para o fim da obra",
    State.READY: "para pedir a vistoria",
    State.INSPECTION_REQUESTED: "para a vistoria e o medidor",
    State.INSPECTION_FAILED: "para o relatório",
    State.INSPECTION_REPORTED: "para pedir a nova vistoria",
}


@dataclass(frozen=True)
class Turns:
    """A request, who reads about it, and the corrections asked for and left, 0 when none are open."""

    access_request: AccessRequest
    actor: Actor
    corrections_total: int = 0
    corrections_left: int = 0
    corrections_sent_on: date | None = None
    contested_until: date | None = None
    """The day by which the open contest is answered."""
    has_alternative_to_choose: bool = False
    """Whether the study of reverse flow waits for the technician's choice."""

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
        case Turn.CUSTOMER if turns.state is State.CONTRACTS_SENT:
            return "Do titular", "", False
        case Turn.CUSTOMER if is_technician:
            return "Sua e do titular", "", turns.state in (State.APPROVED, State.READY)
        case Turn.CUSTOMER:
            return "Do cliente", f"titular e {technician.full_name}", False
        case Turn.UTILITY if actor.is_reviewer and access_request.claimed_by is not None:
            is_mine = access_request.claimed_by_id == actor.user_id
            return (
                ("Sua" if is_mine else "Da distribuidora"),
                f"com {access_request.claimed_by.full_name}",
                is_mine,
            )
        case Turn.UTILITY if is_technician and turns.has_alternative_to_choose:
            return f"Sua, {technician.first_name}", "a distribuidora segue com a análise", True
        case Turn.UTILITY:
            return "Da distribuidora", "", False
        case _:
            done = "a geração está ligada" if turns.state is State.CONNECTED else "o pedido terminou"
            return "De ninguém", done, False


def to_do(turns: Turns) -> dict[str, str]:
    """The fourth fact: value and detail."""
    if turns.actor.is_reviewer:
        return {"value": _REVIEW_TASKS.get(turns.state, "Nada: o pedido terminou"), "detail": ""}
    is_waiting = turns.state in (State.APPROVED, State.PENDING) and turns.corrections_left == 0
    if turns.contested_until and is_waiting:
        answered = f"até {long_day(turns.contested_until)}"
        return {"value": "Esperar a resposta à contestação", "detail": answered}
    if turns.state is State.PENDING:
        place = "Seu lugar na fila está guardado."
        if turns.corrections_left == 0:
            return {"value": "Conferir e devolver", "detail": place}
        count = turns.corrections_left
        return {"value": f"Corrigir {count} {'item' if count == 1 else 'itens'} e devolver", "detail": place}
    if turns.has_alternative_to_choose:
        return {"value": "Escolher a alternativa", "detail": "do estudo de inversão de fluxo"}
    return _TECHNICIAN_TASKS.get(turns.state, _NOTHING)


def until(access_request: AccessRequest, reckonings: Reckonings, today: date) -> dict[str, str]:
    """The third fact: the date that holds now with how far it is, or why there is none."""
    state, opinion = State(access_request.state), reckonings[ClockName.OPINION]
    if what := _UNTIL_WHAT.get(state):
        return _later(reckonings.get(shown_clock(state)), today, what)
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


def _later(reckoning: Reckoning | None, today: date, what: str) -> dict[str, str]:
    """The date of a step other than the answer itself, which may stand still or have no limit."""
    if reckoning is None or reckoning.stopped_on is not None:
        return {"value": "Não há prazo correndo", "detail": what}
    if reckoning.is_paused and reckoning.is_provisional and reckoning.due_on:
        reason = reckoning.pauses[-1].reason
        detail = f"{reason[:1].lower()}{reason[1:]}; se a contagem voltar hoje, vai até {long_day(reckoning.due_on)}, {what}"
        return {"value": "Sem data: o prazo está parado", "detail": detail}
    if reckoning.late_days and reckoning.due_on:
        return {
            "value": long_day(reckoning.due_on).capitalize(),
            "detail": f"{count_days(reckoning.late_days)} depois do prazo {what}",
        }
    return _day(reckoning.due_on, today, what)


def _day(day: date | None, today: date, what: str) -> dict[str, str]:
    assert day is not None
    how_far = remaining(day, today)
    return {"value": long_day(day).capitalize(), "detail": f"{how_far} {what}" if day > today else how_far}


def _items(count: int) -> str:
    return f"{count} {'item apontado' if count == 1 else 'itens apontados'}"
