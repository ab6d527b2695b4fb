"""The guide's own bill, whole: what its readings give, and that a missing number is said and never made up."""

from datetime import date
from decimal import Decimal

import pytest

from eligibility.domain.bill.indicators import BillIndicators, BillNumbers, PostNumbers, bill_indicators
from eligibility.domain.bill.modality import TariffModality
from eligibility.domain.findings import Refused

PEAK = PostNumbers(
    energy_kwh=Decimal(24500), max_kw=Decimal(707), reactive_kvarh=Decimal(9800), dmcr_kw=Decimal(700)
)
OFF_PEAK = PostNumbers(
    energy_kwh=Decimal(189700), max_kw=Decimal(756), reactive_kvarh=Decimal(65100), dmcr_kw=Decimal(721)
)
GUIDE = BillNumbers(
    previous_reading_on=date(2023, 1, 31),
    current_reading_on=date(2023, 2, 28),
    peak=PEAK,
    off_peak=OFF_PEAK,
    contracted_kw=Decimal(1145),
    injection_measured_kw=Decimal(553),
    injection_contracted_kw=Decimal(700),
)


def values(found: BillIndicators) -> dict[str, Decimal]:
    return {item.label: item.value for item in found.found}


def test_the_guides_bill_comes_out_of_its_own_readings() -> None:
    answer = bill_indicators(GUIDE)
    rounded = {label: round(value, 4) for label, value in values(answer).items()}
    assert rounded == {
        "Fator de carga, ponta": Decimal("0.6080"),
        "Fator de carga, fora de ponta": Decimal("0.4080"),
        "Fator de potência, ponta": Decimal("0.9285"),
        "Fator de potência, fora de ponta": Decimal("0.9459"),
        "Fator de carga, forma simples": Decimal("0.3881"),
        "Ultrapassagem da demanda de consumo": Decimal(0),
        "Demanda faturada": Decimal(1145),
        "Demanda contratada e não usada": Decimal(389),
        "Excedente de demanda reativa (UFDR), ponta": Decimal(0),
        "Excedente de demanda reativa (UFDR), fora de ponta": Decimal(0),
        "Ultrapassagem da demanda de injeção": Decimal(0),
        "Demanda de injeção faturada": Decimal(0),
    }
    assert answer.not_computed == ()
    assert (answer.hours.peak_hours, answer.hours.off_peak_hours) == (Decimal(57), Decimal(615))


def test_each_line_is_worked_out_and_cited() -> None:
    lines = {item.label: item.line for item in bill_indicators(GUIDE).found}
    assert lines["Fator de carga, ponta"] == "24.500 kWh ÷ (707 kW × 57 h) = 0,608"
    assert lines["Fator de potência, fora de ponta"] == "189.700 ÷ √(189.700² + 65.100²) = 0,9459"
    assert all(item.citation.label for item in bill_indicators(GUIDE).found)


def test_a_missing_number_takes_its_indicators_away_and_no_others() -> None:
    answer = bill_indicators(GUIDE.model_copy(update={"peak": PEAK.model_copy(update={"max_kw": None})}))
    missing = {item.label for item in answer.not_computed}
    assert missing == {
        "Fator de carga, ponta",
        "Fator de carga, forma simples",
        "Ultrapassagem da demanda de consumo",
        "Demanda faturada",
        "Demanda contratada e não usada",
        "Excedente de demanda reativa (UFDR), ponta",
        "Excedente de demanda reativa (UFDR), fora de ponta",
        "Demanda de injeção faturada",
    }
    assert values(answer).keys() == values(bill_indicators(GUIDE)).keys() - missing
    assert all(item.why.endswith(".") for item in answer.not_computed)


def test_a_unit_without_generation_has_no_injection_lines() -> None:
    plain = GUIDE.model_copy(update={"injection_measured_kw": None, "injection_contracted_kw": None})
    answer = bill_indicators(plain)
    assert not any("injeção" in label for label in values(answer))
    assert answer.not_computed == ()


def test_the_blue_modality_has_a_demand_by_post() -> None:
    blue = GUIDE.model_copy(
        update={
            "modality": TariffModality.blue,
            "peak": PEAK.model_copy(update={"contracted_kw": Decimal(600)}),
            "off_peak": OFF_PEAK.model_copy(update={"contracted_kw": Decimal(800)}),
        }
    )
    found = values(bill_indicators(blue))
    assert found["Ultrapassagem da demanda de consumo, ponta"] == 107
    assert found["Ultrapassagem da demanda de consumo, fora de ponta"] == 0
    assert found["Demanda faturada, ponta"] == 707
    assert found["Demanda faturada, fora de ponta"] == 800
    assert found["Excedente de demanda reativa (UFDR), ponta"] == 0


def test_a_weekend_bill_has_no_peak_factor_and_says_why() -> None:
    weekend = GUIDE.model_copy(
        update={"previous_reading_on": date(2023, 2, 3), "current_reading_on": date(2023, 2, 5)}
    )
    answer = bill_indicators(weekend)
    assert {item.label: item.why for item in answer.not_computed}["Fator de carga, ponta"] == (
        "Neste período o posto não tem nenhuma hora."
    )
    assert any(item.notice for item in answer.found if item.label == "Fator de carga, fora de ponta")


def test_before_the_rules_of_injection_those_lines_alone_are_missing() -> None:
    early = GUIDE.model_copy(
        update={"previous_reading_on": date(2022, 12, 31), "current_reading_on": date(2023, 1, 31)}
    )
    assert [item.label for item in bill_indicators(early).not_computed] == [
        "Ultrapassagem da demanda de injeção",
        "Demanda de injeção faturada",
    ]


def test_readings_in_the_wrong_order_are_refused() -> None:
    turned = GUIDE.model_copy(update={"current_reading_on": date(2023, 1, 31)})
    with pytest.raises(Refused) as refusal:
        bill_indicators(turned)
    assert refusal.value.code == "bill.period"
