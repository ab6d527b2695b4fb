"""Compensations in words: the ledger's part that both parties read, the reviewers' page and the room's table."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from eligibility.domain.numbers_pt import format_decimal
from eligibility.domain.rulebook import rule
from portal.accounts.roles import Actor
from requests_app.domain.clock import ClockName
from requests_app.domain.dates import count_days, long_day
from requests_app.models import AccessRequest, Compensation
from requests_app.services.clocks.compensations import compensations_of
from requests_app.services.telling.alerts import ALERT_NAMES

MISSING = "falta configurar"


def compensations_context(access_request: AccessRequest) -> dict[str, Any]:
    """What `requests_app/case/_compensations.html` shows: every breached term with its formula. One statement."""
    return {"compensations": [line(row) for row in compensations_of(access_request)]}


def compensations_link(access_request: AccessRequest, actor: Actor) -> tuple[str, str] | None:
    """Label and address of the reviewers' page; None for everybody else, who reads the ledger."""
    if not actor.is_reviewer:
        return None
    return "Compensações", reverse("review_compensations", args=[access_request.filing_number])


def term_name(clock: str) -> str:
    """What the term is about: `Parecer`, `Obra na rede`."""
    name = ALERT_NAMES[ClockName(clock)]
    return name[0].upper() + name[1:]


def line(row: Compensation) -> dict[str, Any]:
    """One breach for people: dates, days, formula with its numbers, and the amount or what is missing for it."""
    entry = rule(row.rule_code, row.done_on)
    return {
        "id": row.pk,
        "name": term_name(row.clock),
        "kind": row.kind,
        "group": row.group,
        "due_on": row.due_on,
        "done_on": row.done_on,
        "late": count_days(row.late_days),
        "rule": entry,
        "is_improper": row.improper_pause_id is not None,
        "formula": formula(row),
        "amount": f"R$ {format_decimal(row.amount_brl, 2)}" if row.amount_brl is not None else "",
        "summary": f"{long_day(row.due_on)} → {long_day(row.done_on)}",
    }


def formula(row: Compensation) -> str:
    """`k1 + k2 × VRC × log(Pv / Pr)` with the numbers of this breach; what the operator did not configure is said."""
    return (
        f"{_brl(row.k1_brl)} + {format_decimal(row.k2)} × {_brl(row.vrc_brl)} × "
        f"log({row.verified_days} / {row.regulatory_days})"
    )


def _brl(amount: Decimal | None) -> str:
    return MISSING if amount is None else f"R$ {format_decimal(amount, 2)}"


CSV_TITLES = (
    "protocolo",
    "prazo",
    "tipo",
    "grupo",
    "regra",
    "vencimento",
    "feito_em",
    "prazo_da_regra_dias",
    "prazo_verificado_dias",
    "k1_brl",
    "k2",
    "vrc_brl",
    "valor_brl",
    "parada_indevida",
)


def csv_rows(rows: Iterable[Compensation]) -> Iterable[tuple[object, ...]]:
    """The same rows for a spreadsheet; empty where the operator configured nothing."""
    for row in rows:
        yield (
            row.access_request.filing_number,
            term_name(row.clock),
            row.kind,
            row.group,
            rule(row.rule_code, row.done_on).citation.label,
            _day(row.due_on),
            _day(row.done_on),
            row.regulatory_days,
            row.verified_days,
            _number(row.k1_brl),
            format_decimal(row.k2),
            _number(row.vrc_brl),
            _number(row.amount_brl),
            "sim" if row.improper_pause_id else "não",
        )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", ",")
