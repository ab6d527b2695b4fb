"""Addresses of guarantees, compensation, and the division of credits after the connection."""

from django.urls import path

from requests_app.views.case import guarantees
from requests_app.views.holder import allocation_changes
from requests_app.views.review import allocation_changes as allocation_changes_review
from requests_app.views.review import compensations
from requests_app.views.review import guarantees as guarantees_review

_CASE = "solicitacoes/<str:filing_number>"
_REVIEW = "analise/solicitacoes/<str:filing_number>"
_HOLDER = "titular/solicitacoes/<str:filing_number>/rateio"

urlpatterns = [
    path(f"{_CASE}/garantia", guarantees.request_guarantee, name="request_guarantee"),
    path(f"{_CASE}/garantia/renovacoes/<int:renewal_id>", guarantees.guarantee_file, name="guarantee_file"),
    path(f"{_REVIEW}/garantia", guarantees_review.review_guarantee, name="review_guarantee"),
    path("analise/compensacoes", compensations.compensations, name="compensations"),
    path("analise/compensacoes.csv", compensations.compensations_csv, name="compensations_csv"),
    path(f"{_REVIEW}/compensacoes", compensations.review_compensations, name="review_compensations"),
    path(f"{_CASE}/rateio", allocation_changes.request_allocation, name="request_allocation"),
    path(_HOLDER, allocation_changes.holder_allocation, name="holder_allocation"),
    path(
        f"{_HOLDER}/confirmar", allocation_changes.holder_allocation_confirm, name="holder_allocation_confirm"
    ),
    path(f"{_HOLDER}/pronto", allocation_changes.holder_allocation_done, name="holder_allocation_done"),
    path(f"{_REVIEW}/rateio", allocation_changes_review.review_allocation, name="review_allocation"),
    path(
        f"{_REVIEW}/rateio/documento/<int:change_id>",
        allocation_changes_review.allocation_document,
        name="allocation_document",
    ),
]
