"""Addresses of the guidance."""

from django.urls import path
from django.views.generic import RedirectView

from eligibility.views import bill_explained, guidance
from portal.http import public

urlpatterns = [
    path("como-funciona", guidance.how_it_works, name="how_it_works"),
    path("perguntas-frequentes", guidance.questions, name="questions"),
    path("perguntas-frequentes/<slug:slug>", guidance.question, name="question"),
    path("conceitos", guidance.concepts, name="concepts"),
    path("conceitos/<slug:slug>", guidance.concept, name="concept"),
    path("entenda-a-fatura", bill_explained.bill_explained, name="bill_explained"),
    path("ajuda/glossario", guidance.glossary, name="glossary"),
    path(
        "glossario",
        public(RedirectView.as_view(pattern_name="glossary", query_string=True)),
        name="glossary_short",
    ),
]
