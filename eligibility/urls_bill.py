"""Addresses of the pages about the numbers of a bill."""

from django.urls import path

from eligibility.views import bill_tools, mass_memory

urlpatterns = [
    path("fatura", bill_tools.bill_hub, name="bill_hub"),
    path("fatura/indicadores", bill_tools.bill_indicators_page, name="bill_indicators"),
    path("fatura/demanda-contratada", bill_tools.contracted_demand_page, name="contracted_demand"),
    path("fatura/modalidade", bill_tools.modality_page, name="modality"),
    path("fatura/opcao-grupo-b", bill_tools.group_b_page, name="group_b_option"),
    path("fatura/preco", bill_tools.price_page, name="bill_price"),
    path("fatura/memoria-de-massa", mass_memory.mass_memory_page, name="mass_memory"),
]
