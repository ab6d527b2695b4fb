"""The pages of the approval and of the contracts under axe, at three widths."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from requests_app.models import AccessRequest
from tests.browser.axe import sideways
from tests.browser.conftest import NewPage
from tests.browser.review_doors import complaints, sign_in_at
from tests.delivery import deliver
from tests.factories import publish_checklist
from tests.integration.agreement_room import house, plant
from tests.integration.review_room import an_analyst, bench_address
from tests.life_agreements import accept_contracts, approve_conditions, deliver_contracts


def _enter_as_holder(page: Page, portal_url: str, case: AccessRequest) -> None:
    client = Client()
    session = client.session
    session["holder_request_id"] = case.pk
    session.save()
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": portal_url}])


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_g01_g02_the_pages_from_the_opinion_to_the_accepted_contracts(
    portal_url: str, new_page: NewPage, width: int
) -> None:
    publish_checklist()
    analyst, now, found = an_analyst(), timezone.now(), list[str]()
    case, mini = house(analyst, now), plant(analyst)
    room, holder = new_page(width), new_page(width)
    sign_in = sign_in_at(portal_url)
    sign_in(room, analyst)

    def look(page: Page, *addresses: str) -> None:
        for address in addresses:
            answer = page.goto(f"{portal_url}{address}")
            assert answer is not None and answer.ok, address
            # axe judges the two widths of G-01; the narrowest is only about reflow.
            found.extend(complaints(page) if width >= 360 else sideways(page))

    def of(request: AccessRequest, tail: str) -> str:
        return f"/solicitacoes/{request.filing_number}/{tail}"

    rt, larger_rt = new_page(width), new_page(width)
    sign_in(rt, case.technician)
    sign_in(larger_rt, mini.technician)
    _enter_as_holder(holder, portal_url, case)
    look(rt, of(case, "aprovar"), of(case, "contratos"))
    look(larger_rt, of(mini, "aprovar"))
    look(holder, f"/titular{of(case, 'aprovar')}")
    approve_conditions(case, now)
    approve_conditions(mini, now)
    deliver("requests.agreement_pdf", "requests.charge")
    look(rt, of(case, "contratos"))
    look(room, bench_address(mini, "/contratos"))
    deliver_contracts(mini, analyst, now, observations="Chave 12 é visível.")
    look(room, bench_address(mini, "/contratos"))
    look(larger_rt, of(mini, "contratos"))
    look(holder, f"/titular{of(case, 'contratos')}")
    holder.get_by_role("button", name="Receber código").click()
    holder.get_by_role("button", name="Aceitar os contratos").click()
    assert "arque que você leu e aceita os contratos." in holder.content()
    found.extend(complaints(holder) if width >= 360 else sideways(holder))
    accept_contracts(case, now)
    look(holder, f"/titular{of(case, 'contratos/comprovante')}", f"/titular{of(case, 'contratos')}")
    assert found == []
