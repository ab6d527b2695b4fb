"""The account page, the technician's registration and the choice of shortcuts."""

import logging
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from eligibility.domain.findings import Refused, Section
from eligibility.domain.number_shapes import NumberKind, odd_shape
from eligibility.domain.vocabulary import Profession
from portal.accounts.models import User
from portal.accounts.roles import ACCOUNT_ROLES, REVIEWER_ROLES, Role
from portal.accounts.second_factor import lacks_second_factor
from portal.http import for_roles
from requests_app.domain.registration import STANDING_WORDS, standing_badge, standing_on
from requests_app.forms.professional import PapersForm, ProfessionalForm, ShortcutsForm, initial_of
from requests_app.models import ResponsibleProfessional
from requests_app.services.people.professionals import MAX_MB, MAX_PAGES, Paper, keep_paper, save_profile
from requests_app.services.people.registrations import current_check, words_for_owner
from requests_app.views.review.registration_history import history_of

logger = logging.getLogger(__name__)
_NUMBERS = {"CREA": NumberKind.crea, "CFT": NumberKind.cft}


@for_roles(*ACCOUNT_ROLES)
def account(request: HttpRequest) -> HttpResponse:
    """Who you are here, what you may change, and the ways to keep the account safe."""
    user = _user(request)
    profile = _profile(user)
    return render(
        request,
        "requests_app/professional/account.html",
        {
            "person": user,
            "role_label": Role(user.role).label,
            "profile": profile,
            "standing": STANDING_WORDS[
                standing_on(profile.registration_status, profile.verified_until, timezone.localdate())
            ]
            if profile
            else "",
            "is_technician": Role(user.role) is Role.TECHNICIAN,
            "shortcuts": ShortcutsForm(initial={"has_shortcuts": user.has_shortcuts})
            if Role(user.role) in REVIEWER_ROLES
            else None,
            "is_second_factor_missing": lacks_second_factor(user),
        },
    )


@for_roles(Role.TECHNICIAN)
@never_cache
@require_http_methods(["GET", "POST"])
def professional_profile(request: HttpRequest) -> HttpResponse:
    """Profession, council and registration: asked once, before the first filing; and how the registration stands."""
    user = _user(request)
    profile = _profile(user)
    form = ProfessionalForm(
        request.POST if request.method == "POST" else None, initial=initial_of(user, profile)
    )
    if request.method == "POST" and form.is_valid():
        saved = save_profile(user=user, answers=form.cleaned_data, now=timezone.now())
        messages.success(request, "Seus dados profissionais foram salvos.")
        if saved.has_lost_verification:
            messages.warning(
                request, "O registro voltou a “não conferido”, até um analista conferir os dados novos."
            )
        if odd := _odd_number(saved.profile):
            messages.info(request, odd)
        return HttpResponseRedirect(_next(request) or "/painel")
    return _show(request, profile, form, PapersForm())


def _odd_number(profile: ResponsibleProfessional) -> str:
    """Advice when the number does not look like those of its council; "" when it does, or nobody knows the shape."""
    kind = _NUMBERS.get(profile.council)
    found = kind and odd_shape(kind, profile.registration, field="registration", section=Section.profile)
    return found.message if found else ""


@for_roles(Role.TECHNICIAN)
@never_cache
@require_POST
def professional_papers(request: HttpRequest) -> HttpResponse:
    """Keep the certificate, the council's decision, or both; a refused file costs the other one nothing."""
    user = _user(request)
    profile = _profile(user)
    if profile is None:
        return HttpResponseRedirect(reverse("professional_profile"))
    form = PapersForm(request.POST, request.FILES)
    form.is_valid()
    kept = sum(_keep(request, user, paper, form) for paper in Paper)
    if not request.FILES:
        form.add_error("certificate", "Escolha o arquivo que você quer enviar.")
    if form.errors:
        return _show(request, _profile(user), ProfessionalForm(initial=initial_of(user, profile)), form)
    words = "Arquivo recebido." if kept == 1 else "Arquivos recebidos."
    messages.success(request, f"{words} Um analista vai conferir.")
    return HttpResponseRedirect(f"{reverse('professional_profile')}#arquivos")


def _keep(request: HttpRequest, user: User, paper: Paper, form: PapersForm) -> bool:
    file = request.FILES.get(paper.column)
    if file is None or paper.column in form.errors:
        return False
    try:
        keep_paper(
            user=user,
            paper=paper,
            file=cast(BinaryIO, file),
            original_name=str(file.name),
            now=timezone.now(),
        )
    except Refused as refused:
        form.add_error(paper.column, refused.message)
        return False
    except OSError:
        logger.exception("professional of account %s: a file could not be stored", user.pk)
        form.add_error(paper.column, "Não conseguimos guardar este arquivo agora. Tente de novo.")
        return False
    return True


def _show(
    request: HttpRequest,
    profile: ResponsibleProfessional | None,
    form: ProfessionalForm,
    papers: PapersForm,
) -> HttpResponse:
    today = timezone.localdate()
    context: dict[str, Any] = {
        "form": form,
        "papers": papers,
        "forms": [form, papers],
        "is_new": profile is None,
        "next": _next(request),
        "crumbs": [("Sua conta", reverse("account"))],
        "max_mb": MAX_MB,
        "max_pages": MAX_PAGES,
    }
    if profile is not None:
        standing = standing_on(profile.registration_status, profile.verified_until, today)
        context |= {
            "profile": profile,
            "badge": standing_badge(standing, profile.verified_until),
            "standing_words": words_for_owner(profile, current_check(profile), today),
            "history": history_of(profile, has_names=False),
            "slots": [
                {"paper": paper, "file": getattr(profile, paper.column), "field": papers[paper.column]}
                for paper in Paper
                if paper is Paper.CERTIFICATE
                or profile.profession == Profession.other_engineer.value
                or profile.decision_id
            ],
        }
    has_errors = (form.is_bound and form.errors) or (papers.is_bound and papers.errors)
    status = 422 if has_errors else 200
    return render(request, "requests_app/professional/profile.html", context, status=status)


@for_roles(*REVIEWER_ROLES)
@require_POST
def account_shortcuts(request: HttpRequest) -> HttpResponse:
    """Turn the bench's keyboard shortcuts on or off."""
    user = _user(request)
    user.has_shortcuts = "has_shortcuts" in request.POST
    user.save(update_fields=["has_shortcuts"])
    messages.success(request, "Atalhos ligados." if user.has_shortcuts else "Atalhos desligados.")
    return HttpResponseRedirect(reverse("account"))


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _profile(user: User) -> ResponsibleProfessional | None:
    rows = ResponsibleProfessional.objects.select_related("certificate__label", "decision__label")
    return rows.filter(user=user).first()


def _next(request: HttpRequest) -> str:
    """Where to go afterwards, when it is an address of ours."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""
