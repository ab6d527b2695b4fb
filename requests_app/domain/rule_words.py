"""How the rulebook reads on a page: its topics, and the value of a rule with its unit."""

from decimal import Decimal

from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import Rule

TOPICS = {
    "prazos": "Prazos",
    "contagem": "Como os dias contam e quando param",
    "potencia": "Potência e enquadramento",
    "envio": "Documentos e envio",
    "depois": "Respostas, registro e créditos",
}
_TOPIC_BY_WORD = {
    "opinion": "prazos",
    "pending": "prazos",
    "contracts": "prazos",
    "inspection": "prazos",
    "complaint": "prazos",
    "ombudsman": "prazos",
    "counting": "contagem",
    "pause": "contagem",
    "alerts": "contagem",
    "category": "potencia",
    "group_b": "potencia",
    "power": "potencia",
    "breaker": "potencia",
    "reverse_flow": "potencia",
    "professional": "potencia",
    "documents": "envio",
    "holder": "envio",
    "upload": "envio",
    "unit_number": "envio",
    "taxpayer": "envio",
    "declaration": "envio",
    "preconditions": "envio",
    "protocol": "envio",
}
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
}


def topic_of(code: str) -> str:
    """The key in TOPICS under which a rule is listed."""
    return (
        "prazos"
        if code == "documents.check"
        else _TOPIC_BY_WORD.get(code.split(".", maxsplit=1)[0], "depois")
    )


def value_text(rule: Rule) -> str:
    """`15 dias corridos`, `7,5 kW`; empty when the rule's own sentence says it all."""
    value = rule.value
    if rule.unit not in _UNITS or isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    one, many = _UNITS[rule.unit]
    return f"{format_kw(Decimal(value))} {one if value == 1 else many}"
