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
    path("como-funciona", _page("how_it_works"), name="how_it_works"),
    path("ajuda", _page("help"), name="help"),
    path("ajuda/glossario", _page("glossary"), name="glossary"),
    path("acessibilidade", _page("accessibility"), name="accessibility"),
    path("privacidade", _page("privacy"), name="privacy"),
    path("termos", _page("terms"), name="terms"),
]
