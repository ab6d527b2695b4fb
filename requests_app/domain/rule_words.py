"""How the rulebook reads on a page: its topics, and the value of a rule with its unit."""

from decimal import Decimal

from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import Rule

TOPICS = {
    "prazos": "Prazos da resposta",
    "contagem": "Como os dias contam e quando param",
    "envio": "Documentos e envio",
    "responsavel": "Responsável técnico",
    "potencia": "Potência e enquadramento",
    "rede": "Inversão de fluxo e capacidade da rede",
    "ligacao": "Do parecer à ligação",
    "garantia": "Garantia de fiel cumprimento",
    "creditos": "Créditos e modalidades",
    "tarifa": "Classe tarifária",
    "fatura": "Fatura, demanda e horário de ponta",
    "direitos": "Contestação, mensagens e compensação",
}
"""Topic → title; the keys stand in addresses."""
WORDS_OF_TOPIC = {
    "prazos": ("opinion", "pending"),
    "contagem": ("counting", "pause", "alerts"),
    "envio": (
        "documents", "holder", "upload", "unit_number", "taxpayer", "declaration", "preconditions", "protocol",
        "registration", "records",
    ),
    "responsavel": ("professional", "technician_change"),
    "potencia": (
        "category", "group_a", "group_b", "power", "breaker", "generation", "demand", "storage", "voltage",
        "protection", "substation", "consumption", "metering",
    ),
    "rede": ("reverse_flow", "capacity"),
    "ligacao": ("contracts", "payments", "works", "project", "inspection", "consultation"),
    "garantia": ("guarantee",),
    "creditos": ("allocation", "credits", "modality", "consortium", "cooperative", "unit", "scee"),
    "tarifa": ("tariff",),
    "fatura": ("bill", "peak"),
    "direitos": ("contest", "message", "contact", "denial", "compensation", "complaint", "ombudsman"),
}  # fmt: skip
_TOPIC_BY_WORD = {word: topic for topic, words in WORDS_OF_TOPIC.items() for word in words}
_TOPIC_BY_CODE = {"documents.check": "prazos", "compensation.start": "creditos"}
_UNITS = {
    "calendar_days": ("dia corrido", "dias corridos"),
    "business_days": ("dia útil", "dias úteis"),
    "months": ("mês", "meses"),
    "years": ("ano", "anos"),
    "kW": ("kW", "kW"),
    "kVA": ("kVA", "kVA"),
    "MB": ("MB", "MB"),
    "pages": ("página", "páginas"),
    "digits": ("algarismo", "algarismos"),
    "days": ("dia", "dias"),
    "h": ("hora", "horas"),
    "minutes": ("minuto", "minutos"),
    "cycles": ("ciclo de faturamento", "ciclos de faturamento"),
    "kV": ("kV", "kV"),
    "units": ("unidade", "unidades"),
    "members": ("participante", "participantes"),
}
_PERCENT = "%"
_FROM_EASTER = "days_from_easter"


def topic_of(code: str) -> str:
    """The key in TOPICS under which a rule is listed; what nobody has placed stands with the terms."""
    return _TOPIC_BY_CODE.get(code) or _TOPIC_BY_WORD.get(code.split(".", maxsplit=1)[0], "prazos")


def anchor_of(code: str) -> str:
    """Where a rule stands on its page: `opinion-micro-no-works`."""
    return code.replace(".", "-").replace("_", "-")


def value_text(rule: Rule) -> str:
    """`15 dias corridos`, `7,5 kW`, `2,5%`; empty when the rule's own sentence says it all."""
    value = rule.value
    if rule.unit == _FROM_EASTER and isinstance(value, dict):
        return "; ".join(f"{name}, {_from_easter(days)}" for name, days in value.items())
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    number = format_kw(Decimal(value))
    if rule.unit == _PERCENT:
        return f"{number}%"
    if rule.unit not in _UNITS:
        return ""
    one, many = _UNITS[rule.unit]
    return f"{number} {one if value == 1 else many}"


def _from_easter(days: int) -> str:
    return f"{abs(days)} dias {'antes' if days < 0 else 'depois'} da Páscoa"
