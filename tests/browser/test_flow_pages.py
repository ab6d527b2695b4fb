"""Reverse flow and the place in the grid under axe: analyst, technician and holder, with and without script, at three widths."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from requests_app.models import AccessRequest, FlowChoice, FlowStudy, GridPlacement
from tests.browser.axe import sideways
from tests.browser.conftest import NewPage
from tests.browser.review_doors import complaints, sign_in_at
from tests.factories import give_second_factor
from tests.files import pdf_bytes
from tests.life_case import Case, new_case, take
from tests.life_flow import METHOD, STUDY_AS_TYPED, a_transformer, placed
from tests.life_steps import bring_to, do


def _enter_as_holder(page: Page, portal_url: str, case: AccessRequest) -> None:
    client = Client()
    session = client.session
    session["holder_request_id"] = case.pk
    session.save()
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": portal_url}])


def _in_analysis() -> Case:
    case = bring_to(new_case(), "analysis", timezone.now())
    give_second_factor(case.analyst)
    take(case, case.actor("analyst"), timezone.now())
    return case


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_g01_g02_the_pages_of_reverse_flow_and_of_the_grid(
    portal_url: str, new_page: NewPage, width: int
) -> None:
    now, found = timezone.now(), list[str]()
    case = _in_analysis()
    transformer = a_transformer(power_kw=Decimal(10))
    other = bring_to(new_case(), "analysis", now)
    placed(other.access_request, transformer)
    number = case.access_request.filing_number
    rt, room, holder = new_page(width), new_page(width), new_page(width)
    sign_in_at(portal_url)(rt, case.technician)
    sign_in_at(portal_url)(room, case.analyst)
    _enter_as_holder(holder, portal_url, case.access_request)

    def look(page: Page, address: str = "") -> None:
        if address:
            answer = page.goto(f"{portal_url}{address}")
            assert answer is not None and answer.ok, address
        found.extend(complaints(page) if width >= 360 else sideways(page))

    bench, own = f"/analise/solicitacoes/{number}", f"/solicitacoes/{number}"
    look(room, f"{bench}/rede")
    look(room, f"{bench}/rede?busca=nada")
    look(room, f"{bench}/rede?busca=betim")
    room.get_by_role("button", name="Indicar este ponto").click()
    look(room)
    room.get_by_label("Transformador BTM-T1").check()
    room.get_by_role("button", name="Indicar este ponto").click()
    expect(room.get_by_role("heading", name="Fila à frente deste pedido").first).to_be_visible()
    look(room)
    look(rt, f"{own}/fluxo")
    look(room, f"{bench}/fluxo")
    room.get_by_role("button", name="Entregar o estudo").click()
    look(room)
    do(case, "issue_flow_study", now)
    look(room, f"{bench}/fluxo")
    look(rt, f"{own}/fluxo")
    rt.get_by_role("button", name="Registrar a escolha").click()
    look(rt)
    do(case, "choose_alternative", now)
    do(other, "approve", now)
    do(case, "require_works", now)
    do(case, "approve_with_works", now)
    look(rt, f"{own}/fluxo")
    do(case, "request_studies", now)
    look(room, f"{bench}/estudos")
    room.get_by_role("button", name="Entregar os estudos").click()
    look(room)
    do(case, "deliver_studies", now)
    look(rt, f"{own}/fluxo")
    look(holder, f"/titular/solicitacoes/{number}/fluxo")
    look(room, f"{bench}/rede")
    look(room, f"{bench}/estudos")
    assert found == []


def test_g03_without_script_a_request_is_placed_studied_chosen_and_its_studies_sent(
    portal_url: str, new_page: NewPage, tmp_path: Path
) -> None:
    case = _in_analysis()
    a_transformer(power_kw=Decimal(100))
    number = case.access_request.filing_number
    rt, room = new_page(360, has_script=False), new_page(360, has_script=False)
    sign_in_at(portal_url)(rt, case.technician)
    sign_in_at(portal_url)(room, case.analyst)
    bench, own = f"{portal_url}/analise/solicitacoes/{number}", f"{portal_url}/solicitacoes/{number}"
    room.goto(f"{bench}/rede")
    room.get_by_label("Código, nome ou município").fill("betim")
    room.get_by_role("button", name="Procurar").click()
    room.get_by_label("Transformador BTM-T1").check()
    room.get_by_role("button", name="Indicar este ponto").click()
    assert GridPlacement.objects.get().access_request_id == case.pk
    room.goto(f"{bench}/fluxo")
    room.get_by_text("I. Reconfiguração dos circuitos").first.click()
    for name, value in STUDY_AS_TYPED.items():
        field = room.locator(f'[name="{name}"]')
        if field.first.get_attribute("type") == "radio":
            room.locator(f'[name="{name}"][value="{value}"]').check()
        else:
            field.fill(value)
    room.get_by_role("button", name="Entregar o estudo").click()
    assert FlowStudy.objects.get().offers_a_choice
    rt.goto(own)
    rt.get_by_role("link", name="Escolher a alternativa").click()
    rt.get_by_label("I. Reconfiguração dos circuitos").check()
    rt.get_by_label("Potência que vai injetar").fill("8,2")
    rt.get_by_role("button", name="Registrar a escolha").click()
    assert FlowChoice.objects.get().injected_kw == Decimal("8.2")
    do(case, "approve", timezone.now())
    rt.goto(f"{own}/fluxo")
    rt.get_by_role("button", name="Pedir os estudos").click()
    paper = tmp_path / "estudos.pdf"
    paper.write_bytes(pdf_bytes(text="Estudos"))
    room.goto(f"{bench}/estudos")
    room.get_by_label("Estudos", exact=True).set_input_files(paper)
    room.get_by_label("Ferramentas, parâmetros e condições").fill(METHOD)
    room.get_by_role("button", name="Entregar os estudos").click()
    rt.goto(f"{own}/fluxo")
    expect(rt.get_by_role("link", name="Baixar os estudos")).to_be_visible()
