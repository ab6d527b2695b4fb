"""Addresses of the bill's reading and of the checklist rooms."""

from django.urls import path

from documents.views import (
    bill_reading,
    checklist_parts,
    checklist_releasing,
    checklist_rooms,
    checklist_writing,
)

_LIST = "admin/checklists/<slug:list_code>"
_DRAFT = f"{_LIST}/rascunho"
_ITEM = f"{_DRAFT}/documentos/<slug:document_code>"
_CRITERIA = f"{_ITEM}/criterios"

urlpatterns = [
    path("fatura/ler", bill_reading.read_a_bill, name="bill_reading"),
    path("admin/checklists", checklist_rooms.rooms, name="checklist_rooms"),
    path(_LIST, checklist_rooms.one_list, name="checklist_list"),
    path(f"{_LIST}/versoes/<int:number>", checklist_rooms.version, name="checklist_version"),
    path(f"{_LIST}/versoes/<int:number>/voltar", checklist_rooms.back_to, name="checklist_back_to"),
    path(f"{_LIST}/rascunhos/novo", checklist_rooms.start, name="checklist_start"),
    path(f"{_LIST}/rascunhos/<int:draft_id>/retomar", checklist_rooms.take_up, name="checklist_take_up"),
    path(_DRAFT, checklist_writing.draft_page, name="checklist_draft"),
    path(f"{_DRAFT}/ordem", checklist_writing.move, name="checklist_item_move"),
    path(f"{_DRAFT}/incluir", checklist_writing.new_item, name="checklist_item_new"),
    path(_ITEM, checklist_writing.item, name="checklist_item"),
    path(f"{_ITEM}/tirar", checklist_writing.remove, name="checklist_item_remove"),
    path(f"{_ITEM}/como-era", checklist_writing.restore, name="checklist_item_restore"),
    path(f"{_ITEM}/condicao", checklist_parts.condition, name="checklist_condition"),
    path(f"{_CRITERIA}/incluir", checklist_parts.criterion, name="checklist_criterion_new"),
    path(f"{_CRITERIA}/<slug:criterion_code>", checklist_parts.criterion, name="checklist_criterion"),
    path(
        f"{_CRITERIA}/<slug:criterion_code>/tirar",
        checklist_parts.remove_criterion,
        name="checklist_criterion_remove",
    ),
    path(f"{_DRAFT}/diferencas", checklist_releasing.differences_page, name="checklist_differences"),
    path(f"{_DRAFT}/entregar", checklist_releasing.hand_over, name="checklist_hand_over"),
    path(f"{_DRAFT}/publicar", checklist_releasing.publish, name="checklist_publish"),
    path(f"{_DRAFT}/devolver", checklist_releasing.send_back, name="checklist_send_back"),
    path(f"{_DRAFT}/descartar", checklist_releasing.lay_aside, name="checklist_discard"),
]
