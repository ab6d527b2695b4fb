"""Addresses that anybody may open."""

from django.urls import path

from documents.views.needed_documents import needed_documents
from eligibility.views.compatible_power import compatible_power_page
from requests_app.views.public import opinions as public
from requests_app.views.public import rules

urlpatterns = [
    path("verificar", public.verify_page, name="verify"),
    path("v/<str:code>", public.verify_code, name="verify_code"),
    path("documentos-necessarios", needed_documents, name="needed_documents"),
    path("potencia-compativel", compatible_power_page, name="compatible_power"),
    path("prazos", rules.rules_in_force, name="rules_in_force"),
    path("prazos/<slug:topic>", rules.rules_of_topic, name="rules_of_topic"),
    path("acompanhar", public.follow, name="follow"),
]
