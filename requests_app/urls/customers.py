"""Addresses of the admins' room of customers."""

from django.urls import path

from requests_app.views.rooms import customers

_ROOM = "admin/clientes"

urlpatterns = [
    path(_ROOM, customers.customers, name="customers"),
    path(f"{_ROOM}/modelo.csv", customers.customer_example, name="customer_example"),
    path(f"{_ROOM}/<uuid:public_id>", customers.customer_import, name="customer_import"),
    path(
        f"{_ROOM}/<uuid:public_id>/confirmar", customers.customer_import_apply, name="customer_import_apply"
    ),
    path(
        f"{_ROOM}/<uuid:public_id>/descartar",
        customers.customer_import_discard,
        name="customer_import_discard",
    ),
]
