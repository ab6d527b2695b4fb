"""Scratch."""
from datetime import date
from playwright.sync_api import Page
from pathlib import Path
from django.utils import timezone
from portal.outbox.tasks import deliver_due
from requests_app.models import CustomerAccount
from tests.browser.axe import sideways, violations
from tests.browser.conftest import NewPage, browser, new_page  # noqa
from tests.browser.test_people_pages import come_in, submit
from tests.factories import PASSWORD, filed_request, give_second_factor, make_admin, make_analyst, make_technician
from tests.integration.filing_steps import filled_draft, technician
from tests.integration.test_customer_import import GOOD, csv_of
from tests.integration.test_contact_changes import code_for, NEW
from django.test import Client
from django.conf import settings

def login(page, portal_url, user):
    c = Client(); c.force_login(user)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": c.cookies[settings.SESSION_COOKIE_NAME].value, "url": portal_url}])

def test_shots(portal_url, new_page, tmp_path):
    found = []
    def snap(page, name):
        page.screenshot(path=f"/tmp/cs_shot_{name}.png", full_page=True)
        found.extend(violations(page) + sideways(page))
    CustomerAccount.objects.create(unit_number="3014056287", tax_id="52998224725", has_overdue_debts=True, is_captive=True, imported_at=timezone.now(), source_line=2)
    page = new_page(1280)
    login(page, portal_url, give_second_factor(make_admin()))
    page.goto(f"{portal_url}/admin/clientes"); snap(page, "room")
    f = tmp_path/"c.csv"; f.write_bytes(csv_of({**GOOD, "cpf_cnpj": "52998224725", "debito_vencido": "sim"}, {**GOOD, "unidade": "3019999999", "grupo": "Z", "email": "x"}))
    page.set_input_files("[name=file]", str(f)); submit(page, "Enviar"); snap(page, "import")
    page.set_viewport_size({"width": 320, "height": 700}); snap(page, "import320")
    submit(page, "Carregar"); snap(page, "loaded")
    page.goto(f"{portal_url}/admin/clientes"); snap(page, "room320")
    rt = technician(); draft = filled_draft(rt)
    page = new_page(1280); login(page, portal_url, rt)
    page.goto(f"{portal_url}/rascunhos/{draft.public_id}/conferir"); snap(page, "check")
    case = filed_request(holder={"tax_id": "52998224725"})
    phone = new_page(320)
    come_in(phone, portal_url, case)
    deliver_due()
    phone.goto(f"{portal_url}/titular/solicitacoes/{case.filing_number}"); snap(phone, "holder")
    phone.goto(f"{portal_url}/titular/solicitacoes/{case.filing_number}/contato"); snap(phone, "contact")
    submit(phone, "Receber"); snap(phone, "contact_error")
    phone.fill("[name=email]", NEW); submit(phone, "Receber"); snap(phone, "confirm")
    phone.fill("[name=code]", code_for(NEW)); submit(phone, "Confirmar"); snap(phone, "done")
    page = new_page(1280); login(page, portal_url, give_second_factor(make_analyst()))
    page.goto(f"{portal_url}/analise/solicitacoes/{case.filing_number}/cadastro"); snap(page, "cadastro")
    page.goto(f"{portal_url}/solicitacoes/{case.filing_number}/historico"); snap(page, "history")
    page.goto(f"{portal_url}/admin"); 
    assert found == []
