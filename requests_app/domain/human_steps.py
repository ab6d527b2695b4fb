"""The life of a request in five steps that anybody understands, for the holder's page."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from requests_app.domain.dates import long_day
from requests_app.domain.lifecycle import LIVE_STATES, State


class StepState(StrEnum):
    """The values are those of the timeline component."""

    DONE = "done"
    CURRENT = "current"
    FUTURE = "future"


class HumanStep(BaseModel):
    """One step: its name, where it stands and one short phrase."""

    model_config = ConfigDict(frozen=True)

    label: str
    state: StepState
    detail: str


class Milestones(BaseModel):
    """The dates that the steps show. `answer_due_on` is the legal date of the opinion."""

    model_config = ConfigDict(frozen=True)

    filed_on: date
    documents_checked_on: date | None = None
    check_due_on: date | None = None
    answer_due_on: date | None = None
    is_paused: bool = False
    answered_on: date | None = None
    valid_until_on: date | None = None
    connected_on: date | None = None


_ANSWERED = LIVE_STATES | {State.CONNECTED, State.LAPSED, State.NOT_APPROVED, State.CANCELLED}
_NEXT = {
    State.APPROVED: "falta aprovar as condições",
    State.CONTRACTS: "a distribuidora prepara os contratos",
    State.CONTRACTS_SENT: "falta o titular aceitar os contratos",
    State.WORKS: "a distribuidora faz antes a obra na rede",
    State.INSPECTION_REQUESTED: "vistoria pedida",
    State.INSPECTION_FAILED: "vistoria não aprovada, relatório em preparo",
    State.INSPECTION_REPORTED: "corrigir e pedir a nova vistoria",
}
# While these last, the five days of the first check are no longer running.
_WAITING = {
    State.PENDING: "esperando as correções do seu técnico",
    State.CORRECTED: "conferindo as correções",
}
_STOPPED = frozenset({State.LAPSED, State.NOT_APPROVED, State.CANCELLED, State.WITHDRAWN, State.CLOSED})


def human_steps(state: State, dates: Milestones) -> tuple[HumanStep, ...]:
    """Five steps: received, documents, analysis, opinion, next steps. At most one is the current one."""
    is_checked = dates.documents_checked_on is not None
    is_answered = state in _ANSWERED
    is_stopped = state in _STOPPED
    return (
        _step("Pedido recebido", StepState.DONE, long_day(dates.filed_on)),
        _documents(state, dates, is_answered=is_answered, is_stopped=is_stopped),
        _analysis(
            state, dates, is_open=is_checked and not is_answered and not is_stopped, is_answered=is_answered
        ),
        _opinion(state, dates, is_answered=is_answered, is_stopped=is_stopped),
        _connection(state, dates),
    )


def _documents(state: State, dates: Milestones, *, is_answered: bool, is_stopped: bool) -> HumanStep:
    label = "Documentos conferidos"
    if dates.documents_checked_on:
        return _step(label, StepState.DONE, long_day(dates.documents_checked_on))
    if is_answered or is_stopped:
        return _step(label, StepState.FUTURE, "não chegou a terminar")
    until = f"até {long_day(dates.check_due_on)}" if dates.check_due_on else "em andamento"
    return _step(label, StepState.CURRENT, _WAITING.get(state, until))


def _analysis(state: State, dates: Milestones, *, is_open: bool, is_answered: bool) -> HumanStep:
    label = "Análise técnica"
    if is_open:
        detail = _WAITING[State.PENDING] if state is State.PENDING else _until_answer(dates)
        return _step(label, StepState.CURRENT, detail)
    if is_answered and dates.documents_checked_on:
        return _step(label, StepState.DONE, "terminada")
    return _step(label, StepState.FUTURE, "a distribuidora estuda a ligação")


def _opinion(state: State, dates: Milestones, *, is_answered: bool, is_stopped: bool) -> HumanStep:
    if is_answered and dates.answered_on:
        label = "Resposta: não aprovado" if state is State.NOT_APPROVED else "Parecer"
        return _step(label, StepState.DONE, long_day(dates.answered_on))
    detail = "não chegou a sair" if is_stopped else "a autorização para instalar"
    return _step("Parecer", StepState.FUTURE, detail)


def _connection(state: State, dates: Milestones) -> HumanStep:
    label = "Instalação, vistoria e ligação"
    if state is State.CONNECTED and dates.connected_on:
        return _step(label, StepState.DONE, f"ligada em {long_day(dates.connected_on)}")
    if state is State.READY:
        until = f" até {long_day(dates.valid_until_on)}" if dates.valid_until_on else ""
        return _step(label, StepState.CURRENT, f"instalar e pedir a vistoria{until}")
    if detail := _NEXT.get(state):
        return _step(label, StepState.CURRENT, detail)
    return _step(label, StepState.FUTURE, "seu técnico cuida desta parte")


def _until_answer(dates: Milestones) -> str:
    if dates.is_paused:
        return "o prazo está parado"
    return f"até {long_day(dates.answer_due_on)}" if dates.answer_due_on else "em andamento"


def _step(label: str, state: StepState, detail: str) -> HumanStep:
    return HumanStep(label=label, state=state, detail=detail)
