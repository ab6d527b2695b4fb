"""Addresses of the grid: the public consultation, and the admins' room that takes files in."""

from django.urls import path

from requests_app.views.public import grid
from requests_app.views.rooms import grid_imports

_PUBLIC = "capacidade-da-rede"
_ROOM = "admin/rede"

urlpatterns = [
    path(_PUBLIC, grid.grid_capacity, name="grid_capacity"),
    path(f"{_PUBLIC}/perto", grid.grid_nearest, name="grid_nearest"),
    path(f"{_PUBLIC}/<slug:grid_kind>/<path:grid_code>", grid.grid_point, name="grid_point"),
    path(_ROOM, grid_imports.grid_room, name="grid_room"),
    path(f"{_ROOM}/modelo.csv", grid_imports.grid_example, name="grid_example"),
    path(f"{_ROOM}/<uuid:import_id>", grid_imports.grid_import, name="grid_import"),
    path(
        f"{_ROOM}/<uuid:import_id>/andamento", grid_imports.grid_import_progress, name="grid_import_progress"
    ),
    path(
        f"{_ROOM}/<uuid:import_id>/recusadas.csv",
        grid_imports.grid_import_refused,
        name="grid_import_refused",
    ),
    path(f"{_ROOM}/<uuid:import_id>/confirmar", grid_imports.grid_import_confirm, name="grid_import_confirm"),
    path(f"{_ROOM}/<uuid:import_id>/descartar", grid_imports.grid_import_discard, name="grid_import_discard"),
]
