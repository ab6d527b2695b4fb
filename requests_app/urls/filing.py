"""Addresses of the technician's side: panel, requests, drafts and their six screens."""

from django.urls import path

from requests_app.views.filing import allocation, drafts, sending, uploads
from requests_app.views.filing import bill as draft_bill
from requests_app.views.filing import steps as draft_steps
from requests_app.views.technician import dashboard, portfolio

_DRAFT = "rascunhos/<uuid:public_id>"

urlpatterns = [
    path("painel", dashboard.dashboard, name="dashboard"),
    path("solicitacoes", portfolio.portfolio, name="portfolio"),
    path("solicitacoes.csv", portfolio.portfolio_csv, name="portfolio_csv"),
    path("solicitacoes/nova", drafts.new, name="draft_new"),
    path("solicitacoes/<str:filing_number>/recebida", sending.received, name="request_received"),
    path("rascunhos", drafts.drafts, name="drafts"),
    path(_DRAFT, drafts.start, name="draft_start"),
    path(f"{_DRAFT}/unidade", draft_steps.unit, name="draft_unit"),
    path(f"{_DRAFT}/unidade/fatura", draft_bill.draft_bill, name="draft_bill"),
    path(f"{_DRAFT}/unidade/fatura/usar", draft_bill.use_bill, name="draft_bill_use"),
    path(f"{_DRAFT}/geracao", draft_steps.generation, name="draft_generation"),
    path(f"{_DRAFT}/creditos", draft_steps.credits_, name="draft_credits"),
    path(f"{_DRAFT}/creditos/lista", allocation.allocation, name="draft_allocation"),
    path(f"{_DRAFT}/creditos/lista.csv", allocation.as_csv, name="draft_allocation_csv"),
    path(f"{_DRAFT}/creditos/lista/remover", allocation.remove, name="draft_allocation_remove"),
    path(f"{_DRAFT}/titular", draft_steps.holder, name="draft_holder"),
    path(f"{_DRAFT}/garantia", draft_steps.guarantee, name="draft_guarantee"),
    path(f"{_DRAFT}/documentos", uploads.documents, name="draft_documents"),
    path(f"{_DRAFT}/documentos/<slug:document_code>/remover", uploads.remove, name="attachment_remove"),
    path(f"{_DRAFT}/conferir", sending.check_and_send, name="draft_check"),
    path(f"{_DRAFT}/mudou", draft_steps.changed, name="draft_changed"),
    path(f"{_DRAFT}/descartar", drafts.discard, name="draft_discard"),
    path("arquivos/<uuid:public_id>", uploads.stored_file, name="stored_file"),
]
