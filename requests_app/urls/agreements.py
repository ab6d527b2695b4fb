"""Addresses of approval of the conditions and contracts."""

from django.urls import path

from requests_app.views.case import agreement_files, agreements
from requests_app.views.holder import agreements as agreements_holder
from requests_app.views.review import agreements as agreements_review

_CASE = "solicitacoes/<str:filing_number>"
_HOLDER = f"titular/{_CASE}"

urlpatterns = [
    path(f"{_CASE}/aprovar", agreements.request_approve, name="request_approve"),
    path(f"{_CASE}/contratos", agreements.request_contracts, name="request_contracts"),
    path(
        f"{_CASE}/contratos/<slug:agreement_slug>.pdf",
        agreement_files.contract_pdf,
        name="request_contract_pdf",
    ),
    path(f"{_HOLDER}/aprovar", agreements_holder.holder_approve, name="holder_approve"),
    path(f"{_HOLDER}/contratos", agreements_holder.holder_contracts, name="holder_contracts"),
    path(
        f"{_HOLDER}/contratos/aceitar",
        agreements_holder.holder_contracts_accept,
        name="holder_contracts_accept",
    ),
    path(
        f"{_HOLDER}/contratos/comprovante",
        agreements_holder.holder_contracts_accepted,
        name="holder_contracts_accepted",
    ),
    path(
        f"{_HOLDER}/contratos/<slug:agreement_slug>.pdf",
        agreement_files.holder_contract_pdf,
        name="holder_contract_pdf",
    ),
    path(f"analise/{_CASE}/contratos", agreements_review.review_contracts, name="review_contracts"),
]
