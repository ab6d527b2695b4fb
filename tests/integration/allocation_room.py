"""Steps shared by the tests of the list of units: a room with a draft, and lists to paste."""

import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.test import Client

from requests_app.models import AccessRequest, AllocationList
from tests.integration.filing_steps import filled_draft, page, signed_in, technician

ANA = "529.982.247-25"
_emails = itertools.count(1)


def make_room() -> tuple[Client, AccessRequest]:
    """A signed-in technician and a filled draft of remote self-consumption."""
    user = technician(f"lista{next(_emails)}@exemplo.com.br")
    return signed_in(user), filled_draft(user, credits={"modality": "remote", "waiver": "none"})


def units(count: int, total: str = "100") -> Iterator[tuple[str, str, str, str]]:
    """The own unit and `count` others whose parts sum exactly to `total`."""
    part = (Decimal(total) / (count + 1)).quantize(Decimal("0.000001"))
    yield ("esta unidade", f"{Decimal(total) - part * count:f}".replace(".", ","), "", "")
    for n in range(count):
        yield (f"{3_014_100_000 + n}", f"{part:f}".replace(".", ","), f"Pessoa {n}", ANA)


def pasted(count: int, total: str = "100") -> str:
    return "\r\n".join("\t".join(cells) for cells in units(count, total))


def send(client: Client, draft: AccessRequest, text: str = "", number: int = 0, **extra: object) -> Any:
    data = {"basis": "percentage", "text": text, "number": str(number), **extra}
    return client.post(page(draft, "draft_allocation"), data)


def newest(draft: AccessRequest) -> AllocationList:
    return draft.allocation_lists.get()
