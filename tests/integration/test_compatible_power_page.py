"""The public page of the compatible power: typed, pasted or as a mean; errors, results, and addresses without words."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PATH = "/potencia-compativel"
ADDRESS = re.compile(r"/potencia-compativel(\?[a-z_]+=[0-9a-z%C,-]*(&[a-z_]+=[0-9a-z%C,-]*)*)?")
HOUSE = {"classe": "residencial", "fonte": "solar"}
FARM = {"classe": "rural", "fonte": "solar", "irrigacao": "on"}
PASTED = "312\n298\n305\n310\n290\n300\n300\n320\n280\n315\n285\n285"


def words(answer: Any) -> str:
    text = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(text).split())


def calculated(client: Client, answers: Mapping[str, Any]) -> str:
    """What the page says after the button: the address it leads to holds numbers and choices only."""
    response = client.post(PATH, answers)
    assert response.status_code == 302, words(response)
    assert ADDRESS.fullmatch(response["Location"])
    shown = client.get(response["Location"])
    assert shown.status_code == 200
    return words(shown)


def refused(client: Client, answers: Mapping[str, Any]) -> str:
    response = client.post(PATH, answers)
    assert response.status_code == 422
    text = words(response)
    assert text.startswith("Erro: ")
    return text


def months(*values: str) -> dict[str, str]:
    return {f"m{number}": value for number, value in enumerate(values, start=1)}


def test_before_anything_is_asked_the_page_only_asks(client: Client) -> None:
    text = words(client.get(PATH))
    assert "Calcular a potência" in text and "46% na classe residencial" in text
    for unsaid in ("A conta, linha por linha", "Precisa de análise", "Erro:"):
        assert unsaid not in text
    chosen = client.get(PATH, {"classe": "rural"}).content.decode()
    assert '<option value="rural" selected>' in chosen and "Precisa de análise" not in chosen
    assert client.get(PATH, {"utm": "x", "classe": "<b>"}).status_code == 200


@pytest.mark.parametrize(
    "consumption",
    [
        months(*["300"] * 12),
        {"consumo": PASTED},
        {"consumo_medio": "300"},
        {"consumo_medio": " 300,0 kWh/mês "},
    ],
)
def test_the_same_consumption_gives_the_same_power_however_it_is_given(
    client: Client, consumption: dict[str, str]
) -> None:
    text = calculated(client, HOUSE | consumption)
    assert "1,19 kW" in text
    assert "Potência compatível (Pg): 300 ÷ 115,2 × 0,46 = 1,197916… kW" in text
    assert "Regra: REN ANEEL 1.000/2021, art. 73-A, § 1º" in text
    assert "Ver e mudar as respostas" in text


def test_the_sum_of_the_months_and_every_meaning_are_shown(client: Client) -> None:
    text = calculated(client, HOUSE | {"consumo": PASTED})
    assert "3.600 kWh ÷ 12 ciclos = 300 kWh por mês" in text
    assert "12 ciclos (312; 298; 305; 310; 290; 300; 300; 320; 280; 315; 285; 285 kWh)" in text
    for meaning in (
        "A microgeração de até 1,19 kW no total fica sem a análise de inversão de fluxo",
        "Uma potência maior não é proibida",
        "até 7,5 kW sem a análise",
        "Quem não injeta nada na rede",
        "Ligação nova gratuita",
        "Unidade que já existe",
        "potência disponibilizada",
    ):
        assert meaning in text
    assert "Lido em fonte secundária" in text and "Publicado pela distribuidora" in text


def test_the_address_of_a_result_is_short_and_stays_as_it_is(client: Client) -> None:
    first = client.post(
        PATH, HOUSE | months("312,5", "1.298") | {"consumo_medio": "", "desconto": "", "utm": "Ana Souza"}
    )
    address = first["Location"]
    assert address == f"{PATH}?consumo=312%2C5&consumo=1298&classe=residencial&fonte=solar"
    assert client.get(address).status_code == 200
    longer = client.get(f"{address}&nome=Ana&consumo_medio=")
    assert (longer.status_code, longer["Location"]) == (302, address)


def test_the_months_of_a_result_are_there_to_be_changed(client: Client) -> None:
    page = client.get(f"{PATH}?consumo=312%2C5&consumo=1298&classe=residencial&fonte=solar").content.decode()
    assert re.search(r'name="m1" value="312,5"', page) and re.search(r'name="m2" value="1298"', page)
    assert "Há 2 ciclos de consumo e a conta precisa de 12" in page
    again = words(client.get(f"{PATH}?consumo_medio=300&classe=residencial&fonte=solar"))
    assert "1,19 kW" in again


def test_what_is_pasted_takes_the_place_of_the_months(client: Client) -> None:
    text = calculated(client, HOUSE | months(*["999"] * 12) | {"consumo": PASTED})
    assert "1,19 kW" in text and "999" not in text


@pytest.mark.parametrize(
    ("answers", "why", "next_step"),
    [
        (HOUSE, "Sem histórico de consumo não dá para calcular", "escreva os 12 meses ou a média"),
        (HOUSE | months("300", "", "310"), "Há 2 ciclos de consumo", "complete os 12 meses"),
        (HOUSE | {"consumo_medio": "300", "fonte": "hidraulica"}, "publicado para hidráulica", "Só a solar"),
        (
            HOUSE | {"consumo_medio": "300", "classe": "iluminacao-publica"},
            "iluminação pública",
            "Confira a classe",
        ),
        (
            HOUSE | {"consumo_medio": "300", "classe": "outra"},
            "“outra classe” não tem fator",
            "Confira a classe",
        ),
        (
            FARM | {"consumo_medio": "2000"},
            "só conta o consumo do horário sem desconto",
            "Procure na conta de luz",
        ),
    ],
)
def test_what_is_not_published_needs_analysis_and_says_what_to_do(
    client: Client, answers: dict[str, str], why: str, next_step: str
) -> None:
    text = calculated(client, answers)
    assert "Precisa de análise" in text and why in text and next_step in text
    assert "Há outras dispensas" in text
    assert "A conta, linha por linha" not in text


@pytest.mark.parametrize(
    ("consumption", "discounted"),
    [
        ({"consumo_medio": "2000"}, "1.200"),
        ({"consumo": "\n".join(["2000"] * 12)}, "\n".join(["1.200"] * 12)),
    ],
)
def test_an_irrigator_counts_only_the_hours_without_the_discount(
    client: Client, consumption: dict[str, str], discounted: str
) -> None:
    text = calculated(client, FARM | consumption | {"desconto": discounted})
    assert "3,68 kW" in text and "Consumo fora do horário com desconto" in text


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({}, "Escolha a classe da unidade."),
        (HOUSE | {"classe": "espacial"}, "Escolha a classe da unidade."),
        (HOUSE | {"fonte": ""}, "Escolha a fonte da geração."),
        (HOUSE | {"consumo_medio": "abc"}, "Só a média: escreva um número em kWh."),
        (HOUSE | {"consumo_medio": "12 kW"}, "escreva um número em kWh."),
        (HOUSE | {"consumo_medio": "9" * 41}, "escreva um número em kWh."),
        (HOUSE | {"consumo_medio": "-5"}, "não pode ser negativo"),
        (HOUSE | {"consumo_medio": "1.000.000.000"}, "grande demais"),
        (HOUSE | months("300", "3O0"), "Mês 2: escreva um número em kWh."),
        (HOUSE | months("300") | {"consumo_medio": "300"}, "os meses ou a média, não os dois"),
        (HOUSE | {"consumo": "312\njaneiro\n298"}, "Linha 2: escreva só valores em kWh"),
        (HOUSE | {"consumo": PASTED + "\n290"}, "São 13 valores. Deixe só os 12 ciclos mais recentes."),
        (HOUSE | {"consumo": "1" * 5000}, "O texto é longo demais."),
        (HOUSE | {"consumo_medio": "300", "desconto": "10"}, "Marque a opção ou apague o valor."),
        (FARM | {"consumo_medio": "800", "desconto": "801"}, "é maior que o consumo total"),
        (FARM | {"consumo_medio": "800", "desconto": "10\n20"}, "Escreva aqui também só a média."),
        (FARM | {"consumo": PASTED, "desconto": "10"}, "um valor para cada um dos 12 meses"),
        (HOUSE | {"consumo_medio": "300", "potencia": "0"}, "A potência está zerada."),
        (
            HOUSE | {"consumo_medio": "300", "potencia": "muita"},
            "Potência total do projeto: escreva só o número",
        ),
        (HOUSE | {"consumo_medio": "300", "ligacao": "tri"}, "Para usar o disjuntor"),
        (HOUSE | {"consumo_medio": "300", "disjuntor": "63"}, "Para usar o disjuntor"),
        (HOUSE | {"consumo_medio": "300", "ligacao": "tri", "disjuntor": "1,5"}, "número inteiro"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field_and_kept(
    client: Client, answers: dict[str, str], told: str
) -> None:
    text = refused(client, answers)
    assert told.casefold() in text.casefold()
    assert "A conta, linha por linha" not in text


def test_a_wrong_address_is_told_like_a_wrong_answer(client: Client) -> None:
    response = client.get(PATH, HOUSE | {"consumo": ["300", "muito"]})
    assert response.status_code == 422
    assert "linha 2: escreva só valores em kWh" in words(response)


@pytest.mark.parametrize("given", [{"consumo": "300"}, {"consumo_medio": "300", "classe": "residencial"}])
def test_an_address_with_a_consumption_asks_for_the_rest_and_keeps_it(
    client: Client, given: dict[str, str]
) -> None:
    response = client.get(PATH, given)
    assert response.status_code == 422 and 'value="300"' in response.content.decode()
    assert "Escolha a fonte da geração." in words(response)


def test_a_project_is_compared_with_the_power(client: Client) -> None:
    assert "A geração de 8,2 kW passa da potência compatível, de 1,19 kW. Ela não é proibida" in calculated(
        client, HOUSE | {"consumo_medio": "300", "potencia": "8,2"}
    )
    assert "A geração de 1,195 kW cabe na potência compatível, de 1,197916… kW." in calculated(
        client, HOUSE | {"consumo_medio": "300", "potencia": "1,195 kW"}
    )
    assert "A geração de 80 kW passa de 75 kW. Esta dispensa vale só para microgeração." in calculated(
        client, HOUSE | {"consumo_medio": "300", "potencia": "80"}
    )


def test_the_breaker_caps_the_waiver_or_is_said_to_be_unknown(client: Client) -> None:
    given = HOUSE | {"consumo_medio": "20.000", "ligacao": "bi"}
    text = calculated(client, given | {"disjuntor": "63"})
    assert "de até 15,1 kW no total" in text and "Vale o menor." in text and "protótipo" in text
    assert "A conta passa de 75 kW" in text
    assert "Não encontramos o disjuntor bifásico de 61 A" in calculated(client, given | {"disjuntor": "61"})


def test_a_project_above_the_breaker_is_not_said_to_fit(client: Client) -> None:
    given = HOUSE | {"consumo_medio": "5000", "potencia": "14", "ligacao": "mono", "disjuntor": "40"}
    page = client.post(PATH, given, follow=True)
    verdict = re.search(
        r'<div class="note (\w+)[^>]*>(?:(?!<div class="note).)*A geração de 14 kW',
        page.content.decode(),
        re.S,
    )
    assert verdict and verdict[1] == "amber"
    text = words(page)
    assert (
        "cabe na potência compatível, de 19,96 kW, mas passa da potência disponibilizada da unidade, de 5 kW"
        in text
    )
    assert "ligação monofásica, disjuntor de 40 A" in text


@pytest.mark.parametrize(
    ("answers", "is_shown"),
    [
        (HOUSE | {"consumo_medio": "300", "desconto": "200"}, True),
        (HOUSE | {"consumo_medio": "300", "desconto": "abc"}, True),
        (HOUSE | {"consumo_medio": "abc"}, False),
        (FARM | {"consumo_medio": "abc"}, True),
    ],
)
def test_the_hours_with_discount_stay_in_sight_while_they_hold_something(
    client: Client, answers: dict[str, str], is_shown: bool
) -> None:
    page = client.post(PATH, answers).content.decode()
    around = re.search(r'<div class="stack[^>]*>(?=(?:(?!<div class="stack).)*name="desconto")', page, re.S)
    assert around
    assert ("hidden" not in around[0]) == is_shown
    # The stylesheet hides this class by itself while the box is not ticked.
    if "irrigacao" not in answers:
        assert ("when-irrigation" not in around[0]) == is_shown


def test_nothing_that_was_pasted_comes_back_as_markup(client: Client) -> None:
    page = client.post(PATH, HOUSE | {"consumo": "</textarea><script>x</script>"}).content.decode()
    assert "<script>x" not in page


def test_the_page_is_found_from_the_first_page(client: Client) -> None:
    assert f'href="{PATH}"' in client.get("/").content.decode()


def test_the_long_name_of_the_calculator_leads_to_it(client: Client) -> None:
    response = client.get("/calculadora-potencia-compativel?consumo=300")
    assert (response.status_code, response["Location"]) == (302, "/potencia-compativel?consumo=300")
