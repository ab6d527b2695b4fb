"""Pages that anybody may read and that need no data but the rulebook."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import path
from django.views.generic import TemplateView

from portal.http import public


def _page(template: str) -> Callable[..., HttpResponseBase]:
    return public(TemplateView.as_view(template_name=f"public/{template}.html"))


urlpatterns = [
    path("", _page("home"), name="home"),
    path("ferramentas", _page("tools"), name="tools"),
    path("ajuda", _page("help"), name="help"),
    path("acessibilidade", _page("accessibility"), name="accessibility"),
    path("privacidade", _page("privacy"), name="privacy"),
    path("termos", _page("terms"), name="terms"),
]
