"""Steps of reverse flow on a request, each through its real service: study, choice, supporting studies, place in the grid."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import timezone

from eligibility.domain.vocabulary import TariffGroup
from portal.accounts.roles import Actor
from requests_app.domain.grid_ledger import AdjustReason
from requests_app.domain.reverse_flow import (
    Alternative,
    AnalysisPoint,
    Choice,
    StudiedAlternative,
    Study,
)
from requests_app.models import AccessRequest, GridImport, GridPlacement, Substation, Transformer
from requests_app.services.flow import studies as flow_studies
from requests_app.services.flow import study_requests
from requests_app.services.grid import ledger as grid_ledger
from requests_app.services.grid.places import place_of
from requests_app.services.grid.queue import added_kw
from requests_app.services.grid.reading import Room, rooms
from tests.files import pdf_bytes
from tests.life_case import Case, take

A = Alternative
METHOD = "Fluxo de potência no OpenDSS, medição de 01/2026 a 12/2026, hora mais crítica 12 h de domingo."
STUDY_AS_TYPED: dict[str, Any] = {
    "max_power_kw": "4,1",
    "point": "feeder_breaker",
    "demonstration": "Medição do alimentador em domingos de 2026, 12 h.",
    "reconfiguration": "viavel",
    "reconfiguration-explanation": "Simulado.",
    "reconfiguration-power_kw": "8,2",
    "reconfiguration-utility_cost_brl": "5.000,00",
    "reconfiguration-applicant_cost_brl": "0",
    "reconfiguration-utility_responsibility": "Fazer o remanejamento.",
    "reconfiguration-applicant_responsibility": "Nada.",
}
"""The first alternative solves it alone, so that no other has to be studied (art. 73, § 7º)."""


def a_study(case: AccessRequest, *, most: Decimal | None = None, **more: Any) -> Study:
    """Half of the power connects without inversion; circuits take all of it, the two reductions what needs no change."""
    asked = added_kw(case)
    most = asked / 2 if most is None else most
    viable = {
        "utility_cost_brl": Decimal(0),
        "applicant_cost_brl": Decimal(800),
        "utility_responsibility": "Nada.",
        "applicant_responsibility": "Ajustar o inversor.",
        "is_viable": True,
        "explanation": "Simulado.",
    }
    given = {
        A.RECONFIGURATION: viable | {"power_kw": asked, "utility_cost_brl": Decimal(5000)},
        A.OTHER_CIRCUIT: {"is_viable": False, "explanation": "Não há outro circuito a menos de 5 km."},
        A.HIGHER_VOLTAGE: {"is_viable": False, "explanation": "Não há rede de média tensão livre."},
        A.PERMANENT_REDUCTION: viable | {"power_kw": most},
        A.TIMED_REDUCTION: viable | {"power_kw": most, "is_dynamic": True},
    }
    return Study(
        asked_kw=asked,
        max_power_kw=most,
        point=AnalysisPoint.FEEDER_BREAKER,
        group=TariffGroup(case.consumer_unit.group),
        demonstration="Medição do alimentador em domingos de 2026, 12 h.",
        alternatives=tuple(StudiedAlternative(alternative=name, **one) for name, one in given.items()),
        **more,
    )


def issue_flow_study(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    take(case, actor, at)
    flow_studies.issue_study(access_request_id=case.pk, study=a_study(case.fresh()), actor=actor, now=at)


def choose_alternative(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    """The circuits are changed, and all of the power flows."""
    choice = Choice(alternatives=frozenset({A.RECONFIGURATION}), injected_kw=added_kw(case.fresh()))
    flow_studies.choose_alternative(access_request_id=case.pk, choice=choice, actor=actor, now=at)


def reduce(case: Case, at: datetime, power_kw: Decimal) -> None:
    """The technician cuts the injected power for good."""
    choice = Choice(
        alternatives=frozenset({A.PERMANENT_REDUCTION}),
        injected_kw=power_kw,
        reduction_form="Limite de exportação no inversor.",
        has_storage=False,
    )
    flow_studies.choose_alternative(
        access_request_id=case.pk, choice=choice, actor=case.actor("technician"), now=at
    )


def request_studies(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    study_requests.request_studies(access_request_id=case.pk, asked="A medição.", actor=actor, now=at)


def deliver_studies(case: Case, at: datetime, actor: Actor, step: dict[str, Any]) -> None:
    study_requests.deliver_studies(
        access_request_id=case.pk,
        file=BytesIO(pdf_bytes(text="Estudos")),
        name="estudos.pdf",
        method=METHOD,
        actor=actor,
        now=at,
    )


def a_transformer(
    code: str = "BTM-T1", *, substation: str = "BTM", power_kw: Decimal | None = None
) -> Transformer:
    """A transformer and its substation, both with this published capacity, or with none."""
    now = timezone.now()
    usual = {
        "municipality": "Betim",
        "municipality_key": "betim",
        "measured_on": date(2026, 10, 31),
        "source": "Teste",
        "came_with": GridImport.objects.create(sha256="0" * 64, created_at=now),
        "source_line": 2,
    }
    above, _ = Substation.objects.get_or_create(
        code=substation, defaults={"name": "Betim 2", "name_key": "betim 2", **usual}
    )
    row = Transformer.objects.create(
        code=code, name="Trafo Centro", name_key="trafo centro", substation=above, **usual
    )
    if power_kw is not None:
        for account in (above, row):
            grid_ledger.adjust(account, power_kw, AdjustReason.CORRECTION, at=now, actor_id=None)
    return Transformer.objects.select_related("substation").get(pk=row.pk)


def placed(case: AccessRequest, transformer: Transformer) -> GridPlacement:
    return GridPlacement.objects.create(
        access_request=case,
        transformer=transformer,
        substation=transformer.substation,
        placed_at=timezone.now(),
    )


def rooms_of(access_request: AccessRequest) -> tuple[Room, ...]:
    """What the accounts have for a request where it is placed now."""
    return rooms(access_request, place_of(access_request).placement)
