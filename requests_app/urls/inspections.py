"""Addresses of the substation project, the inspection and the connection."""

from django.urls import path

from requests_app.views.case import inspection_papers as inspections_papers
from requests_app.views.case import inspections, projects
from requests_app.views.case import project_files as projects_files
from requests_app.views.review import inspections as inspections_review
from requests_app.views.review import projects as projects_review

_CASE = "solicitacoes/<str:filing_number>"
_PROJECT = f"{_CASE}/projeto-da-subestacao"
_REVIEW = "analise/solicitacoes/<str:filing_number>"
_HOLDER = "titular/solicitacoes/<str:filing_number>"

urlpatterns = [
    path(_PROJECT, projects.request_project, name="request_project"),
    path(f"{_PROJECT}/arquivos/<uuid:public_id>", projects_files.project_file, name="project_file"),
    path(
        f"{_PROJECT}/arquivos/<uuid:public_id>/paginas/<int:page_number>",
        projects_files.project_page,
        name="project_page",
    ),
    path(f"{_CASE}/vistoria", inspections.request_inspection, name="request_inspection"),
    path(
        f"{_CASE}/vistoria/<int:number>/relatorio.pdf",
        inspections_papers.request_inspection_report,
        name="request_inspection_report",
    ),
    path(f"{_REVIEW}/projeto-da-subestacao", projects_review.review_project, name="review_project"),
    path(f"{_REVIEW}/vistoria", inspections_review.review_inspection, name="review_inspection"),
    path(
        f"{_REVIEW}/vistoria/relatorio",
        inspections_review.review_inspection_report,
        name="review_inspection_report",
    ),
    path(f"{_HOLDER}/vistoria", inspections_papers.holder_inspection, name="holder_inspection"),
    path(
        f"{_HOLDER}/vistoria/<int:number>/relatorio.pdf",
        inspections_papers.holder_inspection_report,
        name="holder_inspection_report",
    ),
]
