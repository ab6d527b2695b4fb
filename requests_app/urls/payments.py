"""Addresses of payments and works."""

from django.urls import path

from requests_app.views.case import payments
from requests_app.views.review import payments as review_payments
from requests_app.views.review import works as review_works

_CASE = "solicitacoes/<str:filing_number>"
_REVIEW = "analise/solicitacoes/<str:filing_number>"

urlpatterns = [
    path(f"{_CASE}/pagamentos", payments.request_payments, name="request_payments"),
    path(f"{_CASE}/pagamentos/comprovantes/<int:proof_id>", payments.payment_proof, name="payment_proof"),
    path(
        "titular/solicitacoes/<str:filing_number>/pagamentos",
        payments.holder_payments,
        name="holder_payments",
    ),
    path(f"{_REVIEW}/pagamentos", review_payments.review_payments, name="review_payments"),
    path(f"{_REVIEW}/obra/parar", review_works.works_pause, name="review_works_pause"),
    path(f"{_REVIEW}/obra/retomar", review_works.works_resume, name="review_works_resume"),
    path(f"{_REVIEW}/obra-terminada", review_works.works_finished, name="review_works_finished"),
]
