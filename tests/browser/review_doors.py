"""How the browser tests of the analysts' room get in, get pictures drawn, and press buttons."""

from collections.abc import Callable

from django.conf import settings as django_settings
from playwright.sync_api import Page

from documents.tasks import render_pages
from portal.accounts.models import User
from requests_app.models import AccessRequest
from tests.browser.axe import sideways, violations
from tests.integration.review_room import signed_in

SignIn = Callable[[Page, User], None]


def sign_in_at(portal_url: str) -> SignIn:
    """Signs people in at this portal by their session cookie."""

    def enter(page: Page, user: User) -> None:
        name = django_settings.SESSION_COOKIE_NAME
        value = signed_in(user).cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": portal_url}])

    return enter


def drawn(access_request: AccessRequest) -> AccessRequest:
    """The worker has made the pictures of every page."""
    for attachment in access_request.attachments.all():
        assert attachment.stored_file_id is not None
        render_pages({"stored_file_id": attachment.stored_file_id, "first": 1})
    return access_request


def complaints(page: Page) -> list[str]:
    return violations(page) + sideways(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
