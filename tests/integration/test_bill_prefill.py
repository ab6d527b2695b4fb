"""The unit's screen filled from a bill: only what is sure, and nothing replaced without a choice."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.accounts.models import User
from requests_app.forms.bill_prefill import is_same
from requests_app.models import AccessRequest
from requests_app.services.filing.drafts import create_draft, save_section
from tests import files
from tests.bills.designs import high_design, low_design
from tests.bills.high_voltage import typeset_high
from tests.bills.truths import GUIDE
from tests.bills.typesetter import Style
from tests.factories import make_analyst
from tests.filing_data import answers
from tests.integration.filing_steps import filled_draft, page, signed_in, technician

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("bills")]


@pytest.fixture
def user() -> User:
    return technician()


@pytest.fixture
def rt(user: User) -> Client:
    return signed_in(user)


def read(client: Client, draft: AccessRequest, content: bytes) -> Any:
    return client.post(page(draft, "draft_bill"), {"bill": SimpleUploadedFile("f.pdf", content)})


def shown(text: str) -> dict[str, tuple[str, str]]:
    """Field → the value from the bill and which of the two is chosen at first."""
    values = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    checked = {
        name: value
        for tag in re.findall(r'<input type="radio"[^>]*>', text)
        if "checked" in tag
        for name, value in re.findall(r'name="use_(\w+)" value="(\w+)"', tag)
    }
    return {name: (unescape(values[name]), chosen) for name, chosen in checked.items()}


def use(client: Client, draft: AccessRequest, offered: dict[str, tuple[str, str]], **choices: str) -> Any:
    """Press the button with what the page had chosen, but for `choices`."""
    data = {"version": str(draft.draft_version)}
    for name, (value, chosen) in offered.items():
        data |= {name: value, f"use_{name}": choices.get(name, chosen)}
    return client.post(page(draft, "draft_bill_use"), data, follow=True)


def unit_of(draft: AccessRequest) -> dict[str, str]:
    draft.refresh_from_db()
    found: dict[str, str] = draft.draft_answers.get("unit", {})
    return found


def test_an_empty_draft_is_filled_with_what_is_sure(rt: Client, user: User) -> None:
    draft = create_draft(actor=user.as_actor())
    assert page(draft, "draft_bill") in rt.get(page(draft, "draft_unit")).content.decode()
    text = read(rt, draft, low_design(0).pdf).content.decode()
    offered = shown(text)
    assert {name: value for name, (value, _) in offered.items() if name != "monthly_consumption_kwh"} == {
        "unit_number": "3009876543",
        "consumer_class": "residential",
        "group": "B",
        "phases": "bi",
    }
    assert {chosen for _, chosen in offered.values()} == {"bill"}
    assert "A fatura traz só o subgrupo B1" in text
    assert unit_of(draft) == {}
    after = use(rt, draft, offered)
    assert after.redirect_chain[-1][0] == page(draft, "draft_unit")
    assert "Preenchemos 5 campos com a fatura" in after.content.decode()
    kept = unit_of(draft)
    assert kept["request_kind"] == "existing_unit"
    assert (kept["unit_number"], kept["phases"]) == ("3009876543", "bi")
    newest_last = "271 259 254 265 276 287 310 352 366 341 298 325"
    assert " ".join(kept["monthly_consumption_kwh"].split()) == newest_last
    assert "3009876543" in after.content.decode()


def test_group_a_fills_its_demand_and_leaves_the_voltage_to_the_person(rt: Client, user: User) -> None:
    draft = create_draft(actor=user.as_actor())
    text = read(rt, draft, high_design(0).pdf).content.decode()
    offered = shown(text)
    assert (offered["group"][0], offered["contracted_demand_kw"][0]) == ("A", "1.145")
    assert offered["consumer_class"][0] == "commercial"
    assert "voltage" not in offered
    assert "A fatura traz só o subgrupo A4" in text
    # FEV/23 contradicts itself in the guide's bill, so the twelve months before it are taken.
    assert "De FEV/2022 a JAN/2023" in text
    use(rt, draft, offered)
    assert unit_of(draft)["contracted_demand_kw"] == "1.145"


def test_the_reserved_hours_of_a_rural_unit_come_along_as_those_with_the_discount(
    rt: Client, user: User
) -> None:
    draft = create_draft(actor=user.as_actor())
    bill = typeset_high({**GUIDE, "consumer_class": "Rural", "subclass": "Rural"}, Style())[0]
    text = read(rt, draft, bill).content.decode()
    use(rt, draft, shown(text))
    unit = unit_of(draft)
    assert (unit["consumer_class"], unit["has_irrigation_discount"]) == ("rural", "on")
    assert len(unit["discounted_consumption_kwh"].split()) == 12
    house = create_draft(actor=user.as_actor())
    offered = shown(read(rt, house, typeset_high(GUIDE, Style())[0]).content.decode())
    assert "discounted_consumption_kwh" not in offered


def test_what_was_typed_stays_unless_the_person_chooses_the_bill(rt: Client, user: User) -> None:
    draft = filled_draft(user)
    before = unit_of(draft)
    text = read(rt, draft, low_design(0).pdf).content.decode()
    offered = shown(text)
    assert set(offered) == {"unit_number", "monthly_consumption_kwh"}
    assert {chosen for _, chosen in offered.values()} == {"draft"}
    assert "Do rascunho: 3014056287" in text
    assert "Da fatura: 3009876543" in text
    assert "Já estava igual" in text
    same = use(rt, draft, offered)
    assert "Nada mudou no rascunho." in same.content.decode()
    assert unit_of(draft) == before
    use(rt, draft, offered, unit_number="bill")
    assert unit_of(draft) == {**before, "unit_number": "3009876543"}


def test_doubtful_fields_are_told_and_not_offered(rt: Client, user: User) -> None:
    draft = create_draft(actor=user.as_actor())
    truth = {**GUIDE, "contracted.hfp": "1.200", "installation": "30xxxxxxxx"}
    text = read(rt, draft, typeset_high(truth, Style())[0]).content.decode()
    offered = shown(text)
    assert {"contracted_demand_kw", "unit_number"} & set(offered) == set()
    assert "Na fatura está “1.200”. A demanda contratada não é a mesma nas duas páginas." in text


def test_another_tab_that_saved_meanwhile_is_not_overwritten(rt: Client, user: User) -> None:
    draft = filled_draft(user)
    offered = shown(read(rt, draft, low_design(0).pdf).content.decode())
    save_section(draft_id=draft.pk, section="unit", answers=answers("unit", street="Rua Nova"))
    response = use(rt, draft, offered, unit_number="bill")
    assert response.status_code == 409
    assert "Este rascunho mudou em outra aba" in response.content.decode()
    assert unit_of(draft)["unit_number"] == "3014056287"
    assert unit_of(draft)["street"] == "Rua Nova"


def test_only_fields_of_the_bill_can_be_put_into_the_draft(rt: Client, user: User) -> None:
    draft = filled_draft(user)
    before = unit_of(draft)
    rt.post(
        page(draft, "draft_bill_use"),
        {"version": str(draft.draft_version), "street": "Outra", "use_street": "bill", "nickname": "x"},
    )
    assert unit_of(draft) == before


def test_a_bad_file_says_why_and_touches_nothing(rt: Client, user: User) -> None:
    draft = filled_draft(user)
    for content, status in ((files.jpg_bytes(), 415), (files.pdf_bytes(password="x"), 422)):
        response = read(rt, draft, content)
        assert response.status_code == status
        assert 'href="#id_bill"' in response.content.decode()
    assert "Não lemos nesta fatura nenhum campo" in read(rt, draft, files.pdf_bytes()).content.decode()


def test_the_pages_are_the_technicians_own_and_end_with_the_draft(rt: Client, user: User) -> None:
    draft = create_draft(actor=user.as_actor())
    stranger, analyst = signed_in(technician("outra@exemplo.com.br")), signed_in(make_analyst())
    for name in ("draft_bill", "draft_bill_use"):
        assert stranger.get(page(draft, name)).status_code == 404
        assert stranger.post(page(draft, name)).status_code == 404
        assert analyst.get(page(draft, name)).status_code in (302, 403)
        assert Client().get(page(draft, name)).status_code == 302
    assert rt.get(page(draft, "draft_bill_use"))["Location"] == page(draft, "draft_bill")


def test_the_same_value_in_other_words_is_the_same() -> None:
    assert is_same("unit_number", "30 1405 6287", "3014056287")
    assert is_same("contracted_demand_kw", "1145 kW", "1.145")
    assert is_same("monthly_consumption_kwh", "1; 2", "1\n2")
    assert not is_same("monthly_consumption_kwh", "1; 2", "2; 1")
    assert is_same("contracted_demand_kw", "muitos", "muitos")
