"""Real Chromium for the browser lane: pages of a given size, watched for whatever a browser complains about."""

import os
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from portal.accounts.models import User
from stack import packages
from tests.integration.filing_steps import signed_in, technician

# Playwright keeps an event loop in the test's thread, where Django would refuse its ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PATIENCE_MS = 15_000
"""A busy machine is slow, not wrong."""
expect.set_options(timeout=PATIENCE_MS)


class NewPage(Protocol):
    """Opens a page in a browser context of its own: no cookies shared with another page."""

    def __call__(self, width: int = 1280, height: int = 800, *, has_script: bool = True) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The distribution's Chromium. Fails when it is not installed."""
    program = packages.chromium()
    assert program is not None, "the package chromium is missing: `make test` installs it"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=program,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
            ],
        )
        yield launched
        launched.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens pages; at the end the test fails if one of them broke the content policy or a script failed."""
    complaints: list[str] = []
    contexts = []

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    def open_page(width: int = 1280, height: int = 800, *, has_script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=has_script,
            locale="pt-BR",
            timezone_id="America/Sao_Paulo",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A desktop page, 1280 px wide."""
    return new_page()


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    """A telephone page, 360 px wide."""
    return new_page(360, 740)


@pytest.fixture
def user(portal_url: str) -> User:
    """The technician who files, able to sign in."""
    found = technician()
    EmailAddress.objects.create(user=found, email=found.email, verified=True, primary=True)
    return found


@pytest.fixture
def enter(portal_url: str) -> Callable[[Page, User], None]:
    """Signs a person in by cookie, past the sign-in page."""

    def sign_in(page: Page, user: User) -> None:
        cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": portal_url}])

    return sign_in
