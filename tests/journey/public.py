"""What anybody asks before filing: the compatible power, a bill read and reckoned, the grid, the guidance and the norms."""

from pathlib import Path

from playwright.sync_api import FilePayload, Page

from tests.bills.designs import high_design, low_design
from tests.integration.bill_room import CYCLE, HISTORY, LOADS, PRICE, load_record
from tests.journey.answering import answer, follow
from tests.journey.walk import JourneyFailed, Walk, press, says


def public_tools(walk: Walk) -> None:
    """One visitor without an account, from the calculator to the norms."""
    page = walk.open_page()
    compatible_power(walk, page)
    read_bills(walk, page)
    reckon(walk, page)
    mass_memory(walk, page)
    grid(walk, page)
    guidance(walk, page)


def compatible_power(walk: Walk, page: Page) -> None:
    """A house of 300 kWh a month, then what nobody published."""
    walk.go(page, "/potencia-compativel")
    walk.shot(page, "potencia-compativel")
    press(page, "Calcular")
    says(page, "Há")
    walk.shot(page, "potencia-sem-resposta")
    answer(page, "Só a média", "300")
    answer(page, "Classe", "Residencial")
    press(page, "Calcular")
    says(page, "kW", "art. 73-A")
    walk.shot(page, "potencia-respondida")


def _send_bill(page: Page, name: str, content: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "application/pdf", "buffer": content}
    page.set_input_files("[name=bill]", file)
    press(page, "Ler a fatura")


def read_bills(walk: Walk, page: Page) -> None:
    """A house's bill goes on to the calculator, a factory's to the indicators with its plots."""
    walk.go(page, "/fatura")
    walk.shot(page, "fatura")
    walk.go(page, "/fatura/ler")
    walk.shot(page, "fatura-ler")
    _send_bill(page, "fatura-b.pdf", low_design(0).pdf)
    says(page, "Confira o que lemos")
    walk.shot(page, "fatura-b-lida")
    press(page, "Calcular a potência compatível")
    walk.shot(page, "fatura-b-potencia")
    walk.go(page, "/fatura/ler")
    (walk.folder / "bill-of-group-a.pdf").write_bytes(high_design(0).pdf)
    _send_bill(page, "fatura-a.pdf", high_design(0).pdf)
    says(page, "Confira o que lemos")
    walk.shot(page, "fatura-a-lida")
    press(page, "Calcular os indicadores")
    walk.shot(page, "fatura-a-indicadores")
    if page.locator("#resultado").count() == 0:
        press(page, "Calcular")
    says(page, "Fator de carga")
    _unfold(page)
    walk.shot(page, "fatura-a-indicadores-abertos")


def reckon(walk: Walk, page: Page) -> None:
    """Each small tool with numbers of a bill."""
    for path, values in (
        ("indicadores", {"history": HISTORY, "contracted_kw": "1.145"}),
        ("demanda-contratada", LOADS),
        ("modalidade", CYCLE),
        ("opcao-grupo-b", {"group_b.transformers_kva.0": "75", "group_b.transformers_kva.1": "45"}),
        ("preco", PRICE),
    ):
        walk.go(page, f"/fatura/{path}")
        _unfold(page)
        walk.shot(page, f"{path}-vazia")
        for name, value in values.items():
            page.locator(f'main form [name="{name}"]').fill(value)
        with page.expect_navigation():
            page.locator("main form .actions .btn:not(.quiet)").click()
        if page.locator("#resultado").count() == 0:
            raise JourneyFailed(f"{page.url}: sem resultado: {page.inner_text('main')[:800]}")
        walk.shot(page, path)


def _unfold(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")


def mass_memory(walk: Walk, page: Page) -> None:
    """A week of a meter, in quarters of an hour."""
    walk.go(page, "/fatura/memoria-de-massa")
    walk.shot(page, "memoria-de-massa-vazia")
    file: FilePayload = {"name": "medidor.csv", "mimeType": "text/csv", "buffer": load_record().encode()}
    page.set_input_files("[name=file]", file)
    with page.expect_navigation():
        page.locator("main form .actions .btn:not(.quiet)").click()
    says(page, "672 intervalos de 15 minutos")
    _unfold(page)
    walk.shot(page, "memoria-de-massa")


def grid(walk: Walk, page: Page) -> None:
    """The map, a name, a point with its queue, and what lies near a place."""
    walk.go(page, "/capacidade-da-rede")
    says(page, "inventado")
    walk.shot(page, "rede")
    page.fill("[name=busca]", "ribeirão")
    page.press("[name=busca]", "Enter")
    says(page, "Ribeirão das Pedras")
    walk.shot(page, "rede-busca")
    for path, name in (
        ("/subestacao/RPD", "rede-subestacao"),
        ("/transformador/RPD-T2", "rede-transformador"),
        ("/subestacao/VDO", "rede-sem-dado"),
    ):
        walk.go(page, f"/capacidade-da-rede{path}")
        walk.shot(page, name)
    walk.go(page, "/capacidade-da-rede/perto")
    page.fill("[name=latitude]", "-19,9")
    page.fill("[name=longitude]", "-44,1")
    page.press("[name=longitude]", "Enter")
    says(page, "Os mais perto")
    walk.shot(page, "rede-perto")


def guidance(walk: Walk, page: Page) -> None:
    """The annotated bill with a field opened, a question, a concept, the glossary, a norm and its file."""
    walk.go(page, "/entenda-a-fatura")
    page.locator("main a[href*='#campo-']:visible").first.click()
    walk.shot(page, "entenda-a-fatura-campo")
    walk.go(page, "/perguntas-frequentes")
    page.locator("main a[href^='/perguntas-frequentes/']").first.click()
    walk.shot(page, "pergunta")
    for path in ("/conceitos", "/ajuda/glossario", "/ajuda"):
        walk.go(page, path)
        walk.shot(page, path.strip("/").replace("/", "-"))
    walk.go(page, "/normas")
    page.locator("main a[href^='/normas/']").first.click()
    walk.shot(page, "norma")


def load_a_grid(walk: Walk, admin: Page) -> None:
    """A file of the grid with one wrong line: seen before it is loaded, loaded by the worker, explained."""
    walk.go(admin, "/admin/rede")
    walk.shot(admin, "admin-rede")
    example = admin.request.get(f"{walk.url}/admin/rede/modelo.csv").body()
    kept: Path = walk.folder / "grid-example.csv"
    kept.write_bytes(example)
    # Another place than the demonstration's, which has newer data.
    lines = example.decode("utf-8-sig").replace("SCL", "JRN").replace("Serra Clara", "Jornada").splitlines()
    wrong = lines[1].replace("subestação", "usina", 1)
    file: FilePayload = {
        "name": "rede.csv",
        "mimeType": "text/csv",
        "buffer": "\r\n".join([*lines, wrong, ""]).encode(),
    }
    admin.set_input_files("[name=file]", file)
    press(admin, "Enviar e ver")
    walk.reload_until(admin, "button:has-text('Carregar as linhas boas')")
    walk.shot(admin, "admin-rede-o-que-traz")
    press(admin, "Carregar as linhas boas")
    walk.reload_until(admin, "h1:has-text('Arquivo carregado')")
    walk.shot(admin, "admin-rede-carregada")
    walk.go(admin, "/admin/normas")
    walk.shot(admin, "admin-normas")
    follow(admin, "Incluir")
    walk.shot(admin, "admin-normas-incluir")
