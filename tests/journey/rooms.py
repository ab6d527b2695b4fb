"""Rooms behind the requests: a list changed by one admin and published by another, customers, registrations."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import FilePayload, Page

from tests.journey.answering import answer, answer_all, follow
from tests.journey.walk import Walk, press, says

_CUSTOMERS = """unidade;cpf_cnpj;debito_vencido;mercado_cativo;telefone;classe;grupo;tensao;municipio
0.013.479.259.018-07;11222333000181;nao;sim;(31) 98888-7777;comercial;B;127/220 V;Juatuba
0.013.479.262.018-00;11222333000181;nao;sim;;comercial;B;127/220 V;Betim
3019000000;12345678900;talvez;sim;;;;;Betim
"""


def tomorrow() -> str:
    """As a date field takes it."""
    return (datetime.now(ZoneInfo("America/Sao_Paulo")) + timedelta(days=1)).date().isoformat()


def publish_a_list(walk: Walk, writer: Page, second: Page) -> None:
    """One admin changes the largest size of a document and hands over; another reads the difference and publishes."""
    walk.sign_in(writer, "admin")
    walk.go(writer, "/admin")
    walk.shot(writer, "admin")
    follow(writer, "Checklists")
    walk.shot(writer, "admin-listas")
    follow(writer, "Minigeração")
    walk.shot(writer, "admin-lista")
    press(writer, "Abrir um rascunho")
    walk.shot(writer, "admin-rascunho")
    with writer.expect_navigation():
        writer.locator("#item-identity").get_by_role("link", name="Mudar").click()
    answer(writer, "Tamanho máximo", "2")
    walk.shot(writer, "admin-documento")
    press(writer, "Salvar o documento")
    says(writer, "Mudado")
    follow(writer, "Entregar para publicação")
    answer_all(writer, {"Início": tomorrow(), "Nota": "Uma foto do documento cabe em 2 MB."})
    walk.shot(writer, "admin-entregar")
    press(writer, "Entregar")
    says(writer, "Espera a segunda pessoa")
    walk.shot(writer, "admin-entregue")
    walk.sign_in(second, "admin2")
    walk.go(second, "/admin")
    follow(second, "Minigeração")
    says(second, "Uma foto do documento cabe em 2 MB.", "Mudou o tamanho de 3 MB para 2 MB")
    walk.shot(second, "admin-publicar")
    press(second, "Publicar a versão")
    walk.shot(second, "admin-publicada")


def load_customers(walk: Walk, page: Page) -> None:
    """A file of customers: what it would change is seen before it is confirmed, a wrong line stays out."""
    walk.go(page, "/admin")
    follow(page, "Clientes")
    walk.shot(page, "clientes")
    file: FilePayload = {"name": "clientes.csv", "mimeType": "text/csv", "buffer": _CUSTOMERS.encode()}
    page.get_by_label("Arquivo CSV").set_input_files(file)
    press(page, "Enviar e ver o que muda")
    says(page, "O que este arquivo muda", "Linhas recusadas")
    walk.shot(page, "clientes-o-que-muda")
    press(page, "Carregar as linhas boas")
    says(page, "Arquivo carregado")
    walk.shot(page, "clientes-carregados")


def read_registrations(walk: Walk, analyst: Page) -> None:
    """Who signs projects, as the analyst finds them."""
    walk.go(analyst, "/analise/registros")
    walk.shot(analyst, "registros")
    answer(analyst, "Nome ou número de registro", "Rafael")
    press(analyst, "Buscar")
    follow(analyst, "Rafael Nogueira")
    walk.shot(analyst, "registro")


def own_profile(walk: Walk, technician: Page) -> None:
    """What the technician says about the own profession."""
    walk.go(technician, "/conta/profissional")
    walk.shot(technician, "conta-profissional")
