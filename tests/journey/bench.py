"""The analyst: takes a request, judges every item, asks for corrections, moves the clock and decides."""

from playwright.sync_api import Page

from tests.journey.answering import answer
from tests.journey.walk import JourneyFailed, Walk, press, says


def _bench(number: str, tail: str = "") -> str:
    return f"/analise/solicitacoes/{number}{tail}"


def take(walk: Walk, page: Page, number: str, *, has_pictures: bool = True) -> None:
    """From the queue: the next one is taken and given back, ours is found by its number and taken."""
    walk.go(page, "/analise/fila")
    if has_pictures:
        walk.shot(page, "fila")
        press(page, "Assumir próxima")
        page.wait_for_url("**/analise/solicitacoes/*")
        walk.shot(page, "assumida")
        press(page, "Devolver à fila")
    walk.go(page, "/analise/busca")
    if has_pictures:
        walk.shot(page, "busca")
    page.fill("[name=number]", number)
    press(page, "Buscar pelo número")
    page.wait_for_url(f"**{_bench(number)}")
    if "Com você até" not in page.inner_text("main"):
        press(page, "Assumir")
    says(page, "Com você até")


def judge(walk: Walk, page: Page, number: str, *, failing: int, name: str = "") -> None:
    """Every item of every document; the first item of the first `failing` documents does not meet."""
    walk.go(page, _bench(number))
    codes = page.locator("#documento nav a").evaluate_all(
        "links => links.map(link => new URL(link.href).searchParams.get('doc'))"
    )
    for place, code in enumerate(filter(None, codes)):
        walk.go(page, _bench(number, f"?doc={code}"))
        items = page.locator("fieldset[data-item]")
        for row in range(items.count()):
            fails = row == 0 and place < failing
            _verdict(page, items.nth(row).get_attribute("id") or "", fails=fails)
        if name and place == 0:
            walk.shot(page, f"{name}-item-com-motivo")
        press(page, "Salvar a conferência")
    walk.go(page, _bench(number))
    says(page, "Todos os itens têm veredito")
    if name:
        walk.reload_until(page, ".doc img")
        walk.shot(page, name)


def _verdict(page: Page, item: str, *, fails: bool) -> None:
    box = page.locator(f"#{item}")
    if not fails:
        box.locator("input[value=meets]").check()
        return
    box.locator("input[value=fails]").check()
    box.locator("select").select_option(index=1)
    # The server writes the ready reason into the item: the page is loaded again.
    with page.expect_navigation():
        box.get_by_role("button", name="Usar este motivo").click()
    box.locator("input[name$=page]").fill("1")


def send_pendings(walk: Walk, page: Page, number: str) -> None:
    """All corrections in one notice."""
    walk.go(page, _bench(number, "/pendencias"))
    says(page, "Como o técnico vai ler", "para pedir")
    walk.shot(page, "montar-correcoes")
    press(page, "Enviar a")
    walk.shot(page, "correcoes-enviadas")


def accept_documents(walk: Walk, page: Page, number: str) -> None:
    walk.go(page, _bench(number, "/documentos-conferidos"))
    walk.shot(page, "documentos-conferidos")
    press(page, "Dar os documentos por conferidos")


def find_works(walk: Walk, page: Page, number: str) -> None:
    """The study finds works: the term goes from 15 to 30 days, and the page says so before."""
    walk.go(page, _bench(number, "/estudo-de-obra"))
    says(page, "de 15 para 30 dias")
    walk.shot(page, "estudo-de-obra")
    press(page, "Registrar a obra")


def stop_and_go(walk: Walk, page: Page, number: str) -> None:
    """The clock is stopped for a reason of the law, and runs again."""
    walk.go(page, _bench(number, "/prazo/parar"))
    answer(page, "Motivo", "Consulta a outra distribuidora ou ao ONS")
    page.locator("[name=body][value=ons]").check()
    page.fill("[name=question]", "Há restrição na barra de 138 kV?")
    walk.shot(page, "parar-o-prazo")
    press(page, "Avisar e parar o prazo")
    walk.go(page, f"/solicitacoes/{number}/prazo")
    says(page, "parado")
    walk.shot(page, "prazo-parado")
    walk.go(page, _bench(number, "/prazo/retomar"))
    walk.shot(page, "retomar-o-prazo")
    press(page, "Retomar o prazo")


def place(walk: Walk, page: Page, number: str, *, name: str = "") -> None:
    """Where the request connects, as the customers' file says, where nobody said it yet."""
    walk.go(page, _bench(number, "/rede"))
    if name:
        walk.shot(page, f"{name}-rede")
    if page.get_by_role("button", name="Indicar este ponto").count():
        page.locator("main [name=point]").first.check()
        press(page, "Indicar este ponto")


def decide(
    walk: Walk, page: Page, number: str, outcome: str, *, works: str = "", cost: str = "", name: str = ""
) -> None:
    """Place, choose, read the preview, sign. `cost` is what the applicant pays, in reais."""
    place(walk, page, number, name=name)
    walk.go(page, _bench(number, "/decisao"))
    page.check(f"[name=outcome][value={outcome}]")
    if works:
        page.fill("[name=conditions]", "Colocar a placa de aviso no padrão de entrada.")
        page.fill("[name=works]", works)
    if cost:
        page.fill(f"[name={'participation_brl' if works else 'metering_brl'}]", cost)
    if name:
        walk.shot(page, f"{name}-decisao")
    press(page, "Ver como vai ficar")
    if page.locator("button[value=confirm]").count() == 0:
        raise JourneyFailed(f"{page.url}: sem confirmação: {page.inner_text('main')[:600]}")
    if name:
        walk.shot(page, f"{name}-confirmar")
    press(page, "Assinar e emitir")
    if name:
        walk.shot(page, f"{name}-emitido")
