"""Addresses that anybody may open."""

from django.urls import path
from django.views.generic import RedirectView

from documents.views.needed_documents import needed_documents
from eligibility.views.compatible_power import compatible_power_page
from portal.http import public
from requests_app.views.public import opinions, rules

urlpatterns = [
    path("verificar", opinions.verify_page, name="verify"),
    path("v/<str:code>", opinions.verify_code, name="verify_code"),
    path("documentos-necessarios", needed_documents, name="needed_documents"),
    path("potencia-compativel", compatible_power_page, name="compatible_power"),
    path(
        "calculadora-potencia-compativel",
        public(RedirectView.as_view(pattern_name="compatible_power", query_string=True)),
        name="compatible_power_long",
    ),
    path("prazos", rules.rules_in_force, name="rules_in_force"),
    path("prazos/<slug:topic>", rules.rules_of_topic, name="rules_of_topic"),
    path("acompanhar", opinions.follow, name="follow"),
]
