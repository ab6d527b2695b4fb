"""What two bills say, field by field, as printed: the guide's sample (group A) and an invented one of group B.

Lines are those of the bill guide's text (bill-guide.txt); where the guide masks a value the one here is invented and
marked so. An empty text is a cell that the bill leaves blank.
"""

from collections.abc import Mapping

Truth = Mapping[str, str]

# Lines 35-38 (class row), 40 (contracted), 147-150 (numbers, masked), 155 (month, masked on the first page).
_FRONT_A = {
    "installation": "3012345678",  # invented: 30xxxxxxxx
    "client_number": "7098765432",  # invented: 7xxxxxxxxx
    "consumer_class": "Comercial",
    "subclass": "Comercial",
    "modality": "THS Verde A4",
    "previous_reading": "31/01",
    "current_reading": "28/02",
    "days": "28",
    "next_reading": "31/03",
    "reference_month": "FEV/2023",  # invented form: MÊS/ANO; the second page says 02/2023
    "contracted.hfp": "1.145",
    "contracted.generation": "700",
    # "Base de cálculo (R$) Alíquota (%) Valor (R$)": PASEP is PIS.
    "tax.icms": "18,00",
    "tax.pis": "0,80",
    "tax.cofins": "3,69",
}
# "Histórico de Consumo": month, demand HP, HFP, energy HP, HFP, HR.
_HISTORY_A = """
FEV/23 707 756 24.500 189.700 915
JAN/23 252 441 9.100 135.100 780
DEZ/22 392 609 14.000 196.000 680
NOV/22 476 665 14.700 191.100 854
OUT/22 448 791 17.500 250.600 750
SET/22 497 679 21.000 222.600 0
AGO/22 595 763 27.300 258.300 0
JUL/22 763 1.120 17.500 219.100 820
JUN/22 245 630 13.300 201.600 0
MAI/22 399 749 14.000 212.800 0
ABR/22 700 882 18.900 250.600 0
MAR/22 798 1.022 35.000 284.900 0
FEV/22 735 903 20.300 148.400 0
"""
HISTORY_A_COLUMNS = ("month", "demand_hp", "demand_hfp", "energy_hp", "energy_hfp", "energy_hr")
# "DEMONSTRATIVO DE GRANDEZAS FATURADAS", head and last box.
_SECOND_A = {
    "subgroup": "A4",
    "period": "01/02/2023 a 28/02/2023",
    "peak": "17:00 às 20:00",
    "constant.rtc": "10",
    "constant.rtp": "70",
    "constant.kw": "700",
    "constant.kwh": "700",
    "load_factor.hfp": "0,408",
    "load_factor.hp": "0,608",
    "load_factor.hr": "",
}
# "LEITURAS": previous and current of HFP, HP, HR; kW and DMCR have one value in each segment.
_READINGS_A = """
kwh 1.913 2.184 160 195 6.574 6.836
injected 317 372 0 0 0 0
kvarh 381 474 11 25 0 0
ufer 34 49 0 0 99 99
"""
_SINGLE_A = """
kw 108 101 182
dmcr 103 100 0
"""
# "DEMANDA(kW)": registered, contracted, overrun, billed.
_DEMAND_A = """
hfp.active 756 1.145 389 1.145
hfp.reactive - - - 1
hfp.dmcr 721 - - -
hfp.injected 553 700 - 693
hp.active 707 - - -
hp.reactive - - - -
hp.dmcr 700 - - -
hr.active - - - -
hr.reactive - - - -
hr.dmcr 595 - - -
"""
# "ENERGIA (kWh)": registered, overrun, billed.
_ENERGY_A = """
hfp.active 189.700 - 189.700
hfp.injected 38.500 - 55.314
hfp.reactive 10.500 - 10.500
hfp.kvarh 65.100 - -
hp.active 24.500 - 24.500
hp.injected 700 - 700
hp.reactive - - -
hp.kvarh 9.800 - -
hr.active 91.700 - 91.700
hr.injected - - 21.573
hr.reactive - - -
hr.kvarh - - -
"""
# Invented whole, in the form of the utility's bill of low voltage.
_FRONT_B = {
    "installation": "3009876543",
    "client_number": "7001122334",
    "consumer_class": "Residencial Bifásico",
    "subclass": "Residencial",
    "modality": "Convencional B1",
    "previous_reading": "14/03",
    "current_reading": "13/04",
    "days": "30",
    "next_reading": "14/05",
    "reference_month": "ABR/2025",
    "meter.previous": "12.842",
    "meter.current": "13.167",
    "meter.constant": "1",
    "consumption_kwh": "325",
}
_HISTORY_B = """
ABR/25 325 10,83 30
MAR/25 298 10,27 29
FEV/25 341 11,75 29
JAN/25 366 11,43 32
DEZ/24 352 11,73 30
NOV/24 310 10,33 30
OUT/24 287 8,96 32
SET/24 276 9,20 30
AGO/24 265 8,83 30
JUL/24 254 8,19 31
JUN/24 259 8,63 30
MAI/24 271 8,74 31
ABR/24 304 10,13 30
"""
HISTORY_B_COLUMNS = ("month", "kwh", "daily", "days")


def _history(text: str, columns: tuple[str, ...]) -> dict[str, str]:
    return {
        f"history.{row}.{column}": cell
        for row, line in enumerate(text.split("\n")[1:-1])
        for column, cell in zip(columns, line.split(), strict=True)
    }


def _rows(table: str, text: str, columns: tuple[str, ...]) -> dict[str, str]:
    return {
        f"{table}.{name}.{column}": "" if cell == "-" else cell
        for name, *cells in (line.split() for line in text.split("\n")[1:-1])
        for column, cell in zip(columns, cells, strict=True)
    }


def _readings(text: str) -> dict[str, str]:
    found = {}
    for name, *cells in (line.split() for line in text.split("\n")[1:-1]):
        for number, post in enumerate(("hfp", "hp", "hr")):
            found[f"reading.{post}.{name}.previous"] = cells[2 * number]
            found[f"reading.{post}.{name}.current"] = cells[2 * number + 1]
    return found


GUIDE: Truth = {
    **_FRONT_A,
    **_SECOND_A,
    **_history(_HISTORY_A, HISTORY_A_COLUMNS),
    **_readings(_READINGS_A),
    **{
        f"reading.{post}.{name}.current": cell
        for name, *cells in (line.split() for line in _SINGLE_A.split("\n")[1:-1])
        for post, cell in zip(("hfp", "hp", "hr"), cells, strict=True)
    },
    **_rows("demand", _DEMAND_A, ("registered", "contracted", "overrun", "billed")),
    **_rows("energy", _ENERGY_A, ("registered", "overrun", "billed")),
}
LOW_VOLTAGE: Truth = {**_FRONT_B, **_history(_HISTORY_B, HISTORY_B_COLUMNS)}

# domain.md 7.4 and the readings above: where the guide contradicts itself.
GUIDE_FLAGS: Mapping[str, frozenset[str]] = {
    # 262 x 700 = 183.400, not 91.700 (7.4, "HR energy").
    "energy.hr.active.registered": frozenset({"energy_differs", "history_differs"}),
    "reading.hr.kwh.previous": frozenset({"energy_differs"}),
    "reading.hr.kwh.current": frozenset({"energy_differs"}),
    # 0 x 700 = 0, not 700 (7.4, "HP injected").
    "energy.hp.injected.registered": frozenset({"energy_differs"}),
    "reading.hp.injected.previous": frozenset({"energy_differs"}),
    "reading.hp.injected.current": frozenset({"energy_differs"}),
    # The history says 915 kWh in HR, the second page 91.700.
    "history.0.energy_hr": frozenset({"history_differs"}),
    # DMCR HR: 0 x 700 / 100 = 0, not 595.
    "reading.hr.dmcr.current": frozenset({"demand_differs"}),
    "demand.hr.dmcr.registered": frozenset({"demand_differs"}),
    # 389 = 1.145 - 756: below the contract there is no overrun (7.4, "Ultrapassagem").
    "demand.hfp.active.overrun": frozenset({"overrun_unfounded"}),
    "demand.hfp.active.registered": frozenset({"overrun_unfounded"}),
    # 693 is neither 553 nor 700 (7.4, "Demanda geração").
    "demand.hfp.injected.billed": frozenset({"billed_differs"}),
    "demand.hfp.injected.registered": frozenset({"billed_differs"}),
    "demand.hfp.injected.contracted": frozenset({"billed_differs"}),
}
