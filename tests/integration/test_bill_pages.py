"""The pages about a bill's numbers through HTTP: what comes out, what is asked again and beside which field."""

from collections.abc import Mapping

import pytest
from django.test import Client

from tests.integration.bill_room import CYCLE, GUIDE, HISTORY, LOADS, PRICE, text_of, wrong_fields

pytestmark = pytest.mark.django_db
PAGES = ("indicadores", "demanda-contratada", "modalidade", "opcao-grupo-b", "preco")


def send(name: str, values: Mapping[str, str], status: int = 200) -> str:
    answer = Client().post(f"/fatura/{name}", values)
    assert answer.status_code == status, text_of(answer.content.decode())[:600]
    return answer.content.decode()


def said(name: str, values: Mapping[str, str], status: int = 200) -> str:
    return text_of(send(name, values, status))


def test_the_hub_leads_to_every_question(client: Client) -> None:
    page = client.get("/fatura").content.decode()
    for name in (*PAGES, "memoria-de-massa"):
        assert f'href="/fatura/{name}"' in page
        assert client.get(f"/fatura/{name}").status_code == 200


def test_the_guides_bill_is_worked_out_line_by_line() -> None:
    page = said("indicadores", GUIDE)
    for line in (
        "24.500 kWh ÷ (707 kW × 57 h) = 0,608",
        "189.700 kWh ÷ (756 kW × 615 h) = 0,408",
        "214.200 kWh ÷ (756 kW × 730 h) = 0,3881",
        "24.500 ÷ √(24.500² + 9.800²) = 0,9285",
        "19 dias com ponta, sem 21/02 (Terça-feira de Carnaval)",
        "756 kW não passa de 1.145 kW + 5% = 1.202,25 kW: nada a cobrar",
        "700 kW de injeção não passam de 756 kW de consumo: nada a faturar",
    ):
        assert line in page
    assert "REN ANEEL 1.000/2021, art. 301" in page
    assert "Publicado pela distribuidora" in page
    assert "não deu para calcular" not in page


def test_what_the_guide_prints_wrong_is_kept_and_flagged() -> None:
    page = said("indicadores", {**GUIDE, "printed.overrun_kw": "389", "printed.peak_load_factor": "0,608"})
    assert "A fatura traz 389 kW, mas a conta com os dados dela dá outro valor" in page
    assert "A fatura traz 0,608, o mesmo da conta" in page


def test_a_number_that_is_missing_is_named_and_the_others_come_out() -> None:
    page = said("indicadores", {name: GUIDE[name] for name in GUIDE if name != "peak.max_kw"})
    assert "números que não deu para calcular" in page
    assert "189.700 kWh ÷ (756 kW × 615 h) = 0,408" in page


def test_the_reader_of_bills_sends_iso_days_and_no_modality() -> None:
    sent = {**GUIDE, "previous_reading_on": "2023-01-31", "current_reading_on": "2023-02-28", "modality": ""}
    page = send("indicadores", sent, 422)
    assert wrong_fields(page) == ["modality"], "nothing is taken for green that nobody read as green"
    del sent["contracted_kw"]
    page = send("indicadores", sent)
    assert "24.500 kWh ÷ (707 kW × 57 h) = 0,608" in text_of(page)
    # What was sent stands in the form again, to be changed.
    assert 'value="24.500"' in page


def test_the_months_alone_are_enough_for_the_plots() -> None:
    page = send("indicadores", {"history": HISTORY, "contracted_kw": "1.000", "modality": "green"})
    words = text_of(page)
    assert page.count('role="img" aria-labelledby="s-') == 3
    assert "2 meses passaram da tolerância" not in words
    assert "1 mês passou da tolerância: jul/22." in words
    assert "1.120 kW passa de 1.000 kW + 5% = 1.050 kW: excesso de 1.120 − 1.000 = 120 kW" in words
    # February 2022 has no demand out of peak: nothing is made up for it.
    assert "fev/22 sem dado" in words
    # (24,500 + 189,700 + 91,700) ÷ (756 × 730)
    assert "305.900 kWh ÷ (756 kW × 730 h) = 0,5543" in words


def test_the_blue_modality_has_a_plot_for_each_post() -> None:
    sent = {
        "history": HISTORY,
        "modality": "blue",
        "peak.contracted_kw": "700",
        "off_peak.contracted_kw": "900",
    }
    page = send("indicadores", sent)
    assert "Demanda medida e contratada, ponta" in page
    assert "Demanda medida e contratada, fora de ponta" in page


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"peak.energy_kwh": "muito"}, "peak.energy_kwh", "escreva só o número"),
        ({"peak.energy_kwh": "-5"}, "peak.energy_kwh", "não pode ser negativo"),
        ({"previous_reading_on": "31/02/2023"}, "previous_reading_on", "escreva a data assim"),
        ({"previous_reading_on": ""}, "previous_reading_on", "falta preencher"),
        ({"previous_reading_on": "28/02/2023"}, "current_reading_on", "precisa ser depois da anterior"),
        ({"current_reading_on": "28/02/2031"}, "previous_reading_on", "até 400 dias"),
        ({"modality": "blue"}, "contracted_kw", "cada posto tem a sua"),
        ({"peak.contracted_kw": "1"}, "peak.contracted_kw", "uma demanda contratada só"),
        ({"modality": "same"}, "modality", "escolha uma das opções"),
        ({"history": "FEV/23 1 2"}, "history", "linha 1: escreva o mês"),
        ({"history": "FEV/23 1 2 3 4\n\nXYZ/23 1 2 3 4"}, "history", "linha 3: escreva o mês assim"),
        ({"history": "FEV/23 1 2 3 4\nFEV/23 1 2 3 4"}, "history", "cada mês aparece uma vez só"),
        ({"history": "\n".join(f"{n}/2{y} 1 2 3 4" for y in "12" for n in range(1, 8))}, "history", "até 13"),
        (
            {"reading.before": "20", "reading.after": "10", "reading.constant": "1"},
            "reading.after",
            "é menor",
        ),
        ({"reading.before": "20"}, "reading.after", "falta preencher"),
    ],
)
def test_a_mistake_stands_beside_its_field(changed: dict[str, str], field: str, message: str) -> None:
    page = send("indicadores", {**GUIDE, **changed}, 422)
    assert wrong_fields(page)[0] == field
    assert message in text_of(page).lower()
    assert "<title>Erro: " in page and 'id="resultado"' not in page
    # What was typed is still there.
    assert "65.100" in page


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_form_asks_for_something(name: str) -> None:
    page = send(name, {}, 422)
    assert "Preencha pelo menos uma das partes desta página." in page


def test_a_bill_of_before_the_rules_says_since_when_they_hold() -> None:
    sent = {**GUIDE, "previous_reading_on": "31/01/2019", "current_reading_on": "28/02/2019"}
    page = said("indicadores", sent, 422)
    assert "vale desde 01/01/2022, e a data é" in page


def test_the_guides_loads_suggest_66_kw() -> None:
    page = said("demanda-contratada", LOADS)
    for line in (
        "65 kW ao mesmo tempo: 66 kW, um pouco acima",
        "40 + 20 + 30 = 90 kW",
        "65 kW ÷ 90 kW = 0,7222",
        "66 kW + 5% = 69,3 kW",
    ):
        assert line in page
    assert "O passo de 1 kW é deste portal" in page


def test_a_load_that_runs_above_its_size_is_shown_in_its_own_row() -> None:
    page = send("demanda-contratada", {**LOADS, "contracted_demand.loads.3.simultaneous_kw": "31"}, 422)
    assert wrong_fields(page) == ["contracted_demand.loads.3.simultaneous_kw"]


def test_more_rows_come_without_an_answer_and_keep_what_is_typed() -> None:
    page = send("demanda-contratada", {**LOADS, "mais_linhas": "1"})
    assert page.count('class="loads-row"') == 8
    assert 'value="Refrigeração"' in page and 'id="resultado"' not in page


def test_a_change_of_demand_tells_its_test_period() -> None:
    change = {"test_period.change": "increase", "test_period.current_kw": "100"}
    assert "Período de testes 3 ciclos" in said(
        "demanda-contratada", {**change, "test_period.new_kw": "105,1"}
    )
    assert "Período de testes 0 ciclos" in said("demanda-contratada", {**change, "test_period.new_kw": "105"})
    assert wrong_fields(send("demanda-contratada", change, 422)) == ["test_period.new_kw"]


def test_rural_units_have_their_own_rules() -> None:
    billed = "100 120 99,99 90 10 10 10 10 10 10 10 10"
    page = said(
        "demanda-contratada",
        {
            "complementary_demand.contracted_kw": "100",
            "complementary_demand.billed_kw": billed.replace(" ", "\n"),
            "seasonal_demand.measured_kw": "50",
            "seasonal_demand.previous_kw": "441 609 665 791 679 763 1.120 630 749 882 1.022",
        },
    )
    assert "2 de 12 demandas faturadas chegam a 100 kW; são necessárias 3" in page
    assert "não haver demanda complementar 1 ciclo 2 de 12" in page
    assert "O maior entre 50 kW medidos e 10% de 1.120 kW = 112 kW: 112 kW" in page
    few = {"seasonal_demand.measured_kw": "50", "seasonal_demand.previous_kw": "441 609"}
    assert "Informe as demandas medidas nos 11 ciclos anteriores. Há 2." in said(
        "demanda-contratada", few, 422
    )
    bad = {"seasonal_demand.measured_kw": "50", "seasonal_demand.previous_kw": "441 x"}
    assert "valor 2: confira o número" in said("demanda-contratada", bad, 422).lower()


def test_green_and_blue_are_compared_with_the_tariffs_given() -> None:
    page = said("modalidade", CYCLE)
    assert "A verde custa R$ 7.425,91 a menos" in page or "A verde custa R$ 7.425,92 a menos" in page
    assert "Energia na ponta: 24.500 kWh × R$ 2,19947 = R$ 53.887,02" in page
    assert "Compare vários ciclos antes de mudar" in page
    assert wrong_fields(send("modalidade", {**CYCLE, "modalities.blue.peak_demand": ""}, 422)) == [
        "modalities.blue.peak_demand"
    ]


def test_a_modality_changes_after_twelve_cycles() -> None:
    change = {"modality_change.to": "blue", "modality_change.subgroup": "A4"}
    eleven = {**change, "modality_change.cycles_since_change": "11"}
    assert "Mudança para a modalidade azul Não" in said("modalidade", eleven)
    assert "Mudança para a modalidade azul Sim" in said("modalidade", change)
    without = send("modalidade", {"modality_change.to": "blue"}, 422)
    assert wrong_fields(without) == ["modality_change.subgroup"]


def test_zero_cycles_since_the_last_change_is_an_answer() -> None:
    change = {"modality_change.to": "blue", "modality_change.subgroup": "A4"}
    assert "passaram 0 ciclos" in said("modalidade", {**change, "modality_change.cycles_since_change": "0"})


def test_the_option_for_group_b_shows_each_test() -> None:
    small = {"group_b.transformers_kva.0": "75", "group_b.transformers_kva.2": "37,5"}
    page = said("opcao-grupo-b", small)
    assert "Opção pela tarifa do grupo B Sim A tarifa escolhida passa a ser aplicada até o" in page
    assert "art. 292, § 2º" in page
    assert "75 + 37,5 = 112,5 kVA não passa de 112,5 kVA." in page
    shared = {**small, "group_b.is_in_scee": "on", "group_b.has_own_generation": "on"}
    assert "Opção pela tarifa do grupo B Sim" in said("opcao-grupo-b", shared)
    page = said("opcao-grupo-b", {**shared, "group_b.shares_credits": "on"})
    assert "Opção pela tarifa do grupo B Não" in page and "Sem alocação de energia Não atende" in page
    outside = send("opcao-grupo-b", {**small, "group_b.shares_credits": "on"}, 422)
    assert wrong_fields(outside) == ["group_b.is_in_scee"]
    page = send("opcao-grupo-b", {"group_b.is_lodging": "on"}, 422)
    assert wrong_fields(page) == ["group_b.transformers_kva.0"]


def test_a_price_is_made_by_two_divisions_and_compared() -> None:
    page = said("preco", PRICE)
    assert "16,54 ÷ (1 − 0,0449) ÷ (1 − 0,18) = R$ 21,11897362" in page
    assert "o mesmo da conta" in page
    assert wrong_fields(send("preco", {**PRICE, "price.icms_percent": "100"}, 422)) == ["price.icms_percent"]


def test_flags_losses_items_and_specific_consumption() -> None:
    page = said(
        "preco",
        {
            "flags.consumption_kwh": "30.000",
            "flags.compensated_kwh": "6.000",
            "flags.first": "01/06/2026",
            "flags.last": "30/06/2026",
            "flags.spans.0.flag": "green",
            "flags.spans.0.first": "01/06/2026",
            "flags.spans.0.last": "20/06/2026",
            "flags.spans.1.flag": "yellow",
            "flags.spans.1.first": "21/06/2026",
            "flags.spans.1.last": "30/06/2026",
            "flags.spans.1.brl_per_kwh": "0,02",
            "losses.value": "100",
            "losses.unit": "kW",
            "item.amount": "389",
            "item.price_brl": "34,63511674",
            "specific_consumption.energy_kwh": "120.000",
            "specific_consumption.produced": "4.000",
            "specific_consumption.unit": "peça",
            "overrun.kind": "consumption",
            "overrun.measured_kw": "1.100",
            "overrun.contracted_kw": "1.000",
            "overrun.tariff_brl_per_kw": "16,54",
        },
    )
    for line in (
        "amarela: 24.000 kWh × 10/30 × R$ 0,02 = R$ 160,00",
        "100 kW + 2,5% = 102,5 kW",
        "389 × R$ 34,63511674 = R$ 13.473,06",
        "120.000 kWh ÷ 4.000 (peça) = 30 kWh/peça",
        "100 kW × 2 × R$ 16,54 por kW = R$ 3.308,00",
    ):
        assert line in page


def test_days_without_a_flag_are_told() -> None:
    sent = {
        "flags.consumption_kwh": "1",
        "flags.first": "01/06/2026",
        "flags.last": "30/06/2026",
        "flags.spans.1.flag": "green",
        "flags.spans.1.first": "01/06/2026",
        "flags.spans.1.last": "20/06/2026",
        "flags.spans.1.brl_per_kwh": "0",
    }
    page = send("preco", sent, 422)
    assert "cada dia do período de leitura tem uma bandeira, e só uma." in text_of(page)
    assert wrong_fields(send("preco", {**sent, "flags.spans.1.last": "01/05/2026"}, 422)) == [
        "flags.spans.1.last"
    ]


def test_a_nul_character_and_a_script_are_only_text() -> None:
    assert "66 kW" in said("demanda-contratada", {**LOADS, "contracted_demand.loads.0.name": "a\x00b"})
    sent = {**LOADS, "contracted_demand.loads.0.name": "<script>alert(1)</script>"}
    assert "<script>alert" not in send("demanda-contratada", sent)
