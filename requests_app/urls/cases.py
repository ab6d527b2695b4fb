"""Addresses of a filed request."""

from django.urls import path

from requests_app.views.case import corrections, endings, ledger, papers
from requests_app.views.case import summary as case

_CASE = "solicitacoes/<str:filing_number>"

urlpatterns = [
    path(_CASE, case.request_detail, name="request_detail"),
    path(f"{_CASE}/documentos", case.request_documents, name="request_documents"),
    path(f"{_CASE}/historico", case.request_history, name="request_history"),
    path(f"{_CASE}/prazo", ledger.request_ledger, name="request_ledger"),
    path(f"{_CASE}/pendencias", corrections.request_pendings, name="request_pendings"),
    path(f"{_CASE}/pendencias/<int:number>", corrections.request_pending, name="request_pending"),
    path(f"{_CASE}/devolver", corrections.request_give_back, name="request_give_back"),
    path(f"{_CASE}/parecer", papers.request_opinion, name="request_opinion"),
    path(f"{_CASE}/parecer.ics", papers.opinion_calendar, name="opinion_calendar"),
    path(f"{_CASE}/parecer.pdf", papers.opinion_pdf, name="opinion_pdf"),
    path(f"{_CASE}/comprovante.pdf", papers.receipt_pdf, name="receipt_pdf"),
    path(f"{_CASE}/retirar", endings.request_withdraw, name="request_withdraw"),
]
