"""Addresses of reverse flow on a request, and of its place in the grid."""

from django.urls import path

from requests_app.views.case import flow, flow_files
from requests_app.views.review import flow as review_flow
from requests_app.views.review import grid as review_grid

_CASE = "solicitacoes/<str:filing_number>"
_REVIEW = f"analise/{_CASE}"

urlpatterns = [
    path(f"{_CASE}/fluxo", flow.request_flow, name="request_flow"),
    path(f"{_CASE}/fluxo.pdf", flow_files.flow_study_pdf, name="flow_study_pdf"),
    path(
        f"{_CASE}/fluxo/estudos/<int:study_request_id>.pdf",
        flow_files.supporting_studies,
        name="supporting_studies",
    ),
    path(f"titular/{_CASE}/fluxo", flow.holder_flow, name="holder_flow"),
    path(f"titular/{_CASE}/fluxo.pdf", flow_files.holder_flow_study_pdf, name="holder_flow_study_pdf"),
    path(f"{_REVIEW}/rede", review_grid.review_grid, name="review_grid"),
    path(f"{_REVIEW}/fluxo", review_flow.review_flow, name="review_flow"),
    path(f"{_REVIEW}/estudos", review_flow.review_studies, name="review_studies"),
]
