"""Addresses of the library of norms, manuals and models, and of its room."""

from django.urls import path

from documents.views import library, library_rooms

_ROOM = "admin/normas"
_ONE = f"{_ROOM}/documentos/<slug:library_slug>"

urlpatterns = [
    path("normas", library.library, name="library"),
    path("normas/<slug:library_slug>", library.library_document, name="library_document"),
    path("normas/<slug:library_slug>/versoes/<int:number>.pdf", library.library_file, name="library_file"),
    path(_ROOM, library_rooms.library_room, name="library_room"),
    path(f"{_ROOM}/incluir", library_rooms.library_new, name="library_new"),
    path(_ONE, library_rooms.library_room_document, name="library_room_document"),
    path(f"{_ONE}/versoes/nova", library_rooms.library_version_new, name="library_version_new"),
    path(
        f"{_ONE}/versoes/<int:number>/corrigir",
        library_rooms.library_version_correct,
        name="library_version_correct",
    ),
    path(f"{_ONE}/corrigir", library_rooms.library_correct, name="library_correct"),
    path(f"{_ONE}/retirar", library_rooms.library_withdraw, name="library_withdraw"),
    path(f"{_ONE}/devolver", library_rooms.library_put_back, name="library_put_back"),
]
