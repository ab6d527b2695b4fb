"""The pages of the substation project and of the inspection under axe, at three widths."""

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from documents.tasks import render_pages
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest, SubstationProjectFile
from tests import life_inspections as life
from tests.browser.axe import sideways
from tests.browser.conftest import NewPage
from tests.browser.review_doors import complaints, sign_in_at
from tests.factories import make_technician, publish_checklist
from tests.integration.review_room import an_analyst, bench_address
from tests.stages import request_in

_PROJECT, _VISIT = "/projeto-da-subestacao", "/vistoria"


def _enter_as_holder(page: Page, portal_url: str, case: AccessRequest) -> None:
    client = Client()
    session = client.session
    session["holder_request_id"] = case.pk
    session.save()
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": portal_url}])


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_g01_g02_the_pages_from_the_project_to_the_meter(
    portal_url: str, new_page: NewPage, width: int
) -> None:
    analyst, technician, now = an_analyst(), make_technician(), timezone.now()
    publish_checklist()
    sign_in = sign_in_at(portal_url)
    found: list[str] = []

    def look(page: Page, *addresses: str) -> None:
        for address in addresses:
            answer = page.goto(f"{portal_url}{address}")
            assert answer is not None and answer.ok, address
            found.extend(complaints(page) if width >= 360 else sideways(page))

    mini = life.ready(technician, analyst, now, kind="mini")
    reported, failed, connected = (
        request_in(state, technician=technician, analyst=analyst, at=now)
        for state in (State.INSPECTION_REPORTED, State.INSPECTION_FAILED, State.CONNECTED)
    )
    own = f"/solicitacoes/{mini.filing_number}"
    rt, room, holder = new_page(width), new_page(width), new_page(width)
    sign_in(rt, technician)
    sign_in(room, analyst)
    look(rt, own + _PROJECT, own + _VISIT)
    life.submit_project(mini, now)
    for file in SubstationProjectFile.objects.all():
        render_pages({"stored_file_id": file.stored_file_id, "first": 1})
    look(room, bench_address(mini, _PROJECT))
    room.get_by_role("button", name="Devolver com os motivos").click()
    found.extend(complaints(room) if width >= 360 else sideways(room))
    life.return_project(mini, analyst, now)
    look(rt, own + _PROJECT)
    look(room, bench_address(failed, _VISIT + "/relatorio"))
    for case in (reported, failed, connected):
        look(rt, f"/solicitacoes/{case.filing_number}{_VISIT}")
        _enter_as_holder(holder, portal_url, case)
        look(holder, f"/titular/solicitacoes/{case.filing_number}{_VISIT}")
    life.ask_inspection(reported, now)
    look(room, bench_address(reported, _VISIT))
    room.get_by_role("button", name="Registrar a vistoria").click()
    found.extend(complaints(room) if width >= 360 else sideways(room))
    assert found == []
