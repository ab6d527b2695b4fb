"""The framing of a draft follows its answers, tells what changed and why, and asks nothing twice."""

import re
from collections import Counter
from datetime import date

import pytest
from django.test import Client

from requests_app.domain.framing import Framing, framing_of, read_framing
from requests_app.forms.drafts import FORMS, read_draft
from requests_app.models import AccessRequest
from requests_app.services.filing.framing import explained_change
from tests.api import SECTIONS, Caller
from tests.filing_data import GROUP_A, HYDRO, TWO_SOURCES, answers
from tests.integration.filing_steps import filled_draft, page, post, signed_in, technician

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
SEEN = re.compile(r'name="seen" value="([^"]*)"')
MANY = {"module_0_quantity": "2.000", "array_area_m2": "4.000"}

# From each power to the next one of T-13: what the page must say, and what it must not.
STEPS = [
    (
        "10,0",
        "10,1",
        ["Mudou de microgeração até 10 kW", "passa de 10 kW", "continua o mesmo", "que entram"],
        [],
    ),
    ("10,1", "75,0", [], ["Mudou de"]),
    (
        "75,0",
        "75,1",
        ["para minigeração", "de 15 ou 30 para 45 dias", "Documentos que entram", "Documentos que saem"],
        ["garantia"],
    ),
    ("75,1", "500,1", ["garantia de fiel cumprimento", "500,1 kW"], ["Mudou de"]),
]


def saved_with(client: Client, draft: AccessRequest, power: str, **extra: str) -> str:
    """Save the screen of the generation as its page was shown; gives the page that follows, what was told included."""
    shown = client.get(page(draft, "draft_generation")).content.decode()
    seen = SEEN.search(shown)
    assert seen is not None
    typed = answers("generation", **MANY, inverter_0_power_kw=power, seen=seen[1], **extra)
    answer = post(client, draft, "draft_generation", typed)
    assert answer.status_code == 302, answer.content.decode()
    return str(client.get(answer.headers["Location"]).content.decode())


def told(html: str) -> str:
    """The notice at the top of the page."""
    found = re.search(r'role="status">(.*?)</div>', html, re.DOTALL)
    notice = found[1] if found else ""
    return notice if "Mudou" in notice or "Passa a ser" in notice else ""


@pytest.mark.parametrize(("before", "after", "said", "not_said"), STEPS)
@pytest.mark.parametrize("button", [{}, {"refresh": "1"}])
def test_t13_the_page_says_what_changed_and_why(
    before: str, after: str, said: list[str], not_said: list[str], button: dict[str, str]
) -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user, unit=GROUP_A)
    saved_with(client, draft, before)
    notice = told(saved_with(client, draft, after, **button))
    for words in said:
        assert words in notice
    for words in not_said:
        assert words not in notice
    if not said:
        assert notice == ""


@pytest.mark.parametrize(("before", "after", "said", "not_said"), STEPS)
def test_t13_the_api_says_the_same(before: str, after: str, said: list[str], not_said: list[str]) -> None:
    caller = Caller(technician())
    draft = caller.ask("POST", "drafts", expect=201)["id"]
    unit = {name: value for name, value in GROUP_A.items() if not name.startswith("transformer")}
    unit["transformers"] = [{"power_kva": 1000, "connection": "Δ-Y", "impedance_percent": 5.5}]  # type: ignore[assignment]  # a list
    caller.ask("PUT", f"drafts/{draft}/sections/unit", {**SECTIONS["unit"], **unit})
    for section in ("credits", "holder"):
        caller.ask("PUT", f"drafts/{draft}/sections/{section}", SECTIONS[section])
    changes = []
    for power in (before, after):
        inverters = [{**SECTIONS["generation"]["inverters"][0], "power_kw": power}]
        modules = [{**SECTIONS["generation"]["modules"][0], "quantity": 2000}]
        body = {**SECTIONS["generation"], "inverters": inverters, "modules": modules}
        changes.append(caller.ask("PUT", f"drafts/{draft}/sections/generation", body)["change"])
    assert changes[0] == ""
    for words in said:
        assert words in changes[1]
    for words in not_said:
        assert words not in changes[1]
    if not said:
        assert changes[1] == ""


def test_t13_the_documents_that_enter_and_leave_are_those_of_the_lists() -> None:
    user = technician()
    many = {**MANY, "inverter_0_power_kw": "75"}
    before = read_draft(filled_draft(user, unit=GROUP_A, generation=many), TODAY)
    after = read_draft(
        filled_draft(user, unit=GROUP_A, generation={**many, "inverter_0_power_kw": "75,1"}), TODAY
    )
    text = explained_change(framing_of(before.check), after.check, TODAY)
    titles = {slot.item.document_code: slot.item.title for slot in (*before.checklist, *after.checklist)}
    entering, leaving = text.split("Documentos que saem: ")
    assert titles["converter_test_report"] in entering
    assert titles["inverter_conformity"] in leaving
    assert titles["single_line_diagram"] not in text


def test_t13_a_class_that_changes_without_the_category_is_told() -> None:
    user = technician()
    voltage = {**GROUP_A, "voltage": "69.000 V"}
    low, high = (read_draft(filled_draft(user, unit=unit), TODAY) for unit in (GROUP_A, voltage))
    text = explained_change(framing_of(low.check), high.check, TODAY)
    assert "O prazo da resposta passa de 15 dias sem obra, ou 30 dias com obra, para 45 dias." in text


@pytest.mark.parametrize(
    "line",
    ["", "lixo", "|||| ", "mini|x|GD_IX|1|", "micro|a|b|c|d", "mini|" * 3000, "mini|opinion.none||1|um dois"],
)
def test_what_comes_back_from_the_browser_is_never_trusted(line: str) -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user)
    answer = post(client, draft, "draft_generation", answers("generation", seen=line))
    assert answer.status_code == 302
    assert "um dois" not in client.get(answer.headers["Location"]).content.decode()


def test_a_framing_comes_back_as_it_was_written() -> None:
    check = read_draft(filled_draft(technician(), unit=GROUP_A, generation=HYDRO), TODAY).check
    framing = framing_of(check)
    assert isinstance(framing, Framing)
    assert framing.is_guarantee_due
    assert read_framing(framing.written()) == framing
    assert "Ribeirão" not in framing.written()


def test_the_panel_shows_class_term_documents_tariff_and_guarantee_with_their_citations() -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user, unit=GROUP_A, generation=HYDRO)
    html = client.get(page(draft, "draft_generation")).content.decode()
    aside = html[html.index('id="enquadramento"') :]
    for words in (
        "<b>600 kW</b>",
        "minigeração",
        "45 dias",
        "art. 64",
        "GD II",
        "655-C",
        "2,5% do investimento",
    ):
        assert words in aside
    assert "Passo 2 de 7" in html
    assert page(draft, "draft_guarantee") in html
    assert "Cabe. Até 700 kW" in aside


def test_a_change_of_an_existing_generator_shows_what_enters_and_what_leaves() -> None:
    user = technician()
    client = signed_in(user)
    draft = filled_draft(
        user, unit={"request_kind": "change_generator"}, generation={"existing_power_kw": "5"}
    )
    html = client.get(page(draft, "draft_generation")).content.decode()
    assert "Potência que entra" in html
    assert "3,2 kW" in html
    less = filled_draft(
        user, unit={"request_kind": "change_generator"}, generation={"existing_power_kw": "10"}
    )
    html = client.get(page(less, "draft_generation")).content.decode()
    assert "Potência que sai" in html
    assert "1,8 kW" in html


PLANTS = [
    {},
    {"unit": {"request_kind": "new_unit"}},
    {"unit": GROUP_A, "generation": HYDRO},
    {"generation": TWO_SOURCES},
]


@pytest.mark.parametrize("plant", PLANTS)
def test_t09_no_question_is_on_two_screens(plant: dict[str, dict[str, str]]) -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user, **plant)
    screens: dict[str, set[str]] = {}
    for name in (
        "draft_unit",
        "draft_generation",
        "draft_credits",
        "draft_holder",
        "draft_guarantee",
        "draft_check",
    ):
        html = client.get(page(draft, name)).content.decode()
        main = html[html.index("<main") : html.index("</main")]
        for field in set(re.findall(r'<(?:input|select|textarea)[^>]*? name="([^"]+)"', main)):
            screens.setdefault(field, set()).add(name)
    shared = {field: places for field, places in screens.items() if len(places) > 1}
    assert shared.keys() <= {"csrfmiddlewaretoken", "version", "seen"}
    for once in (
        "unit_number",
        "street",
        "postal_code",
        "tax_id",
        "email",
        "inverter_0_power_kw",
        "request_kind",
    ):
        assert len(screens[once]) == 1


def test_t09_no_two_questions_of_the_sections_have_the_same_words() -> None:
    labels = Counter(
        str(field.label).casefold() for form in FORMS.values() for field in form().fields.values()
    )
    assert [label for label, count in labels.items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "plant", "hidden", "shown"),
    [
        (
            "draft_unit",
            PLANTS[0],
            {"when-group-a", "when-utm", "when-emergency"},
            {"when-existing", "when-group-b"},
        ),
        ("draft_unit", PLANTS[1], {"when-existing"}, {"when-group-b"}),
        ("draft_unit", PLANTS[2], {"when-group-b", "when-degrees"}, {"when-group-a", "when-utm"}),
        ("draft_generation", PLANTS[0], {"when-hydro", "when-machine", "when-declared"}, {"when-solar"}),
        ("draft_generation", PLANTS[2], {"when-solar", "when-inverters"}, {"when-hydro", "when-declared"}),
        ("draft_generation", PLANTS[3], {"when-declared", "when-hydro"}, {"when-solar", "when-thermal"}),
    ],
)
def test_the_server_marks_the_questions_that_do_not_matter(
    name: str, plant: dict[str, dict[str, str]], hidden: set[str], shown: set[str]
) -> None:
    user = technician()
    client, draft = signed_in(user), filled_draft(user, **plant)
    for address in (page(draft, name), f"{page(draft, name)}?revisar=1"):
        html = client.get(address).content.decode()
        marks = dict(re.findall(r'class="[^"]*?(when-[\w-]+)"( hidden)?', html))
        assert {mark for mark in hidden if not marks[mark]} == set()
        assert {mark for mark in shown if marks[mark]} == set()


@pytest.mark.parametrize("name", ["draft_unit", "draft_generation"])
def test_g17_the_largest_screen_stays_light(name: str) -> None:
    user = technician()
    models = {
        f"{kind}_{row}_{part}": "1"
        for kind, power in (("module", "power_w"), ("inverter", "power_kw"))
        for row in range(10)
        for part in ("manufacturer", "model", "quantity", power)
    }
    draft = filled_draft(user, unit=GROUP_A, generation=models)
    html = signed_in(user).get(page(draft, name)).content
    assert html.count(b"10\xc2\xba modelo") == (4 if name == "draft_generation" else 0)
    assert len(html) < 90_000
