"""A technician with a filed request, on a Monday that stands still."""

from collections.abc import Iterator

import pytest
import time_machine

from portal.accounts.models import User
from requests_app.models import AccessRequest
from tests.factories import filed_request, make_technician
from tests.integration.review_room import NOW


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def technician() -> User:
    return make_technician()


@pytest.fixture
def case(technician: User) -> AccessRequest:
    return filed_request(technician, at=NOW)
