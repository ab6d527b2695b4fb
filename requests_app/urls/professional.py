"""Addresses of a person's own account."""

from django.urls import path

from requests_app.views import professional

urlpatterns = [
    path("conta", professional.account, name="account"),
    path("conta/profissional", professional.professional_profile, name="professional_profile"),
    path("conta/atalhos", professional.account_shortcuts, name="account_shortcuts"),
]
