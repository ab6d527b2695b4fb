"""Django's admin at /configuracao/: users only; no business action lives there."""

from importlib import import_module
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import SimpleAdminConfig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

_PAGES = ("portal.accounts.admin",)


class ConfigurationSite(AdminSite):
    """Signing in and passwords stay with the account pages, which know limits and the second factor."""

    site_header = "Configuração do Portal GD"
    site_title = "Configuração"
    index_title = "Contas"
    site_url = "/"
    enable_nav_sidebar = False

    def get_urls(self) -> list[Any]:
        # Its lookup by type and number reaches for every table there is; nothing here has a page "on the site".
        return [found for found in super().get_urls() if getattr(found, "name", None) != "view_on_site"]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        # Loads models, which an app config may not.
        from allauth.account.decorators import secure_admin_login

        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    def password_change(  # type: ignore[override]  # the stubs know one kind of answer
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_change_password"))


class ConfigurationConfig(SimpleAdminConfig):
    """Loads exactly one page of configuration; the admin pages of installed packages stay out."""

    default_site = "portal.configuration.ConfigurationSite"

    def ready(self) -> None:
        super().ready()
        for module in _PAGES:
            import_module(module)
