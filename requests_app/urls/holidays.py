"""Addresses of the admins' room of holidays."""

from django.urls import path

from requests_app.views.rooms import holidays

_ROOM = "admin/feriados"

urlpatterns = [
    path(_ROOM, holidays.holidays, name="holidays"),
    path(f"{_ROOM}/incluir", holidays.holiday_add, name="holiday_add"),
    path(f"{_ROOM}/<int:holiday_id>/retirar", holidays.holiday_remove, name="holiday_remove"),
]
