"""A filed request as the API shows it: situation, whose turn, until when, what to do; its ledger and its history."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import Field

from eligibility.api.shapes import Shape
from portal.accounts.roles import Actor, Role
from requests_app.domain.clock import ClockName, Reckoning
from requests_app.domain.clock_words import CLOCK_TITLES
from requests_app.domain.lifecycle import Action, State
from requests_app.models import AccessRequest, Deadline, Event, PendingNotice
from requests_app.permissions import possible_actions

TASKS = {
    State.RECEIVED: "Aguarde a conferência dos documentos.",
    State.CHECKING: "Aguarde a conferência dos documentos.",
    State.ANALYSIS: "Aguarde o parecer.",
    State.WORKS_STUDY: "Aguarde o estudo da obra e o parecer.",
    State.PENDING: "Corrija cada pendência em /pendings e devolva o pedido com /answer.",
    State.CORRECTED: "Aguarde: as correções voltaram para a análise.",
    State.APPROVED: "Leia o parecer e aprove as condições com /approve antes do fim da validade.",
    State.CONTRACTS: "Aguarde os contratos.",
    State.CONTRACTS_SENT: "O titular precisa aceitar os contratos, com o código que vai ao e-mail dele.",
    State.WORKS: "Aguarde a obra da distribuidora na rede. A validade do parecer não corre durante a obra.",
    State.READY: "Instale o sistema e peça a vistoria com /inspection antes do fim da validade.",
    State.INSPECTION_REQUESTED: "Aguarde a vistoria.",
    State.INSPECTION_FAILED: "Aguarde o relatório da vistoria.",
    State.INSPECTION_REPORTED: "Corrija o que o relatório aponta e peça a nova vistoria com /inspection.",
    State.CONNECTED: "A geração está ligada. Não há mais nada a fazer.",
    State.LAPSED: "O parecer venceu. Para seguir, envie um pedido novo.",
    State.NOT_APPROVED: "Leia os motivos no parecer. Você pode reclamar ou enviar um pedido novo.",
    State.CANCELLED: "O titular cancelou o parecer. Não há mais nada a fazer.",
    State.WITHDRAWN: "O pedido foi retirado. Não há mais nada a fazer.",
    State.CLOSED: "O pedido foi encerrado por falta de resposta. Para seguir, envie um pedido novo.",
}


class CaseLine(Shape):
    """One request of a list."""

    filing_number: str
    digits: str
    nickname: str
    state: str
    situation: str
    turn: str = Field(description="De quem é a vez.")
    due_on: date | None = Field(description="Até quando, no relógio que corre agora.")
    is_clock_paused: bool
    installed_power_kw: Decimal | None
    municipality: str
    filed_at: datetime | None


class CaseShape(CaseLine):
    """A filed request: where it stands, whose turn it is, until when, and what to do."""

    task: str = Field(description="O que fazer agora, em uma frase.")
    days_used: int
    days_total: int
    round: int
    category: str
    checklist: str
    documents_checked_on: date | None
    has_works: bool = Field(description="O estudo apontou obra na rede.")
    other_information: str
    actions: list[str] = Field(description="O que você pode fazer agora, pela tabela do processo.")
    claimed_until: datetime | None = Field(description="Para analistas: até quando o pedido está com você.")


class LedgerLineShape(Shape):
    """One line of the extrato do prazo."""

    on: date
    at: datetime | None
    what: str
    effect: str = Field(description="`ran`, `paused` ou `stopped`.")
    effect_text: str
    reason: str
    basis: str
    rule: str
    rule_text: str
    counted_days: int
    used_days: int
    due_on: date | None
    due_text: str
    is_today: bool


class ClockShape(Shape):
    """One clock of the request, folded from everything recorded about it."""

    clock: str
    label: str
    state: str
    rule: str
    citation: str
    started_on: date | None
    stopped_on: date | None
    due_on: date | None
    is_provisional: bool = Field(description="A data supõe que o relógio volte hoje.")
    used_days: int
    total_days: int
    late_days: int
    lines: list[LedgerLineShape]
    explanation: list[str]


class LedgerShape(Shape):
    """The extrato do prazo: the same for technician, holder and analyst."""

    filing_number: str
    on: date
    clocks: list[ClockShape]


class EventShape(Shape):
    """One thing that happened; codes, counts and dates only."""

    at: datetime
    on: date
    action: str
    source: str
    target: str
    actor: str
    data: dict[str, Any]


class PendingShape(Shape):
    number: int
    document_code: str
    where: str
    page: int | None
    what: str
    rule: str
    how_to_fix: str
    answer: str
    is_fixed: bool
    has_new_file: bool


class NoticeShape(Shape):
    """All corrections of one round, asked for at once."""

    round: int
    sent_at: datetime
    due_on: date
    answered_at: datetime | None
    pendings: list[PendingShape]


def case_line(row: AccessRequest) -> CaseLine:
    return CaseLine(**_line(row))


def case_shape(row: AccessRequest, actor: Actor) -> CaseShape:
    is_mine = row.claimed_by_id == actor.user_id
    return CaseShape(
        **_line(row),
        task=TASKS[State(row.state)],
        days_used=row.days_used,
        days_total=row.days_total,
        round=row.round,
        category=row.category,
        checklist=str(row.checklist_version),
        documents_checked_on=row.documents_checked_on,
        has_works=row.is_works_flagged,
        other_information=row.other_information,
        actions=[action.value for action in possible_actions(actor, row) if action is not Action.FILE],
        claimed_until=row.claimed_until if is_mine else None,
    )


def _line(row: AccessRequest) -> dict[str, Any]:
    return {
        "filing_number": row.filing_number,
        "digits": row.filing_digits,
        "nickname": row.nickname,
        "state": row.state,
        "situation": row.situation.label,
        "turn": row.situation.turn.value,
        "due_on": row.due_on,
        "is_clock_paused": row.is_clock_paused,
        "installed_power_kw": row.installed_power_kw,
        "municipality": row.municipality,
        "filed_at": row.filed_at,
    }


def ledger_shape(row: AccessRequest, reckonings: Mapping[ClockName, Reckoning], today: date) -> LedgerShape:
    clocks = [_clock(name, reckonings[name]) for name in ClockName if name in reckonings]
    return LedgerShape(filing_number=str(row.filing_number), on=today, clocks=clocks)


def _clock(name: ClockName, found: Reckoning) -> ClockShape:
    assert found.term is not None
    return ClockShape(
        clock=name.value,
        label=CLOCK_TITLES[name],
        state=found.state.value,
        rule=found.term.rule_code,
        citation=found.term.citation_label,
        started_on=found.started_on,
        stopped_on=found.stopped_on,
        due_on=found.due_on,
        is_provisional=found.is_provisional,
        used_days=found.used_days,
        total_days=found.total_days,
        late_days=found.late_days,
        lines=[
            LedgerLineShape(
                on=line.on,
                at=line.at,
                what=line.what,
                effect=line.effect.value,
                effect_text=line.effect_text,
                reason=line.reason,
                basis=line.basis,
                rule=line.rule_code,
                rule_text=line.rule_text,
                counted_days=line.counted_days,
                used_days=line.used_days,
                due_on=line.due_on,
                due_text=line.due_text,
                is_today=line.is_today,
            )
            for line in found.lines
        ],
        explanation=list(found.steps),
    )


def event_shape(event: Event) -> EventShape:
    return EventShape(
        at=event.at,
        on=event.on,
        action=event.action,
        source=event.source,
        target=event.target,
        actor=Role(event.actor_role).label,
        data=event.data,
    )


def notice_shape(notice: PendingNotice) -> NoticeShape:
    """An open notice has the date of its clock, which a contest moves; an answered one the date that was sent."""
    row = (
        None
        if notice.answered_at
        else Deadline.objects.filter(
            access_request_id=notice.access_request_id, clock=ClockName.CURE.value, is_open=True
        ).first()
    )
    return NoticeShape(
        round=notice.round,
        sent_at=notice.sent_at,
        due_on=row.due_on if row else notice.cure_due_on,
        answered_at=notice.answered_at,
        pendings=[
            PendingShape(
                number=pending.number,
                document_code=pending.document_code,
                where=pending.where,
                page=pending.page,
                what=pending.what,
                rule=pending.rule,
                how_to_fix=pending.how_to_fix,
                answer=pending.answer,
                is_fixed=pending.fixed_at is not None,
                has_new_file=pending.new_attachment_id is not None,
            )
            for pending in notice.pendings.all()
        ],
    )
