"""Reading a bill through the API and the public page: every field, spoilt bills, hostile files, nothing kept."""

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from documents import confined
from documents.domain.bills.fields import BillField, BillReading, Flag, Layout
from documents.domain.bills.kinds import MonthYear
from documents.domain.bills.taken import Consumption, discounted_hours
from documents.models import StoredFile
from tests.bills.designs import high_design, low_design
from tests.bills.high_voltage import typeset_high
from tests.bills.low_voltage import typeset_low
from tests.bills.truth_values import values_of
from tests.bills.truths import GUIDE, GUIDE_FLAGS, LOW_VOLTAGE
from tests.bills.typesetter import Style
from tests.integration.bill_steps import fields, send, show, values

# With the other tests about typeset bills: they are made once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("bills")]


def test_every_field_of_the_guides_bill_comes_with_its_value_its_place_and_its_doubts(client: Client) -> None:
    response = send(client, high_design(0).pdf)
    body = response.json()
    assert (response.status_code, body["layout"]) == (200, "group_a")
    assert [(page["number"], round(page["width"])) for page in body["pages"]] == [(1, 595), (2, 595)]
    found = {field["code"]: field for field in body["fields"]}
    expected = values_of(GUIDE)
    assert {code: value for code, value in values(found).items() if code in expected} == expected
    assert {code: frozenset(field["flags"]) for code, field in found.items() if field["flags"]} == GUIDE_FLAGS
    for field in found.values():
        if field["value"] is None:
            assert field["reason"]
            assert field["reason_text"]
            assert not field["is_sure"]
            continue
        left, top, right, bottom = field["box"]
        page = body["pages"][field["page"] - 1]
        assert 0 <= left < right <= page["width"]
        assert 0 <= top < bottom <= page["height"]
        assert field["text"]
        assert field["is_sure"] == (not field["flags"])
        assert len(field["flag_texts"]) == len(field["flags"])


def test_every_field_of_a_low_voltage_bill_is_right_and_sure(client: Client) -> None:
    found = fields(client, low_design(0).pdf)
    expected = values_of(LOW_VOLTAGE)
    assert {code: value for code, value in values(found).items() if code in expected} == expected
    assert all(field["is_sure"] for field in found.values())
    assert found["installation"]["label"] == "Número da instalação"


@pytest.mark.parametrize(
    ("changes", "unsure"),
    [
        ({"installation": "30xxxxxxxx"}, {"installation"}),
        ({"contracted.hfp": "1.200"}, {"contracted.hfp", "demand.hfp.active.contracted"}),
        ({"energy.hp.active.registered": "24.900"}, {"energy.hp.active.registered", "history.0.energy_hp"}),
        ({"current_reading": "27/02"}, {"current_reading", "days"}),
        ({"tax.icms": "dezoito"}, {"tax.icms"}),
        ({"history.3.month": ""}, {"history.3.month"}),
    ],
)
def test_a_spoilt_bill_says_so_field_by_field(
    client: Client, changes: dict[str, str], unsure: set[str]
) -> None:
    truth = {**GUIDE, **changes}
    found = fields(client, typeset_high(truth, Style())[0])
    assert {code for code in unsure if found.get(code, {"is_sure": False})["is_sure"]} == set()
    expected = {**values_of(GUIDE), **dict.fromkeys(changes)}
    silently_wrong = {
        code: value
        for code, value in values(found).items()
        if found[code]["is_sure"] and not code.startswith("history.") and value != expected.get(code)
    }
    assert silently_wrong == {}


@pytest.mark.parametrize(
    "style",
    [
        Style(font="DejaVu Serif", size=5.0, is_open=True, values_below=False),
        Style(font="Liberation Mono", size=5.0, posts=("hr", "hp", "hfp"), hp_first=False, one_page=True),
    ],
)
def test_another_typeface_and_order_change_no_value(client: Client, style: Style) -> None:
    high, low = values_of(GUIDE), values_of(LOW_VOLTAGE)
    for content, expected in (
        (typeset_high(GUIDE, style)[0], high),
        (typeset_low(LOW_VOLTAGE, style)[0], low),
    ):
        found = fields(client, content)
        read = values(found)
        assert [c for c, field in found.items() if field["is_sure"] and read[c] != expected.get(c)] == []
        right = [code for code, value in expected.items() if value is not None and read.get(code) == value]
        assert len(right) >= 0.95 * sum(value is not None for value in expected.values())


def test_only_the_first_page_gives_only_its_fields(client: Client) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(high_design(0).pdf)) as pdf:
        del pdf.pages[1]
        pdf.save(out)
    found = fields(client, out.getvalue())
    assert found["installation"]["is_sure"]
    assert found["energy.hp.active.registered"]["reason"] == "no_label"


def test_pages_that_cannot_be_drawn_leave_the_fields(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    real = confined.run

    def cannot_draw(work: str, *arguments: Any, **options: Any) -> confined.Answer:
        if work.startswith("page_drawing"):
            raise confined.ConfinementError("time")
        return real(work, *arguments, **options)

    monkeypatch.setattr(confined, "run", cannot_draw)
    text = show(client, low_design(0).pdf).content.decode()
    assert "Não conseguimos desenhar as páginas agora" in text
    assert "3009876543" in text


def test_the_page_shows_the_fields_beside_the_pages_and_hands_the_numbers_on(client: Client) -> None:
    response = show(client, high_design(0).pdf)
    text = response.content.decode()
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert text.count('<image href="data:image/webp;base64,') == 2
    assert "É uma fatura do grupo A" in text
    assert "14 pedem conferência" in text
    posted = dict(re.findall(r'name="([a-z_.]+)" value="([^"]*)"', text))
    assert posted["peak.energy_kwh"] == "24.500"
    assert posted["current_reading_on"] == "28/02/2023"
    assert re.search(r'<form[^>]*method="post" action="/fatura/indicadores"', text)
    history = re.search(r'<textarea[^>]*name="history"[^>]*>([^<]*)<', text)
    assert history is not None
    answered = client.post("/fatura/indicadores", {**posted, "modality": "green", "history": history[1]})
    assert answered.status_code == 200, answered.content.decode()[:3000]
    # The load factor that the guide's own readings give in the peak's real hours, as printed.
    assert "0,608" in answered.content.decode()
    assert re.search(r'<form[^>]*method="post" action="/potencia-compativel"', text)
    assert posted["classe"] == "comercial"
    links = set(re.findall(r'href="#(lugar-[a-z0-9-]+)"', text))
    assert len(links) > 80
    assert links <= set(re.findall(r'<rect id="(lugar-[a-z0-9-]+)"', text))
    # A number of the unit stands in the page alone: in no address and in no title.
    assert not re.search(r'(?:href|action|src)="(?!data:)[^"]*3012345678', text)
    assert "3012345678" not in text.split("</title>")[0]


def test_a_modality_that_was_not_read_is_not_chosen(client: Client) -> None:
    text = show(client, typeset_high({**GUIDE, "modality": "xxxxxx"}, Style())[0]).content.decode()
    select = re.search(r'<select[^>]*name="modality".*?</select>', text, re.DOTALL)
    assert select is not None
    # Without a chosen one the browser takes the first, and the first was green.
    assert re.findall(r'<option value="(\w*)"( selected)?>', select[0])[0] == ("", " selected")


def test_the_consumption_leads_to_the_compatible_power(client: Client) -> None:
    text = show(client, low_design(0).pdf).content.decode()
    found = re.search(r'<textarea[^>]*name="consumo"[^>]*>([^<]*)</textarea>', text)
    assert found is not None
    data = {"consumo": found[1].strip(), "classe": "residencial", "fonte": "solar"}
    response = client.post("/potencia-compativel", data, follow=True)
    assert response.status_code == 200
    assert "325" in response.content.decode()


RESERVED = "0; 0; 0; 0; 0; 820; 0; 0; 750; 854; 680; 780"


def power_form(text: str) -> dict[str, str]:
    """What the form that leads to the compatible power sends as it stands."""
    found = re.search(r'action="/potencia-compativel".*?</form>', text, re.DOTALL)
    assert found is not None
    pasted = re.search(r"<textarea[^>]*>([^<]*)</textarea>", found[0])
    assert pasted is not None
    hidden = dict(re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)"', found[0]))
    hidden.pop("csrfmiddlewaretoken", None)
    return {**hidden, "consumo": pasted[1].strip()}


def test_the_reserved_hours_of_a_rural_unit_go_along_as_the_hours_with_discount(client: Client) -> None:
    bill = typeset_high({**GUIDE, "consumer_class": "Rural", "subclass": "Rural"}, Style())[0]
    text = show(client, bill).content.decode()
    sent = power_form(text)
    assert (sent["classe"], sent["irrigacao"], sent["desconto"]) == ("rural", "sim", RESERVED)
    assert "vai junto como o consumo no horário com desconto" in text
    answered = client.post("/potencia-compativel", sent, follow=True)
    said = answered.content.decode()
    assert answered.status_code == 200
    assert "Consumo fora do horário com desconto" in said
    assert f"({RESERVED} kWh no horário com desconto)" in said


@pytest.mark.parametrize(
    ("changes", "is_warned"),
    [
        # The discount is of rural units alone.
        ({}, True),
        ({"consumer_class": "xxxxx"}, True),
        (
            {"consumer_class": "Rural", **{f"history.{row}.energy_hr": "0" for row in range(13)}},
            True,
        ),
        (
            {"consumer_class": "Rural", **{f"history.{row}.energy_hr": "" for row in range(13)}},
            False,
        ),
    ],
)
def test_without_the_discount_on_the_bill_nothing_is_taken_for_it(
    client: Client, changes: dict[str, str], is_warned: bool
) -> None:
    text = show(client, typeset_high({**GUIDE, **changes}, Style())[0]).content.decode()
    assert power_form(text).keys().isdisjoint({"irrigacao", "desconto"})
    assert ("a irrigação com desconto conta só as outras horas" in text) == is_warned


@pytest.mark.parametrize("unread", [BillField(), BillField(Decimal(5), "5", flags=(Flag.history_differs,))])
def test_a_month_without_its_reserved_hours_carries_none(unread: BillField) -> None:
    months = [MonthYear(2023, 1)]
    for _ in range(11):
        months.append(months[-1].before)
    rows = {f"history.{row}.month": BillField(month, "x") for row, month in enumerate(months)}
    reserved = {f"history.{row}.energy_hr": BillField(Decimal(row), str(row)) for row in range(12)}
    rural = {"consumer_class": BillField("Rural", "Rural")}
    consumption = Consumption(tuple(months), (Decimal(100),) * 12, has_reserved=True)
    whole = BillReading(Layout.group_a, rows | reserved | rural)
    assert discounted_hours(whole, consumption) == "\n".join(str(row) for row in range(11, -1, -1))
    part = BillReading(Layout.group_a, {**whole.fields, "history.4.energy_hr": unread})
    assert discounted_hours(part, consumption) == ""


def test_nothing_of_the_bill_is_kept(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    media = Path(settings.MEDIA_ROOT)
    before = (StoredFile.objects.count(), set(media.rglob("*")) if media.exists() else set())
    send(client, high_design(0).pdf, "conta-da-ana.pdf")
    show(client, high_design(0).pdf, "conta-da-ana.pdf")
    after = (StoredFile.objects.count(), set(media.rglob("*")) if media.exists() else set())
    assert after == before
    assert list(tmp_path.rglob("*")) == []
    assert all("3012345678" not in session.get_decoded().__repr__() for session in Session.objects.all())
    assert "3012345678" not in caplog.text
    assert "conta-da-ana" not in caplog.text
