"""Larger and other projects through the wizard: a shop of 40 kW, a cooperative's hydro plant, a new connection."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.journey import after, bench, filing, outcome, projects
from tests.journey.answering import Answers, answer, answer_all, follow
from tests.journey.walk import Walk, number_on, press, says

_DOCUMENTS = "documentos"


def shop(walk: Walk, page: Page, analyst: Page) -> None:
    """40 kW with credits for three branches: the list is refused at 99,99% and taken at exactly 100%."""
    _begin(walk, page)
    _screens(walk, page, projects.SHOP, name="loja", until="creditos")
    answer_all(page, projects.SHOP["creditos"])
    press(page, "Atualizar enquadramento")
    walk.shot(page, "loja-creditos")
    press(page, "Salvar e fazer a lista")
    answer(page, "Como os créditos são divididos", "Por percentual")
    answer(page, "Linhas da planilha", projects.shop_units("14,24"))
    press(page, "Ler e guardar a lista")
    says(page, "99,99%", "Falta 0,01 ponto percentual para 100%")
    walk.shot(page, "loja-lista-9999")
    answer(page, "Linhas da planilha", projects.shop_units("14,25"))
    press(page, "Trocar pela lista enviada")
    says(page, "Soma exata", "40%")
    walk.shot(page, "loja-lista-exata")
    follow(page, "Voltar para")
    says(page, "3 unidades e soma 100%")
    press(page, "Salvar e continuar")
    _screens(walk, page, projects.SHOP, name="loja", until=_DOCUMENTS)
    number = _send(walk, page, name="loja", papers=("Diagrama de blocos", "Projeto elétrico"))
    _papers(walk, page, number, units_too=True)
    bench.take(walk, analyst, number, has_pictures=False)
    walk.reload_until(analyst, ".doc img")
    walk.shot(analyst, "loja-bancada")
    _read(walk, analyst, number, "participating_units", "loja-bancada-lista")
    follow(analyst, "Cadastro na distribuidora")
    walk.shot(analyst, "loja-cadastro")
    bench.judge(walk, analyst, number, failing=1)
    bench.send_pendings(walk, analyst, number)
    filing.correct(walk, page, number)
    bench.take(walk, analyst, number, has_pictures=False)
    bench.judge(walk, analyst, number, failing=0)
    bench.accept_documents(walk, analyst, number)
    bench.find_works(walk, analyst, number)
    works = "Rede: trocar 300 m de condutor"
    bench.decide(walk, analyst, number, "favourable_with_works", works=works, cost="4.250,00", name="loja")
    after.approve(walk, page, number, name="loja")
    # Whoever asked for the contracts early has them with the approval (art. 68).
    walk.go(analyst, f"/analise/solicitacoes/{number}/contratos")
    says(analyst, "para aceite até")
    walk.shot(analyst, "loja-contratos-entregues")
    holder = outcome.holder_enters(walk, number)
    after.pay(walk, holder, analyst, number)
    after.accept(walk, holder, number, name="loja")
    walk.go(page, f"/solicitacoes/{number}")
    walk.shot(page, "loja-em-obra")


def cooperative(walk: Walk, page: Page, analyst: Page) -> None:
    """800 kW of hydro in group A without the promise of twelve months: the guarantee is asked for."""
    given = {
        **projects.COOPERATIVE,
        "garantia": projects.surety(datetime.now(ZoneInfo("America/Sao_Paulo")).date()),
    }
    _begin(walk, page)
    _screens(walk, page, given, name="cooperativa", until="creditos")
    answer_all(page, given["creditos"])
    press(page, "Atualizar enquadramento")
    press(page, "Salvar e fazer a lista")
    answer(page, "Como os créditos são divididos", "Por percentual")
    answer(page, "Linhas da planilha", projects.cooperative_units())
    press(page, "Ler e guardar a lista")
    says(page, "Soma exata")
    walk.shot(page, "cooperativa-lista")
    follow(page, "Voltar para")
    says(page, "25 unidades e soma 100%")
    walk.shot(page, "cooperativa-creditos")
    press(page, "Salvar e continuar")
    _screens(walk, page, given, name="cooperativa", until=_DOCUMENTS)
    papers = (
        "Ato constitutivo da cooperativa",
        "Estatuto social da cooperativa",
        "segurança da barragem",
        "garantia de fiel cumprimento",
    )
    number = _send(walk, page, name="cooperativa", papers=papers, takes_contracts_early=False)
    _papers(walk, page, number, units_too=True)
    bench.take(walk, analyst, number, has_pictures=False)
    walk.reload_until(analyst, ".doc img")
    walk.shot(analyst, "cooperativa-bancada")
    for code in ("cooperative_act", "dam_safety", "performance_guarantee"):
        _read(walk, analyst, number, code, f"cooperativa-bancada-{code.replace('_', '-')}")
    bench.judge(walk, analyst, number, failing=0)
    bench.accept_documents(walk, analyst, number)
    bench.decide(walk, analyst, number, "favourable", name="cooperativa")
    after.approve(walk, page, number, name="cooperativa")
    after.deliver(
        walk, analyst, number, name="cooperativa", observations="Manobras: avisar o COD por telefone."
    )
    after.accept(walk, outcome.holder_enters(walk, number), number, name="cooperativa")
    after.project(walk, page, analyst, number)
    after.connect_at_once(walk, page, analyst, number)
    after.guarantee_returns(walk, page, analyst, number)


def new_home(walk: Walk, page: Page, analyst: Page) -> None:
    """A unit that does not exist yet, on a roof shared with others: no number and no consumption is asked."""
    _begin(walk, page)
    answer(page, "O que você quer pedir?", "Uma unidade nova, já com geração")
    for question in ("Número da instalação", "Consumo dos últimos 12 meses"):
        expect(page.get_by_label(question)).to_be_hidden()
    _screens(walk, page, projects.NEW_HOME, name="nova", until=_DOCUMENTS)
    papers = (
        "Prova de propriedade ou posse do imóvel",
        "Formulário de Análise de Carga",
        "Prova de propriedade da unidade que usa o telhado coletivo",
        "Autorização para usar o telhado coletivo",
    )
    number = _send(walk, page, name="nova", papers=papers)
    bench.take(walk, analyst, number, has_pictures=False)
    walk.reload_until(analyst, ".doc img")
    walk.shot(analyst, "nova-bancada")


def _begin(walk: Walk, page: Page) -> None:
    walk.go(page, "/solicitacoes/nova")
    press(page, "Começar")
    page.wait_for_url("**/unidade")


def _screens(walk: Walk, page: Page, given: Mapping[str, Answers], *, name: str, until: str) -> None:
    """Every screen from the one that is open, pictured with the frame that its answers give."""
    while (screen := page.url.rstrip("/").rpartition("/")[2]) != until:
        answer_all(page, given[screen])
        if screen != "titular":
            press(page, "Atualizar enquadramento")
        walk.shot(page, f"{name}-{screen}")
        press(page, "Salvar e continuar")


def _send(
    walk: Walk, page: Page, *, name: str, papers: tuple[str, ...], takes_contracts_early: bool = True
) -> str:
    """All documents, the last screen read, everything ticked that is wanted, sent: the filing number."""
    says(page, *papers)
    walk.shot(page, f"{name}-documentos")
    filing.upload_all(page)
    page.wait_for_url("**/conferir")
    walk.shot(page, f"{name}-conferir")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    if not takes_contracts_early:
        page.uncheck("[name=declaration_c]")
    press(page, "Enviar solicitação")
    page.wait_for_url("**/recebida")
    walk.shot(page, f"{name}-recebida")
    return number_on(page)


def _papers(walk: Walk, page: Page, number: str, *, units_too: bool) -> None:
    """What the portal wrote from the answers, found on the request's page as a person finds it."""
    walk.paper(page, f"/solicitacoes/{number}/comprovante.pdf", f"receipt-{number}.pdf")
    walk.go(page, f"/solicitacoes/{number}/documentos")
    walk.reload_until(page, "main a:has-text('Formulário padrão')")
    walk.shot(page, f"{number}-papeis")
    wanted = {"Formulário padrão": "form"} | ({"participating_units": "units"} if units_too else {})
    for words, kept in wanted.items():
        link = page.locator(f"main a:has-text('{words}')").first.get_attribute("href")
        walk.paper(page, str(link), f"{kept}-{number}.pdf")


def _read(walk: Walk, page: Page, number: str, code: str, name: str) -> None:
    """One document on the bench, with what it has to show opened."""
    walk.go(page, f"/analise/solicitacoes/{number}?doc={code}")
    walk.reload_until(page, ".doc img")
    page.get_by_text("O que este documento precisa mostrar").first.click()
    walk.shot(page, name)
