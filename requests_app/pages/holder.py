"""A request in the words of its holder: four facts, five steps and one sentence on what to do."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from eligibility.domain.registrations import format_phone
from requests_app.domain.clock import ClockName, Reckoning
from requests_app.domain.clock_words import shown_clock
from requests_app.domain.dates import long_day, remaining
from requests_app.domain.human_steps import HumanStep, Milestones, human_steps
from requests_app.domain.lifecycle import State
from requests_app.domain.situation import Turn
from requests_app.models import AccessRequest

Reckonings = Mapping[ClockName, Reckoning]

_TURNS = {
    Turn.TECHNICIAN: "Do seu responsável técnico",
    Turn.UTILITY: "Da distribuidora",
    Turn.CUSTOMER: "Sua e do seu responsável técnico",
    Turn.NOBODY: "De ninguém: o pedido terminou",
}
_UNTIL_WHAT = {
    State.PENDING: "para o técnico corrigir",
    State.APPROVED: "para aprovar e seguir até a vistoria",
    State.CONTRACTS: "para a entrega dos contratos",
    State.CONTRACTS_SENT: "para você aceitar os contratos",
    State.WORKS: "para o fim da obra",
    State.READY: "para o pedido da vistoria",
    State.INSPECTION_REQUESTED: "para a vistoria",
    State.INSPECTION_FAILED: "para o relatório da vistoria",
    State.INSPECTION_REPORTED: "para pedir a nova vistoria",
}
_WAIT = "Você não precisa fazer nada agora."
_TASKS = {
    State.PENDING: "Seu responsável técnico precisa corrigir o pedido. Você não precisa enviar nada por aqui.",
    State.APPROVED: "O parecer saiu. Leia as condições e aprove, ou peça ao seu responsável técnico que aprove.",
    State.CONTRACTS: "As condições foram aprovadas. A distribuidora prepara os contratos.",
    State.CONTRACTS_SENT: "Leia e aceite os contratos. Enviamos um código ao seu e-mail para confirmar.",
    State.WORKS: "A distribuidora faz uma obra na rede e avisa quando terminar.",
    State.READY: "Está tudo aceito. Combine a instalação e o pedido de vistoria com seu responsável técnico.",
    State.INSPECTION_FAILED: "A vistoria não foi aprovada. A distribuidora prepara o relatório com o que corrigir.",
    State.INSPECTION_REPORTED: "A vistoria não foi aprovada. Seu responsável técnico corrige e pede outra.",
    State.CONNECTED: "Sua geração está ligada. A compensação começa no ciclo de faturamento seguinte à vistoria.",
    State.NOT_APPROVED: "O pedido não foi aprovado. Os motivos e os canais para reclamar estão no parecer.",
    State.LAPSED: "O parecer venceu. Para seguir, seu responsável técnico envia um pedido novo.",
    State.CANCELLED: "O parecer foi cancelado a seu pedido. Não há mais nada a fazer.",
    State.WITHDRAWN: "Seu responsável técnico retirou o pedido. Fale com ele para saber os próximos passos.",
    State.CLOSED: "O pedido foi encerrado porque as correções não chegaram. Seu responsável técnico pode enviar outro.",
}


def contested_until(reckonings: Reckonings) -> date | None:
    """The day by which the open contest is answered; None while none waits."""
    contest = reckonings.get(ClockName.CONTEST)
    return contest.due_on if contest is not None and contest.is_open else None


def task_of(access_request: AccessRequest) -> str:
    """What the holder has to do now, in one sentence or two."""
    return _TASKS.get(State(access_request.state), _WAIT)


def technician_phone(access_request: AccessRequest) -> str:
    """The technician's telephone as people write it; empty when none was given."""
    professional = getattr(access_request.technician, "professional", None)
    return format_phone(professional.phone) if professional and professional.phone else ""


def facts_of(access_request: AccessRequest, reckonings: Reckonings, today: date) -> list[dict[str, Any]]:
    """Situation, whose turn, until when and the number: the first screenful."""
    return [
        {"label": "Situação", "badge": access_request.situation},
        {"label": "De quem é a vez", "value": _turn(access_request)},
        {"label": "Até quando", **_until(access_request, reckonings, today)},
        {"label": "Protocolo", "value": access_request.filing_number},
    ]


def _turn(access_request: AccessRequest) -> str:
    match State(access_request.state):
        case State.CONTRACTS_SENT:
            return "Sua"
        case State.CONNECTED:
            return "De ninguém: a geração está ligada"
        case _:
            return _TURNS[access_request.situation.turn]


def steps_of(access_request: AccessRequest, reckonings: Reckonings) -> tuple[HumanStep, ...]:
    """The five steps with the dates of this request."""
    assert access_request.filed_on is not None
    opinion = access_request.opinion
    answer = reckonings.get(ClockName.OPINION)
    check = reckonings.get(ClockName.DOCUMENT_CHECK)
    validity = reckonings.get(ClockName.VALIDITY)
    return human_steps(
        State(access_request.state),
        Milestones(
            filed_on=access_request.filed_on,
            documents_checked_on=access_request.documents_checked_on,
            check_due_on=check.due_on if check else None,
            answer_due_on=answer.due_on if answer else None,
            is_paused=access_request.is_clock_paused,
            answered_on=opinion.issued_on if opinion else None,
            valid_until_on=validity.due_on if validity and not validity.is_provisional else None,
            connected_on=access_request.connected_on,
        ),
    )


def _until(access_request: AccessRequest, reckonings: Reckonings, today: date) -> dict[str, str]:
    state = State(access_request.state)
    if (what := _UNTIL_WHAT.get(state)) and (reckoning := reckonings.get(shown_clock(state))):
        if reckoning.is_paused and reckoning.is_provisional:
            return {
                "value": "Sem data agora",
                "detail": f"o prazo {what} está parado; veja o motivo no extrato",
            }
        return _day(None if reckoning.stopped_on else reckoning.due_on, today, what)
    if access_request.situation.turn is Turn.UTILITY:
        if access_request.is_clock_paused:
            return {"value": "Sem data agora", "detail": "o prazo está parado; veja o motivo no extrato"}
        return _day(access_request.due_on, today, "para a resposta")
    return {"value": "Não há prazo correndo", "detail": ""}


def _day(day: date | None, today: date, what: str) -> dict[str, str]:
    if day is None:
        return {"value": "Não há prazo correndo", "detail": ""}
    return {"value": long_day(day).capitalize(), "detail": f"{remaining(day, today)}, {what}"}
