"""What is typed into the pages about a bill: the guide's own numbers, and a load record written by hand; and what a page says."""

import re
from datetime import datetime, timedelta
from html import unescape

GUIDE = {
    "previous_reading_on": "31/01/2023",
    "current_reading_on": "28/02/2023",
    "modality": "green",
    "peak.energy_kwh": "24.500",
    "peak.max_kw": "707",
    "peak.reactive_kvarh": "9.800",
    "peak.dmcr_kw": "700",
    "off_peak.energy_kwh": "189.700",
    "off_peak.max_kw": "756",
    "off_peak.reactive_kvarh": "65.100",
    "off_peak.dmcr_kw": "721",
    "contracted_kw": "1.145",
    "injection_measured_kw": "553",
    "injection_contracted_kw": "700",
}
HISTORY = """FEV/23 707 756 24.500 189.700 91.700
JAN/23 441 441 13.300 195.300 90.000
DEZ/22 392 609 14.000 196.000
NOV/22 476 665 14.700 191.100
OUT/22 448 791 17.500 250.600
SET/22 497 679 21.000 222.600
AGO/22 595 763 27.300 258.300
JUL/22 763 1.120 17.500 219.100
JUN/22 245 630 13.300 201.600
MAI/22 399 749 14.000 212.800
ABR/22 700 882 18.900 250.600
MAR/22 798 1.022 35.000 284.900
FEV/22 735 - 20.300 148.400"""
LOADS = {
    "contracted_demand.loads.0.name": "Motores",
    "contracted_demand.loads.0.installed_kw": "40",
    "contracted_demand.loads.0.simultaneous_kw": "35",
    "contracted_demand.loads.1.name": "Iluminação",
    "contracted_demand.loads.1.installed_kw": "20",
    "contracted_demand.loads.1.simultaneous_kw": "10",
    "contracted_demand.loads.3.name": "Refrigeração",
    "contracted_demand.loads.3.installed_kw": "30",
    "contracted_demand.loads.3.simultaneous_kw": "20",
}
CYCLE = {
    "modalities.use.peak_kw": "707",
    "modalities.use.off_peak_kw": "756",
    "modalities.use.peak_kwh": "24.500",
    "modalities.use.off_peak_kwh": "189.700",
    "modalities.green.demand": "22,23",
    "modalities.green.peak_energy": "2,19947",
    "modalities.green.off_peak_energy": "0,42064",
    "modalities.blue.peak_demand": "66,23",
    "modalities.blue.off_peak_demand": "22,23",
    "modalities.blue.peak_energy": "0,59136",
    "modalities.blue.off_peak_energy": "0,42064",
}
PRICE = {
    "price.tariff_brl": "16,54",
    "price.pis_percent": "0,80",
    "price.cofins_percent": "3,69",
    "price.icms_percent": "18",
    "price.printed": "21,11897362",
}


def load_record(days: int = 7, *, has_reactive: bool = True) -> str:
    """A CSV that begins on Monday, 01/06/2026: 40 kW at night, 120 by day, 90 in the peak, half of it on Sundays."""
    titles = "Data;Hora;kWh;kVArh ind;kVArh cap" if has_reactive else "Data;Hora;kWh"
    start, lines = datetime.fromisoformat("2026-06-01"), [titles]
    for number in range(days * 96):
        at = start + timedelta(minutes=15 * number)
        power = 40 if at.hour < 7 or at.hour >= 21 else 90 if 17 <= at.hour < 20 else 120
        power += at.hour % 3 * 4
        if at.weekday() == 6:
            power //= 2
        energy = f"{power / 4:.2f}".replace(".", ",")
        ends = at + timedelta(minutes=15)
        reactive = f";{power / 10:.1f};0".replace(".", ",") if has_reactive else ""
        lines.append(f"{ends:%d/%m/%Y};{ends:%H:%M};{energy}{reactive}")
    return "\n".join(lines)


def text_of(answer: str) -> str:
    """The words of the page without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer)).split())


def wrong_fields(page: str) -> list[str]:
    """The names of the fields that carry a mistake, in the order of the page."""
    return re.findall(r'id="id_([\w.-]+)_error"', page)
