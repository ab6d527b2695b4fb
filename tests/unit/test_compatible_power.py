"""Compatible power: the table worked out by hand, its lines and meanings, and what is left to the analyst."""

from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

import pytest

from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.compatible_power import CompatiblePower, NoCompatiblePower, compatible_power
from eligibility.domain.compatible_power_meanings import is_compatible, meanings, waived_up_to_kw
from eligibility.domain.findings import Refused
from eligibility.domain.limits import AvailablePower, available_power
from eligibility.domain.rulebook import rule, use_amendments
from eligibility.domain.vocabulary import ConsumerClass, Phases, TariffGroup
from tests.unit.compatible_powers import CASES, PASTES, TODAY, answer, none, power

MILLIONTH = Decimal("0.000001")


def rows(*answers: str) -> list[Any]:
    return [pytest.param(row, id=row["name"]) for row in CASES if row.get("answer", "power") in answers]


def test_the_table_is_large_enough_and_every_row_has_its_source() -> None:
    assert len(CASES) >= 60 and len(rows("power")) >= 60
    assert all(row["source"] for row in CASES)
    for listed in (CASES, PASTES):
        assert len({row["name"] for row in listed}) == len(listed)
    assert len(rows("power", "needs_analysis", "not_in_force", "refused")) == len(CASES)


@pytest.mark.parametrize("row", rows("power"))
def test_the_power_worked_out_by_hand(row: dict[str, Any]) -> None:
    found = answer(row)
    assert isinstance(found, CompatiblePower)
    assert str(found.power_kw) == row["power_kw"]
    assert str(found.power_kw_exact.quantize(MILLIONTH, rounding=ROUND_FLOOR)) == row["exact"]
    assert [item.code for item in found.notices] == row.get("notices", [])


@pytest.mark.parametrize("row", rows("power"))
def test_what_fits_is_told_from_what_exceeds(row: dict[str, Any]) -> None:
    found = answer(row)
    assert isinstance(found, CompatiblePower)
    existing = Decimal(row.get("existing_kw", "0"))
    fits = [text for text in row.get("fits", []) if is_compatible(Decimal(text), found, existing_kw=existing)]
    too_much = [
        text
        for text in row.get("exceeds", [])
        if not is_compatible(Decimal(text), found, existing_kw=existing)
    ]
    assert (fits, too_much) == (row.get("fits", []), row.get("exceeds", []))


@pytest.mark.parametrize("row", rows("needs_analysis", "not_in_force"))
def test_without_a_published_basis_there_is_no_number(row: dict[str, Any]) -> None:
    found = answer(row)
    assert isinstance(found, NoCompatiblePower)
    assert (found.status, found.code) == (row["answer"], f"compatible_power.{row['reason']}")
    assert found.citation.label and found.message.endswith(".")
    assert "power_kw" not in found.model_dump()


@pytest.mark.parametrize("row", rows("refused"))
def test_numbers_that_no_bill_shows_are_refused(row: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        answer(row)
    assert refused.value.code == f"consumption.{row['reason']}"


def test_too_many_cycles_say_how_many_to_keep() -> None:
    with pytest.raises(Refused) as refused:
        compatible_power([Decimal(1)] * 13, "rural", TODAY)
    assert refused.value.message == "São 13 valores. Deixe só os 12 ciclos mais recentes."
    assert refused.value.citation is not None and "observação 1" in refused.value.citation.label


def test_a_number_without_end_is_refused_before_it_costs_anything() -> None:
    with pytest.raises(Refused) as refused:
        compatible_power(Decimal("1E-999999"), "rural", TODAY)
    assert refused.value.code == "consumption.too_precise"


def test_the_lines_show_the_whole_sum_of_twelve_cycles() -> None:
    found = power([Decimal(300)] * 12, "residential")
    assert [line.text for line in found.lines] == [
        "Consumo médio (C): 3.600 kWh ÷ 12 ciclos = 300 kWh por mês",
        "Fator de capacidade (FC), fonte solar fotovoltaica: 0,16",
        "Fator de ajuste (FA), classe residencial: 46% = 0,46",
        "FC × 24 horas × 30 dias: 0,16 × 24 × 30 = 115,2",
        "Potência compatível (Pg): 300 ÷ 115,2 × 0,46 = 1,197916… kW",
        "Com 2 casas, arredondado para baixo: 1,19 kW",
    ]


def test_the_lines_of_an_irrigator_and_of_public_authority_say_what_is_different() -> None:
    found = power(
        Decimal("2000.5"), "rural", discounted=Decimal("1200.25"), has_irrigation_discount=True
    ).lines
    assert found[0].text == "Consumo fora do horário com desconto: 2.000,5 − 1.200,25 = 800,25 kWh"
    assert found[1].text == "Consumo médio (C): 800,25 kWh por mês"
    texts = [line.text for line in power(Decimal(1280), "public_authority").lines]
    assert texts[2] == "A classe poder público usa o fator da classe comercial, serviços e outras"
    assert texts[-2].endswith("= 7 kW") and texts[-1].endswith("7,00 kW")


def test_every_line_carries_the_rule_it_comes_from() -> None:
    by_code = {line.code: line for line in power(Decimal(1000), "public_authority").lines}
    assert {code: line.citation.label for code, line in by_code.items() if code != "consumption"} == {
        "capacity_factor": "REN ANEEL 1.000/2021, arts. 73-A, § 1º, e 655-B",
        "class_counted_as": "Página da distribuidora sobre mini e microgeração, calculadora, observação 3",
        "adjustment_factor": "Página da distribuidora sobre mini e microgeração, calculadora, tabela e observação 2",
        "divisor": "REN ANEEL 1.000/2021, art. 73-A, § 1º",
        "power": "REN ANEEL 1.000/2021, art. 73-A, § 1º",
        "rounding": "Política deste portal, calculadora de potência compatível",
    }
    assert by_code["rounding"].confidence is Confidence.policy
    assert by_code["adjustment_factor"].confidence is Confidence.published
    assert by_code["capacity_factor"].confidence is Confidence.secondary


def test_the_result_names_its_factors_and_its_article() -> None:
    found = power(Decimal(1000), "Serviço Público")
    assert (found.fa, found.fc) == (Decimal("0.57"), Decimal("0.16"))
    assert found.consumer_class is ConsumerClass.public_service
    assert found.citation.label == "REN ANEEL 1.000/2021, art. 73-A, II e § 1º"
    assert str(found.power_kw_exact) == "4.947916666666666666666666667"
    assert "exact" not in found.model_dump(mode="json")


def test_the_published_examples_come_out_when_the_rulebook_rounds_to_whole_kilowatts() -> None:
    whole = rule("reverse_flow.compatible.rounding", TODAY).model_copy(
        update={"value": {"places": 0, "direction": "nearest"}, "valid_from": date(2026, 1, 1)}
    )
    use_amendments([whole])
    try:
        shown = power(Decimal(706), "residential"), power(Decimal(4360), "commercial")
        assert [str(item.power_kw) for item in shown] == ["3", "24"]
        assert [is_compatible(item.power_kw, item) for item in shown] == [False, False]
    finally:
        use_amendments(())


def test_public_authority_follows_a_new_factor_of_commerce() -> None:
    entry = rule("reverse_flow.compatible.adjustment_factor", TODAY)
    factors = {**entry.as_table(), "commercial": Decimal("0.5")}
    use_amendments([entry.model_copy(update={"value": factors, "valid_from": date(2026, 11, 1)})])
    try:
        assert power(Decimal(1152), "public_authority").power_kw == 5
        before = compatible_power(Decimal(1152), "public_authority", date(2026, 10, 31))
        assert isinstance(before, CompatiblePower) and before.power_kw == Decimal("6.30")
    finally:
        use_amendments(())


def test_an_unknown_class_is_repeated_and_shortened() -> None:
    assert "“Consumo próprio” não tem fator" in none(Decimal(1), "  Consumo   próprio ").message
    assert len(none(Decimal(1), "x" * 10_000).message) < 200


def test_zero_is_told_apart_from_no_history() -> None:
    zero = power(Decimal(0), "residential")
    assert (zero.power_kw, [item.code for item in zero.notices]) == (Decimal(0), ["zero_consumption"])
    assert none(None, "residential").code == "compatible_power.no_history"
    assert none([Decimal(0)] * 11, "residential").message.startswith("Há 11 ciclos de consumo")


def test_the_meanings_name_every_way_and_their_articles() -> None:
    found = {item.code: item for item in meanings(power(Decimal(1000), "residential"))}
    assert {code: item.citation.provision for code, item in found.items()} == {
        "waiver": "art. 73-A, II e § 1º",
        "larger_allowed": "arts. 73 e 73-A, II",
        "fast_track": "art. 73-A, III e §§ 2º e 3º",
        "grid_zero": "art. 73-A, I",
        "gratuity_new_unit": "art. 104 e § 3º",
        "gratuity_load_increase": "art. 105 e § 2º",
        "gratuity_existing_unit": "art. 106, parágrafo único",
        "available_power": "art. 31",
        "compared_total": "calculadora de potência compatível",
        "compared_rounding": "calculadora de potência compatível",
        "compared_installed": "art. 2º, XXIX-A e XXIX-B",
    }
    assert "até 3,99 kW" in found["waiver"].text
    assert "não é proibida" in found["larger_allowed"].text


@pytest.mark.parametrize(("consumption", "goes_further"), [("1878.26", True), ("1878.27", False)])
def test_the_fast_track_goes_further_only_below_its_limit(consumption: str, goes_further: bool) -> None:
    found = {item.code: item.text for item in meanings(power(Decimal(consumption), "residential"))}
    assert ("aqui vai além: até 7,5 kW" in found["fast_track"]) is goes_further
    assert ("aqui não vai além" in found["fast_track"]) is not goes_further


def test_the_waiver_ends_with_micro_and_with_the_breaker() -> None:
    large, small = power(Decimal(20_000), "residential"), power(Decimal(1000), "residential")
    breaker = available_power(TariffGroup.b, Phases.two, 63, TODAY)
    assert breaker is not None
    assert str(waived_up_to_kw(large)) == "75.00"
    assert str(waived_up_to_kw(large, breaker)) == "15.10"
    assert str(waived_up_to_kw(small, breaker)) == "3.99"
    texts = {item.code: item.text for item in meanings(large, available=breaker)}
    assert "até 15,1 kW" in texts["waiver"] and "Vale o menor" in texts["available_power"]
    texts = {item.code: item.text for item in meanings(small, available=breaker)}
    assert "15,1 kW" in texts["available_power"] and "Vale o menor" not in texts["available_power"]
    assert "protótipo" in texts["available_power"]


def test_with_zero_consumption_no_power_is_promised() -> None:
    found = {item.code: item.text for item in meanings(power(Decimal(0), "rural"))}
    assert "nenhuma potência" in found["waiver"]
    assert not is_compatible(Decimal("0.001"), power(Decimal(0), "rural"))


def test_an_available_power_of_any_origin_caps_the_waiver() -> None:
    typed_in = AvailablePower(
        kw=Decimal("2.345"),
        citation=Citation(norm="Valor escrito no pedido"),
        confidence=Confidence.unverified,
        note="",
    )
    assert str(waived_up_to_kw(power(Decimal(1000), "residential"), typed_in)) == "2.34"
