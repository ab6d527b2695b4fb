"""Reverse flow on a request: its place in the grid, the study, the choice, and the supporting studies."""

from playwright.sync_api import FilePayload, Page

from tests.files import pdf_bytes
from tests.journey import bench, filing, outcome
from tests.journey.answering import answer
from tests.journey.walk import Walk, press, says

_STUDY = {
    "max_power_kw": "4,1",
    "point": "feeder_breaker",
    "demonstration": "Medição do alimentador em domingos de 2026, 12 h.",
    "reconfiguration": "viavel",
    "reconfiguration-explanation": "Uma chave do alimentador vizinho passa a carga do bairro.",
    "reconfiguration-power_kw": "8,2",
    "reconfiguration-utility_cost_brl": "5.000,00",
    "reconfiguration-applicant_cost_brl": "0",
    "reconfiguration-utility_responsibility": "Fazer o remanejamento.",
    "reconfiguration-applicant_responsibility": "Nada.",
}


def reverse_flow(walk: Walk, technician: Page, analyst: Page) -> None:
    """8.2 kW where the flow turns over: one alternative solves it, and the opinion says so."""
    number = filing.file_request(walk, technician, nickname="Sítio do Lajeado", has_pictures=False)
    bench.take(walk, analyst, number, has_pictures=False)
    bench.judge(walk, analyst, number, failing=0)
    bench.accept_documents(walk, analyst, number)
    room, own = f"/analise/solicitacoes/{number}", f"/solicitacoes/{number}"
    walk.go(analyst, f"{room}/rede")
    walk.shot(analyst, "fluxo-rede-vazia")
    page = walk.go(analyst, f"{room}/rede?busca=RPD-T2")
    page.get_by_label("RPD-T2").first.check()
    press(analyst, "Indicar este ponto")
    walk.shot(analyst, "fluxo-rede")
    walk.go(analyst, f"{room}/fluxo")
    walk.shot(analyst, "fluxo-estudo-vazio")
    analyst.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    for name, value in _STUDY.items():
        field = analyst.locator(f'main [name="{name}"]')
        if field.first.get_attribute("type") == "radio":
            analyst.locator(f'main [name="{name}"][value="{value}"]').check()
        else:
            field.fill(value)
    walk.shot(analyst, "fluxo-estudo")
    press(analyst, "Entregar o estudo")
    walk.shot(analyst, "fluxo-estudo-entregue")
    walk.paper(technician, f"{own}/fluxo.pdf", "flow-study.pdf")
    walk.go(technician, f"{own}/fluxo")
    walk.shot(technician, "fluxo-escolher")
    technician.get_by_label("I. Reconfiguração dos circuitos").check()
    technician.get_by_label("Potência que vai injetar").fill("8,2")
    press(technician, "Registrar a escolha")
    walk.shot(technician, "fluxo-escolhido")
    bench.decide(walk, analyst, number, "favourable", name="fluxo")
    walk.paper(technician, f"{own}/parecer.pdf", "opinion-after-flow.pdf")
    walk.go(analyst, f"{room}/rede")
    walk.shot(analyst, "fluxo-rede-reservada")
    walk.go(technician, f"{own}/fluxo")
    press(technician, "Pedir os estudos")
    walk.shot(technician, "fluxo-estudos-pedidos")
    walk.go(analyst, f"{room}/estudos")
    file: FilePayload = {
        "name": "estudos.pdf",
        "mimeType": "application/pdf",
        "buffer": pdf_bytes(text="Estudos"),
    }
    analyst.set_input_files("main input[type=file]", file)
    answer(
        analyst, "Ferramentas, parâmetros e condições", "Fluxo de potência, medição de 2026, domingo às 12 h."
    )
    walk.shot(analyst, "fluxo-estudos")
    press(analyst, "Entregar os estudos")
    walk.go(technician, f"{own}/fluxo")
    says(technician, "Baixar os estudos")
    walk.shot(technician, "fluxo-estudos-entregues")
    holder = outcome.holder_enters(walk, number)
    walk.go(holder, f"/titular/solicitacoes/{number}/fluxo")
    walk.shot(holder, "fluxo-titular")
