"""Everybody else: who checks an opinion, the holder on a telephone, a program that asks the API."""

import re

from playwright.sync_api import Page

from tests.journey.answering import answer, answer_all
from tests.journey.walk import JourneyFailed, Walk, press, says

_CASE = {
    "Potência da geração": "800",
    "Fonte da geração": "Hidráulica",
    "Tipo do pedido": "Ligação nova, já com geração",
    "Titular da conta de energia": "Empresa",
    "Quem usa os créditos": "Associados de uma cooperativa",
}


def verify(walk: Walk, number: str, technician: Page) -> None:
    """The code on the opinion proves it to anybody, without personal data."""
    walk.go(technician, f"/solicitacoes/{number}/parecer")
    code = technician.locator("#conferir + p code, main code").first.inner_text()
    page = walk.open_page()
    walk.go(page, "/verificar")
    walk.shot(page, "verificar")
    page.fill("[name=codigo]", code)
    press(page, "Verificar")
    says(page, "Este parecer é verdadeiro", "SHA-256")
    if "Ana Souza" in page.content() or "529982" in page.content():
        raise JourneyFailed("a verificação mostra dados pessoais")
    walk.shot(page, "verificado")
    page.goto(f"{walk.url}/v/0000-0000-0000")
    says(page, "Não encontramos")
    walk.shot(page, "codigo-falso")


def holder_enters(walk: Walk, number: str) -> Page:
    """By the link of the first message and the code of the second, on a telephone."""
    page = walk.open_page(360, 740)
    walk.go(page, f"/demo/mensagens?pedido={number}")
    walk.shot(page, "mensagens")
    link = re.search(r"/titular/confirmar/[\w.~-]+", page.content())
    if link is None:
        raise JourneyFailed("nenhuma mensagem traz o link do titular")
    walk.go(page, link[0])
    walk.shot(page, "titular-convite")
    press(page, "Receber código")
    page.wait_for_url("**/titular/codigo")
    walk.shot(page, "titular-codigo")
    page.fill("[name=code]", newest_code(walk, number))
    press(page, "Entrar")
    page.wait_for_url(f"**/titular/solicitacoes/{number}")
    return page


def holder_follows(walk: Walk, page: Page, number: str) -> None:
    """Status, ledger and opinion, and what cancelling would mean."""
    walk.shot(page, "titular-pedido")
    for path, name in (
        ("/prazo", "titular-prazo"),
        ("/documentos", "titular-documentos"),
        ("/cancelar", "titular-cancelar"),
    ):
        walk.go(page, f"/titular/solicitacoes/{number}{path}")
        walk.shot(page, name)
    mail = walk.go(walk.open_page(), f"/demo/mensagens?pedido={number}").content()
    for place in sorted(set(re.findall(rf"/titular/solicitacoes/{number}[\w/.-]*", mail))):
        walk.go(page, place)
    walk.paper(page, f"/titular/solicitacoes/{number}/parecer.pdf", "opinion-of-the-holder.pdf")


def holder_changes_contact(walk: Walk, page: Page, number: str) -> None:
    """Another telephone, confirmed by a code."""
    walk.go(page, f"/titular/solicitacoes/{number}/contato")
    answer(page, "Novo telefone", "(31) 97777-6655")
    walk.shot(page, "titular-contato")
    press(page, "Receber código")
    page.wait_for_url("**/contato/confirmar")
    page.fill("[name=code]", newest_code(walk, number))
    walk.shot(page, "titular-contato-codigo")
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/contato/pronto")
    walk.shot(page, "titular-contato-pronto")


def newest_code(walk: Walk, number: str) -> str:
    """The six digits in the newest message of a request that has some."""
    mail = walk.open_page(360, 740)
    walk.go(mail, f"/demo/mensagens?pedido={number}")
    code = re.search(r"^\s*(\d{6})\s*$", mail.inner_text("main"), re.MULTILINE)
    if code is None:
        raise JourneyFailed("nenhuma mensagem traz o código do titular")
    return code[1]


def public_pages(walk: Walk) -> None:
    """What anybody reads before there is a request."""
    page = walk.open_page()
    for path, name in (
        ("/", "inicio"),
        ("/como-funciona", "como-funciona"),
        ("/ferramentas", "ferramentas"),
        ("/entenda-a-fatura", "fatura-explicada"),
        ("/perguntas-frequentes", "perguntas-frequentes"),
        ("/conceitos/fator-de-potencia", "conceito"),
        ("/normas", "normas"),
        ("/documentos-necessarios", "documentos-necessarios"),
        ("/prazos", "prazos"),
        ("/acompanhar", "acompanhar"),
        ("/api", "api"),
        ("/entrar", "entrar"),
    ):
        walk.go(page, path)
        walk.shot(page, name)
    walk.go(page, "/documentos-necessarios")
    answer_all(page, _CASE)
    press(page, "Mostrar a minha lista")
    says(page, "Minigeração", "Garantia de fiel cumprimento", "segurança da barragem")
    walk.shot(page, "documentos-necessarios-respondido")


def ask_the_api(walk: Walk, number: str) -> None:
    """The legal date before anything is filed, and one request read with a token."""
    asked = walk.open_page().request
    preview = asked.get(
        f"{walk.url}/api/v1/deadlines/preview",
        params={"rule": "opinion.micro.no_works", "event_on": "2026-11-23", "municipality": "Contagem"},
    )
    # Fifteen calendar days after a Monday, the first of them the Tuesday: the fifteenth is a working Tuesday.
    if preview.status != 200 or preview.json()["due_on"] != "2026-12-08":
        raise JourneyFailed(f"prévia do prazo: {preview.status} {preview.text()[:300]}")
    signed = asked.post(
        f"{walk.url}/api/v1/tokens",
        data={"email": "tecnico@demo.portal", "password": "demonstracao-gd"},
    )
    if signed.status not in (200, 201):
        raise JourneyFailed(f"token: {signed.status} {signed.text()[:300]}")
    read = asked.get(
        f"{walk.url}/api/v1/requests/{number}", headers={"Authorization": f"Token {signed.json()['token']}"}
    )
    if read.status != 200 or read.json()["filing_number"] != number:
        raise JourneyFailed(f"pedido pela API: {read.status} {read.text()[:300]}")
