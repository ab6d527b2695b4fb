"""A guarantee in words: its facts, what to mind, its history, and the links that lead to it."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse

from eligibility.domain.numbers_pt import format_decimal
from eligibility.domain.rulebook import Rule, rule
from eligibility.domain.vocabulary import GuaranteeForm
from portal.accounts.roles import Actor, Role
from requests_app.domain.dates import long_day, remaining
from requests_app.domain.guarantee_life import (
    EVENT_LABELS,
    GuaranteeEventKind,
    GuaranteeStanding,
    falls_short,
)
from requests_app.domain.lifecycle import LIVE_STATES, State
from requests_app.forms.guarantee import FORM_LABELS
from requests_app.models import AccessRequest, Guarantee, GuaranteeEvent
from requests_app.services.guarantees.opening import may_need_guarantee

_K = GuaranteeEventKind
NOT_SAID = "Não informado"


def guarantee_link(access_request: AccessRequest, actor: Actor) -> tuple[str, str] | None:
    """Label and address of the guarantee's page for this actor; None where no guarantee can be due. No SQL."""
    if not may_need_guarantee(access_request):
        return None
    if actor.is_reviewer:
        name = "review_guarantee"
    elif actor.role is Role.TECHNICIAN:
        name = "request_guarantee"
    else:
        return None
    return "Garantia", reverse(name, args=[access_request.filing_number])


def brl(amount: Decimal | None) -> str:
    """`R$ 1.234,50`."""
    return NOT_SAID if amount is None else f"R$ {format_decimal(amount, 2)}"


def fact_rows(guarantee: Guarantee, today: date) -> list[dict[str, str]]:
    """Form, amount, end and standing, for the list of facts."""
    form = FORM_LABELS[GuaranteeForm(guarantee.form)] if guarantee.form else NOT_SAID
    rows = [
        {"label": "Situação", "value": GuaranteeStanding(guarantee.standing).label},
        {"label": "Forma", "value": form, "detail": guarantee.surety_bank},
        {"label": "Valor", "value": brl(guarantee.amount_brl)},
    ]
    if guarantee.form != GuaranteeForm.cash.value:
        until = guarantee.valid_until_on
        rows.append(
            {
                "label": "Vale até",
                "value": long_day(until) if until else NOT_SAID,
                "detail": remaining(until, today) if until else "",
            }
        )
    if guarantee.executed_brl:
        rows.append({"label": "Executado", "value": brl(guarantee.executed_brl)})
    return rows


def warnings(access_request: AccessRequest, guarantee: Guarantee, today: date) -> list[dict[str, Any]]:
    """What to mind today: each a sentence with its rule."""
    until, state = guarantee.valid_until_on, State(access_request.state)
    if GuaranteeStanding(guarantee.standing).is_over or until is None:
        return []
    found: list[tuple[str, Rule]] = []
    kept = rule("guarantee.kept_after_connection", today)
    if access_request.connected_on and falls_short(until, access_request.connected_on, kept.as_int()):
        needed = access_request.connected_on + timedelta(days=kept.as_int())
        found.append((f"A validade acaba antes de {long_day(needed)}, o mínimo depois da ligação.", kept))
    elif state in LIVE_STATES:
        renewal = rule("guarantee.renewal_days", today)
        renew_by = until - timedelta(days=renewal.as_int())
        if today > renew_by:
            missed = rule("guarantee.renewal_missed", today)
            found.append((f"O prazo para renovar acabou em {long_day(renew_by)}.", missed))
        else:
            found.append((f"Renove até {long_day(renew_by)}.", renewal))
    return [{"text": text, "rule": entry} for text, entry in found]


def history(rows: Iterable[GuaranteeEvent]) -> list[dict[str, Any]]:
    """Events as steps of a timeline, in the order given."""
    return [
        {
            "label": EVENT_LABELS[_K(row.kind)],
            "detail": long_day(row.on),
            "body": _said(row),
            "state": "plain",
        }
        for row in rows
    ]


def _said(row: GuaranteeEvent) -> str:
    parts = []
    if row.kind == _K.REMINDED.value:
        parts.append(f"Faltavam {row.number} dias ou menos.")
    if row.kind in (_K.EXECUTED_PART.value, _K.EXECUTED_WHOLE.value) and row.number:
        parts.append(
            f"{row.number} meses completos de atraso." if row.number > 1 else "1 mês completo de atraso."
        )
    if row.reference_on:
        parts.append(f"Contrato desde {long_day(row.reference_on)}.")
    if row.amount_brl is not None:
        parts.append(f"{brl(row.amount_brl)}.")
    if row.valid_until_on:
        parts.append(f"Validade até {long_day(row.valid_until_on)}.")
    if row.rule_code:
        parts.append(f"Regra: {rule(row.rule_code, row.on).citation.label}.")
    return " ".join(parts)
