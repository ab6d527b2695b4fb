"""The pages of guarantees, compensations and the division of credits under axe, at three widths."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Event
from requests_app.services.clocks.compensations import record_breaches
from requests_app.services.guarantees import executions as guarantee_executions
from tests.browser.axe import sideways
from tests.browser.conftest import NewPage
from tests.browser.review_doors import complaints, sign_in_at
from tests.factories import (
    filed_request,
    give_second_factor,
    make_analyst,
    make_supervisor,
    publish_checklist,
)
from tests.files import pdf_bytes
from tests.life_guarantees import approved, connect, mini_request, put_list, send_renewal, shared_credits

ANA, BIA = "529.982.247-25", "123.456.789-09"
TODAY_LIST = f"esta unidade\t50\n3014100001\t50\tAna Souza\t{ANA}"
NEW_LIST = f"esta unidade\t40\n3014100001\t30\tAna Souza\t{ANA}\n3014100002\t30\tBia Prado\t{BIA}"


def _holder_client(case: AccessRequest) -> Client:
    client = Client(headers={"host": "localhost"})
    session = client.session
    session["holder_request_id"] = case.pk
    session.save()
    return client


def _enter_as_holder(page: Page, portal_url: str, case: AccessRequest) -> None:
    name = django_settings.SESSION_COOKIE_NAME
    client = _holder_client(case)
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": portal_url}])


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_g01_g02_the_pages_of_guarantee_compensation_and_division(
    portal_url: str, new_page: NewPage, width: int
) -> None:
    publish_checklist()
    now, found = timezone.now(), list[str]()
    filed = now - timedelta(days=200)
    analyst, chief = make_analyst(), give_second_factor(make_supervisor())
    mini = mini_request(at=filed)
    approved(mini, analyst, filed + timedelta(days=50))
    late = Event.objects.get(access_request=mini, action=Action.APPROVE.value)
    record_breaches(AccessRequest.objects.get(pk=mini.pk), late, at=late.at)
    send_renewal(mini, (now + timedelta(days=900)).date(), now)
    # The holder's link opens for 180 days.
    recent = now - timedelta(days=100)
    shared = filed_request(mini.technician, at=recent, credits=shared_credits())
    approved(shared, analyst, recent)
    connect(shared, analyst, recent)
    put_list(AccessRequest.objects.get(pk=shared.pk), TODAY_LIST)
    room, holder, rt = new_page(width), new_page(width), new_page(width)
    sign_in = sign_in_at(portal_url)
    sign_in(room, chief)
    sign_in(rt, mini.technician)
    _enter_as_holder(holder, portal_url, shared)

    def look(page: Page, *addresses: str) -> None:
        for address in addresses:
            answer = page.goto(f"{portal_url}{address}")
            assert answer is not None and answer.ok, address
            # axe judges the two widths of G-01; the narrowest is only about reflow.
            found.extend(complaints(page) if width >= 360 else sideways(page))

    plant, house = f"/solicitacoes/{mini.filing_number}", f"/solicitacoes/{shared.filing_number}"
    look(rt, f"{plant}/garantia", f"{house}/garantia", f"{house}/rateio")
    look(room, f"/analise{plant}/garantia", f"/analise{plant}/compensacoes", "/analise/compensacoes")
    guarantee_executions.give_notice(
        access_request_id=mini.pk,
        contract_start_on=(now - timedelta(days=140)).date(),
        noticed_on=(now - timedelta(days=120)).date(),
        actor=chief.as_actor(),
        now=now,
    )
    look(room, f"/analise{plant}/garantia")
    look(holder, f"/titular{house}/rateio")
    paper = SimpleUploadedFile("ato.pdf", pdf_bytes(text="Alteração do ato"), "application/pdf")
    sent = _holder_client(shared).post(
        f"/titular{house}/rateio", {"basis": "percentage", "text": NEW_LIST, "document": paper}
    )
    assert sent.status_code == 302
    look(holder, f"/titular{house}/rateio/confirmar")
    holder.get_by_role("button", name="Confirmar a nova divisão").click()
    assert "arque que você quer esta divisão." in holder.content()
    found.extend(complaints(holder) if width >= 360 else sideways(holder))
    shared.allocation_changes.update(status="waiting", requested_at=now, effective_on=now.date())
    look(holder, f"/titular{house}/rateio/pronto")
    look(room, f"/analise{house}/rateio")
    assert found == []
