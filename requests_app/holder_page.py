"""A request in the words of its holder: four facts, five steps and one sentence on what to do."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from eligibility.domain.registrations import format_phone
from requests_app.domain.clock import ClockName, Reckoning
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
_WAIT = "Você não precisa fazer nada agora."
_TASKS = {
    State.PENDING: "Seu responsável técnico precisa corrigir o pedido. Você não precisa enviar nada por aqui.",
    State.WORKS: "O parecer saiu. A distribuidora faz antes uma obra na rede e avisa quando terminar.",
    State.APPROVED: "O parecer saiu. Combine a instalação e o pedido de vistoria com seu responsável técnico.",
    State.NOT_APPROVED: "O pedido não foi aprovado. Os motivos e os canais para reclamar estão no parecer.",
    State.LAPSED: "O parecer venceu. Para seguir, seu responsável técnico envia um pedido novo.",
    State.CANCELLED: "O parecer foi cancelado a seu pedido. Não há mais nada a fazer.",
    State.WITHDRAWN: "Seu responsável técnico retirou o pedido. Fale com ele para saber os próximos passos.",
    State.CLOSED: "O pedido foi encerrado porque as correções não chegaram. Seu responsável técnico pode enviar outro.",
}


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
        {"label": "De quem é a vez", "value": _TURNS[access_request.situation.turn]},
        {"label": "Até quando", **_until(access_request, reckonings, today)},
        {"label": "Protocolo", "value": access_request.filing_number},
    ]


def steps_of(access_request: AccessRequest, reckonings: Reckonings) -> tuple[HumanStep, ...]:
    """The five steps with the dates of this request."""
    assert access_request.filed_on is not None
    opinion = getattr(access_request, "opinion", None)
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
            valid_until_on=validity.due_on if validity else None,
        ),
    )


def _until(access_request: AccessRequest, reckonings: Reckonings, today: date) -> dict[str, str]:
    state = State(access_request.state)
    if state is State.PENDING and ClockName.CURE in reckonings:
        return _day(reckonings[ClockName.CURE].due_on, today, "para o técnico corrigir")
    if state is State.WORKS:
        return {"value": "Sem data: a obra na rede vem antes", "detail": "a validade conta depois dela"}
    if state is State.APPROVED and ClockName.VALIDITY in reckonings:
        return _day(reckonings[ClockName.VALIDITY].due_on, today, "validade do parecer")
    if access_request.situation.turn is Turn.UTILITY and state is not State.INSPECTION_REQUESTED:
        if access_request.is_clock_paused:
            return {"value": "Sem data agora", "detail": "o prazo está parado; veja o motivo no extrato"}
        return _day(access_request.due_on, today, "para a resposta")
    return {"value": "Não há prazo correndo", "detail": ""}


def _day(day: date | None, today: date, what: str) -> dict[str, str]:
    if day is None:
        return {"value": "Não há prazo correndo", "detail": ""}
    return {"value": long_day(day).capitalize(), "detail": f"{remaining(day, today)}, {what}"}
