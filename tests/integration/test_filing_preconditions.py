"""Sending while the customer has debts, is free, or cannot be asked about: what blocks, what warns, and what goes on."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from eligibility.profile import current_profile
from portal.accounts.models import User
from requests_app.models import AccessRequest, CustomerAccount, CustomerCheck
from tests.customer_server import CustomerServer, asked_by_the_portal, says
from tests.delivery import deliver
from tests.filing_data import DECLARED, answers
from tests.integration.filing_steps import filled_draft, page, post, send_documents, signed_in, technician
from tests.integration.test_holder_access import come_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[CustomerServer]:
    with asked_by_the_portal(settings, monkeypatch) as known:
        yield known


@pytest.fixture
def law_for_debts(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """An operator who follows the law on debts: a warning."""
    packaged = files("eligibility.domain") / "operator_profiles" / "cemig_d.toml"
    profile = tmp_path / "operator.toml"
    profile.write_text(
        packaged.read_text("utf-8").replace("[choices]", '[choices]\noverdue_debts = "law"'), "utf-8"
    )
    settings.OPERATOR_PROFILE = str(profile)
    current_profile.cache_clear()
    yield
    current_profile.cache_clear()


@pytest.fixture
def owner() -> User:
    return technician()


@pytest.fixture
def draft(owner: User) -> AccessRequest:
    ready = filled_draft(owner)
    send_documents(signed_in(owner), ready)
    return ready


def send(owner: User, draft: AccessRequest) -> Any:
    return post(signed_in(owner), draft, "draft_check", {**DECLARED, "is_acknowledged": "on"})


def look(owner: User, draft: AccessRequest) -> str:
    return signed_in(owner).get(page(draft, "draft_check")).content.decode()


def is_filed(draft: AccessRequest) -> bool:
    draft.refresh_from_db()
    return not draft.is_draft


def test_debts_block_by_the_page_and_no_amount_is_shown(
    server: CustomerServer, owner: User, draft: AccessRequest
) -> None:
    server.record(has_overdue_debts=True, amount_due="R$ 1.234,56")
    shown = look(owner, draft)
    assert "Impede o envio" in shown and "O titular tem uma pendência" in shown
    assert "arts. 138 e 346" in shown and "Ouvidoria" in shown
    refused = send(owner, draft)
    assert refused.status_code == 422 and not is_filed(draft)
    for text in (shown, refused.content.decode()):
        assert "R$" not in text and "1.234,56" not in text


def test_debts_warn_where_the_operator_follows_the_law(
    law_for_debts: None, server: CustomerServer, owner: User, draft: AccessRequest
) -> None:
    server.record(has_overdue_debts=True)
    shown = look(owner, draft)
    assert "Impede o envio" not in shown and "conta vencida" in shown
    assert send(owner, draft).status_code == 302 and is_filed(draft)
    assert CustomerCheck.objects.get(access_request=draft).has_overdue_debts is True


def test_a_customer_of_the_free_market_is_blocked(
    server: CustomerServer, owner: User, draft: AccessRequest
) -> None:
    server.record(is_captive=False)
    assert "art. 655-D" in look(owner, draft)
    assert send(owner, draft).status_code == 422 and not is_filed(draft)


@pytest.mark.parametrize(
    "answer",
    [says(b"", 503), says(b"<html>", 200), says(b'{"customer"', length=900)],
    ids=["down", "garbage", "cut"],
)
def test_no_request_is_lost_while_the_records_do_not_answer(
    server: CustomerServer, owner: User, draft: AccessRequest, answer: Any
) -> None:
    server.standing = answer
    assert "não responderam agora" in look(owner, draft)
    assert send(owner, draft).status_code == 302 and is_filed(draft)
    assert CustomerCheck.objects.get(access_request=draft).outcome == "waiting"


def test_a_silent_system_holds_nobody_up_for_long(
    server: CustomerServer, owner: User, draft: AccessRequest
) -> None:
    server.silent()
    assert send(owner, draft).status_code == 302 and is_filed(draft)
    assert len(server.asked) == 1


def test_typing_and_saving_ask_nobody(server: CustomerServer, owner: User, draft: AccessRequest) -> None:
    client = signed_in(owner)
    post(client, draft, "draft_unit", answers("unit"))
    draft.refresh_from_db()
    client.post(
        page(draft, "draft_holder"),
        {**answers("holder"), "version": str(draft.draft_version)},
        headers={"X-Autosave": "1"},
    )
    client.get(page(draft, "draft_holder"))
    client.get("/painel")
    assert server.asked == []
    look(owner, draft)
    assert len(server.asked) == 1


def test_the_table_of_an_admin_answers_as_well(owner: User, draft: AccessRequest) -> None:
    CustomerAccount.objects.create(
        unit_number="3014056287",
        tax_id="52998224725",
        has_overdue_debts=True,
        is_captive=True,
        imported_at="2026-11-20T12:00-03:00",
        source_line=2,
    )
    assert send(owner, draft).status_code == 422 and not is_filed(draft)
    CustomerAccount.objects.update(has_overdue_debts=False)


def test_debts_found_after_filing_reach_the_holder_with_where_to_see_them(
    server: CustomerServer, owner: User, draft: AccessRequest, client: Client
) -> None:
    server.record()
    send(owner, draft)
    assert is_filed(draft)
    server.record(has_overdue_debts=True)
    deliver("requests.customer_check")
    assert CustomerCheck.objects.filter(access_request=draft).latest("id").has_overdue_debts is True
    come_in(client, draft)
    text = client.get(f"/titular/solicitacoes/{draft.filing_number}").content.decode()
    assert "Você não precisa fazer nada agora" not in text
    assert "Há uma conta vencida ligada a você" in text and "atende.cemig.com.br" in text
    assert "Ouvidoria" in text and "R$" not in text
