"""The screens of credits and guarantee over HTTP: kept as typed, judged by the rules, shown with their basis."""

import pytest
from django.test import Client

from requests_app.models import AccessRequest
from tests.filing_data import GROUP_A, HYDRO, answers
from tests.integration.filing_steps import filled_draft, page, post, signed_in, technician

pytestmark = pytest.mark.django_db
FAST_TRACK = {
    "waiver": "fast_track",
    "fast_track_local": "on",
    "fast_track_no_sharing": "on",
    "fast_track_for_good": "on",
}


@pytest.fixture
def room() -> tuple[Client, AccessRequest]:
    user = technician()
    return signed_in(user), filled_draft(user)


@pytest.fixture
def large() -> tuple[Client, AccessRequest]:
    """A hydro plant of 600 kW in medium voltage: a guarantee of 2.5% is due."""
    user = technician()
    return signed_in(user), filled_draft(user, unit=GROUP_A, generation=HYDRO)


def send(client: Client, draft: AccessRequest, name: str, data: dict[str, str]) -> tuple[int, str]:
    response = post(client, draft, name, data)
    return response.status_code, response.content.decode()


def test_a_waiver_that_does_not_fit_is_said_beside_the_choice(room: tuple[Client, AccessRequest]) -> None:
    client, draft = room
    status, body = send(client, draft, "draft_credits", answers("credits", **FAST_TRACK))
    assert status == 422
    assert 'href="#id_waiver_0"' in body
    assert "vale até 7,5 kW e a geração tem 8,2 kW" in body


def test_the_three_conditions_are_asked_one_by_one(room: tuple[Client, AccessRequest]) -> None:
    client, draft = room
    status, body = send(client, draft, "draft_credits", answers("credits", waiver="fast_track"))
    assert status == 422
    assert body.count("”, ou escolha outra opção de dispensa.") == 6
    assert "item 6 do formulário da ANEEL" in body


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"modality": "shared"}, "iga como os participantes se reúnem"),
        ({"modality": "shared", "association": "consortium"}, "iga por qual lei o consórcio foi formado."),
        (
            {"modality": "shared", "association": "consortium", "consortium_law": "law_11795"},
            'href="#id_consortium_law_0"',
        ),
        (
            {"modality": "shared", "association": "cooperative", "unit_holding": "association", "member_count": "19"},
            " cooperativa tem 19 cooperados.",
        ),
    ],
)  # fmt: skip
def test_a_shared_generation_says_how_its_people_are_joined(
    room: tuple[Client, AccessRequest], changes: dict[str, str], words: str
) -> None:
    client, draft = room
    status, body = send(client, draft, "draft_credits", answers("credits", **changes))
    assert status == 422
    assert words in body
    assert "Regra: " in body


def test_the_consortium_of_purchases_is_explained_before_anybody_chooses_it(
    room: tuple[Client, AccessRequest],
) -> None:
    client, draft = room
    body = client.get(page(draft, "draft_credits")).content.decode()
    assert "Consórcio formado pela Lei 11.795/2008 (consórcio de compras) não pode" in body


def test_no_guarantee_is_asked_where_none_is_due(room: tuple[Client, AccessRequest]) -> None:
    client, draft = room
    assert page(draft, "draft_guarantee") not in client.get(page(draft, "draft_credits")).content.decode()


def test_the_guarantee_shows_formula_account_banks_and_what_its_absence_means(
    large: tuple[Client, AccessRequest],
) -> None:
    client, draft = large
    body = client.get(page(draft, "draft_guarantee")).content.decode()
    for words in (
        "2,5% × 600 kW × preço por kW",
        "art. 655-C",
        "Sem preço configurado, o analista informa o valor.",
        "o pedido não passa na conferência dos documentos",
        "29000-9",
        "06.981.180/0001-16",
        "Banco Safra",
    ):
        assert words in body
    assert page(draft, "draft_guarantee") in client.get(page(draft, "draft_credits")).content.decode()


def test_the_guarantee_may_stay_empty_and_the_person_goes_on(large: tuple[Client, AccessRequest]) -> None:
    client, draft = large
    response = post(client, draft, "draft_guarantee", {})
    assert response.status_code == 302
    assert response["Location"] == page(draft, "draft_documents")


def test_a_surety_needs_a_bank_of_the_list(large: tuple[Client, AccessRequest]) -> None:
    client, draft = large
    given = {"form": "surety", "surety_bank": "", "amount_brl": "60.000", "valid_until": "31/12/2099"}
    status, body = send(client, draft, "draft_guarantee", given)
    assert status == 422
    assert "scolha um banco aceito pela distribuidora" in body
    status, _ = send(client, draft, "draft_guarantee", {**given, "surety_bank": "Banco Safra"})
    assert status == 302


def test_a_validity_that_is_over_is_refused_and_kept_as_typed(large: tuple[Client, AccessRequest]) -> None:
    client, draft = large
    given = {"form": "bonds", "surety_bank": "", "amount_brl": "", "valid_until": "01/01/2020"}
    status, body = send(client, draft, "draft_guarantee", given)
    assert status == 422
    assert "Vale até: a validade já acabou ou acaba hoje." in body
    assert 'value="01/01/2020"' in body


def test_multiple_units_that_promise_twelve_months_are_spared(large: tuple[Client, AccessRequest]) -> None:
    client, draft = large
    promise = answers("credits", modality="multiple_units", keeps_modality_12_months="on")
    send(client, draft, "draft_credits", promise)
    assert page(draft, "draft_guarantee") not in client.get(page(draft, "draft_credits")).content.decode()
