"""Who leaves, who comes, and the request, on a Monday that stands still."""

from collections.abc import Iterator

import pytest
import time_machine

from portal.accounts.models import User
from requests_app.models import (
    AccessRequest,
)
from tests.factories import filed_request, make_technician
from tests.integration.review_room import NOW


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def leaving() -> User:
    return make_technician()


@pytest.fixture
def coming() -> User:
    return make_technician("Carla Dias")


@pytest.fixture
def case(leaving: User) -> AccessRequest:
    return filed_request(leaving, at=NOW)
