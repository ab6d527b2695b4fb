"""Addresses of contests, late items and restored opinions."""

from django.urls import path

from requests_app.views.case import contests
from requests_app.views.review import contests as contests_review
from requests_app.views.review import late_items, restorations

_CASE = "solicitacoes/<str:filing_number>"
_REVIEW = f"analise/{_CASE}"

urlpatterns = [
    path(f"{_CASE}/pendencias/contestar", contests.request_contest_pending, name="request_contest_pending"),
    path(f"{_CASE}/contestar", contests.request_contest, name="request_contest"),
    path(f"titular/{_CASE}/contestar", contests.holder_contest, name="holder_contest"),
    path("analise/contestacoes", contests_review.contests, name="contests"),
    path("analise/itens-novos", late_items.late_items, name="late_items"),
    path(f"{_REVIEW}/contestacao", contests_review.review_contest, name="review_contest"),
    path(f"{_REVIEW}/itens-novos", late_items.review_late_items, name="review_late_items"),
    path(f"{_REVIEW}/restaurar", restorations.review_restore, name="review_restore"),
]
