"""Write the sheet of a contract or agreement from the request and its opinion."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from documents.domain.agreement_clauses import agreement_chapters, model_notice
from documents.domain.agreement_kinds import AgreementKind
from documents.domain.agreement_sheets import AgreementSheet
from documents.domain.sheet_parts import Clause, Row, Section
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import rule
from eligibility.profile import current_profile
from requests_app.models import AccessRequest, Opinion
from requests_app.services.sheets.wording import channels, generation, parties

_NOT_GIVEN = "não declarada no pedido"


def build_agreement(
    access_request: AccessRequest,
    opinion: Opinion,
    kind: AgreementKind,
    *,
    version: int,
    observations: Sequence[str] = (),
    now: datetime,
) -> AgreementSheet:
    """One paper as of `now`; the same arguments give the same sheet."""
    on = timezone.localdate(now)
    profile = current_profile()
    asked_by = rule(kind.rule_code, on=on)
    between = parties(access_request)
    return AgreementSheet(
        operator_name=profile.name,
        portal_name=profile.portal_name,
        is_demo=settings.IS_DEMO,
        filing_number=str(access_request.filing_number),
        channels=channels(),
        kind=kind,
        opinion_number=opinion.number,
        version=version,
        prepared_at=now,
        why=Clause(
            text=kind.purpose,
            citation=asked_by.citation.label,
            note="" if asked_by.confidence.is_certain else asked_by.confidence.label,
        ),
        model_notice=model_notice(),
        parties=Section(
            title="Entre quem",
            rows=(
                Row(label="Distribuidora", value=profile.name),
                *_represented(access_request, between.rows),
            ),
        ),
        generation=generation(access_request, "O que fica ligado à rede"),
        demand=_demand(access_request) if kind is AgreementKind.SYSTEM_USE else None,
        chapters=agreement_chapters(
            kind, on=on, opinion=opinion.number, phone=profile.channel("phone").value
        ),
        observations=tuple(observations),
    )


def _represented(access_request: AccessRequest, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of the opinion's parties, with who represents a company after its name."""
    representative = access_request.holder.representative_name
    if not representative:
        return tuple(rows)
    return (rows[0], Row(label="Representante legal", value=representative), *rows[1:])


def _demand(access_request: AccessRequest) -> Section:
    kept = access_request.newest_answers
    unit = kept.unit_answers if kept else None
    consumption, injection = (unit.contracted_demand_kw, unit.injection_demand_kw) if unit else (None, None)
    return Section(
        title="Demandas e ponto de conexão",
        rows=(
            Row(
                label="Demanda de consumo",
                value=_NOT_GIVEN if consumption is None else f"{format_kw(consumption)} kW",
            ),
            Row(
                label="Demanda de injeção",
                value=_NOT_GIVEN if injection is None else f"{format_kw(injection)} kW",
            ),
            Row(label="Tensão", value=access_request.consumer_unit.voltage),
        ),
    )
