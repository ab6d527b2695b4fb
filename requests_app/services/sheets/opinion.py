"""Write the opinion's sheet from the request, its ledger and the decision."""

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from pydantic import BaseModel, ConfigDict

from documents.domain.opinion_clauses import OpinionPart, standing_clauses
from documents.domain.sheet_parts import Clause, LedgerRow, RulerCell, Section, Signer, Step
from documents.domain.sheets import DenialReason, OpinionDecision, OpinionSheet
from eligibility.domain.classification import Category
from eligibility.domain.numbers_pt import format_kw
from eligibility.profile import current_profile
from portal.accounts.models import User
from requests_app.domain.clock import ClockName, DayState
from requests_app.domain.dates import long_day
from requests_app.domain.ruler import ruler
from requests_app.models import AccessRequest, Opinion
from requests_app.services.clocks.reckoning import reckon_all
from requests_app.services.flow.reading import opinion_row
from requests_app.services.opinions.terms import (
    Terms,
    approval_clauses,
    clause,
    cost_clauses,
    cost_rows,
    next_steps,
    summary_of,
    validity_clauses,
    works_clauses,
    works_rows,
)
from requests_app.services.sheets.wording import channels, generation, parties, public_address

__all__ = ["DeniedBecause", "SheetInput", "build_sheet", "clause"]
_FLAGS = {DayState.FILED: "pedido"}
_AFTER_A_DENIAL = (
    Step(text="Leia cada motivo e o que fazer."),
    Step(text="Se discordar, conteste ou reclame pelos canais indicados aqui."),
    Step(text="Quando estiver tudo certo, peça de novo com os mesmos dados."),
)


class DeniedBecause(BaseModel):
    """One reason of a denial, ready to print."""

    model_config = ConfigDict(frozen=True)

    title: str
    text: str
    citation: str
    how_to_fix: str = ""


class SheetInput(BaseModel):
    """What the decision adds to the request."""

    model_config = ConfigDict(frozen=True)

    opinion_number: str
    outcome: Opinion.Outcome
    issued_at: datetime
    valid_until_on: date | None
    conditions: tuple[str, ...]
    works: tuple[str, ...]
    reasons: tuple[DeniedBecause, ...]
    verification_code: str
    works_rule: str = ""
    participation_brl: Decimal = Decimal(0)
    metering_brl: Decimal = Decimal(0)


def build_sheet(access_request: AccessRequest, given: SheetInput, signer: User) -> OpinionSheet:
    """The sheet of this opinion; raises pydantic.ValidationError when the decision lacks what its kind needs."""
    on = timezone.localdate(given.issued_at)
    reckoning = reckon_all(access_request, on)[ClockName.OPINION]
    view = ruler(reckoning)
    assert view is not None and reckoning.due_on is not None and access_request.filed_on is not None
    power = access_request.generator.installed_power_kw
    profile = current_profile()
    terms = _terms(access_request, given, on)
    has_works = terms is not None and bool(terms.works_rule)
    is_favourable = terms is not None
    return OpinionSheet(
        operator_name=profile.name,
        portal_name=profile.portal_name,
        is_demo=settings.IS_DEMO,
        filing_number=str(access_request.filing_number),
        channels=channels(),
        opinion_number=given.opinion_number,
        decision=OpinionDecision(given.outcome.value),
        summary=summary_of(terms, format_kw(power)) if terms else _denial(given, format_kw(power)),
        issued_at=given.issued_at,
        filed_on=access_request.filed_on,
        due_on=reckoning.due_on,
        installed_power_kw=power,
        valid_until_on=given.valid_until_on,
        valid_until_label=terms.label if terms else "Vale até",
        validity_clauses=validity_clauses(terms) if terms else (),
        approval_clauses=approval_clauses(terms) if terms else (),
        costs=cost_rows(terms) if terms else (),
        costs_clauses=cost_clauses(terms) if terms else (),
        parties=parties(access_request),
        connection=_connection(access_request) if is_favourable else None,
        works=works_rows(terms, given.works) if terms and has_works else (),
        works_clauses=works_clauses(terms) if terms and has_works else (),
        reasons=tuple(DenialReason(**r.model_dump()) for r in given.reasons),
        complaint_rights=() if is_favourable else standing_clauses(OpinionPart.COMPLAINT_RIGHTS, on=on),
        conditions=tuple(Clause(text=text) for text in given.conditions) if is_favourable else (),
        responsibilities=standing_clauses(OpinionPart.RESPONSIBILITIES, on=on) if is_favourable else (),
        operational_relationship=(
            standing_clauses(OpinionPart.OPERATIONAL_RELATIONSHIP, on=on) if is_favourable else ()
        ),
        clock_summary=_clock_summary(
            reckoning.used_days, reckoning.total_days, reckoning.late_days, reckoning.due_on
        ),
        ruler=tuple(
            RulerCell(
                on=cell.on,
                state=cell.state.value,
                number=cell.number if cell.state in (DayState.RUN, DayState.AHEAD, DayState.FILED) else None,
                is_due=cell.is_due,
                flag=_FLAGS.get(cell.state, "prazo" if cell.is_due else "resposta" if cell.is_today else ""),
            )
            for cell in reckoning.days
        ),
        ruler_label=view.label,
        ledger=tuple(
            LedgerRow(
                on=line.on,
                at=line.at,
                what=line.what,
                clock=line.effect_text,
                reason=line.reason,
                basis=line.basis or line.rule_text,
                used_days=line.used_days,
                due_on=line.due_on,
            )
            for line in reckoning.lines
            if not line.is_today
        ),
        next_steps=next_steps(terms) if terms else _AFTER_A_DENIAL,
        signer=_signer(signer, given.issued_at),
        verification_code=given.verification_code,
        verification_url=f"{settings.PUBLIC_URL}/v/{given.verification_code}",
        verification_address=public_address("/verificar"),
    )


def _connection(access_request: AccessRequest) -> Section:
    """What may be connected, with what was found about reverse flow (art. 73, § 2º)."""
    section = generation(access_request, "O que pode ser ligado")
    flow = opinion_row(access_request)
    return section.model_copy(update={"rows": (*section.rows, flow)}) if flow else section


def restored_sheet(
    old: OpinionSheet, access_request: AccessRequest, given: SheetInput, signer: User
) -> OpinionSheet:
    """The sheet of an opinion that ended, issued anew: same project and conditions, its own number, date and validity.

    `given` has the outcome, the term of the works and the costs of the old one, and the new last day.
    """
    on = timezone.localdate(given.issued_at)
    terms = _terms(access_request, given, on)
    assert terms is not None
    restores = (
        f"Este parecer restaura o {old.opinion_number}, de {long_day(timezone.localdate(old.issued_at))}."
    )
    renewed = {
        "channels": channels(),
        "parties": parties(access_request),
        "opinion_number": given.opinion_number,
        "summary": f"{restores} {summary_of(terms, format_kw(old.installed_power_kw))}",
        "issued_at": given.issued_at,
        "valid_until_on": given.valid_until_on,
        "valid_until_label": terms.label,
        "validity_clauses": validity_clauses(terms),
        "approval_clauses": approval_clauses(terms),
        "costs": cost_rows(terms),
        "costs_clauses": cost_clauses(terms),
        "next_steps": next_steps(terms),
        "signer": _signer(signer, given.issued_at),
        "verification_code": given.verification_code,
        "verification_url": f"{settings.PUBLIC_URL}/v/{given.verification_code}",
        "verification_address": public_address("/verificar"),
    }
    return OpinionSheet.model_validate(old.model_copy(update=renewed).model_dump())


def _terms(access_request: AccessRequest, given: SheetInput, on: date) -> Terms | None:
    """The terms of a favourable opinion; None for a denial."""
    if given.outcome == Opinion.Outcome.NOT_APPROVED or given.valid_until_on is None:
        return None
    has_works = given.outcome == Opinion.Outcome.FAVOURABLE_WITH_WORKS
    return Terms(
        on=on,
        valid_until_on=given.valid_until_on,
        works_rule=given.works_rule or "works.other" if has_works else "",
        participation_brl=given.participation_brl,
        metering_brl=given.metering_brl,
        is_mini=access_request.category == Category.mini.value,
    )


def _denial(given: SheetInput, power_kw: str) -> str:
    count = len(given.reasons)
    return f"Este pedido de {power_kw} kW não foi aprovado por {count} {'motivo' if count == 1 else 'motivos'}. Cada um está abaixo, com a regra e o que fazer."


def _clock_summary(used: int, total: int, late: int, due_on: date) -> str:
    if late:
        return f"A resposta saiu {late} {'dia' if late == 1 else 'dias'} depois da data legal ({long_day(due_on)})."
    return f"A resposta saiu no dia {used} de {total}. A data legal era {long_day(due_on)}."


def _signer(signer: User, at: datetime) -> Signer:
    professional = getattr(signer, "professional", None)
    return Signer(
        name=signer.full_name or signer.email,
        title=professional.title if professional else "Analista",
        registration=f"{professional.council_label} {professional.registration}"
        if professional
        else f"conta {signer.pk} do portal",
        signed_at=at,
    )
