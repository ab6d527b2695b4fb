"""Temporary."""
from tests.browser.test_filing_questions import *  # noqa
from tests.browser.test_filing_questions import PLANTS
def test_shots(portal_url, user, enter, new_page):
    draft = filled_draft(user, unit={**GROUP_A,"utm_easting":"","transformer_1_connection":"Y-Y","contracted_demand_kw":"x","latitude":"9"}, generation={**HYDRO,"head_m":"","river":""})
    page = new_page(320); enter(page, user)
    for s in ("unidade","geracao"):
        page.goto(address(portal_url, draft, s)); page.click("text=Salvar e continuar"); page.wait_for_selector(".errors")
        page.screenshot(path=f"/tmp/house/shots/e-{s}-320.png", full_page=True)
        assert violations(page)==[] and sideways(page)==[]
    draft = filled_draft(user, unit=GROUP_A)
    page = new_page(1280); enter(page, user)
    page.goto(address(portal_url, draft, "geracao"))
    page.fill("[name=module_0_quantity]","2000"); page.fill("[name=inverter_0_power_kw]","75,1")
    page.click("text=Atualizar enquadramento")
    page.wait_for_selector("text=Mudou de")
    page.screenshot(path="/tmp/house/shots/e-change.png", full_page=True)
