"""A filed request as the technician and the utility read it: summary, documents and history."""

from itertools import groupby
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.domain.checklist import Checklist
from documents.domain.sheet_parts import Row
from portal.accounts.models import User
from portal.accounts.roles import Actor, Role
from portal.http import actor_of, for_roles
from requests_app.domain.history import what_happened
from requests_app.domain.lifecycle import Action, State
from requests_app.domain.situation import SITUATIONS
from requests_app.models import AccessRequest, Attachment, Event
from requests_app.pages.case import Part, case_frame, case_of, case_steps, case_url, main_ruler
from requests_app.pages.case_links import case_links
from requests_app.pages.case_side import side_lines
from requests_app.permissions import may
from requests_app.services.filing.attachments import current_attachments
from requests_app.services.filing.facts import filed_assessment
from requests_app.services.review.contest_reading import contest_lines
from requests_app.services.sheets.papers import STANDARD_FORM
from requests_app.services.sheets.wording import generation, parties

READERS = (Role.TECHNICIAN, Role.ANALYST, Role.SUPERVISOR)
_LAST_FACTS = 5


@for_roles(*READERS)
@require_safe
def request_detail(request: HttpRequest, filing_number: str) -> HttpResponse:
    """T10: the four facts, the ruler, the five steps, what was asked for and the last events."""
    actor = actor_of(request)
    case = case_of(actor, filing_number)
    frame = case_frame(case, actor=actor, now=timezone.now(), part=Part.SUMMARY)
    ruler_title, ruler_view = main_ruler(case, frame["reckonings"])
    context = {
        "ruler_title": ruler_title,
        "ruler_view": ruler_view,
        "steps": case_steps(case, frame["reckonings"]),
        "summary_rows": _summary_rows(case),
        "events": [_line(event) for event in _events(case)[:_LAST_FACTS]],
        "receipt": getattr(case, "receipt", None),
        "contest_line": next(iter(contest_lines(case, is_newest_only=True)), None),
        "contest_url": case_url("review_contest" if actor.is_reviewer else "request_contest", case),
        "links": case_links(case, actor),
        "reads_repeated": _reads(actor, getattr(case.reassessment_of, "technician_id", None)),
        "reads_repeating": _reads(actor, getattr(case, "repeated_by_technician", None)),
        "may_withdraw": may(actor, Action.WITHDRAW, case),
    }
    return render(request, "requests_app/case/summary.html", frame | context)


@for_roles(*READERS)
@require_safe
def request_documents(request: HttpRequest, filing_number: str) -> HttpResponse:
    """Every document of the request, with its earlier versions: nothing is ever thrown away."""
    actor = actor_of(request)
    case = case_of(actor, filing_number)
    frame = case_frame(case, actor=actor, now=timezone.now(), part=Part.DOCUMENTS)
    version = case.checklist_version
    assert version is not None
    context = {
        "slots": _slots(case, version.checklist),
        "standard_form": current_attachments(case).get(STANDARD_FORM),
        "version": version,
        "list_title": version.content["title"],
    }
    return render(request, "requests_app/case/documents.html", frame | context)


@for_roles(*READERS)
@require_safe
def request_history(request: HttpRequest, filing_number: str) -> HttpResponse:
    """G-26: every change with who, when, before and after; nothing of it can be changed."""
    actor = actor_of(request)
    case = case_of(actor, filing_number)
    frame = case_frame(case, actor=actor, now=timezone.now(), part=Part.HISTORY)
    # Oldest first until all are together: at the same moment the lifecycle's own line was the cause.
    lines = [*(_line(event) for event in reversed(_events(case))), *side_lines(case, actor)]
    context = {"events": sorted(lines, key=lambda line: line["at"])[::-1]}
    return render(request, "requests_app/case/history.html", frame | context)


def _reads(actor: Actor, technician_id: int | None) -> bool:
    """Whether this reader may open the request of that technician: after a change it may be somebody else's."""
    return actor.is_reviewer or technician_id == actor.user_id


def _summary_rows(case: AccessRequest) -> list[Row]:
    rows = [*parties(case).rows, *generation(case, "Geração").rows]
    if case.other_information:
        rows.append(Row(label="Outros dados", value=case.other_information))
    version = case.checklist_version
    assert version is not None
    rows += _framing_rows(case)
    title = getattr(case, "list_title", "")  # joined in by case_of
    listed = f"{title}, versão {version.number}, em vigor desde {version.valid_from:%d/%m/%Y}"
    return [*rows, Row(label="Lista de documentos", value=listed)]


def _framing_rows(case: AccessRequest) -> list[Row]:
    """Tariff class and guarantee by the rules of the filing day, with their ground."""
    found = filed_assessment(case)
    rows = []
    if tariff := found.tariff:
        rows.append(
            Row(label="Classe tarifária", value=f"{tariff.label}. {tariff.why} {tariff.citation.label}.")
        )
        if limit := tariff.start_limit:
            rows.append(Row(label="Início da injeção", value=f"{limit.text} {limit.citation.label}."))
    if (guarantee := found.guarantee) and (guarantee.is_due or guarantee.is_exempt):
        rows.append(Row(label="Garantia", value=f"{guarantee.why} {guarantee.citation.label}."))
    return rows


def _events(case: AccessRequest) -> QuerySet[Event]:
    """Newest first, each with the name of who acted, in one statement."""
    names = User.objects.filter(pk=OuterRef("actor_id")).values("full_name")[:1]
    return Event.objects.filter(access_request=case).order_by("-id").annotate(actor_name=Subquery(names))


def _line(event: Any) -> dict[str, Any]:
    before, after = SITUATIONS[State(event.source)], SITUATIONS[State(event.target)]
    role = Role(event.actor_role)
    return {
        "at": event.at,
        "what": what_happened(Action(event.action), event.data, event.on),
        "who": f"{event.actor_name}, {role.label}" if event.actor_name else role.label.capitalize(),
        "before": before.label,
        "after": after.label,
        "has_changed": event.source != event.target,
    }


def _slots(case: AccessRequest, checklist: Checklist) -> list[dict[str, Any]]:
    rows = (
        Attachment.objects.filter(access_request=case)
        .annotate(original_name=F("stored_file__label__original_name"))
        .select_related("stored_file")
        .order_by("document_code", "-id")
    )
    versions = {code: list(found) for code, found in groupby(rows, key=lambda row: row.document_code)}
    return [
        {
            "item": item,
            "current": versions[item.document_code][0],
            "earlier": [row for row in versions[item.document_code][1:] if row.stored_file is not None],
        }
        for item in checklist.items
        if item.document_code in versions and versions[item.document_code][0].stored_file is not None
    ]
