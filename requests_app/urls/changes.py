"""Addresses of changes of professional and of the division of credits."""

from django.urls import path

from requests_app.views.case import technician_changes
from requests_app.views.holder import technician as holder_technician

_CASE = "solicitacoes/<str:filing_number>"
_HOLDER = "titular/solicitacoes/<str:filing_number>/responsavel"

urlpatterns = [
    path("trocas", technician_changes.technician_changes, name="technician_changes"),
    path(f"{_CASE}/trocar-responsavel", technician_changes.request_technician, name="request_technician"),
    path(_HOLDER, holder_technician.holder_technician, name="holder_technician"),
    path(
        f"{_HOLDER}/confirmar",
        holder_technician.holder_technician_confirm,
        name="holder_technician_confirm",
    ),
]
