"""Addresses of the holder: the link, the code and the one request."""

from django.urls import path

from requests_app.views.holder import cancel as holder_cancel
from requests_app.views.holder import contact as holder_contact
from requests_app.views.holder import entry as holder_entry
from requests_app.views.holder import request as holder

_CASE = "titular/solicitacoes/<str:filing_number>"

urlpatterns = [
    path("titular", holder.holder_home, name="holder_home"),
    path("titular/confirmar/<str:token>", holder_entry.holder_link, name="holder_link"),
    path("titular/codigo", holder_entry.holder_code, name="holder_code"),
    path("titular/sair", holder_entry.holder_leave, name="holder_leave"),
    path(_CASE, holder.holder_request, name="holder_request"),
    path(f"{_CASE}/prazo", holder.holder_ledger, name="holder_ledger"),
    path(f"{_CASE}/documentos", holder.holder_documents, name="holder_documents"),
    # What the mails with the decision point at, for technician and holder alike.
    path(f"{_CASE}/parecer", holder.holder_documents, name="holder_opinion_page"),
    path(f"{_CASE}/comprovante.pdf", holder.holder_receipt, name="holder_receipt"),
    path(f"{_CASE}/parecer.pdf", holder.holder_opinion, name="holder_opinion"),
    path(f"{_CASE}/contato", holder_contact.holder_contact, name="holder_contact"),
    path(f"{_CASE}/contato/confirmar", holder_contact.holder_contact_confirm, name="holder_contact_confirm"),
    path(f"{_CASE}/contato/pronto", holder_contact.holder_contact_done, name="holder_contact_done"),
    path(f"{_CASE}/cancelar", holder_cancel.holder_cancel, name="holder_cancel"),
    path(f"{_CASE}/cancelar/confirmar", holder_cancel.holder_cancel_confirm, name="holder_cancel_confirm"),
    path(f"{_CASE}/cancelar/comprovante", holder_cancel.holder_cancelled, name="holder_cancelled"),
]
