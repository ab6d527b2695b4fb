"""Write the sheet of a study of reverse flow from the study and the request."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from documents.domain.flow_sheet import FlowStudySheet, StudyPart
from documents.domain.sheet_parts import Step
from eligibility.domain.rulebook import rule
from eligibility.profile import current_profile
from requests_app.domain.reverse_flow import Study
from requests_app.domain.reverse_flow_report import report
from requests_app.models import AccessRequest
from requests_app.services.opinions.terms import clause
from requests_app.services.sheets.wording import channels, generation, parties, public_address

_RULES = (
    "reverse_flow.alternatives",
    "reverse_flow.study",
    "reverse_flow.combination",
    "reverse_flow.reduction_cost",
    "opinion.studies_on_request",
)
_TO_CHOOSE = (
    Step(text="O responsável técnico escolhe a alternativa no portal e diz quanto vai injetar."),
    Step(text="Se uma redução for escolhida, o parecer sai com a potência que ela deixa injetar."),
    Step(text="Depois do parecer, os estudos que justificam a alternativa podem ser pedidos no portal."),
)
_NOTHING_TO_CHOOSE = (Step(text="Nada a escolher: a análise do pedido continua."),)


def build_flow_sheet(
    access_request: AccessRequest, study: Study, *, number: int, now: datetime
) -> FlowStudySheet:
    """The study as of its delivery."""
    on = timezone.localdate(now)
    profile = current_profile()
    return FlowStudySheet(
        operator_name=profile.name,
        portal_name=profile.portal_name,
        is_demo=settings.IS_DEMO,
        filing_number=str(access_request.filing_number),
        channels=channels(),
        number=number,
        issued_at=now,
        asked_kw=study.asked_kw,
        max_power_kw=study.max_power_kw,
        has_inversion=study.has_inversion,
        parts=tuple(StudyPart(title=part.title, lines=part.lines) for part in report(study)),
        sections=(parties(access_request), generation(access_request, "O que foi estudado")),
        rules=tuple(clause(rule(code, on=on)) for code in _RULES),
        next_steps=_TO_CHOOSE if study.offers_a_choice else _NOTHING_TO_CHOOSE,
        follow_address=public_address(f"/solicitacoes/{access_request.filing_number}/fluxo"),
    )
