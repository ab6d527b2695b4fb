"""What axe finds on an open page, and whether the page scrolls sideways."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page) -> list[str]:
    """One line per rule broken, with the first element that breaks it."""
    found = Axe().run(page, options={"runOnly": _STANDARD}).response["violations"]
    return [f"{page.url} {item['id']}: {item['nodes'][0]['html'][:160]}" for item in found]


def sideways(page: Page) -> list[str]:
    """The page's address when it is wider than its window."""
    is_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [f"{page.url} scrolls sideways at {page.evaluate('window.innerWidth')} px"] if is_wide else []
