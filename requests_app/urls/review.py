"""Addresses of the analysts' room."""

from django.urls import path

from requests_app.views.case import page_images
from requests_app.views.review import bench as review
from requests_app.views.review import customer as review_customer
from requests_app.views.review import decision as review_decision
from requests_app.views.review import holder as review_holder
from requests_app.views.review import pendings as review_pendings
from requests_app.views.review import queue as review_queue
from requests_app.views.review import regulator_file
from requests_app.views.review import search as review_search
from requests_app.views.review import steps as review_steps

_CASE = "analise/solicitacoes/<str:filing_number>"

urlpatterns = [
    path("analise/fila", review_queue.queue, name="queue"),
    path("analise/proxima", review_queue.take_next, name="claim_next"),
    path("analise/registro-mensal", regulator_file.regulator_file, name="regulator_file"),
    path("analise/busca", review_search.search, name="review_search"),
    path(_CASE, review.bench, name="bench"),
    path(f"{_CASE}/conferencia", review.save, name="bench_save"),
    path(f"{_CASE}/assumir", review_queue.take, name="claim_request"),
    path(f"{_CASE}/devolver-a-fila", review_queue.give_back, name="release_request"),
    path(f"{_CASE}/pendencias", review_pendings.pendings, name="review_pendings"),
    path(f"{_CASE}/decisao", review_decision.decision, name="review_decision"),
    path(f"{_CASE}/documentos-conferidos", review_steps.documents_checked, name="review_documents_checked"),
    path(f"{_CASE}/estudo-de-obra", review_steps.works, name="review_works"),
    path(f"{_CASE}/prazo/parar", review_steps.pause, name="clock_pause"),
    path(f"{_CASE}/prazo/retomar", review_steps.resume, name="clock_resume"),
    path(f"{_CASE}/cadastro", review_customer.customer_records, name="review_customer"),
    path(f"{_CASE}/titular", review_holder.holder_data, name="review_holder"),
    path("arquivos/<uuid:public_id>/paginas/<int:page_number>", page_images.page_image, name="page_image"),
]
