"""Steps of the substation project and of the inspection, one call each, through the services."""

from datetime import date, datetime
from io import BytesIO

from django.utils import timezone

from documents.models import ChecklistVersion
from portal.accounts.models import User
from requests_app.domain.faults import Fault
from requests_app.domain.lifecycle import State
from requests_app.models import (
    AccessRequest,
    Inspection,
    InspectionReport,
    ProjectPart,
    SubstationProject,
    SubstationProjectAnswer,
)
from requests_app.services.connection import inspections, projects
from requests_app.services.filing import sending as filing
from tests import case_steps
from tests.factories import attach_everything, make_draft, publish_checklist
from tests.files import pdf_bytes
from tests.life_projects import filing_of
from tests.stages import go_on_to

FAULT = Fault(
    what="O disjuntor instalado é de 80 A e o parecer autoriza 63 A.",
    rule="ND 5.1, item 4.2",
    how_to_fix="Troque o disjuntor por um de 63 A.",
)
OTHER_FAULT = Fault(
    what="Falta a placa de aviso de geração própria.",
    rule="REN ANEEL 1.000/2021, art. 30, § 3º",
    how_to_fix="Instale a placa junto ao padrão de entrada.",
)


def approved(
    technician: User, analyst: User, at: datetime, *, kind: str = "mini", voltage: str = ""
) -> AccessRequest:
    """A favourable opinion for one of the four projects of `life_projects`, in its own voltage or another."""
    if not ChecklistVersion.objects.exists():
        publish_checklist()
    given = filing_of(kind)
    if voltage:
        given = given.model_copy(update={"unit": given.unit.model_copy(update={"voltage": voltage})})
    draft = make_draft(technician)
    attach_everything(draft, technician, given, timezone.localdate(at))
    case = filing.file_request(
        draft_id=draft.pk,
        filing=given,
        findings=(),
        accepted_declarations=frozenset({"d", "f"}),
        is_acknowledged=True,
        actor=technician.as_actor(),
        now=at,
    )
    case_steps.approve(case, analyst, at)
    return AccessRequest.objects.get(pk=case.pk)


def ready(
    technician: User, analyst: User, at: datetime, *, kind: str = "house", voltage: str = ""
) -> AccessRequest:
    """The same with its contracts accepted: only the project, if any, still stands before the inspection."""
    case = approved(technician, analyst, at, kind=kind, voltage=voltage)
    go_on_to(State.READY, case, analyst=analyst, at=at)
    return AccessRequest.objects.get(pk=case.pk)


def upload(text: str = "Projeto", name: str = "projeto.pdf") -> projects.Upload:
    """A small PDF that says this."""
    return projects.Upload(BytesIO(pdf_bytes(text=text)), name)


def uploads() -> dict[ProjectPart, projects.Upload]:
    """A file for every part that a first round needs."""
    return {part: upload(part.label, f"{part.value}.pdf") for part in projects.NEEDED}


def submit_project(
    case: AccessRequest, at: datetime, files: dict[ProjectPart, projects.Upload] | None = None
) -> SubstationProject:
    """The technician sends a round: every part, or these files."""
    return projects.submit_project(
        access_request_id=case.pk,
        files=uploads() if files is None else files,
        actor=case.technician.as_actor(),
        now=at,
    )


def return_project(
    case: AccessRequest, analyst: User, at: datetime, *, found_gaps: bool = False
) -> SubstationProjectAnswer:
    """The utility gives the project back with one reason."""
    return projects.return_project(
        access_request_id=case.pk,
        reasons=(FAULT,),
        found_gaps=found_gaps,
        actor=analyst.as_actor(),
        now=at,
    )


def approve_project(case: AccessRequest, analyst: User, at: datetime) -> SubstationProjectAnswer:
    return projects.approve_project(access_request_id=case.pk, actor=analyst.as_actor(), now=at)


def ask_inspection(case: AccessRequest, at: datetime) -> None:
    """The technician asks for the inspection."""
    inspections.request_inspection(access_request_id=case.pk, actor=case.technician.as_actor(), now=at)


def connect(case: AccessRequest, analyst: User, at: datetime, *, on: date | None = None) -> Inspection:
    """The visit of that day passed and the meter was installed."""
    return inspections.connect(
        access_request_id=case.pk,
        inspected_on=on or timezone.localdate(at),
        meter_number="ABC 1234567",
        actor=analyst.as_actor(),
        now=at,
    )


def fail(
    case: AccessRequest,
    analyst: User,
    at: datetime,
    *faults: Fault,
    on: date | None = None,
    sends_report: bool = False,
) -> Inspection:
    """The visit of that day failed, for these reasons or one."""
    return inspections.fail_inspection(
        access_request_id=case.pk,
        inspected_on=on or timezone.localdate(at),
        reasons=faults or (FAULT,),
        sends_report=sends_report,
        actor=analyst.as_actor(),
        now=at,
    )


def report(case: AccessRequest, analyst: User, at: datetime) -> InspectionReport:
    """The report of the failed visit goes out."""
    return inspections.report_inspection(access_request_id=case.pk, actor=analyst.as_actor(), now=at)
