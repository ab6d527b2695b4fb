"""The page that reads the API's document out, in a real browser."""

from playwright.sync_api import Page, expect

from tests.browser.axe import sideways, violations


def test_the_api_page_is_accessible_and_fits_a_phone(page: Page, phone: Page, portal_url: str) -> None:
    for each in (page, phone):
        each.goto(f"{portal_url}/api")
        expect(each.get_by_role("heading", name="Enviar o pedido")).to_be_visible()
        for parts in each.locator("details").all():
            parts.evaluate("element => element.open = true")
        assert violations(each) == []
        assert not sideways(each)
