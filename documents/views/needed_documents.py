"""The public page that says which documents a project brings, from the version in force today."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.domain.file_types import names_in_portuguese
from documents.domain.project_check import ProjectCheck
from documents.forms.needed_documents import NeededDocumentsForm
from documents.services.checklists import checklists_in_force
from documents.services.checks import check_on_its_day
from portal.http import public

TEMPLATE = "documents/needed.html"
_UNITS = {"calendar_days": "dias corridos", "business_days": "dias úteis"}
# Other findings are about answers that this page does not ask for.
_SHOWN_FINDINGS = ("power.", "guarantee.exemption")


@public
@require_safe
def needed_documents(request: HttpRequest) -> HttpResponse:
    """Three questions by GET; an answer can be kept and sent as an address, and holds no personal data."""
    today = timezone.localdate()
    form = NeededDocumentsForm(request.GET or None)
    if not form.is_bound or not form.is_asked:
        versions = checklists_in_force(today).values()
        return render(request, TEMPLATE, {"form": NeededDocumentsForm(), "versions": [*versions]})
    if not form.is_valid():
        return render(request, TEMPLATE, {"form": form}, status=422)
    return render(
        request,
        TEMPLATE,
        {"form": form, "asked": form.in_words, **_answer(check_on_its_day(form.facts(today)))},
    )


def _answer(check: ProjectCheck) -> dict[str, Any]:
    findings = [found for found in check.assessment.findings if found.code.startswith(_SHOWN_FINDINGS)]
    return {
        "check": check,
        "found": check.assessment.classification,
        "problems": findings,
        "terms": [(term, _UNITS[term.unit]) for term in check.assessment.terms],
        "needed": [
            (entry, names_in_portuguese(entry.item.accepted), entry.item.source_line)
            for entry in check.applicable
        ],
        "not_needed": check.not_applicable,
        "guarantee": check.assessment.guarantee,
        "divergences": check.assessment.divergences,
    }
