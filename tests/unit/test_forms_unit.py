"""The screen of the unit: what is asked for which request and group, and what people really type."""

from datetime import date
from decimal import Decimal

import pytest

from eligibility.domain.vocabulary import RequestKind, SubstationType
from requests_app.forms.unit import VOLTAGES, UnitForm
from tests.filing_data import GROUP_A, answers

DAY = date(2026, 11, 23)
MAP = {"coordinates_as": "degrees", "latitude": "-19,916703", "longitude": "-43,934503"}


def read(**changes: str) -> UnitForm:
    form = UnitForm(data=answers("unit", **changes))
    assert form.is_bound
    return form


def errors(**changes: str) -> dict[str, list[str]]:
    return {name: [str(text) for text in texts] for name, texts in read(**changes).errors.items()}


@pytest.mark.parametrize("kind", RequestKind)
def test_the_four_requests_are_in_the_first_question(kind: RequestKind) -> None:
    form = read(request_kind=kind.value)
    answer = form.to_answers(DAY)
    assert next(iter(form.fields)) == "request_kind"
    assert answer is not None
    assert answer.request_kind is kind


def test_a_new_unit_gives_neither_number_nor_consumption() -> None:
    answer = read(request_kind="new_unit", unit_number="abc", monthly_consumption_kwh="1 2").to_answers(DAY)
    assert answer is not None
    assert (answer.unit_number, answer.monthly_consumption_kwh) == ("", ())


def test_an_existing_unit_needs_both() -> None:
    assert errors(unit_number="", monthly_consumption_kwh="").keys() == {
        "unit_number",
        "monthly_consumption_kwh",
    }


def test_group_a_is_asked_demands_substation_and_transformers_instead_of_a_breaker() -> None:
    answer = read(**GROUP_A).to_answers(DAY)
    assert answer is not None
    assert answer.phases is None
    assert answer.breaker_a is None
    assert answer.substation_type is SubstationType.posto_4
    assert answer.contracted_demand_kw == 200
    assert [item.model_dump() for item in answer.transformers] == [
        {"power_kva": Decimal(1000), "connection": "Δ-Y", "impedance_percent": Decimal("5.5")}
    ]


@pytest.mark.parametrize(
    ("contracted", "injection", "available"),
    [
        ("200", "700", 700),
        ("700", "200", 700),
        ("0", "75", 75),
        ("80", "", 80),
    ],
)
def test_the_larger_demand_is_the_available_power_of_group_a(
    contracted: str, injection: str, available: int | None
) -> None:
    form = read(**{**GROUP_A, "contracted_demand_kw": contracted, "injection_demand_kw": injection})
    answer = form.to_answers(DAY)
    assert answer is not None
    assert answer.available_power_kw == available


@pytest.mark.parametrize("voltage", ["13.800 V", "22.000 V", "34.500 V", "69.000 V", "138.000 V"])
def test_every_voltage_of_group_a_is_offered_and_none_of_them_in_group_b(voltage: str) -> None:
    assert errors(**{**GROUP_A, "voltage": voltage}) == {}
    assert errors(voltage=voltage).keys() == {"voltage"}


def test_every_voltage_of_group_b_is_refused_in_group_a() -> None:
    for voltage in next(iter(VOLTAGES.values())):
        assert errors(voltage=voltage) == {}
        assert errors(**{**GROUP_A, "voltage": voltage}).keys() == {"voltage"}


def test_what_was_typed_for_the_other_group_neither_counts_nor_errs() -> None:
    left = {"contracted_demand_kw": "x", "substation_type": "9", "transformer_0_power_kva": "-1"}
    answer = read(**left).to_answers(DAY)
    assert answer is not None
    assert answer.contracted_demand_kw is None
    assert answer.transformers == ()
    both = read(**{**GROUP_A, "breaker_a": "sessenta", "phases": "quatro"}).to_answers(DAY)
    assert both is not None
    assert both.breaker_a is None


def test_six_transformers_are_read_and_a_begun_one_needs_its_power() -> None:
    six = {f"transformer_{row}_power_kva": str(75 + row) for row in range(6)}
    answer = read(**{**GROUP_A, **six}).to_answers(DAY)
    assert answer is not None
    assert [item.power_kva for item in answer.transformers] == [75, 76, 77, 78, 79, 80]
    begun = errors(**{**GROUP_A, "transformer_1_connection": "Y-Y"})
    assert begun == {"transformer_1_power_kva": ["Escreva a potência do 2º transformador."]}


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("-19,916703", "-43,934503"),
        ("-19.916703", "-43.934503"),
        ("19°55'00,13\"S", "43°56'04,21\"O"),
        ("19 55 00.13 S", "43 56 04.21 W"),
    ],
)
def test_degrees_are_read_however_they_are_written_and_shown_in_utm(latitude: str, longitude: str) -> None:
    form = read(**{**MAP, "latitude": latitude, "longitude": longitude})
    answer = form.to_answers(DAY)
    assert answer is not None
    assert answer.latitude is not None
    assert answer.longitude is not None
    assert abs(answer.latitude - Decimal("-19.916703")) < Decimal("0.000002")
    assert abs(answer.longitude - Decimal("-43.934503")) < Decimal("0.000002")
    assert form.point_text() == "Em UTM: fuso 23, E 611.520 m, N 7.797.383 m (SIRGAS 2000)."


def test_utm_becomes_degrees_and_is_shown_so() -> None:
    point = {"coordinates_as": "utm", "utm_zone": "23", "utm_easting": "611520", "utm_northing": "7797383"}
    form = read(**point, latitude="lixo")
    answer = form.to_answers(DAY)
    assert answer is not None
    assert (answer.latitude, answer.longitude) == (Decimal("-19.916703"), Decimal("-43.934503"))
    assert form.point_text() == "Em latitude e longitude: -19,916703; -43,934503."


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({**MAP, "latitude": "91"}, "latitude"),
        ({**MAP, "latitude": "19 L"}, "latitude"),
        ({**MAP, "latitude": "1e30"}, "latitude"),
        ({**MAP, "latitude": "NaN"}, "latitude"),
        ({**MAP, "longitude": ""}, "longitude"),
        ({**MAP, "latitude": ""}, "latitude"),
        ({"coordinates_as": "utm", "utm_zone": "23", "utm_easting": "611520"}, "utm_northing"),
        ({"coordinates_as": "utm", "utm_easting": "611520", "utm_northing": "7797383"}, "utm_zone"),
        ({"coordinates_as": "utm", "utm_zone": "9", "utm_easting": "1", "utm_northing": "1"}, "utm_zone"),
        (
            {"coordinates_as": "utm", "utm_zone": "23", "utm_easting": "1", "utm_northing": "7797383"},
            "utm_easting",
        ),
        (
            {"coordinates_as": "utm", "utm_zone": "23", "utm_easting": "1e9", "utm_northing": "7797383"},
            "utm_easting",
        ),
        ({"coordinates_as": "mapa"}, "coordinates_as"),
    ],
)
def test_a_wrong_point_is_answered_at_its_field(typed: dict[str, str], field: str) -> None:
    form = read(**typed)
    assert list(form.errors) == [field]
    assert form.point_text() == ""


def test_no_point_is_no_error() -> None:
    answer = read(latitude="", longitude="").to_answers(DAY)
    assert answer is not None
    assert answer.latitude is None
    assert read().point_text() == ""


def test_the_emergency_generator_has_its_power_only_when_there_is_one() -> None:
    without = read(emergency_generator_kva="30").to_answers(DAY)
    with_one = read(has_emergency_generator="on", emergency_generator_kva="30 kVA").to_answers(DAY)
    assert without is not None
    assert with_one is not None
    assert without.emergency_generator_kva is None
    assert with_one.emergency_generator_kva == 30


@pytest.mark.parametrize("field", ["breaker_a", "available_power_kw", "contracted_demand_kw", "utm_easting"])
@pytest.mark.parametrize("text", ["-1", "\U0001f50c", "1e30", "9" * 31, "dez", "1,2,3", "Infinity", "0x10"])
def test_numbers_that_are_none_are_plain_errors(field: str, text: str) -> None:
    extra = GROUP_A if field in ("contracted_demand_kw", "utm_easting") else {}
    found = errors(**{**extra, field: text})
    assert list(found) == [field]
    assert "Traceback" not in found[field][0]


def test_a_page_that_shows_kept_answers_asks_the_same_as_the_bound_form() -> None:
    kept = answers("unit", **GROUP_A)
    assert UnitForm(initial=kept).asks == UnitForm(data=kept).asks
    assert len(UnitForm(initial=kept).transformer_rows()) == 2
    assert len(UnitForm().transformer_rows()) == 6


RURAL = {"consumer_class": "rural", "monthly_consumption_kwh": "300 " * 12}


def test_hours_with_the_discount_of_irrigation_are_asked_of_rural_units_alone() -> None:
    discount = {"has_irrigation_discount": "on", "discounted_consumption_kwh": "100 " * 12}
    rural, house = (read(**RURAL, **discount).to_answers(DAY), read(**discount).to_answers(DAY))
    assert rural is not None and house is not None
    assert (rural.has_irrigation_discount, rural.discounted_consumption_kwh) == (True, (Decimal(100),) * 12)
    assert (house.has_irrigation_discount, house.discounted_consumption_kwh) == (False, ())
    unsplit = read(**RURAL, has_irrigation_discount="on").to_answers(DAY)
    assert unsplit is not None and unsplit.discounted_consumption_kwh == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("100 100", "são 12 números, e aqui há 2."), ("301 " * 12, "não passa do consumo do mês inteiro.")],
)
def test_the_hours_with_the_discount_are_a_part_of_each_month(typed: str, said: str) -> None:
    found = errors(**RURAL, has_irrigation_discount="on", discounted_consumption_kwh=typed)
    assert list(found) == ["discounted_consumption_kwh"] and said in found["discounted_consumption_kwh"][0]
