"""Every page of the analysts' room under axe, in every state and at each width."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from requests_app.domain.lifecycle import State
from requests_app.models import ReviewItem
from requests_app.services.clocks.suspensions import Consultation
from requests_app.services.review import claims
from requests_app.services.review import verdicts as review
from tests.browser.axe import sideways
from tests.browser.conftest import NewPage
from tests.browser.review_doors import SignIn, complaints, drawn, press, sign_in_at
from tests.factories import filed_request, make_technician, publish_checklist, reviewed
from tests.integration.review_room import an_analyst, bench_address
from tests.stages import request_in

TAILS = (
    "",
    "/pendencias",
    "/decisao",
    "/documentos-conferidos",
    "/estudo-de-obra",
    "/prazo/parar",
    "/prazo/retomar",
    "/titular",
)


@pytest.fixture
def sign_in(portal_url: str) -> SignIn:
    return sign_in_at(portal_url)


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_g01_g02_every_page_of_the_room_in_every_state(
    portal_url: str, new_page: NewPage, sign_in: SignIn, width: int
) -> None:
    analyst, caio, technician = an_analyst(), an_analyst("Caio Lemos"), make_technician()
    publish_checklist()
    page = new_page(width)
    sign_in(page, analyst)
    found: list[str] = []

    def look(address: str) -> None:
        answer = page.goto(f"{portal_url}{address}")
        assert answer is not None and answer.ok, address
        # axe judges the two widths of G-01; the narrowest is only about reflow.
        found.extend(complaints(page) if width >= 360 else sideways(page))

    look("/analise/fila")
    look("/analise/busca")
    now = timezone.now()
    cases = {
        state: request_in(state, technician=technician, analyst=analyst, at=now)
        for state in (
            State.RECEIVED, State.CHECKING, State.ANALYSIS, State.WORKS_STUDY, State.PENDING, State.CORRECTED,
            State.APPROVED, State.NOT_APPROVED,
        )
    }  # fmt: skip
    drawn(cases[State.CHECKING])
    look("/analise/fila")
    look("/analise/fila?visao=aguardando-rt")
    for case in cases.values():
        look(bench_address(case))
    for state in (State.CHECKING, State.ANALYSIS, State.APPROVED):
        for tail in TAILS[1:]:
            look(bench_address(cases[state], tail))
    failing = reviewed(filed_request(technician), analyst, failing=3)
    look(bench_address(failing))
    look(bench_address(failing, "/pendencias"))
    look(bench_address(failing, "/decisao"))
    review.pause_clock(
        access_request_id=cases[State.ANALYSIS].pk,
        reason_code="pause.art64_other_utility_or_ons",
        consulted=Consultation("ons", question="Há restrição?"),
        actor=analyst.as_actor(),
        now=now,
    )
    look(bench_address(cases[State.ANALYSIS], "/prazo/retomar"))
    claims.claim(access_request_id=failing.pk, actor=caio.as_actor(), is_takeover=True)
    look(bench_address(failing))
    assert found == []


@pytest.mark.parametrize("width", [1280, 360])
def test_g01_pages_that_answer_a_form(
    portal_url: str, new_page: NewPage, sign_in: SignIn, width: int
) -> None:
    analyst = an_analyst()
    page = new_page(width)
    sign_in(page, analyst)
    case = reviewed(filed_request(), analyst)
    review.accept_documents(access_request_id=case.pk, actor=analyst.as_actor(), now=timezone.now())
    found: list[str] = []
    page.goto(f"{portal_url}{bench_address(case, '/decisao')}")
    press(page, "Ver como vai ficar")
    found += complaints(page)
    page.get_by_label("Favorável", exact=False).first.check()
    press(page, "Ver como vai ficar")
    expect(page.locator("h1")).to_contain_text("confira e assine")
    found += complaints(page)
    page.goto(f"{portal_url}{bench_address(case, '/prazo/parar')}")
    press(page, "Parar o prazo")
    found += complaints(page)
    page.goto(f"{portal_url}{bench_address(case, '/titular')}")
    page.get_by_label("Falar com o titular").check()
    press(page, "Mostrar o CPF uma vez")
    expect(page.locator("main")).to_contain_text("123.456.789-09")
    found += complaints(page)
    page.goto(f"{portal_url}/analise/busca")
    press(page, "Buscar pelo número")
    found += complaints(page)
    page.get_by_label("Qualquer número").fill("3999999999")
    press(page, "Buscar pelo número")
    found += complaints(page)
    page.goto(f"{portal_url}{bench_address(case)}?doc=single_line_diagram")
    item = ReviewItem.objects.filter(access_request=case, document_code="single_line_diagram").first()
    assert item is not None
    review.save_verdict(
        item_id=item.pk,
        verdict="not_applicable",
        base_version=item.version,
        actor=analyst.as_actor(),
        now=timezone.now(),
    )
    first = page.locator(".check").first
    first.get_by_label("Não atende").check()
    first.get_by_label("O que o técnico vai ler").fill("Falta a folha 2.")
    first.get_by_label("Como corrigir").fill("Envie a folha 2.")
    press(page, "Salvar e seguir")
    expect(page.locator("h1")).to_have_text("Este texto mudou em outro lugar")
    found += complaints(page)
    assert found == []
