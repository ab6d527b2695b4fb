"""The project of the entry substation: sent in rounds, returned with every reason, approved (arts. 50 to 55)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import BinaryIO, NamedTuple

from django.db import transaction

from documents.domain.file_types import FileType
from documents.inspection import InspectedFile, inspect_upload
from documents.models import StoredFile
from documents.services.files import keep_inspected
from eligibility.domain.findings import Finding, Refused, refuse
from portal.accounts.roles import Actor
from requests_app.domain.faults import Fault, checked
from requests_app.domain.lifecycle import Action
from requests_app.models import (
    AccessRequest,
    ProjectPart,
    SubstationProject,
    SubstationProjectAnswer,
    SubstationProjectFile,
    SubstationProjectReason,
)
from requests_app.services.clocks.terms import project_rule
from requests_app.services.connection.following import ask_for_inspection_if_automatic
from requests_app.services.review.shown_pages import check_shown
from requests_app.services.telling.projects import (
    tell_project_approved,
    tell_project_returned,
    tell_project_submitted,
)
from requests_app.services.transitions import lock, perform

MAX_MB = 50
MAX_PAGES = 200
_PDF = frozenset({FileType.PDF})
ACCEPTED = {
    part: _PDF if part in (ProjectPart.PROJECT, ProjectPart.MORE_SHEETS) else frozenset(FileType)
    for part in ProjectPart
}
NEEDED = tuple(part for part in ProjectPart if part is not ProjectPart.MORE_SHEETS)


class Upload(NamedTuple):
    """A file as it was sent, with the name that the person gave it."""

    file: BinaryIO
    name: str


def submit_project(
    *, access_request_id: int, files: Mapping[ProjectPart, Upload], actor: Actor, now: datetime
) -> SubstationProject:
    """A new round. Files that are not sent again come over from the round before.

    One that lost its analysis without an answer, because the opinion ended meanwhile, is sent again as it is.
    Raises Refused with a finding per bad or missing file, by the table, or where the unit needs no project.
    """
    inspected = _inspect_all(files)
    with transaction.atomic():
        access_request = lock(access_request_id)
        term = project_rule(access_request)
        before = newest_project(access_request)
        kept = (
            {row.part: row.stored_file for row in before.files.select_related("stored_file")}
            if before
            else {}
        )
        event = perform(
            access_request,
            Action.SUBMIT_PROJECT,
            actor=actor,
            at=now,
            data={
                "round": before.round + 1 if before else 1,
                "files": len(files),
                "sha256": [inspected[part].sha256 for part in files],
            },
        )
        _require_all(files, kept, is_unanswered=before is not None and not hasattr(before, "answer"))
        project = SubstationProject.objects.create(
            access_request=access_request,
            round=before.round + 1 if before else 1,
            event=event,
            rule_code=term,
            submitted_at=now,
            submitted_on=event.on,
            submitted_by_id=actor.account_id,
        )
        for part in ProjectPart:
            stored = kept.get(part)
            if part in files:
                stored = keep_inspected(
                    file=files[part].file,
                    inspected=inspected[part],
                    original_name=files[part].name,
                    stored_by_id=actor.account_id,
                    replaces=stored,
                )
            if stored is not None:
                SubstationProjectFile.objects.create(project=project, part=part.value, stored_file=stored)
        tell_project_submitted(access_request, project, now=now)
    return project


@transaction.atomic
def return_project(
    *,
    access_request_id: int,
    reasons: Sequence[Fault],
    actor: Actor,
    now: datetime,
    found_gaps: bool = False,
    seen_round: str | None = None,
) -> SubstationProjectAnswer:
    """Give the project back with every reason. `found_gaps`: the answer before had not listed them all (art. 51).

    The next analysis then takes the shorter term. `seen_round` is the round that was read. Raises Refused (state,
    no reason, no answer before, a newer round).
    """
    access_request = lock(access_request_id)
    event = perform(
        access_request,
        Action.RETURN_PROJECT,
        actor=actor,
        at=now,
        data={"reasons": len(reasons), "found_gaps": int(found_gaps)},
    )
    given = checked(reasons)
    project = _in_analysis(access_request, seen_round)
    if found_gaps and not _has_earlier_answer(project):
        raise refuse(
            "no_answer_before",
            "Esta é a primeira resposta ao projeto: não há resposta anterior que tenha deixado motivos de fora.",
            field="found_gaps",
        )
    answer = SubstationProjectAnswer.objects.create(
        project=project,
        event=event,
        outcome=SubstationProjectAnswer.Outcome.RETURNED.value,
        found_gaps=found_gaps,
        answered_at=now,
        answered_on=event.on,
        answered_by_id=actor.account_id,
    )
    SubstationProjectReason.objects.bulk_create(
        SubstationProjectReason(
            answer=answer, number=number, what=f.what, rule=f.rule, how_to_fix=f.how_to_fix
        )
        for number, f in enumerate(given, start=1)
    )
    tell_project_returned(access_request, answer, now=now)
    return answer


@transaction.atomic
def approve_project(
    *, access_request_id: int, actor: Actor, now: datetime, seen_round: str | None = None
) -> SubstationProjectAnswer:
    """The project complies: from now on the inspection may be asked for.

    Raises Refused when none is in analysis, or another round than the one that was read.
    """
    access_request = lock(access_request_id)
    event = perform(access_request, Action.APPROVE_PROJECT, actor=actor, at=now)
    access_request.project_approved_on = event.on
    access_request.save(update_fields=["project_approved_on"])
    answer = SubstationProjectAnswer.objects.create(
        project=_in_analysis(access_request, seen_round),
        event=event,
        outcome=SubstationProjectAnswer.Outcome.APPROVED.value,
        answered_at=now,
        answered_on=event.on,
        answered_by_id=actor.account_id,
    )
    tell_project_approved(access_request, answer, now=now)
    ask_for_inspection_if_automatic(access_request, now=now)
    return answer


def newest_project(access_request: AccessRequest) -> SubstationProject | None:
    """The last round that was sent."""
    return SubstationProject.objects.filter(access_request=access_request).order_by("-round").first()


def _in_analysis(access_request: AccessRequest, seen_round: str | None) -> SubstationProject:
    project = newest_project(access_request)
    if project is None or hasattr(project, "answer"):
        raise refuse("project_missing", "Não há projeto da subestação em análise.")
    check_shown(seen_round, project.round, "O projeto")
    return project


def _has_earlier_answer(project: SubstationProject) -> bool:
    earlier = SubstationProjectAnswer.objects.filter(project__access_request_id=project.access_request_id)
    return earlier.exists()


def _inspect_all(files: Mapping[ProjectPart, Upload]) -> dict[ProjectPart, InspectedFile]:
    found: dict[ProjectPart, InspectedFile] = {}
    problems: list[Finding] = []
    for part, upload in files.items():
        try:
            found[part] = inspect_upload(
                upload.file,
                declared_name=upload.name,
                accepted=ACCEPTED[part],
                max_bytes=MAX_MB * 1024 * 1024,
                max_pages=MAX_PAGES,
                field=part.value,
            )
        except Refused as refused:
            problems += refused.findings
    if problems:
        raise Refused(problems)
    return found


def _require_all(
    files: Mapping[ProjectPart, Upload], kept: Mapping[str, StoredFile], *, is_unanswered: bool
) -> None:
    if kept and not files and not is_unanswered:
        raise refuse(
            "nothing_new",
            "Envie pelo menos um arquivo novo, com as correções.",
            field=ProjectPart.PROJECT.value,
        )
    missing = [part for part in NEEDED if part not in files and part.value not in kept]
    if missing:
        raise Refused(
            Finding(code="file_missing", message=f"Falta enviar: {part.label}.", field=part.value)
            for part in missing
        )
