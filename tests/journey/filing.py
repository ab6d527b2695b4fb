"""The technician: six screens with real files, the receipt, and later the corrections."""

import re
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from tests.files import pdf_bytes
from tests.filing_data import ANSWERS, DECLARED
from tests.journey.walk import JourneyFailed, Walk, number_on, press, says

_STEPS = (("unit", "unidade"), ("generation", "geracao"), ("credits", "creditos"), ("holder", "titular"))


def a_pdf(name: str, text: str) -> FilePayload:
    """A small real PDF that says what it is."""
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes(2, text=text)}


def file_request(walk: Walk, page: Page, *, nickname: str, has_pictures: bool = True) -> str:
    """From the panel to the filing number."""

    def shot(name: str) -> None:
        if has_pictures:
            walk.shot(page, name)

    walk.go(page, "/painel")
    shot("painel")
    walk.go(page, "/solicitacoes/nova")
    shot("nova")
    press(page, "Começar")
    for section, screen in _STEPS:
        page.wait_for_url(f"**/{screen}")
        _fill(page, {**ANSWERS[section], **({"nickname": nickname} if section == "unit" else {})})
        if section in ("unit", "generation"):
            press(page, "Atualizar enquadramento")
        shot(screen)
        press(page, "Salvar e continuar")
    page.wait_for_url("**/documentos")
    shot("documentos-vazio")
    upload_all(page)
    page.wait_for_url("**/conferir")
    page.go_back()
    shot("documentos")
    walk.go(page, page.url.replace("/documentos", "/conferir"))
    page.fill("[name=other_information]", ANSWERS["sending"]["other_information"])
    shot("conferir")
    for name in (*DECLARED, "is_acknowledged"):
        if page.locator(f"[name={name}]").count():
            page.check(f"[name={name}]")
    press(page, "Enviar solicitação")
    page.wait_for_url("**/recebida")
    shot("recebida")
    return number_on(page)


def receipt(walk: Walk, page: Page, number: str) -> Path:
    """The receipt's PDF, made by the worker."""
    return walk.paper(page, f"/solicitacoes/{number}/comprovante.pdf", "receipt.pdf")


def refused_first(walk: Walk, page: Page) -> None:
    """What a screen looks like when it is sent empty: summary, messages, everything kept."""
    walk.go(page, "/solicitacoes/nova")
    press(page, "Começar")
    page.wait_for_url("**/unidade")
    page.fill("[name=unit_number]", "30140")
    press(page, "Salvar e continuar")
    expect(page.locator(".errors")).to_be_visible()
    expect(page).to_have_title(re.compile("^Erro: "))
    walk.shot(page, "unidade-com-erros")


def correct(walk: Walk, page: Page, number: str) -> None:
    """Every correction answered, one of them with a new file, and the request given back."""
    walk.go(page, f"/solicitacoes/{number}")
    says(page, "Corrigir")
    walk.shot(page, "pedido-com-pendencias")
    walk.go(page, f"/solicitacoes/{number}/pendencias")
    walk.shot(page, "pendencias-do-tecnico")
    files = page.locator("main input[type=file]")
    if files.count() == 0:
        raise JourneyFailed(f"{page.url}: nenhum lugar para o arquivo corrigido")
    files.first.set_input_files(a_pdf("art-corrigida", "ART corrigida"))
    for answer in page.locator("main textarea").all()[1:]:
        answer.fill("O ajuste está na página 2 do mesmo arquivo.")
    press(page, "Salvar as correções")
    says(page, "Corrigido")
    walk.shot(page, "pendencias-corrigidas")
    walk.go(page, f"/solicitacoes/{number}/devolver")
    walk.shot(page, "devolver")
    press(page, "Devolver para análise")
    walk.go(page, f"/solicitacoes/{number}")
    says(page, "distribuidora")
    walk.shot(page, "pedido-devolvido")


def follow(walk: Walk, page: Page, number: str) -> None:
    """The pages of the request at its end, and the ledger on paper."""
    for path, name in (
        ("", "pedido-aprovado"),
        ("/documentos", "pedido-documentos"),
        ("/historico", "pedido-historico"),
        ("/prazo", "pedido-prazo"),
        ("/parecer", "pedido-parecer"),
    ):
        walk.go(page, f"/solicitacoes/{number}{path}")
        walk.shot(page, name)
    walk.go(page, f"/solicitacoes/{number}/prazo")
    page.emulate_media(media="print")
    page.pdf(path=walk.folder / "ledger.pdf", format="A4", print_background=False)
    page.emulate_media(media="screen")
    walk.go(page, "/solicitacoes")
    walk.shot(page, "solicitacoes")
    walk.go(page, "/painel")
    walk.shot(page, "painel-depois")


def upload_all(page: Page) -> None:
    """A small PDF of its own for every document that the page asks for, in one sending."""
    for slot in page.locator("main input[type=file]").all():
        name = str(slot.get_attribute("name")).removeprefix("file_")
        slot.set_input_files(a_pdf(name, name.replace("_", " ")))
    press(page, "Enviar arquivos e continuar")


def _fill(page: Page, answers: dict[str, str]) -> None:
    for name, value in answers.items():
        control = page.locator(f"[name={name}]").first
        if not value or control.count() == 0:
            continue
        kind = control.get_attribute("type") or control.evaluate("e => e.localName")
        if kind == "select":
            control.select_option(value)
        elif kind in ("radio", "checkbox"):
            page.check(f"[name={name}][value='{value}']")
        else:
            control.fill(value)
