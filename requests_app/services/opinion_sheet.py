"""Write the opinion's sheet from the request, its ledger and the decision."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from pydantic import BaseModel, ConfigDict

from documents.domain.opinion_clauses import OpinionPart, standing_clauses
from documents.domain.sheet_parts import Clause, LedgerRow, Row, RulerCell, Signer, Step
from documents.domain.sheets import DenialReason, OpinionDecision, OpinionSheet
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import Rule, rule
from eligibility.profile import current_profile
from portal.accounts.models import User
from requests_app.domain.clock import ClockName, DayState
from requests_app.domain.dates import long_day
from requests_app.domain.ruler import ruler
from requests_app.models import AccessRequest, Opinion
from requests_app.services.clocks import reckon_all
from requests_app.services.sheet_wording import channels, generation, parties, public_address

_FLAGS = {DayState.FILED: "pedido"}


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


def clause(found: Rule, text: str = "") -> Clause:
    """A rule as a printed clause: its words, its citation and, when not certain, how sure we are."""
    note = "" if found.confidence.is_certain else found.confidence.label
    return Clause(text=text or found.text, citation=found.citation.label, note=note)


def build_sheet(access_request: AccessRequest, given: SheetInput, signer: User) -> OpinionSheet:
    """The sheet of this opinion; raises pydantic.ValidationError when the decision lacks what its kind needs."""
    on = timezone.localdate(given.issued_at)
    reckoning = reckon_all(access_request, on)[ClockName.OPINION]
    view = ruler(reckoning)
    assert view is not None and reckoning.due_on is not None and access_request.filed_on is not None
    power = access_request.generator.installed_power_kw
    profile = current_profile()
    has_works = given.outcome == Opinion.Outcome.FAVOURABLE_WITH_WORKS
    is_favourable = given.outcome != Opinion.Outcome.NOT_APPROVED
    return OpinionSheet(
        operator_name=profile.name,
        portal_name=profile.portal_name,
        is_demo=settings.IS_DEMO,
        filing_number=str(access_request.filing_number),
        channels=channels(),
        opinion_number=given.opinion_number,
        decision=OpinionDecision(given.outcome.value),
        summary=_summary(given, power_kw=format_kw(power)),
        issued_at=given.issued_at,
        filed_on=access_request.filed_on,
        due_on=reckoning.due_on,
        installed_power_kw=power,
        valid_until_on=given.valid_until_on,
        validity_clauses=_validity(given, on),
        parties=parties(access_request),
        connection=generation(access_request, "O que pode ser ligado") if is_favourable else None,
        works=tuple(_work(line) for line in given.works) if has_works else (),
        works_clauses=standing_clauses(OpinionPart.WORKS, on=on) if has_works else (),
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
        next_steps=_next_steps(given),
        signer=_signer(signer, given.issued_at),
        verification_code=given.verification_code,
        verification_url=f"{settings.PUBLIC_URL}/v/{given.verification_code}",
        verification_address=public_address("/verificar"),
    )


def _summary(given: SheetInput, *, power_kw: str) -> str:
    if given.outcome == Opinion.Outcome.NOT_APPROVED:
        count = len(given.reasons)
        return f"Este pedido de {power_kw} kW não foi aprovado por {count} {'motivo' if count == 1 else 'motivos'}. Cada um está abaixo, com a regra e o que fazer."
    days = rule("opinion.validity", on=timezone.localdate(given.issued_at)).as_int()
    if given.outcome == Opinion.Outcome.FAVOURABLE_WITH_WORKS:
        return f"A geração de {power_kw} kW pode ser ligada depois da obra na rede descrita abaixo. Os {days} dias de validade contam quando a obra terminar."
    assert given.valid_until_on is not None
    until = long_day(given.valid_until_on)
    return f"A geração de {power_kw} kW pode ser instalada neste endereço. Peça a vistoria até {until}."


def _validity(given: SheetInput, on: date) -> tuple[Clause, ...]:
    """How long the opinion is good for; with works, its days wait for their end."""
    if given.outcome == Opinion.Outcome.NOT_APPROVED:
        return ()
    validity = rule("opinion.validity", on=on)
    if given.valid_until_on is None:
        waits = rule("pause.validity_utility_works", on=on)
        text = f"O parecer vale {validity.as_int()} dias, contados de quando a obra na rede terminar. Você recebe um aviso com a data."
        return (clause(validity, text), clause(waits, waits.basis_text))
    return standing_clauses(
        OpinionPart.VALIDITY, on=on, days=str(validity.as_int()), last_day=long_day(given.valid_until_on)
    )


def _work(line: str) -> Row:
    label, separator, value = line.partition(":")
    is_named = separator and label.strip() and value.strip()
    return Row(label=label.strip(), value=value.strip()) if is_named else Row(label="Obra", value=line)


def _clock_summary(used: int, total: int, late: int, due_on: date) -> str:
    if late:
        return f"A resposta saiu {late} {'dia' if late == 1 else 'dias'} depois da data legal ({long_day(due_on)})."
    return f"A resposta saiu no dia {used} de {total}. A data legal era {long_day(due_on)}."


def _next_steps(given: SheetInput) -> tuple[Step, ...]:
    if given.outcome == Opinion.Outcome.NOT_APPROVED:
        return (
            Step(text="Leia cada motivo e o que fazer."),
            Step(text="Se discordar, reclame pelos canais indicados aqui."),
            Step(text="Quando estiver tudo certo, faça um novo pedido."),
        )
    steps = [Step(text="Instale a geração com o responsável técnico.")]
    if given.outcome == Opinion.Outcome.FAVOURABLE_WITH_WORKS:
        steps.insert(0, Step(text="A distribuidora faz antes a obra na rede."))
    return (
        *steps,
        Step(text="Peça a vistoria pelo portal.", due_on=given.valid_until_on),
        Step(text="Depois da vistoria aprovada, o medidor é trocado e a geração é ligada."),
    )


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
