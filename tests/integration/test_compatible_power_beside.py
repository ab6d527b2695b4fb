"""The compatible power where a project stands: beside the waivers of the wizard, and on the analyst's bench."""

import pytest
from django.test import Client

from portal.accounts.models import User
from tests.factories import filed_request, make_technician
from tests.filing_data import answers
from tests.integration.filing_steps import filled_draft, page, signed_in, technician
from tests.integration.review_room import an_analyst, bench_address
from tests.integration.review_room import signed_in as signed_in_analyst
from tests.integration.test_compatible_power_page import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return technician()


def credits_page(user: User, **changes: dict[str, str]) -> str:
    return words(signed_in(user).get(page(filled_draft(user, **changes), "draft_credits")))


def test_the_wizard_shows_it_beside_the_waivers(user: User) -> None:
    text = credits_page(user)
    assert "Potência compatível com o consumo: 2,44 kW." in text
    assert "A geração de 8,2 kW passa da potência compatível, de 2,44 kW. Ela não é proibida" in text
    assert "7.344 kWh ÷ 12 ciclos = 612 kWh por mês" in text
    assert "Escrever o consumo dos 12 meses" not in text


def test_the_last_screen_names_the_waiver_and_what_speaks_against_it(user: User) -> None:
    draft = filled_draft(user, credits={"waiver": "compatible_power"})
    text = words(signed_in(user).get(page(draft, "draft_check")))
    assert "inversão de fluxo: microgeração gratuita, com potência compatível com o consumo." in text
    assert "A geração de 8,2 kW passa da potência compatível, de 2,44 kW." in text


def test_without_the_whole_history_the_wizard_leads_to_it(user: User) -> None:
    text = credits_page(user, unit={"monthly_consumption_kwh": "610 598"})
    assert "Potência compatível com o consumo: precisa de análise. Há 2 ciclos de consumo" in text
    assert "Escrever o consumo dos 12 meses" in text


def test_a_new_unit_has_no_history_to_be_written(user: User) -> None:
    text = credits_page(
        user, unit={"request_kind": "new_unit", "unit_number": "", "monthly_consumption_kwh": ""}
    )
    assert "precisa de análise. Sem histórico de consumo" in text
    assert "Escrever o consumo dos 12 meses" not in text


def test_an_empty_draft_shows_the_step_all_the_same(user: User) -> None:
    draft = filled_draft(user, unit=dict.fromkeys(answers("unit"), ""), generation={"source": ""})
    response = signed_in(user).get(page(draft, "draft_credits"))
    assert response.status_code == 200
    assert "Potência compatível com o consumo: precisa de análise." in words(response)


def test_the_link_chooses_the_class_and_carries_no_consumption(user: User) -> None:
    draft = filled_draft(user)
    body = signed_in(user).get(page(draft, "draft_credits")).content.decode()
    assert 'href="/potencia-compativel?classe=residencial"' in body


def test_the_bench_shows_it_beside_the_asked_power_and_opens_it_for_the_waiver() -> None:
    client: Client = signed_in_analyst(an_analyst())
    plain = client.get(bench_address(filed_request()))
    assert "Potência compatível com o consumo: 1,41 kW, pedidos 8,2 kW" in words(plain)
    asked = filed_request(make_technician("Carla Dias"), credits={"wants_compatible_power": True})
    body = client.get(bench_address(asked))
    assert "(dispensa pedida)" in words(body)
    assert "A geração de 8,2 kW passa da potência compatível, de 1,41 kW." in words(body)
