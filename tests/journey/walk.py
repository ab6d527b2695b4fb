"""One walk: the browser, the people's pages in it, and the folder where pictures and papers are left."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.axe import sideways, violations

PASSWORD = "demonstracao-gd"
WIDTHS = (1280, 360)
_FILING_NUMBER = re.compile(r"GD-\d{4}-\d{6}-\d")
# The worker prints the papers of the whole demonstration first.
_PATIENCE_SECONDS = 300


class JourneyFailed(AssertionError):
    """A step did not give what it promises; the message says which."""


@dataclass
class Walk:
    """What every step needs. Pictures are numbered in the order in which they are taken."""

    browser: Browser
    url: str
    folder: Path
    pages: list[Page] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    taken: int = 0

    def open_page(self, width: int = 1280, height: int = 860) -> Page:
        """A page with cookies of its own, watched for what a browser complains about."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            locale="pt-BR",
            timezone_id="America/Sao_Paulo",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._hear(page, said.type, said.text))
        page.on("response", self._see)
        self.pages.append(page)
        return page

    def _hear(self, page: Page, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(f"{page.url}: {text}")

    def _see(self, answer: Response) -> None:
        if answer.status >= 500:
            self.complaints.append(f"{answer.url}: {answer.status}")

    def go(self, page: Page, path: str) -> Page:
        """Open an address of the portal; anything but a page that is there fails the walk."""
        answer = page.goto(path if path.startswith("http") else f"{self.url}{path}")
        if answer is None or not answer.ok:
            raise JourneyFailed(f"{path}: {answer.status if answer else 'sem resposta'}")
        return page

    def shot(self, page: Page, name: str) -> None:
        """The whole page at each width, checked for what axe finds and for scrolling sideways."""
        self.taken += 1
        before = page.viewport_size or {"width": 1280, "height": 860}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 740 if width < 600 else 860})
            page.evaluate("scrollTo(0, 0)")
            # The bench has bars that stick: as a whole it would show them in the middle of the document.
            is_bench = width > 600 and page.locator("body.bench-page").count() == 1
            picture = self.folder / f"{self.taken:03d}-{name}-{width}.png"
            page.screenshot(path=picture, full_page=not is_bench)
            # High enough that a bar which sticks covers nothing that scrolling would show.
            page.set_viewport_size({"width": width, "height": 2400})
            self.complaints += [f"{width} px: {said}" for said in violations(page) + sideways(page)]
        page.set_viewport_size(before)

    def sign_in(self, page: Page, name: str) -> None:
        """Through the sign-in page, with the demonstration's password."""
        self.go(page, "/entrar")
        page.fill("[name=login]", f"{name}@demo.portal")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/entrar" not in url)

    def paper(self, page: Page, path: str, name: str) -> Path:
        """A PDF of the portal, kept in the folder; asked for again while the worker is making it."""
        give_up_at = time.monotonic() + _PATIENCE_SECONDS
        while True:
            answer = page.request.get(f"{self.url}{path}")
            if answer.status == 200 and answer.headers["content-type"] == "application/pdf":
                kept = self.folder / name
                kept.write_bytes(answer.body())
                return kept
            if answer.status != 202 or time.monotonic() > give_up_at:
                raise JourneyFailed(f"{path}: {answer.status}, {answer.headers.get('content-type')}")
            page.wait_for_timeout(500)

    def reload_until(self, page: Page, selector: str) -> None:
        """Open the page again until the worker has made what it lacks."""
        give_up_at = time.monotonic() + _PATIENCE_SECONDS
        while page.locator(selector).count() == 0:
            if time.monotonic() > give_up_at:
                raise JourneyFailed(f"{page.url}: {selector} não apareceu")
            page.wait_for_timeout(500)
            page.reload()


def number_on(page: Page) -> str:
    """The filing number in the page's heading."""
    found = _FILING_NUMBER.search(page.inner_text("h1"))
    if found is None:
        raise JourneyFailed(f"{page.url}: nenhum número no título “{page.inner_text('h1')}”")
    return found[0]


def press(page: Page, text: str) -> None:
    """The button of the main part that says so, until the page that it leads to is there."""
    with page.expect_navigation():
        page.locator("main").locator(f"button:has-text('{text}')").first.click()


def says(page: Page, *texts: str) -> None:
    """Each text is read somewhere in the main part of the page, at once or when it has arrived."""
    for text in texts:
        try:
            expect(page.locator("main")).to_contain_text(text, timeout=20_000, use_inner_text=True)
        except AssertionError as error:
            body = " ".join(page.inner_text("main").split())
            raise JourneyFailed(f"{page.url} não diz “{text}”, e sim: {body[:1500]}") from error
