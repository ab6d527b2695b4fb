"""Anybody asks what the grid can take: by words, by a unit's number, on the map, near a place, over the API."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from requests_app.models import CustomerAccount, Transformer
from requests_app.services.grid.search import MOST_MARKS
from tests.grid import FEEDER, SUBSTATION, TRANSFORMER, bring, feeders

pytestmark = pytest.mark.django_db
PAGE = "/capacidade-da-rede"
UNIT = "3014056287"
FAR = SUBSTATION | {
    "codigo": "ARX", "nome": "Araxá 1", "municipio": "Araxá", "latitude": "-19,5933", "longitude": "-46,9406",
    "capacidade_kw": "", "fluxo_inverso": "",
}  # fmt: skip


def text_of(client: Client, path: str = PAGE, **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200
    return words_of(answer.content)


def words_of(content: bytes) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content.decode())).split())


def customer(grid_code: str, unit_number: str = UNIT) -> CustomerAccount:
    return CustomerAccount.objects.create(
        unit_number=unit_number, tax_id="12345678909", has_overdue_debts=False, is_captive=True, grid_code=grid_code,
        imported_at=timezone.now(), source_line=2,
    )  # fmt: skip


def test_an_empty_base_says_so_and_invents_nothing(client: Client) -> None:
    assert "Sem dados importados." in text_of(client)
    assert "Sem dados importados." in words_of(
        client.post(f"{PAGE}/perto", {"latitude": "-19,9", "longitude": "-44,1"}).content
    )
    assert client.get("/api/v1/grid/points").json() == {
        "count": 0, "page": 1, "pages": 1, "is_invented": False, "points": [],
    }  # fmt: skip


def test_the_first_page_shows_substations_with_date_and_source(client: Client) -> None:
    bring(SUBSTATION, FAR, TRANSFORMER, *feeders(3))
    page = text_of(client)
    assert "Betim 2 Subestação BTM Betim 30.000 kW 30.000 kW Sem inversão de fluxo 31/10/2025" in page
    assert "Araxá 1 Subestação ARX Araxá Sem dado Sem dado Sem informação de fluxo" in page
    assert "Jardim das Flores" not in page
    assert "Alimentadores 3 3 3 31/10/2025" in page and "Levantamento de teste" in page
    assert "inventado" not in page


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("BTM-T1", ["BTM-T1"]),
        ("btm-t1", ["BTM-T1"]),
        ("trafo betim", ["BTM-T1"]),
        ("ARAXA", ["ARX"]),
        ("araxá", ["ARX"]),
        ("flores", ["BTM-00001", "BTM-00002"]),
        ("betim", ["BTM", "BTM-T1", "BTM-00001", "BTM-00002"]),
        ("BTM", ["BTM", "BTM-T1", "BTM-00001", "BTM-00002"]),
        ("100%", []),
        ("_", []),
    ],
)
def test_words_find_names_codes_and_municipalities(client: Client, words: str, codes: list[str]) -> None:
    bring(SUBSTATION, FAR, TRANSFORMER, *feeders(2))
    answer = client.post(PAGE, {"busca": words})
    assert answer.status_code == 302
    body = client.get(answer["Location"]).content.decode()
    table = body[body.index('id="pontos"') : body.index('id="leitura"')]
    assert re.findall(r"(?:Subestação|Transformador|Alimentador) ([A-Z0-9-]+)", table) == codes
    found = client.get("/api/v1/grid/points", {"q": words}).json()
    assert [point["code"] for point in found["points"]] == codes and found["count"] == len(codes)


def test_one_kind_alone(client: Client) -> None:
    bring(SUBSTATION, TRANSFORMER, *feeders(2))
    answer = client.post(PAGE, {"busca": "", "tipo": "transformador"})
    assert answer["Location"] == f"{PAGE}?tipo=transformador"
    page = text_of(client, tipo="transformador")
    assert "1 transformador." in page and "BTM-T1" in page and "BTM-00001" not in page
    assert client.post(PAGE, {"tipo": "poste"}).status_code == 422


def test_many_results_come_in_pages(client: Client) -> None:
    bring(SUBSTATION, TRANSFORMER, *feeders(45))
    first, last = text_of(client, busca="flores"), text_of(client, busca="flores", pagina="3")
    assert "Página 1 de 3" in first and "BTM-00020" in first and "BTM-00021" not in first
    assert "BTM-00041" in last and "BTM-00045" in last
    assert "Página 3 de 3" in text_of(client, busca="flores", pagina="99")
    for strange in ("0", "-1", "²", "x", "9" * 40):
        assert "Página" in text_of(client, busca="flores", pagina=strange)
    assert client.get("/api/v1/grid/points", {"q": "flores", "page": "3"}).json()["pages"] == 3


def test_a_unit_is_answered_by_post_and_its_number_goes_nowhere(client: Client) -> None:
    bring(SUBSTATION, TRANSFORMER, *feeders(1))
    customer("BTM-T1")
    answer = client.post(PAGE, {"busca": "3014.0562-87"})
    body = answer.content.decode()
    assert answer.status_code == 200 and "Location" not in answer
    assert "Ela está ligada ao ponto Betim 2, trafo 1 (transformador BTM-T1), em Betim." in words_of(
        answer.content
    )
    assert UNIT not in body and "3014.0562-87" not in body and "12345678909" not in body


def test_a_unit_may_hang_on_a_feeder_and_an_unknown_one_is_said_to_be_so(client: Client) -> None:
    bring(SUBSTATION, TRANSFORMER, *feeders(1))
    customer("BTM-00001")
    page = words_of(client.post(PAGE, {"busca": UNIT}).content)
    assert "(alimentador BTM-00001)" in page and "no transformador BTM-T1" in page
    customer("GONE", "3019999999")
    for number in ("3019999999", "3018888888"):
        page = words_of(client.post(PAGE, {"busca": number}).content)
        assert "O portal não sabe a que transformador ela está ligada." in page


def test_a_mistyped_unit_number_is_corrected_without_travelling_in_an_address(client: Client) -> None:
    bring(SUBSTATION)
    answer = client.post(PAGE, {"busca": "301405628"})
    assert answer.status_code == 422
    assert "Número da instalação: confira os algarismos." in words_of(answer.content)


def test_a_code_of_digits_alone_is_found(client: Client) -> None:
    bring(SUBSTATION | {"codigo": "12345678"})
    answer = client.post(PAGE, {"busca": "12345678"})
    assert answer["Location"] == f"{PAGE}?busca=12345678"
    assert "Subestação 12345678" in text_of(client, busca="12345678")


def test_units_are_asked_for_twenty_times_a_minute_at_most(client: Client) -> None:
    bring(SUBSTATION)
    answers = [client.post(PAGE, {"busca": UNIT}).status_code for _ in range(25)]
    assert answers[0] == 200 and answers[-1] == 429


def test_the_map_shows_each_point_and_leads_to_it(client: Client) -> None:
    bring(SUBSTATION, FAR)
    body = client.get(PAGE).content.decode()
    assert re.findall(r'<a href="([^"]+)" class="sign (\w+)"', body) == [
        (f"{PAGE}/subestacao/ARX", "unknown"),
        (f"{PAGE}/subestacao/BTM", "no"),
    ]
    assert "2 pontos em 2 municípios" in words_of(body.encode())


def test_many_points_are_put_together_and_a_closer_look_shows_them(client: Client) -> None:
    rows = [
        SUBSTATION
        | {"codigo": f"S{n:03d}", "latitude": f"-19,{n:04d}", "longitude": f"-44,{n * 7 % 200:04d}"}
        for n in range(200)
    ]
    bring(*rows)
    body = client.get(PAGE).content.decode()
    links = re.findall(r'<a href="([^"]+)" class="sign', body)
    assert 0 < len(links) <= MOST_MARKS
    closer = next(unescape(link) for link in links if "area=" in link)
    inside = words_of(client.get(closer.partition("#")[0]).content)
    assert "Pontos desta parte do mapa" in inside and "Ver o mapa todo de novo" in inside
    for strange in ("1,2,3", "x", "1,2,3,nan", "999,0,0,0"):
        assert "Pontos da rede" in text_of(client, area=strange)


def test_points_of_one_place_lead_to_the_table(client: Client) -> None:
    bring(SUBSTATION, TRANSFORMER, *feeders(3))
    body = client.get(PAGE, {"busca": "betim"}).content.decode()
    assert re.findall(r'class="sign \w+" aria-label="([^"]+)"', body) == ["5 pontos, 3 com inversão de fluxo"]
    assert re.findall(r'<a href="[^"]+(#\w+)" class="sign', body) == ["#pontos"]


def test_a_point_shows_its_account_its_parents_and_what_belongs_to_it(client: Client) -> None:
    bring(SUBSTATION, TRANSFORMER, *feeders(60))
    page = text_of(client, f"{PAGE}/transformador/BTM-T1")
    assert "Capacidade publicada 12.500,5 kW" in page and "Saldo disponível 12.500,5 kW" in page
    assert "Mostramos 50 de 60." in page
    feeder = text_of(client, f"{PAGE}/alimentador/btm-00001")
    assert "Saldo no transformador BTM-T1" in feeder and "Subestação Betim 2 BTM" in feeder
    assert "Transformadores deste ponto" in text_of(client, f"{PAGE}/subestacao/BTM")
    for path in ("poste/BTM", "transformador/BTM", "subestacao/nada", "subestacao/a/b/c"):
        assert client.get(f"{PAGE}/{path}").status_code == 404


def test_codes_with_a_stroke_have_a_page(client: Client) -> None:
    bring(SUBSTATION | {"codigo": "BTM 2/A"})
    body = client.get(PAGE).content.decode()
    link = unescape(re.findall(rf'href="({PAGE}/subestacao/[^"]+)"', body)[0])
    assert "BTM 2/A" in words_of(client.get(link).content)


def test_a_point_without_capacity_says_that_nobody_published_it(client: Client) -> None:
    bring(FAR)
    assert "Ninguém publicou a capacidade deste ponto." in text_of(client, f"{PAGE}/subestacao/ARX")


def test_a_balance_below_zero_is_no_room(client: Client) -> None:
    bring(SUBSTATION, TRANSFORMER)
    Transformer.objects.update(balance_kw=Decimal("-5"))
    assert "Saldo disponível 0 kW" in text_of(client, f"{PAGE}/transformador/BTM-T1")
    found = client.get("/api/v1/grid/points", {"q": "BTM-T1"}).json()["points"][0]
    assert Decimal(found["available_kw"]) == 0


def test_the_nearest_points_come_first_with_their_distance(client: Client) -> None:
    bring(
        SUBSTATION, FAR, FEEDER | {"codigo": "NO-PLACE", "latitude": "", "longitude": "", "pertence_a": "BTM"}
    )
    answer = client.post(f"{PAGE}/perto", {"latitude": "-19,9678", "longitude": "-44,1", "x": ""})
    page = words_of(answer.content)
    assert "Location" not in answer
    assert page.index("Betim 2") < page.index("Araxá 1") and "10,3 km" in page
    assert "NO-PLACE" not in page
    for pasted in ("-19.9678,-44.1", "-19.9678, -44.10", "-19,9678; -44,1", " -19,9678 -44,1 "):
        both = client.post(f"{PAGE}/perto", {"latitude": pasted, "longitude": ""})
        assert both.status_code == 200 and "10,3 km" in words_of(both.content), pasted
    for latitude, longitude, said in (
        ("", "", "Escreva a latitude."),
        ("norte", "-44,1", "Confira a latitude."),
        ("-44,1", "-19,9", "O ponto fica fora do estado."),
    ):
        wrong = client.post(f"{PAGE}/perto", {"latitude": latitude, "longitude": longitude})
        assert wrong.status_code == 422 and said in words_of(wrong.content)


def test_invented_data_say_so_wherever_they_are_shown(client: Client) -> None:
    bring(SUBSTATION, TRANSFORMER, is_invented=True)
    for path in (PAGE, f"{PAGE}?busca=betim", f"{PAGE}/subestacao/BTM", f"{PAGE}/transformador/BTM-T1"):
        assert "Dados inventados." in words_of(client.get(path).content), path
    near = client.post(f"{PAGE}/perto", {"latitude": "-19,9", "longitude": "-44,1"})
    assert "Dados inventados." in words_of(near.content)
    assert client.get("/api/v1/grid/points").json()["is_invented"] is True


def test_the_api_answers_the_same(client: Client) -> None:
    bring(SUBSTATION, TRANSFORMER, *feeders(1))
    found = client.get("/api/v1/grid/points", {"q": "BTM-00001"}).json()["points"]
    assert found == [
        {
            "kind": "feeder",
            "code": "BTM-00001",
            "name": "Jardim das Flores",
            "municipality": "Betim",
            "latitude": "-19.967800",
            "longitude": "-44.198300",
            "voltage_kv": "138.000",
            "hosting_capacity_kw": "3000.000",
            "available_kw": "12500.500",
            "available_at": "BTM-T1",
            "has_reverse_flow": True,
            "measured_on": "2025-10-31",
            "source": "Levantamento de teste",
            "is_invented": False,
            "substation": "BTM",
            "transformer": "BTM-T1",
        }
    ]
    for query in ({"kind": "pole"}, {"page": "0"}, {"page": "x"}, {"q": "x" * 61}):
        assert client.get("/api/v1/grid/points", query).status_code == 400


def test_many_points_cost_no_more_statements(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bring(SUBSTATION, FAR, TRANSFORMER, *feeders(200))
    with django_assert_max_num_queries(17):
        client.get(PAGE, {"busca": "betim"})
    with django_assert_max_num_queries(10):
        client.get("/api/v1/grid/points", {"q": "betim"})
