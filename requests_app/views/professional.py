"""The account page, the technician's registration and the choice of shortcuts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.models import User
from portal.accounts.roles import ACCOUNT_ROLES, REVIEWER_ROLES, Role
from portal.accounts.second_factor import lacks_second_factor
from portal.http import for_roles
from requests_app.forms.professional import ProfessionalForm, ShortcutsForm, initial_of
from requests_app.models import ResponsibleProfessional
from requests_app.services.professionals import save_profile


@for_roles(*ACCOUNT_ROLES)
def account(request: HttpRequest) -> HttpResponse:
    """Who you are here, what you may change, and the ways to keep the account safe."""
    user = _user(request)
    return render(
        request,
        "requests_app/professional/account.html",
        {
            "person": user,
            "role_label": Role(user.role).label,
            "profile": _profile(user),
            "is_technician": Role(user.role) is Role.TECHNICIAN,
            "shortcuts": ShortcutsForm(initial={"has_shortcuts": user.has_shortcuts})
            if Role(user.role) in REVIEWER_ROLES
            else None,
            "is_second_factor_missing": lacks_second_factor(user),
        },
    )


@for_roles(Role.TECHNICIAN)
@require_http_methods(["GET", "POST"])
def professional_profile(request: HttpRequest) -> HttpResponse:
    """Council, registration and title: asked once, before the first filing."""
    user = _user(request)
    profile = _profile(user)
    form = ProfessionalForm(
        request.POST if request.method == "POST" else None, initial=initial_of(user, profile)
    )
    if request.method == "POST" and form.is_valid():
        save_profile(user=user, **form.cleaned_data)
        messages.success(request, "Seus dados profissionais foram salvos.")
        return HttpResponseRedirect(_next(request) or "/painel")
    return render(
        request,
        "requests_app/professional/profile.html",
        {
            "form": form,
            "is_new": profile is None,
            "next": _next(request),
            "crumbs": [("Sua conta", reverse("account"))],
        },
        status=422 if form.is_bound else 200,
    )


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
    return ResponsibleProfessional.objects.filter(user=user).first()


def _next(request: HttpRequest) -> str:
    """Where to go afterwards, when it is an address of ours."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""
