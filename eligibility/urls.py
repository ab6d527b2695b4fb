"""Addresses of the rule rooms."""

from django.urls import path, register_converter

from eligibility.views import rule_rooms, rule_writing
from eligibility.views.rule_door import RoomConverter

register_converter(RoomConverter, "room")
_RULE = "admin/<room:room>/<str:rule_code>"
_DRAFT = f"{_RULE}/rascunho"

urlpatterns = [
    path("admin/motivos-de-parada/novo", rule_writing.new_reason, name="new_reason"),
    path("admin/<room:room>", rule_rooms.rule_room, name="rule_room"),
    path(_RULE, rule_rooms.rule_page, name="rule_page"),
    path(f"{_RULE}/rascunhos/novo", rule_rooms.rule_start, name="rule_start"),
    path(f"{_RULE}/rascunhos/<int:rule_draft_id>/retomar", rule_rooms.rule_take_up, name="rule_take_up"),
    path(f"{_RULE}/versoes/<str:version_key>", rule_rooms.rule_version, name="rule_version"),
    path(_DRAFT, rule_writing.rule_draft, name="rule_draft"),
    path(f"{_DRAFT}/publicar", rule_writing.rule_publish, name="rule_publish"),
    path(f"{_DRAFT}/devolver", rule_writing.rule_send_back, name="rule_send_back"),
    path(f"{_DRAFT}/descartar", rule_writing.rule_discard, name="rule_discard"),
]
