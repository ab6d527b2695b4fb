"""What the text of a value must look like, and the value it then has; anything else is no value of that kind."""

import re
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from documents.domain.bills.words import key

MONTHS = ("JAN", "FEV", "MAR", "ABR", "MAI", "JUN", "JUL", "AGO", "SET", "OUT", "NOV", "DEZ")
CLASSES = (
    "residencial",
    "industrial",
    "comercial",
    "rural",
    "poder publico",
    "iluminacao publica",
    "servico publico",
    "consumo proprio",
)

# Words of which names of subclasses are made, presumed from usage: another word only leaves the field unread.
SUBCLASS_WORDS = frozenset(
    [
        "adm",
        "administracao",
        "agrotecnica",
        "agroindustrial",
        "agropecuaria",
        "agua",
        "aquicultura",
        "associacao",
        "atividades",
        "aeroportos",
        "baixa",
        "bpc",
        "comercial",
        "comunicacao",
        "comunicacoes",
        "condominial",
        "cooperativa",
        "de",
        "distrital",
        "do",
        "e",
        "eletrica",
        "eletrificacao",
        "entidades",
        "esgoto",
        "escola",
        "estadual",
        "exceto",
        "federal",
        "filantropicas",
        "iluminacao",
        "indigena",
        "industrial",
        "industria",
        "irrigacao",
        "irrigante",
        "linha",
        "multifamiliar",
        "municipal",
        "ou",
        "outras",
        "outros",
        "poder",
        "propria",
        "proprio",
        "publica",
        "publico",
        "quilombola",
        "religiosos",
        "renda",
        "residencia",
        "residencial",
        "rodovias",
        "rural",
        "saneamento",
        "sem",
        "semaforos",
        "serv",
        "servico",
        "servicos",
        "subclasse",
        "telecomunicacao",
        "telecomunicacoes",
        "templos",
        "tracao",
        "transporte",
        "transportes",
        "urbana",
        "vias",
    ]
)

_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?")
_BROKEN = re.compile(r"(?<=[0-9]) ?([.,]) ?(?=[0-9])")
_DAY = re.compile(r"([0-3][0-9])/([01][0-9])(?:/(20[0-9]{2}|[0-9]{2}))?")
_MONTH_WORD = re.compile(rf"({'|'.join(MONTHS)})/(20[0-9]{{2}}|[0-9]{{2}})")
_MONTH_NUMBER = re.compile(r"([01][0-9])/(20[0-9]{2})")
_PERIOD = re.compile(r"([0-9/]{10}) ?(?:a|à|até|-|–) ?([0-9/]{10})")
_WINDOW = re.compile(r"([0-2]?[0-9])[:h]([0-5][0-9])h? ?(?:às|as|a|-|–) ?([0-2]?[0-9])[:h]([0-5][0-9])h?")
_UNIT_NUMBER = re.compile(r"3[0-9]{9}|[0-9]\.[0-9]{3}\.[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}|[0-9]{15}")
_TARIFF = re.compile(
    r"(?:ths |tarifa )?(verde|azul|branca|convencional)(?: (a1|a2|a3|a3a|a4|as|b1|b2|b3|b4))?"
)
_SUBGROUP = re.compile(r"a1|a2|a3|a3a|a4|as|b1|b2|b3|b4")


@dataclass(frozen=True)
class DayMonth:
    """A day as printed; the year is None where the bill leaves it out."""

    day: int
    month: int
    year: int | None = None

    def on(self, year: int) -> date | None:
        """The date in a year, or None where that year has no such day."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, order=True)
class MonthYear:
    """A month of a year."""

    year: int
    month: int

    @property
    def before(self) -> "MonthYear":
        """The month before."""
        return MonthYear(self.year - 1, 12) if self.month == 1 else MonthYear(self.year, self.month - 1)


def number(text: str) -> Decimal | None:
    """ "1.145" or "0,408": dots only between groups of three, a comma before decimal places; no sign."""
    compact = _BROKEN.sub(r"\1", text)
    if len(compact) > 16 or not _NUMBER.fullmatch(compact):
        return None
    return Decimal(compact.replace(".", "").replace(",", "."))


def whole(text: str) -> Decimal | None:
    """A number without decimal places: readings, kWh and kW of these bills."""
    value = None if "," in text else number(text)
    return value if value is not None else None


def factor(text: str) -> Decimal | None:
    """A share between 0 and 1 with decimal places, as load factors are printed."""
    value = number(text) if "," in text else None
    return value if value is not None and value <= 1 else None


def rate(text: str) -> Decimal | None:
    """A rate in per cent below 100 with decimal places, with or without the sign."""
    value = number(text.removesuffix("%").rstrip()) if "," in text else None
    return value if value is not None and value < 100 else None


def days(text: str) -> int | None:
    """A count of days of one reading period."""
    return int(text) if re.fullmatch(r"[1-9][0-9]?", text) else None


def day(text: str) -> DayMonth | None:
    """ "31/01" or "31/01/2023": a day that exists."""
    match = _DAY.fullmatch(text)
    if not match:
        return None
    found = DayMonth(int(match[1]), int(match[2]), _year(match[3]) if match[3] else None)
    # 29 February without a year may be right: 2024 had one.
    return found if found.on(2024) else None


def month(text: str) -> MonthYear | None:
    """ "FEV/23", "FEV/2023" or "02/2023"."""
    if match := _MONTH_WORD.fullmatch(text.upper()):
        return MonthYear(_year(match[2]), MONTHS.index(match[1]) + 1)
    match = _MONTH_NUMBER.fullmatch(text)
    return MonthYear(int(match[2]), int(match[1])) if match and 1 <= int(match[1]) <= 12 else None


def period(text: str) -> tuple[date, date] | None:
    """ "01/02/2023 a 28/02/2023", first and last day."""
    match = _PERIOD.fullmatch(text)
    ends = [_full(match[1]), _full(match[2])] if match else []
    return (ends[0], ends[1]) if len(ends) == 2 and ends[0] and ends[1] and ends[0] <= ends[1] else None


def window(text: str) -> tuple[time, time] | None:
    """ "17:00 às 20:00": begin and end of the peak post."""
    match = _WINDOW.fullmatch(text)
    if not match or int(match[1]) > 23 or int(match[3]) > 23:
        return None
    begin, end = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    return (begin, end) if begin < end else None


def unit_number(text: str) -> str | None:
    """Number of the unit: ten digits that begin with 3, or the fifteen digits of REN 1.000/2021 art. 659-A."""
    return text if _UNIT_NUMBER.fullmatch(text) else None


def client_number(text: str) -> str | None:
    """Number of the client: ten digits that begin with 7."""
    return text if re.fullmatch(r"7[0-9]{9}", text) else None


def consumer_class(text: str) -> str | None:
    """One of the classes of consumption, with the phases after it where the bill prints them."""
    words = _plain(text)
    name = re.sub(r" (?:monofasico|bifasico|trifasico)$", "", words)
    return text if name in CLASSES else None


def subclass(text: str) -> str | None:
    """A few of the words that name subclasses; a word cut in two is none of them."""
    words = [word for word in re.split(r"[^a-z0-9]+", _plain(text).replace("/", " ")) if word]
    return text if words and all(word in SUBCLASS_WORDS for word in words) else None


def modality(text: str) -> str | None:
    """ "THS Verde A4" → "verde"; the subgroup after it is a field of its own."""
    match = _TARIFF.fullmatch(_plain(text))
    return match[1] if match else None


def subgroup_after(text: str) -> str | None:
    """ "THS Verde A4" → "A4"; None where no subgroup follows the modality."""
    match = _TARIFF.fullmatch(_plain(text))
    return _printed(match[2]) if match and match[2] else None


def subgroup(text: str) -> str | None:
    """ "A4", "A3a", "B1"."""
    return _printed(_plain(text)) if _SUBGROUP.fullmatch(_plain(text)) else None


def _printed(code: str) -> str:
    return "A3a" if code == "a3a" else code.upper()


def _plain(text: str) -> str:
    return " ".join(part for part in (key(word) for word in text.split()) if part)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _full(text: str) -> date | None:
    found = day(text)
    return found.on(found.year) if found and found.year else None
