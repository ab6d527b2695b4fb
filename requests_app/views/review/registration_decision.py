"""One registration: the certificate on one side, the decision on the other."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from documents.models import PageImage, StoredFile
from eligibility.domain.findings import Refused
from eligibility.domain.registrations import format_phone
from eligibility.domain.vocabulary import Profession
from portal.accounts.roles import REVIEWER_ROLES
from portal.http import actor_of, for_roles
from requests_app.domain.registration import standing_badge, standing_on
from requests_app.forms.registration_check import RegistrationDecisionForm
from requests_app.models import ResponsibleProfessional
from requests_app.services.people.professionals import Paper
from requests_app.services.people.registrations import CHANGED, decide
from requests_app.views.review.registration_history import history_of
from requests_app.views.review.registration_list import registrations_for


@for_roles(*sorted(REVIEWER_ROLES))
@never_cache
@require_http_methods(["GET", "POST"])
def registration(request: HttpRequest, professional_id: int) -> HttpResponse:
    """Read the papers and say how the registration stands; 409 when it changed since the page was opened."""
    actor = actor_of(request)
    professional = _professional(request, professional_id)
    if request.method != "POST":
        form = RegistrationDecisionForm(initial={"version": professional.version})
        return _show(request, professional, form)
    form = RegistrationDecisionForm(request.POST)
    if not form.is_valid():
        return _show(request, professional, form, status=422)
    try:
        decide(
            professional_id=professional.pk,
            decision=form.decision(),
            base_version=form.cleaned_data["version"],
            actor=actor,
            now=timezone.now(),
        )
    except Refused as refused:
        return _refused(request, professional_id, form, refused)
    messages.success(request, "A decisão foi salva, e o técnico foi avisado por e-mail.")
    return HttpResponseRedirect(reverse("registrations"))


def _refused(
    request: HttpRequest, professional_id: int, form: RegistrationDecisionForm, refused: Refused
) -> HttpResponse:
    """The page as it stands now, with what was typed; sent again it decides on what is shown now."""
    professional = _professional(request, professional_id)
    if refused.code != CHANGED:
        form.add_error(refused.findings[0].field, refused.message)
        return _show(request, professional, form, status=422)
    again = RegistrationDecisionForm({**request.POST.dict(), "version": str(professional.version)})
    again.is_valid()
    again.add_error(None, refused.message)
    return _show(request, professional, again, status=409)


def _professional(request: HttpRequest, professional_id: int) -> ResponsibleProfessional:
    rows = registrations_for(actor_of(request)).select_related("certificate__label", "decision__label")
    return get_object_or_404(rows, pk=professional_id)


def _show(
    request: HttpRequest,
    professional: ResponsibleProfessional,
    form: RegistrationDecisionForm,
    *,
    status: int = 200,
) -> HttpResponse:
    papers = [paper for paper in Paper if getattr(professional, paper.column) is not None]
    asked = request.GET.get("arquivo", "")
    if asked and asked not in set(Paper):
        raise Http404
    shown = Paper(asked) if asked and Paper(asked) in papers else next(iter(papers), None)
    address = reverse("registration", args=[professional.pk])
    standing = standing_on(
        professional.registration_status, professional.verified_until, timezone.localdate()
    )
    context: dict[str, Any] = {
        "form": form,
        "professional": professional,
        "badge": standing_badge(standing, professional.verified_until),
        "rows": _rows(professional),
        "history": history_of(professional, has_names=True),
        "picture": _picture(professional, shown, request.GET.get("pagina", "")) if shown else None,
        "tabs": [
            {"label": p.label, "url": f"{address}?arquivo={p.value}", "is_current": p is shown}
            for p in papers
        ],
        "crumbs": [("Registros profissionais", reverse("registrations"))],
    }
    return render(request, "requests_app/professional/registration.html", context, status=status)


def _rows(professional: ResponsibleProfessional) -> list[dict[str, str]]:
    rows = [
        {"label": "Profissão", "value": professional.get_profession_display(), "detail": professional.title},
        {"label": "Registro", "value": str(professional), "detail": professional.registration_uf},
        {"label": "Telefone", "value": format_phone(professional.phone) if professional.phone else ""},
    ]
    if professional.profession == Profession.other_engineer.value:
        value = "Sim, diz o técnico" if professional.has_attribution else "Não, diz o técnico"
        rows.insert(1, {"label": "Atribuição citada", "value": value})
    return rows


def _picture(professional: ResponsibleProfessional, paper: Paper, wanted: str) -> dict[str, Any]:
    """Which page is shown, and its picture when the worker has made it."""
    file: StoredFile = getattr(professional, paper.column)
    is_page = wanted.isascii() and wanted.isdigit() and len(wanted) < 6
    number = int(wanted) if is_page and 1 <= int(wanted) <= file.page_count else 1
    return {
        "paper": paper,
        "file": file,
        "number": number,
        "before": number - 1 if number > 1 else 0,
        "after": number + 1 if number < file.page_count else 0,
        "image": PageImage.objects.filter(stored_file=file, page_number=number).first(),
    }
