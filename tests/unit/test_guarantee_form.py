"""The screen of the performance guarantee: nothing is mandatory, and nothing unasked is used."""

from datetime import date
from decimal import Decimal

import pytest

from eligibility.profile import current_profile
from requests_app.domain.filing import GuaranteeAnswers
from requests_app.forms.guarantee import GuaranteeForm

DAY = date(2026, 11, 20)
BANK = "Banco do Brasil"
SURETY = {"form": "surety", "surety_bank": BANK, "amount_brl": "R$ 50.000,00", "valid_until": "31/12/2027"}


def errors(**data: str) -> dict[str, list[str]]:
    form = GuaranteeForm(data=data)
    form.to_answers(DAY)
    return {name: [str(message) for message in messages] for name, messages in form.errors.items()}


def test_an_empty_guarantee_is_valid_because_people_refuse_it_later() -> None:
    assert GuaranteeForm(data={}).to_answers(DAY) == GuaranteeAnswers()
    assert GuaranteeForm(data={}).errors == {}


def test_a_surety_has_bank_amount_and_validity() -> None:
    found = GuaranteeForm(data=SURETY).to_answers(DAY)
    assert found is not None
    assert found.model_dump(mode="json") == {
        "form": "surety",
        "surety_bank": BANK,
        "amount_brl": "50000.00",
        "valid_until": "2027-12-31",
    }


def test_cash_has_neither_bank_nor_validity_whatever_was_typed_before() -> None:
    found = GuaranteeForm(data={**SURETY, "form": "cash", "valid_until": "ontem"}).to_answers(DAY)
    assert found is not None
    assert (found.surety_bank, found.valid_until, found.amount_brl) == ("", None, Decimal("50000.00"))


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("20/11/2026", "A validade já acabou ou acaba hoje."),
        ("19/11/2026", "A validade já acabou ou acaba hoje."),
        ("31/02/2027", "Escreva dia, mês e ano. Exemplo: 31/12/2027."),
        ("logo", "Escreva dia, mês e ano. Exemplo: 31/12/2027."),
        ("99/99/9999", "Escreva dia, mês e ano. Exemplo: 31/12/2027."),
    ],
)
def test_bonds_and_surety_hold_beyond_today(day: str, message: str) -> None:
    assert errors(**{**SURETY, "valid_until": day}) == {"valid_until": [message]}
    assert errors(**{**SURETY, "form": "bonds", "valid_until": day}) == {"valid_until": [message]}


@pytest.mark.parametrize("day", ["21/11/2026", "2026-11-21", "1/1/2027", "21.11.2026"])
def test_a_day_is_read_as_people_write_it(day: str) -> None:
    assert errors(**{**SURETY, "valid_until": day}) == {}


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        ("1,234", "Use até 2 casas decimais."),
        ("-5", "O número não pode ser negativo."),
        ("muito", "Escreva só o número, com vírgula nas casas decimais. Exemplo: 8,2."),
    ],
)
def test_an_amount_is_in_reais_and_cents(amount: str, message: str) -> None:
    assert errors(**{**SURETY, "amount_brl": amount}) == {"amount_brl": [message]}


def test_the_banks_are_those_that_the_utility_publishes() -> None:
    options = GuaranteeForm()["surety_bank"].subwidgets
    assert tuple(option.data["value"] for option in options)[1:] == current_profile().surety_banks.names
    assert errors(**{**SURETY, "surety_bank": "Banco da Esquina"}) == {
        "surety_bank": ["Escolha um banco da lista da distribuidora."]
    }


def test_the_account_for_cash_shows_the_utilitys_cnpj() -> None:
    assert GuaranteeForm().account_tax_id == "06.981.180/0001-16"
