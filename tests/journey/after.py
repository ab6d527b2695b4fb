"""From the opinion to the meter: conditions, contracts, works, a failed inspection, one that passed; and the other ends."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from tests.journey import outcome
from tests.journey.answering import answer, follow
from tests.journey.filing import a_pdf
from tests.journey.walk import JourneyFailed, Walk, press, says


def _case(number: str, tail: str = "") -> str:
    return f"/solicitacoes/{number}{tail}"


def _review(number: str, tail: str = "") -> str:
    return f"/analise/solicitacoes/{number}{tail}"


def _holder(number: str, tail: str = "") -> str:
    return f"/titular/solicitacoes/{number}{tail}"


def approve(walk: Walk, technician: Page, number: str, *, name: str) -> None:
    """The technician reads what is approved, with its rules, and says yes."""
    walk.go(technician, _case(number))
    walk.shot(technician, f"{name}-parecer-emitido")
    walk.go(technician, _case(number, "/aprovar"))
    walk.shot(technician, f"{name}-aprovar")
    press(technician, "Aprovar as condições")
    walk.go(technician, _case(number))
    walk.shot(technician, f"{name}-condicoes-aprovadas")


def deliver(walk: Walk, analyst: Page, number: str, *, name: str, observations: str = "") -> None:
    """The analyst reads what the portal prepared and hands it over."""
    walk.go(analyst, _review(number, "/contratos"))
    if observations:
        analyst.fill("[name=observations]", observations)
    walk.shot(analyst, f"{name}-contratos-preparados")
    press(analyst, "Entregar os contratos")
    walk.go(analyst, _review(number, "/contratos"))
    walk.shot(analyst, f"{name}-contratos-entregues")


def accept(walk: Walk, holder: Page, number: str, *, name: str) -> None:
    """On the telephone: every contract can be read, then a code, a wrong one first, and the receipt."""
    walk.go(holder, _holder(number, "/contratos"))
    walk.shot(holder, f"{name}-titular-contratos")
    for place, link in enumerate(sorted(_papers(holder)), 1):
        walk.paper(holder, link, f"contract-{name}-{place}.pdf")
    press(holder, "Receber código")
    holder.locator("[name=is_sure]").check()
    holder.fill("[name=code]", "000000")
    press(holder, "Aceitar os contratos")
    says(holder, "confira os números")
    walk.shot(holder, f"{name}-titular-codigo-errado")
    holder.fill("[name=code]", outcome.newest_code(walk, number))
    press(holder, "Aceitar os contratos")
    says(holder, "Contratos aceitos")
    walk.shot(holder, f"{name}-titular-contratos-aceitos")


def _papers(page: Page) -> set[str]:
    links = page.locator("main a[href*='/contratos/']").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    return {link for link in links if link}


def works(walk: Walk, technician: Page, analyst: Page, number: str) -> None:
    """The works stand still for a reason of the law, go on, and end."""
    walk.go(technician, _case(number))
    walk.shot(technician, "obra-em-andamento")
    walk.go(analyst, _review(number, "/obra/parar"))
    analyst.locator("main input[type=radio]").first.check()
    walk.shot(analyst, "obra-parar")
    press(analyst, "Parar")
    walk.go(technician, _case(number, "/prazo"))
    walk.shot(technician, "obra-parada-extrato")
    walk.go(analyst, _review(number, "/obra/retomar"))
    walk.shot(analyst, "obra-retomar")
    press(analyst, "Retomar")
    walk.go(analyst, _review(number, "/obra-terminada"))
    walk.shot(analyst, "obra-terminada")
    press(analyst, "Registrar o fim da obra")


def inspect(walk: Walk, technician: Page, analyst: Page, number: str) -> None:
    """Asked for, failed with its report, asked for again, passed: the plant is connected."""
    _ask(walk, technician, number, name="vistoria")
    walk.go(analyst, _review(number, "/vistoria"))
    answer(analyst, "Resultado", "Não aprovada")
    _open_first_reason(analyst)
    analyst.fill("[name=reason_0_what]", "O padrão de entrada está sem a placa de aviso.")
    analyst.fill("[name=reason_0_rule]", "REN ANEEL 1.000/2021, art. 30, § 3º")
    analyst.fill("[name=reason_0_fix]", "Fixe a placa ao lado da caixa de medição.")
    walk.shot(analyst, "vistoria-registrar")
    press(analyst, "Registrar a vistoria")
    walk.go(technician, _case(number, "/vistoria"))
    says(technician, "Peça a nova vistoria até")
    walk.reload_until(technician, "main a[href$='.pdf']")
    walk.shot(technician, "vistoria-nao-aprovada")
    report = technician.locator("main a[href$='.pdf']").first.get_attribute("href")
    walk.paper(technician, str(report), "inspection-report.pdf")
    _ask(walk, technician, number, name="vistoria-nova")
    walk.go(analyst, _review(number, "/vistoria"))
    answer(analyst, "Resultado", "Aprovada, com o medidor instalado")
    answer(analyst, "Número do medidor", "MB-2026-004417")
    press(analyst, "Registrar a vistoria")
    walk.go(technician, _case(number))
    says(technician, "Ligado à rede")
    walk.shot(technician, "ligada")
    walk.go(technician, _case(number, "/historico"))
    walk.shot(technician, "ligada-historico")
    walk.go(technician, _case(number, "/prazo"))
    walk.shot(technician, "ligada-extrato")


def _open_first_reason(page: Page) -> None:
    if not page.locator("[name=reason_0_what]").is_visible():
        page.locator("main summary").filter(has_text="Motivo 1").click()


def _ask(walk: Walk, technician: Page, number: str, *, name: str) -> None:
    walk.go(technician, _case(number, "/vistoria"))
    box = technician.locator("[name=is_ready]")
    if box.count():
        box.check()
    walk.shot(technician, f"{name}-pedir")
    press(technician, "vistoria")


def cancel(walk: Walk, holder: Page, number: str) -> None:
    """On a telephone: what is lost, then the code, then the receipt."""
    walk.go(holder, _holder(number, "/cancelar"))
    walk.shot(holder, "cancelar-o-que-muda")
    press(holder, "código")
    holder.locator("main input[type=checkbox]").first.check()
    holder.fill("[name=code]", outcome.newest_code(walk, number))
    walk.shot(holder, "cancelar-confirmar")
    holder.press("[name=code]", "Enter")
    holder.wait_for_url("**/cancelar/comprovante")
    walk.shot(holder, "cancelar-comprovante")
    link = holder.locator("main a[href$='.pdf']").first.get_attribute("href")
    walk.paper(holder, str(link), "cancellation.pdf")


def lapsed(walk: Walk, technician: Page, nickname: str) -> None:
    """An opinion of 120 days ago: the sweeper found it, both were told, and the data serve for a new request."""
    number = number_of(walk, technician, nickname)
    # The mail is the proof: a badge says that the day has passed before the sweeper came by.
    walk.go(technician, f"/demo/mensagens?pedido={number}")
    walk.reload_until(technician, "main :text('venceu')")
    walk.go(technician, _case(number))
    says(technician, "Parecer vencido")
    walk.shot(technician, "vencido")
    walk.go(technician, _case(number, "/repetir"))
    walk.shot(technician, "vencido-repetir")
    with technician.expect_navigation():
        technician.locator("main form button").first.click()
    walk.shot(technician, "vencido-rascunho-novo")


def number_of(walk: Walk, technician: Page, nickname: str) -> str:
    """The number of the request with this nickname, from the list of all."""
    walk.go(technician, "/solicitacoes")
    row = technician.locator("main tr, main li, main article").filter(has_text=nickname).first
    found = re.search(r"GD-\d{4}-\d{6}-\d", row.inner_text())
    if found is None:
        raise JourneyFailed(f"{nickname} não está na lista")
    return found[0]


def project(walk: Walk, technician: Page, analyst: Page, number: str) -> None:
    """The project of the entry substation: sent, given back with every reason, sent again, approved."""
    for round_number in (1, 2):
        walk.go(technician, _case(number, "/projeto-da-subestacao"))
        for place, control in enumerate(technician.locator("main input[type=file]").all()):
            control.set_input_files(a_pdf(f"projeto-{round_number}-{place}", f"projeto {place}"))
        walk.shot(technician, f"projeto-enviar-{round_number}")
        press(technician, "Enviar o projeto")
        walk.go(analyst, _review(number, "/projeto-da-subestacao"))
        if round_number == 1:
            _open_first_reason(analyst)
            analyst.fill("[name=reason_0_what]", "Falta o ajuste da proteção de sobrecorrente.")
            analyst.fill("[name=reason_0_rule]", "REN ANEEL 1.000/2021, art. 32")
            analyst.fill("[name=reason_0_fix]", "Envie a tabela de ajustes do relé.")
            walk.shot(analyst, "projeto-devolver")
            press(analyst, "Devolver com os motivos")
        else:
            walk.shot(analyst, "projeto-aprovar")
            press(analyst, "Aprovar o projeto")
    walk.go(technician, _case(number, "/projeto-da-subestacao"))
    walk.shot(technician, "projeto-aprovado")


def pay(walk: Walk, holder: Page, analyst: Page, number: str) -> None:
    """The charge as the holder sees it, and the analyst who confirms that it was paid."""
    walk.go(holder, _holder(number, "/pagamentos"))
    walk.reload_until(holder, "main :text('PIX')")
    walk.shot(holder, "titular-pagamentos")
    walk.go(analyst, _review(number, "/pagamentos"))
    analyst.locator("main input[type=date]").first.fill(_today())
    answer(analyst, "Número do pagamento", "PIX-2026-118-40")
    walk.shot(analyst, "pagamentos-conferir")
    press(analyst, "Confirmar o pagamento")
    says(analyst, "Confirmado em")
    walk.go(holder, _holder(number, "/pagamentos"))
    walk.shot(holder, "titular-pagamentos-pagos")


def connect_at_once(walk: Walk, technician: Page, analyst: Page, number: str) -> None:
    """An inspection that passes the first time."""
    _ask(walk, technician, number, name="cooperativa-vistoria")
    walk.go(analyst, _review(number, "/vistoria"))
    answer(analyst, "Resultado", "Aprovada, com o medidor instalado")
    answer(analyst, "Número do medidor", "MT-2026-000800")
    press(analyst, "Registrar a vistoria")
    walk.go(technician, _case(number))
    says(technician, "Ligado à rede")
    walk.shot(technician, "cooperativa-ligada")


def guarantee_returns(walk: Walk, technician: Page, analyst: Page, number: str) -> None:
    """Connected, the guarantee is owed back: the analyst records the return."""
    walk.go(technician, _case(number, "/garantia"))
    walk.shot(technician, "garantia-a-devolver")
    walk.go(analyst, _review(number, "/garantia"))
    for day in analyst.locator("#devolver ~ form input[type=date]").all():
        day.fill(_today())
    walk.shot(analyst, "garantia-devolver")
    press(analyst, "Registrar a devolução")
    walk.go(technician, _case(number, "/garantia"))
    walk.shot(technician, "garantia-devolvida")


def talk(walk: Walk, technician: Page, analyst: Page, number: str) -> None:
    """A message with the day of its answer, and a call for help with a protocol of its own."""
    walk.go(technician, _case(number, "/mensagens"))
    technician.locator("main textarea").first.fill("A obra já tem data para começar?")
    walk.shot(technician, "mensagens-escrever")
    press(technician, "Enviar")
    walk.shot(technician, "mensagens-enviada")
    walk.go(analyst, "/analise/mensagens")
    walk.shot(analyst, "mensagens-caixa")
    walk.go(analyst, _review(number, "/mensagens"))
    analyst.locator("main textarea").first.fill("Sim. A equipe começa na segunda-feira.")
    press(analyst, "Enviar")
    walk.go(technician, _case(number, "/ajuda"))
    walk.shot(technician, "ajuda")


def _today() -> str:
    return datetime.now(ZoneInfo("America/Sao_Paulo")).date().isoformat()


def contest(walk: Walk, technician: Page, supervisor: Page, number: str) -> None:
    """A denial is contested and the supervisor, who did not sign it, answers."""
    walk.go(technician, _case(number, "/contestar"))
    technician.locator("main textarea").first.fill("O diagrama já traz a corrente do disjuntor, na página 2.")
    walk.shot(technician, "contestar")
    press(technician, "Enviar")
    walk.shot(technician, "contestada")
    walk.go(supervisor, "/analise/contestacoes")
    walk.shot(supervisor, "contestacoes")
    walk.go(supervisor, _review(number, "/contestacao"))
    walk.shot(supervisor, "contestacao-julgar")
    follow(supervisor, "Voltar")
