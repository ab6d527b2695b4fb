"""P2: three questions, and the list in force that answers them; empty, wrong and extreme answers are told plainly."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertNumQueries

from documents.forms.needed_documents import CASES, CREDITS, KINDS, NeededDocumentsForm
from eligibility.forms.public_choices import SOURCES

pytestmark = pytest.mark.django_db
PATH = "/documentos-necessarios"
SOLAR = {
    "potencia": "8,2",
    "fonte": "solar",
    "pedido": "existente",
    "titular": "pessoa",
    "creditos": "unidade",
}
MINI = {
    "potencia": "800",
    "fonte": "hidraulica",
    "pedido": "nova",
    "titular": "empresa",
    "creditos": "cooperativa",
}


def words(answer: Any) -> str:
    text = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(text).split())


def asked(client: Client, answers: Mapping[str, Any], status: int = 200) -> str:
    response = client.get(PATH, answers)
    assert response.status_code == status
    return words(response)


def needed(text: str) -> str:
    return text.split("que este caso não pede", maxsplit=1)[0]


def test_without_answers_the_page_asks_and_shows_the_versions_in_force(client: Client) -> None:
    text = asked(client, {})
    assert "1. O que vai ser instalado?" in text
    assert "Microgeração até 10 kW, versão 2, desde 07/01/2022" in text
    assert "Minigeração, versão 1, desde 07/01/2022" in text
    assert "Escreva a potência" not in text
    assert asked(client, {"utm": "x"}) == text


def test_a_roof_of_a_person(client: Client) -> None:
    text = asked(client, SOLAR)
    assert "8,2 kW não passa de 10 kW" in text
    assert (
        "Você respondeu: 8,2 kW; solar fotovoltaica; geração em unidade que já existe, sem mudar o disjuntor ou a demanda; "
        "titular pessoa física; créditos: só a própria unidade."
    ) in text
    assert "Microgeração até 10 kW, versão 2, em vigor desde 07/01/2022." in text
    assert "6 documentos" in text
    assert "15 dias corridos." in text
    assert "O portal monta com as suas respostas." in text
    assert "PDF, JPG ou PNG, até 3 MB e 10 páginas." in text
    assert "Comprovante do CNPJ" not in needed(text)
    assert "O titular é pessoa física." in text


def test_a_plant_of_a_cooperative(client: Client) -> None:
    text = asked(client, MINI)
    assert "Minigeração, versão 1" in text
    assert "45 dias corridos." in text
    assert "Garantia de fiel cumprimento." in text
    for title in (
        "Ato constitutivo da cooperativa, registrado",
        "Dados de segurança da barragem",
        "Comprovante da garantia de fiel cumprimento",
        "Comprovante do CNPJ",
        "Prova de propriedade ou posse do imóvel, com data",
        "Formulário de Análise de Carga (opcional)",
    ):
        assert title in needed(text)
    assert "marque isso e a garantia fica dispensada" in text
    stays = asked(client, {**MINI, "caso": ["ficam"]})
    assert "Garantia dispensada." in stays
    assert "Comprovante da garantia de fiel cumprimento" not in needed(stays)
    assert "Relatório de ensaio dos conversores" not in needed(text)
    assert "Relatório de ensaio dos conversores" in needed(asked(client, {**MINI, "caso": ["conversor"]}))


def test_the_marks_add_their_documents(client: Client) -> None:
    text = asked(client, {**SOLAR, "titular": "empresa", "caso": ["alterou", "procuracao", "telhado"]})
    for title in (
        "Última alteração do contrato ou estatuto",
        "Procuração do titular",
        "telhado coletivo (opcional)",
    ):
        assert title in needed(text)


@pytest.mark.parametrize(
    ("power", "says"),
    [
        ("75", "Microgeração acima de 10 kW até 75 kW"),
        ("75,1", "Minigeração, versão 1"),
        ("3.000", "Minigeração, versão 1"),
        ("3.000,1", "passa do limite da geração distribuída"),
        ("999999999", "passa do limite da geração distribuída"),
        ("0,0001", "menos de 1 W"),
    ],
)
def test_each_power_has_a_plain_answer(client: Client, power: str, says: str) -> None:
    assert says in asked(client, {**SOLAR, "potencia": power})


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"potencia": ""}, "Escreva a potência em kW, por exemplo 8,2."),
        ({"potencia": "muita"}, "Potência da geração"),
        ({"potencia": "0,0"}, "A potência está zerada."),
        ({"potencia": "-5"}, "Potência da geração"),
        ({"potencia": "9" * 5000}, "Escreva a potência em kW, por exemplo 8,2."),
        ({"fonte": "nuclear"}, "Escolha uma das respostas."),
        ({"pedido": ""}, "Escolha uma das respostas."),
        ({"titular": "marte"}, "Escolha uma das respostas."),
        ({"creditos": ["unidade", "x"]}, "Escolha uma das respostas."),
        ({"caso": ["voar"]}, "Escolha só entre estas opções."),
    ],
)
def test_a_wrong_answer_is_told_and_no_list_is_shown(
    client: Client, changes: dict[str, Any], says: str
) -> None:
    text = asked(client, {**SOLAR, **changes}, 422)
    assert says.lower() in text.lower()
    assert "em vigor desde" not in text


def test_one_answer_alone_asks_for_the_others(client: Client) -> None:
    text = asked(client, {"titular": "empresa"}, 422).lower()
    assert text.count("escreva a potência em kw, por exemplo 8,2.") == 2
    assert text.count("escolha uma das respostas.") == 6


def test_an_answer_costs_one_statement(client: Client) -> None:
    asked(client, SOLAR)
    with assertNumQueries(1):
        asked(client, MINI)


def test_every_choice_gives_an_answer(client: Client) -> None:
    for name, choices in (("fonte", SOURCES), ("pedido", KINDS), ("creditos", CREDITS)):
        for key in choices:
            assert "em vigor desde" in asked(client, {**SOLAR, name: key})
    everything = asked(client, {**MINI, "caso": list(CASES)})
    assert "em vigor desde" in everything
    assert NeededDocumentsForm(SOLAR).is_valid()


def test_the_page_holds_no_script_of_its_own_and_no_inline_style(client: Client) -> None:
    page = client.get(PATH, MINI).content.decode()
    assert "style=" not in page
    assert "onclick" not in page
