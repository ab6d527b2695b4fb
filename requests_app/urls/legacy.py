"""Addresses of historic requests."""

from django.urls import path

from requests_app.views.rooms import legacy

_ROOM = "admin/historico"

urlpatterns = [
    path(_ROOM, legacy.historic, name="historic"),
    path(f"{_ROOM}/modelo.csv", legacy.historic_example, name="historic_example"),
    path(f"{_ROOM}/<uuid:import_id>", legacy.historic_import, name="historic_import"),
    path(f"{_ROOM}/<uuid:import_id>/confirmar", legacy.historic_import_apply, name="historic_import_apply"),
    path(
        f"{_ROOM}/<uuid:import_id>/descartar", legacy.historic_import_discard, name="historic_import_discard"
    ),
    path("analise/historico/<int:historic_id>", legacy.historic_request, name="historic_request"),
]
