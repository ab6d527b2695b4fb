"""Write the sheet of a failed inspection from the visit and the request."""

from django.conf import settings

from documents.domain.inspection_sheet import InspectionFault, InspectionSheet
from documents.domain.sheet_parts import Clause, Row, Section, Step
from eligibility.domain.rulebook import rule
from eligibility.profile import current_profile
from requests_app.domain.dates import long_day
from requests_app.models import AccessRequest, InspectionReason, InspectionReport
from requests_app.services.sheets.opinion import clause
from requests_app.services.sheets.wording import channels, generation, parties, public_address


def build_inspection_sheet(access_request: AccessRequest, report: InspectionReport) -> InspectionSheet:
    """The report as of its delivery; the warnings of art. 94, §§ 3º and 4º bind group B only."""
    inspection = report.inspection
    reasons = list(inspection.reasons.select_related("repeats__inspection"))
    on = report.delivered_on
    profile = current_profile()
    limit = report.repeat_until_on
    opinion = access_request.opinion
    assert opinion is not None
    visit = Section(
        title="A visita",
        rows=(
            Row(label="Parecer", value=opinion.number),
            Row(label="Vistoria pedida em", value=long_day(inspection.requested_on)),
            Row(label="Visita feita em", value=long_day(inspection.inspected_on)),
            Row(label="Vistoria", value=f"{inspection.number}ª deste pedido"),
        ),
    )
    return InspectionSheet(
        operator_name=profile.name,
        portal_name=profile.portal_name,
        is_demo=settings.IS_DEMO,
        filing_number=str(access_request.filing_number),
        channels=channels(),
        number=inspection.number,
        requested_on=inspection.requested_on,
        inspected_on=inspection.inspected_on,
        delivered_at=report.delivered_at,
        repeat_until_on=limit,
        sections=(
            visit,
            parties(access_request),
            generation(access_request, "Características da instalação"),
        ),
        faults=tuple(
            InspectionFault(what=r.what, rule=r.rule, how_to_fix=r.how_to_fix, repeated=repeated_text(r))
            for r in reasons
        ),
        warnings=_warnings(access_request, report, reasons),
        rules=(clause(rule("inspection.report", on=on)), clause(rule("inspection.report_contents", on=on))),
        next_steps=(
            Step(text="Corrija tudo o que está neste relatório."),
            Step(text="O responsável técnico pede a nova vistoria no portal.", due_on=limit),
            Step(text="A distribuidora volta ao local. O prazo da vistoria começa de novo no pedido."),
        ),
        follow_address=public_address(f"/solicitacoes/{access_request.filing_number}/vistoria"),
    )


def repeated_text(reason: InspectionReason) -> str:
    """In which earlier visit the same reason stood; empty for a new one."""
    if reason.repeats is None:
        return ""
    before = reason.repeats.inspection
    return f"Este motivo já estava no relatório da {before.number}ª vistoria, de {long_day(before.inspected_on)}."


def _warnings(
    access_request: AccessRequest, report: InspectionReport, reasons: list[InspectionReason]
) -> tuple[Clause, ...]:
    if report.repeat_until_on is None:
        return ()
    limit, again = (
        rule("inspection.repeat", on=report.delivered_on),
        rule("inspection.repeated_reason", on=report.delivered_on),
    )
    until = long_day(report.repeat_until_on)
    days = limit.as_int()
    found = [
        clause(
            limit,
            f"Peça a nova vistoria até {until}, {days} dias depois deste relatório. "
            "Depois dessa data o portal encerra o parecer: a norma permite o cancelamento.",
        ),
        clause(
            again,
            "Se a nova vistoria não for aprovada por um motivo que já está em um relatório, "
            "o parecer também pode ser cancelado.",
        ),
    ]
    count = sum(r.repeats_id is not None for r in reasons)
    if count:
        said = "1 motivo repete" if count == 1 else f"{count} motivos repetem"
        found.append(
            clause(
                again,
                f"Nesta vistoria, {said} o de um relatório anterior: por isso o parecer já pode ser cancelado.",
            )
        )
    return tuple(found)
