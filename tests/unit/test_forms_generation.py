"""The screen of the generation: sources, equipment, storage and what the register asks of each source."""

from datetime import date
from decimal import Decimal

import pytest

from eligibility.domain.findings import Refused
from eligibility.domain.registrations import parse_plant_code
from eligibility.domain.vocabulary import Source
from requests_app.forms.generation import GenerationForm
from requests_app.forms.registration import BY_SOURCE
from tests.filing_data import HYDRO, TWO_SOURCES, answers

DAY = date(2026, 11, 23)
REGISTER = {
    "hydro": {
        "river": "Rio",
        "basin": "Doce",
        "head_m": "10",
        "flow_m3s": "2",
        "hydro_machine": "Kaplan",
    },
    "wind": {
        "tower_height_m": "80",
        "turbine_count": "2",
        "turbine_axis": "horizontal",
        "turbine_model": "V",
    },
    "biomass": {"fuel": "Bagaço", "prime_mover": "Turbina a vapor", "cycle": "Rankine"},
    "qualified_cogeneration": {"fuel": "Gás", "prime_mover": "Motor", "cycle": "Otto"},
    "other": {"other_description": "Ondas"},
}


def plant(source: str, **changes: str) -> dict[str, str]:
    """A plant of a source other than solar, well answered but for `changes`."""
    good = {**HYDRO, "source": source, **REGISTER[source]}
    return answers("generation", **{**good, **changes})


def errors(data: dict[str, str]) -> dict[str, list[str]]:
    return {name: [str(t) for t in texts] for name, texts in GenerationForm(data=data).errors.items()}


@pytest.mark.parametrize("source", REGISTER)
def test_every_source_is_read_with_its_register(source: str) -> None:
    answer = GenerationForm(data=plant(source)).to_answers(DAY)
    assert answer is not None
    assert answer.source is Source(source)
    assert answer.modules == answer.inverters == ()
    assert answer.declared_power_kw == 600
    kept = {k: v for k, v in answer.registration.model_dump().items() if v not in (None, "")}
    assert kept.keys() == REGISTER[source].keys()


@pytest.mark.parametrize(
    ("source", "field"), [(source, field) for source, fields in REGISTER.items() for field in fields]
)
def test_what_the_register_asks_of_a_source_is_missed_by_name(source: str, field: str) -> None:
    found = errors(plant(source, **{field: ""}))
    assert list(found) == [field]
    assert found[field][0].startswith(("Escreva", "Escolha"))


@pytest.mark.parametrize("source", REGISTER)
def test_the_register_of_other_sources_neither_errs_nor_counts(source: str) -> None:
    condition = "thermal" if source in ("biomass", "qualified_cogeneration") else source
    others = {name: "x" * 200 for key, names in BY_SOURCE.items() if key != condition for name in names}
    answer = GenerationForm(data=plant(source, **others)).to_answers(DAY)
    assert answer is not None
    assert "x" not in "".join(str(v) for k, v in answer.registration if k not in REGISTER[source])


def test_solar_has_modules_inverters_and_area_and_no_declared_power() -> None:
    answer = GenerationForm(data=answers("generation", declared_power_kw="50")).to_answers(DAY)
    assert answer is not None
    assert answer.machine == "inverter"
    assert answer.declared_power_kw is None
    assert answer.registration.array_area_m2 == Decimal("74.3")


def test_a_solar_plant_without_equipment_is_left_to_the_rules() -> None:
    none = {name: "" for name in answers("generation") if name.startswith(("module", "inverter"))}
    answer = GenerationForm(data=answers("generation", **none)).to_answers(DAY)
    assert answer is not None
    assert (answer.modules, answer.inverters) == ((), ())


def test_two_sources_are_asked_for_both() -> None:
    answer = GenerationForm(data=answers("generation", **TWO_SOURCES)).to_answers(DAY)
    assert answer is not None
    assert answer.second_source is Source.biomass
    assert answer.second_declared_power_kw == 30
    assert answer.registration.fuel == "Biogás"
    assert answer.registration.array_area_m2 is not None
    missing = errors(answers("generation", **{**TWO_SOURCES, "machine": "", "cycle": ""}))
    assert missing.keys() == {"machine", "cycle"}


@pytest.mark.parametrize(
    ("machine", "has_inverters"),
    [("inverter", True), ("mixed", True), ("synchronous", False), ("other", False)],
)
def test_inverters_belong_to_the_machines_that_have_them(machine: str, has_inverters: bool) -> None:
    one = {
        "inverter_0_manufacturer": "A",
        "inverter_0_model": "B",
        "inverter_0_quantity": "1",
        "inverter_0_power_kw": "600",
    }
    answer = GenerationForm(data=plant("hydro", machine=machine, **one)).to_answers(DAY)
    assert answer is not None
    assert bool(answer.inverters) is has_inverters


@pytest.mark.parametrize(("kind", "power"), [("module", "power_w"), ("inverter", "power_kw")])
def test_ten_models_are_read_and_an_eleventh_does_not_exist(kind: str, power: str) -> None:
    rows = {
        f"{kind}_{row}_{part}": "2"
        for row in range(11)
        for part in ("manufacturer", "model", "quantity", power)
    }
    answer = GenerationForm(data=answers("generation", **rows)).to_answers(DAY)
    assert answer is not None
    assert len(getattr(answer, f"{kind}s")) == 10


def test_a_begun_model_needs_all_four_and_says_which() -> None:
    found = errors(answers("generation", module_3_quantity="2"))
    assert found == {
        "module_3_manufacturer": ["Escreva o fabricante do 4º módulo."],
        "module_3_model": ["Escreva o modelo do 4º módulo."],
        "module_3_power_w": ["Escreva a potência do 4º módulo."],
    }


@pytest.mark.parametrize(
    ("kept", "shown"),
    [({}, 2), ({"module_1_model": "A"}, 3), ({"module_8_model": "A"}, 10), ({"module_9_model": "A"}, 10)],
)
def test_the_page_has_the_begun_models_and_one_to_spare(kept: dict[str, str], shown: int) -> None:
    assert len(GenerationForm(initial=answers("generation", **kept)).module_rows()) == shown


def test_storage_is_described_only_when_there_is_one() -> None:
    given = {"storage_kwh": "20,5", "storage_kw": "10", "storage_description": "LFP\nao lado do inversor"}
    without = GenerationForm(data=answers("generation", **given)).to_answers(DAY)
    with_one = GenerationForm(data=answers("generation", has_storage="true", **given)).to_answers(DAY)
    assert without is not None
    assert with_one is not None
    assert (without.storage_kwh, without.storage_description) == (None, "")
    assert (with_one.storage_kwh, with_one.storage_description) == (
        Decimal("20.5"),
        "LFP\nao lado do inversor",
    )


@pytest.mark.parametrize(("typed", "meant"), [("", None), ("true", True), ("false", False)])
def test_a_dispatchable_plant_is_claimed_denied_or_left_to_the_source(typed: str, meant: bool | None) -> None:
    answer = GenerationForm(data=answers("generation", is_dispatchable=typed)).to_answers(DAY)
    assert answer is not None
    assert answer.is_dispatchable is meant


@pytest.mark.parametrize(
    ("kind", "kept"), [(None, 5), ("change_generator", 5), ("existing_unit", None), ("", None)]
)
def test_existing_power_counts_in_a_change_of_generator(kind: str | None, kept: int | None) -> None:
    form = GenerationForm(data=answers("generation", existing_power_kw="5"), request_kind=kind)
    answer = form.to_answers(DAY)
    assert answer is not None
    assert answer.existing_power_kw == kept


def test_a_finding_about_equipment_that_is_not_asked_goes_to_the_declared_power() -> None:
    form = GenerationForm(data=plant("hydro"))
    assert form.is_valid()
    form.add_error("inverter_0_power_kw", "Passa do limite.")
    assert list(form.errors) == ["declared_power_kw"]


@pytest.mark.parametrize("field", ["declared_power_kw", "head_m", "turbine_count", "storage_kwh"])
@pytest.mark.parametrize("text", ["-1", "\U0001f4a7", "1e30", "9" * 31, "dez", "NaN", "1,2,3"])
def test_numbers_that_are_none_are_plain_errors(field: str, text: str) -> None:
    source = "wind" if field == "turbine_count" else "hydro"
    found = errors(plant(source, has_storage="true", **{field: text}))
    assert list(found) == [field]


@pytest.mark.parametrize(
    "text", ["UFV.RS.MG.012345-6.01", "ufv.rs.mg.012345-6.01", "UFVRSMG012345601", " UFV RS MG 012345-6.01 "]
)
def test_a_plant_code_is_read_with_and_without_separators(text: str) -> None:
    assert parse_plant_code(text) == "UFV.RS.MG.012345-6.01"


@pytest.mark.parametrize(
    "text", ["UFV", "UFV.RS.MG.12345-6.01", "123.RS.MG.012345-6.01", "UFV.RS.MG.012345-6.0A", "\U0001f4a7"]
)
def test_a_plant_code_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_plant_code(text)
    assert refused.value.code == "plant_code.shape"
