"""Tell people about the project of the entry substation: received, returned, approved."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.utils import timezone

from eligibility.domain.rulebook import rule
from requests_app.domain.clock import ClockName
from requests_app.domain.dates import long_day
from requests_app.models import AccessRequest, SubstationProject, SubstationProjectAnswer
from requests_app.services.telling.messages import due_text, to_both, to_holder, to_technician


class Reason(Protocol):
    """A numbered reason, of a project or of a visit."""

    number: int
    what: str
    rule: str
    how_to_fix: str


def reason_lines(reasons: Iterable[Reason]) -> str:
    """Every reason as plain text: the same words on the page and in the e-mail."""
    return "\n\n".join(
        f"{r.number}. {r.what}\nRegra: {r.rule}\nComo corrigir: {r.how_to_fix}" for r in reasons
    )


def tell_project_submitted(
    access_request: AccessRequest, project: SubstationProject, *, now: datetime
) -> None:
    """Both learn that it came, in which round, and until when the answer comes."""
    term = rule(project.rule_code, on=project.submitted_on)
    to_both(
        access_request,
        "project_submitted",
        f"project{project.pk}",
        round=project.round,
        at=f"{timezone.localtime(now):%d/%m/%Y às %H:%M:%S}",
        due=due_text(access_request, ClockName.PROJECT, now),
        citation=term.citation.label,
    )


def tell_project_returned(
    access_request: AccessRequest, answer: SubstationProjectAnswer, *, now: datetime
) -> None:
    """The technician gets every reason; the holder gets how many there are and whose turn it is."""
    reasons = list(answer.reasons.all())
    context = {
        "round": answer.project.round,
        "count": len(reasons),
        "lines": reason_lines(reasons),
        "next_term": rule(
            "project.reanalysis" if answer.found_gaps else "project.analysis", on=answer.answered_on
        ).text,
    }
    event = f"answer{answer.pk}"
    to_technician(access_request, "project_returned", event, **context)
    to_holder(access_request, "project_returned_holder", event, **context)


def tell_project_approved(
    access_request: AccessRequest, answer: SubstationProjectAnswer, *, now: datetime
) -> None:
    to_both(
        access_request,
        "project_approved",
        f"answer{answer.pk}",
        round=answer.project.round,
        on=long_day(answer.answered_on),
    )
