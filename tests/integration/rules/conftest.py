"""Two admins on one day, and the packaged rules again after each test."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from eligibility.domain.rulebook import use_amendments
from portal.accounts.models import User
from tests.integration.review_room import NOW, signed_in
from tests.integration.rule_room import an_admin


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def packaged_rules() -> Iterator[None]:
    yield
    use_amendments(())


@pytest.fixture
def author() -> User:
    return an_admin()


@pytest.fixture
def client(author: User) -> Client:
    return signed_in(author)


@pytest.fixture
def reader() -> User:
    return an_admin("Marta Reis")


@pytest.fixture
def second(reader: User) -> Client:
    return signed_in(reader)
