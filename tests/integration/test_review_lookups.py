"""Looking for a request and looking behind the mask: by number, by exact CPF, always recorded (A-15)."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from requests_app.models import AccessRequest, DisclosureEvent
from requests_app.services.review import claims
from tests.factories import filed_request, make_technician
from tests.integration.review_room import NOW, an_analyst, bench_address, signed_in, words

pytestmark = pytest.mark.django_db
CPF = "52998224725"


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst() -> User:
    return an_analyst()


@pytest.fixture
def case() -> AccessRequest:
    return filed_request(at=NOW, holder={"tax_id": CPF})


def test_a15_the_number_shows_only_after_a_reason_and_is_recorded(analyst: User, case: AccessRequest) -> None:
    client = signed_in(analyst)
    address = bench_address(case, "/titular")
    masked = client.get(address)
    assert "***.982.247-**" in words(masked) and "529.982.247-25" not in masked.content.decode()
    assert "a•••@exemplo.test" in words(masked) and "ana@exemplo.test" not in masked.content.decode()
    for wrong in ({}, {"reason_code": "curiosity"}):
        refused = client.post(address, wrong)
        assert refused.status_code == 422 and "Escolha um motivo da lista." in words(refused)
        assert "529.982.247-25" not in refused.content.decode()
    assert not DisclosureEvent.objects.exists()
    shown = client.post(address, {"reason_code": "identity_check"})
    assert "529.982.247-25" in words(shown) and "no-store" in shown["Cache-Control"]
    event = DisclosureEvent.objects.get()
    assert (event.access_request, event.reason_code, event.actor_id) == (case, "identity_check", analyst.pk)
    assert "529.982.247-25" not in client.get(address).content.decode()


def test_a15_a_search_by_cpf_is_exact_and_recorded_without_the_number(
    analyst: User, case: AccessRequest
) -> None:
    client = signed_in(analyst)
    page = client.post("/analise/busca", {"tax_id": "529.982.247-25"})
    assert page.status_code == 200 and str(case.filing_number) in words(page)
    assert "Ana" not in words(page)
    event = DisclosureEvent.objects.get()
    assert (event.kind, event.access_request, event.actor_id) == ("search_tax_id", None, analyst.pk)
    assert client.post("/analise/busca", {"tax_id": "529.982.247"}).status_code == 422
    assert DisclosureEvent.objects.count() == 1
    other = client.post("/analise/busca", {"tax_id": "111.444.777-35"})
    assert "Nenhum pedido com este número." in words(other) and DisclosureEvent.objects.count() == 2


def test_a_filing_number_opens_the_bench_however_it_is_written(analyst: User, case: AccessRequest) -> None:
    client = signed_in(analyst)
    number = str(case.filing_number)
    for typed in (number, number.lower(), number.replace("-", " "), str(case.filing_digits)):
        assert client.post("/analise/busca", {"number": typed})["Location"] == bench_address(case)


def test_an_opinion_number_and_a_unit_number_find_the_request(analyst: User, case: AccessRequest) -> None:
    from requests_app.models import Opinion
    from requests_app.services.opinions import decisions
    from requests_app.services.review import verdicts as review
    from tests.factories import reviewed

    reviewed(case, analyst, at=NOW)
    review.accept_documents(access_request_id=case.pk, actor=analyst.as_actor(), now=NOW)
    opinion = decisions.decide(
        access_request_id=case.pk, decision=decisions.Decision(outcome=Opinion.Outcome.FAVOURABLE),
        actor=analyst.as_actor(), now=NOW,
    )  # fmt: skip
    client = signed_in(analyst)
    assert client.post("/analise/busca", {"number": opinion.number})["Location"] == bench_address(case)
    assert client.post("/analise/busca", {"number": "3014056287"})["Location"] == bench_address(case)
    second = filed_request(at=NOW)
    both = client.post("/analise/busca", {"number": "3014056287"})
    assert both.status_code == 200 and "2 pedidos" in words(both) and str(second.filing_number) in words(both)


@pytest.mark.parametrize(
    "typed", ["GD-2026-000001-0", "PA-2026-000099-1", "123", "á" * 40, "' OR 1=1 --", "9999999999"]
)
def test_a_number_that_names_nothing_says_so(analyst: User, case: AccessRequest, typed: str) -> None:
    page = signed_in(analyst).post("/analise/busca", {"number": typed})
    assert page.status_code == 200 and "Nenhum pedido com este número." in words(page)


@pytest.mark.parametrize(
    "fields",
    [
        {"number": ""},
        {"number": "x" * 10_000},
        {"tax_id": ""},
        {"tax_id": "NaN"},
        {"tax_id": "000.000.000-00"},
        {},
    ],
)
def test_a_bad_search_answers_422_with_the_field(analyst: User, fields: dict[str, str]) -> None:
    page = signed_in(analyst).post("/analise/busca", fields)
    assert page.status_code == 422 and words(page).startswith("Há 1 problema nesta página")


def test_a_search_keeps_drafts_out_and_strangers_away(analyst: User, client: Client) -> None:
    assert client.get("/analise/busca").status_code == 302
    assert signed_in(make_technician()).post("/analise/busca", {"number": "1"}).status_code == 403


def test_a_page_image_is_for_who_may_see_the_request(
    analyst: User, case: AccessRequest, client: Client
) -> None:
    from io import BytesIO

    from documents.models import PageImage
    from documents.storage import put

    attachment = case.attachments.all()[0]
    stored = attachment.stored_file
    assert stored is not None
    address = f"/arquivos/{stored.public_id}/paginas/1"
    assert signed_in(analyst).get(address).status_code == 404
    put(f"pages/{stored.public_id}/1.webp", BytesIO(b"RIFF0000WEBP"))
    PageImage.objects.create(
        stored_file=stored,
        page_number=1,
        storage_key=f"pages/{stored.public_id}/1.webp",
        media_type="image/webp",
        width=620,
        height=877,
    )
    shown: Any = signed_in(analyst).get(address)
    assert (
        shown.status_code == 200
        and shown["Content-Type"] == "image/webp"
        and b"".join(shown.streaming_content)
    )
    assert "private" in shown["Cache-Control"] and shown["X-Content-Type-Options"] == "nosniff"
    own: Any = signed_in(case.technician).get(address)
    assert own.status_code == 200 and b"".join(own.streaming_content)
    assert signed_in(make_technician("Outro Técnico")).get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert signed_in(analyst).get(f"/arquivos/{stored.public_id}/paginas/99999999999").status_code == 404
    claims.claim(access_request_id=case.pk, actor=analyst.as_actor(), now=NOW)
    code = attachment.document_code
    assert f'src="{address}"' in signed_in(analyst).get(bench_address(case, f"?doc={code}")).content.decode()
