"""The decision with its costs, the pages of payments and those of the works under axe, at three widths."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import Settings

from requests_app.models import AccessRequest
from requests_app.services.review import verdicts as review
from tests import life_payments
from tests.browser.axe import sideways
from tests.browser.conftest import NewPage
from tests.browser.review_doors import complaints, press, sign_in_at
from tests.case_steps import to_analysis
from tests.delivery import deliver
from tests.factories import filed_request, make_technician, publish_checklist
from tests.integration.review_room import an_analyst, bench_address
from tests.life_agreements import accept_contracts
from tests.payment_gateways import DEMO


def _enter_as_holder(page: Page, portal_url: str, case: AccessRequest) -> None:
    client = Client()
    session = client.session
    session["holder_request_id"] = case.pk
    session.save()
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": portal_url}])


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_g01_g02_the_pages_of_money_and_works(
    portal_url: str, new_page: NewPage, settings: Settings, width: int
) -> None:
    settings.PAYMENT_GATEWAY, settings.IS_DEMO = DEMO, True
    publish_checklist()
    analyst, technician, now, found = an_analyst(), make_technician(), timezone.now(), list[str]()
    room, rt, holder = new_page(width), new_page(width), new_page(width)
    sign_in = sign_in_at(portal_url)
    sign_in(room, analyst)
    sign_in(rt, technician)

    def judge(page: Page) -> None:
        # axe judges the two widths of G-01; the narrowest is only about reflow.
        found.extend(complaints(page) if width >= 360 else sideways(page))

    def look(page: Page, address: str) -> None:
        answer = page.goto(f"{portal_url}{address}")
        assert answer is not None and answer.ok, address
        judge(page)

    draft = filed_request(technician, at=now)
    to_analysis(draft, analyst, now)
    review.require_works(access_request_id=draft.pk, actor=analyst.as_actor(), now=now)
    look(room, bench_address(draft, "/decisao"))
    room.get_by_label("Favorável, com obra na rede").check()
    room.get_by_label("Participação financeira do cliente na obra").fill("mil")
    press(room, "Ver como vai ficar")
    judge(room)
    room.get_by_label("Obra na rede (opcional)").fill("Poste: troca por um de 11 m")
    room.get_by_label("Participação financeira do cliente na obra").fill("1.500,00")
    press(room, "Ver como vai ficar")
    assert "R$ 1.500,00" in room.content()
    judge(room)

    case = life_payments.charged(analyst, now, technician)
    deliver("requests.charge")
    _enter_as_holder(holder, portal_url, case)
    number = case.filing_number
    look(rt, f"/solicitacoes/{number}/pagamentos")
    look(rt, f"/solicitacoes/{number}/parecer")
    look(room, bench_address(case, "/pagamentos"))
    look(holder, f"/titular/solicitacoes/{number}/pagamentos")
    press(holder, "Enviar o comprovante")
    assert "scolha o arquivo do comprovante." in holder.content()
    judge(holder)
    press(holder, "Fazer de conta que paguei")
    assert "Pago em" in holder.content()
    judge(holder)
    look(room, bench_address(case, "/pagamentos"))
    accept_contracts(case, now)
    for tail in ("/obra/parar", "/obra/retomar", "/obra-terminada"):
        look(room, bench_address(case, tail))
    life_payments.stop_works(case, analyst, now, detail="Licença da prefeitura.")
    look(room, bench_address(case, "/obra/retomar"))
    look(rt, f"/solicitacoes/{number}/prazo")
    assert found == []
