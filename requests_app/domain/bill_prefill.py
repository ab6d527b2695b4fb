"""What a bill that was read offers to the screen of the unit: only what is sure, and why the rest is not offered."""

from dataclasses import dataclass

from documents.domain.bills.codes import FLAG_WORDS, REASON_WORDS
from documents.domain.bills.fields import BillReading
from documents.domain.bills.kinds import MONTHS, MonthYear
from documents.domain.bills.taken import consumer_class, discounted_hours, phases, twelve_months
from eligibility.domain.vocabulary import TariffGroup

OFFERED = (
    "unit_number",
    "consumer_class",
    "group",
    "voltage",
    "phases",
    "contracted_demand_kw",
    "monthly_consumption_kwh",
    "discounted_consumption_kwh",
)
"""Fields of the unit's screen that a bill may fill."""
_OF_EXISTING_UNITS = ("unit_number", "monthly_consumption_kwh", "discounted_consumption_kwh")
# The one subgroup of a single voltage (REN 1.000/2021, art. 2): the others span several of the screen's choices.
_VOLTAGES = {"A3": "69.000 V"}
_GROUP_A, _GROUP_B = TariffGroup.a.value, TariffGroup.b.value


@dataclass(frozen=True)
class Offer:
    """A value for one field as that field keeps it; `codes` are the bill's fields behind it."""

    name: str
    value: str
    codes: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class NotOffered:
    """A field that the person fills, and why."""

    name: str
    why: str


def offers(reading: BillReading, *, is_new_unit: bool) -> tuple[Offer | NotOffered, ...]:
    """Each field of the screen in its order. A new unit has neither number nor history."""
    group = _group(reading)
    found = [
        _or_why(reading, "unit_number", "installation", _sure_text(reading, "installation")),
        _or_why(reading, "consumer_class", "consumer_class", consumer_class(reading)),
        _or_why(reading, "group", "subgroup", group),
        _voltage(reading),
        *([_phases(reading)] if group == _GROUP_B else []),
        *([_demand(reading)] if group == _GROUP_A else []),
        _consumption(reading),
        *_discounted(reading),
    ]
    if is_new_unit:
        found = [one for one in found if one.name not in _OF_EXISTING_UNITS]
    return tuple(found)


def _sure_text(reading: BillReading, code: str) -> str:
    return str(reading.value(code)) if reading[code].is_sure else ""


def _or_why(reading: BillReading, name: str, code: str, value: str | None) -> Offer | NotOffered:
    return Offer(name, str(value), (code,)) if value else NotOffered(name, _why(reading, code))


def _why(reading: BillReading, code: str) -> str:
    field = reading[code]
    if field.reason:
        return REASON_WORDS[field.reason]
    doubts = " ".join(FLAG_WORDS[flag] for flag in field.flags)
    return f"Na fatura está “{field.text}”. {doubts or 'Este valor não existe nas opções do pedido.'}"


def _group(reading: BillReading) -> str:
    subgroup = _sure_text(reading, "subgroup")
    return {"A": _GROUP_A, "B": _GROUP_B}.get(subgroup[:1], "")


def _voltage(reading: BillReading) -> Offer | NotOffered:
    subgroup = _sure_text(reading, "subgroup")
    if subgroup in _VOLTAGES:
        return Offer("voltage", _VOLTAGES[subgroup], ("subgroup",))
    if subgroup:
        return NotOffered(
            "voltage",
            f"A fatura traz só o subgrupo {subgroup}, que tem mais de uma tensão. Escolha a da unidade.",
        )
    return NotOffered("voltage", "A fatura não diz a tensão.")


def _phases(reading: BillReading) -> Offer | NotOffered:
    found = phases(reading)
    if found:
        return Offer("phases", found.value, ("consumer_class",))
    return NotOffered("phases", "A fatura não diz se a ligação é monofásica, bifásica ou trifásica.")


def _demand(reading: BillReading) -> Offer | NotOffered:
    if _sure_text(reading, "modality") != "verde":
        return NotOffered(
            "contracted_demand_kw",
            "Fora da modalidade verde há uma demanda contratada em cada posto. Escreva a que vale para a unidade.",
        )
    field = reading["contracted.hfp"]
    return _or_why(reading, "contracted_demand_kw", "contracted.hfp", field.text if field.is_sure else "")


def _consumption(reading: BillReading) -> Offer | NotOffered:
    found = twelve_months(reading)
    if found is None:
        return NotOffered(
            "monthly_consumption_kwh", "Não há na fatura doze meses seguidos que lemos sem dúvida."
        )
    codes = tuple(code for code in reading.fields if code.startswith("history.") and code.endswith(".month"))
    first, last = (_name(month) for month in (found.months[-1], found.months[0]))
    return Offer(
        "monthly_consumption_kwh",
        found.lines,
        codes[:1],
        f"De {first} a {last}, do mais antigo ao mais novo.",
    )


def _discounted(reading: BillReading) -> list[Offer]:
    """Of a rural unit with reserved hours only; nobody else is asked for them."""
    found = twelve_months(reading)
    lines = discounted_hours(reading, found) if found else ""
    note = "Os mesmos meses, na mesma ordem. Quem usa estes números diz que a unidade tem o desconto."
    codes = tuple(code for code in reading.fields if code.startswith("history.") and code.endswith("_hr"))
    return [Offer("discounted_consumption_kwh", lines, codes[:1], note)] if lines else []


def _name(month: MonthYear) -> str:
    return f"{MONTHS[month.month - 1]}/{month.year}"
