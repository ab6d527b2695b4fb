"""Addresses of ends, reassessment, notes and suspension."""

from django.urls import URLPattern, path

from requests_app.views.case import data_corrections, endings
from requests_app.views.filing import reassess
from requests_app.views.review import data as review_data
from requests_app.views.review import notes as review_notes

_CASE = "solicitacoes/<str:filing_number>"
_HOLDER = "titular/solicitacoes/<str:filing_number>"
_REVIEW = "analise/solicitacoes/<str:filing_number>"

urlpatterns: list[URLPattern] = [
    path(f"{_CASE}/encerramento", endings.request_end, name="request_end"),
    path(f"{_CASE}/encerramento.pdf", endings.request_end_pdf, name="request_end_pdf"),
    path(f"{_CASE}/repetir", reassess.request_reassess, name="request_reassess"),
    path(f"{_CASE}/dados", data_corrections.request_correct_data, name="request_correct_data"),
    path(
        f"{_CASE}/dados/<slug:section>",
        data_corrections.request_correct_section,
        name="request_correct_section",
    ),
    path(f"{_HOLDER}/encerramento", endings.holder_end, name="holder_end"),
    path(f"{_HOLDER}/encerramento.pdf", endings.holder_end_pdf, name="holder_end_pdf"),
    path(f"{_REVIEW}/anotacoes", review_notes.review_notes, name="review_notes"),
    path(f"{_REVIEW}/dados-corrigidos", review_data.review_data, name="review_data"),
]
