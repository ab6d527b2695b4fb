"""What axe finds on an open page, and whether the page scrolls sideways."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Only what is broken comes back: a page passes thousands of checks, and each would cross over as text.
_RUN = """
(standard) => axe
  .run({ runOnly: standard, resultTypes: ["violations"] })
  .then((found) => found.violations.map((item) => `${item.id}: ${item.nodes[0].html.slice(0, 160)}`))
"""


def violations(page: Page) -> list[str]:
    """One line per rule broken, with the first element that breaks it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [f"{page.url} {line}" for line in page.evaluate(_RUN, _STANDARD)]


def sideways(page: Page) -> list[str]:
    """The page's address when it is wider than its window."""
    is_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return [f"{page.url} scrolls sideways at {page.evaluate('window.innerWidth')} px"] if is_wide else []
