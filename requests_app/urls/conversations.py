"""Addresses of messages and help."""

from django.urls import path

from requests_app.views.case import conversations
from requests_app.views.holder import conversations as holder_conversations
from requests_app.views.review import messages as review_messages

_CASE = "solicitacoes/<str:filing_number>"
_HELP = "ajuda/<str:help_number>"

urlpatterns = [
    path("analise/mensagens", review_messages.review_inbox, name="review_inbox"),
    path(f"analise/{_CASE}/mensagens", review_messages.review_messages, name="review_messages"),
    path(f"analise/{_CASE}/{_HELP}", review_messages.review_help, name="review_help"),
    path(f"titular/{_CASE}/mensagens", holder_conversations.holder_messages, name="holder_messages"),
    path(f"titular/{_CASE}/ajuda", holder_conversations.holder_help, name="holder_help"),
    path(f"titular/{_CASE}/{_HELP}", holder_conversations.holder_help_thread, name="holder_help_thread"),
    path(f"{_CASE}/mensagens", conversations.request_messages, name="request_messages"),
    path(f"{_CASE}/ajuda", conversations.request_help, name="request_help"),
    path(f"{_CASE}/{_HELP}", conversations.request_help_thread, name="request_help_thread"),
]
