"""Other bills of the same layouts: invented numbers that agree with each other, with and without reserved hours."""

from decimal import Decimal
from random import Random

from tests.bills.truths import GUIDE, LOW_VOLTAGE, Truth

_MONTHS = ("JAN", "FEV", "MAR", "ABR", "MAI", "JUN", "JUL", "AGO", "SET", "OUT", "NOV", "DEZ")
_CLASSES = (
    ("Industrial", "Industrial"),
    ("Rural", "Irrigante"),
    ("Poder Público", "Municipal"),
    ("Comercial", "Comercial"),
)
_ENERGIES = {"kwh": "active", "injected": "injected", "kvarh": "kvarh", "ufer": "reactive"}


def whole(number: int) -> str:
    """1145 → "1.145"."""
    return f"{number:,}".replace(",", ".")


def varied_high(random: Random) -> Truth:
    """A bill of group A: every check of the reader agrees."""
    truth = dict(GUIDE)
    current, voltage = random.choice((10, 20, 40)), random.choice((70, 120, 200))
    constant = current * voltage
    for code, number in {"rtc": current, "rtp": voltage, "kw": constant, "kwh": constant}.items():
        truth[f"constant.{code}"] = whole(number)
    truth["consumer_class"], truth["subclass"] = random.choice(_CLASSES)
    truth["modality"] = f"THS {random.choice(('Verde', 'Azul'))} A4"
    truth["installation"] = f"3{random.randrange(10**9):09}"
    truth["client_number"] = f"7{random.randrange(10**9):09}"
    contracted = random.randint(100, 4000)
    has_reserved = random.random() < 0.5
    for post in ("hfp", "hp", "hr"):
        _fill_post(truth, random, post, constant, is_blank=post == "hr" and not has_reserved)
    truth["contracted.hfp"] = truth["demand.hfp.active.contracted"] = whole(contracted)
    truth["demand.hfp.active.overrun"] = ""
    truth["demand.hfp.active.billed"] = whole(max(contracted, _number(truth["demand.hfp.active.registered"])))
    generation = random.randint(50, 900)
    truth["contracted.generation"] = truth["demand.hfp.injected.contracted"] = whole(generation)
    truth["demand.hfp.injected.billed"] = whole(generation)
    truth["demand.hfp.injected.registered"] = whole(random.randint(1, generation))
    for row in range(1, 13):
        for column in ("demand_hp", "demand_hfp", "energy_hp", "energy_hfp", "energy_hr"):
            is_blank = column == "energy_hr" and not has_reserved
            truth[f"history.{row}.{column}"] = (
                "" if is_blank else whole(random.randint(0, 400_000 if "energy" in column else 3000))
            )
    for post in ("hp", "hfp"):
        truth[f"history.0.demand_{post}"] = truth[f"demand.{post}.active.registered"]
    for post in ("hp", "hfp", "hr"):
        truth[f"history.0.energy_{post}"] = truth[f"energy.{post}.active.registered"]
    return truth


def _fill_post(truth: dict[str, str], random: Random, post: str, constant: int, *, is_blank: bool) -> None:
    for reading, product in _ENERGIES.items():
        before, by = random.randint(0, 90_000), random.randint(0, 400)
        numbers = (before, before + by, by * constant)
        codes = (
            f"reading.{post}.{reading}.previous",
            f"reading.{post}.{reading}.current",
            f"energy.{post}.{product}.registered",
        )
        for code, number in zip(codes, numbers, strict=True):
            truth[code] = "" if is_blank else whole(number)
        truth[f"energy.{post}.{product}.billed"] = "" if is_blank else whole(numbers[2])
    for reading, product in {"kw": "active", "dmcr": "dmcr"}.items():
        read = random.randint(1, 300)
        truth[f"reading.{post}.{reading}.current"] = "" if is_blank else whole(read)
        truth[f"demand.{post}.{product}.registered"] = "" if is_blank else whole(read * constant // 100)
    truth[f"load_factor.{post}"] = "" if is_blank else f"0,{random.randrange(1000):03}"


def varied_low(random: Random) -> Truth:
    """A bill of group B: every check of the reader agrees."""
    truth = dict(LOW_VOLTAGE)
    truth["installation"] = f"3{random.randrange(10**9):09}"
    truth["client_number"] = f"7{random.randrange(10**9):09}"
    truth["consumer_class"] = random.choice(
        ("Residencial Monofásico", "Comercial Trifásico", "Residencial Trifásico")
    )
    newest = random.randint(13, 40)
    for row in range(13):
        name = _MONTHS[(newest - row) % 12]
        year = 22 + (newest - row) // 12
        consumed, days = random.randint(0, 9000), random.randint(27, 33)
        truth[f"history.{row}.month"] = f"{name}/{year}"
        truth[f"history.{row}.kwh"] = whole(consumed)
        truth[f"history.{row}.days"] = str(days)
        mean = (Decimal(consumed) / days).quantize(Decimal("0.01"))
        truth[f"history.{row}.daily"] = f"{mean:,}".translate(str.maketrans(",.", ".,"))
    truth["reference_month"] = truth["history.0.month"].replace("/", "/20")
    before, billed = random.randint(0, 90_000), _number(truth["history.0.kwh"])
    truth["meter.previous"], truth["meter.current"] = whole(before), whole(before + billed)
    truth["consumption_kwh"] = whole(billed)
    return truth


def _number(text: str) -> int:
    return int(text.replace(".", "") or 0)
