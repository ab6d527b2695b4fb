"""Tell people about reverse flow: the study delivered, the alternative chosen, supporting studies asked for and sent."""

from datetime import datetime

from django.utils import timezone

from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import rule
from requests_app.domain.clock import ClockName
from requests_app.domain.reverse_flow import Alternative, Choice, Study
from requests_app.models import AccessRequest, FlowChoice, FlowStudy, StudyRequest
from requests_app.services.telling.alerts import responsible
from requests_app.services.telling.messages import due_text, to_both, to_holder, to_user


def tell_flow_study(access_request: AccessRequest, issued: FlowStudy, study: Study) -> None:
    """Both learn what was found and whether there is something to choose."""
    to_both(
        access_request,
        "flow_study",
        f"study{issued.pk}",
        asked=format_kw(study.asked_kw),
        most=format_kw(study.max_power_kw),
        has_inversion=study.has_inversion,
        viable="\n".join(f"- {one.alternative.roman}. {one.alternative.label}" for one in study.viable)
        if study.has_inversion
        else "",
        citation=rule("reverse_flow.choice", on=issued.issued_on).citation.label,
    )


def tell_alternative_chosen(access_request: AccessRequest, row: FlowChoice, choice: Choice) -> None:
    """The holder, and whoever holds the request, learn what the technician chose."""
    context = {
        "chosen": "\n".join(
            f"- {one.roman}. {one.label}" for one in Alternative if one in choice.alternatives
        ),
        "injected": format_kw(choice.injected_kw),
    }
    to_holder(access_request, "flow_choice", f"choice{row.pk}", **context)
    for user in responsible(access_request):
        to_user(access_request, user, "flow_choice_team", f"choice{row.pk}", **context)


def tell_studies_requested(access_request: AccessRequest, asked: StudyRequest, *, now: datetime) -> None:
    """Both learn until when the studies come; the team learns that they are due."""
    due = due_text(access_request, ClockName.STUDIES, now)
    found = rule("opinion.studies_on_request", on=timezone.localdate(now))
    event = f"asked{asked.pk}"
    to_both(access_request, "studies_requested", event, due=due, citation=found.citation.label)
    for user in responsible(access_request):
        to_user(access_request, user, "studies_requested_team", event, due=due, asked=asked.asked)


def tell_studies_delivered(access_request: AccessRequest, asked: StudyRequest) -> None:
    """Both learn that the studies are on the page."""
    to_both(access_request, "studies_delivered", f"delivered{asked.pk}")
