"""Addresses of a person's own account, and of the analysts who check registrations."""

from django.urls import path

from requests_app.views.review import registration_decision, registration_files, registrations
from requests_app.views.technician import account as professional

_REGISTRATION = "analise/registros/<int:professional_id>"

urlpatterns = [
    path("conta", professional.account, name="account"),
    path("conta/profissional", professional.professional_profile, name="professional_profile"),
    path("conta/profissional/arquivos", professional.professional_papers, name="professional_papers"),
    path("conta/profissional/arquivos/<slug:paper>", registration_files.own_paper, name="own_paper"),
    path("conta/atalhos", professional.account_shortcuts, name="account_shortcuts"),
    path("analise/registros", registrations.registrations, name="registrations"),
    path(_REGISTRATION, registration_decision.registration, name="registration"),
    path(
        f"{_REGISTRATION}/arquivos/<slug:paper>",
        registration_files.registration_paper,
        name="registration_paper",
    ),
    path(
        f"{_REGISTRATION}/arquivos/<slug:paper>/paginas/<int:page_number>",
        registration_files.registration_page,
        name="registration_page",
    ),
]
