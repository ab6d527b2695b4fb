"""The answers about a bill as the pages show them: by topic, yes and no in words, plots of the months."""

from collections.abc import Iterable, Iterator
from typing import Any

from eligibility.domain.bill.answers import BillAnswers
from eligibility.domain.bill.group_answer import GroupAnswer, Verdict
from eligibility.domain.bill.history import HistoryAnswer
from eligibility.domain.bill.quantities import Indicator, value_text
from eligibility.domain.plots.marks import Plot
from eligibility.domain.plots.months import demand_plot, energy_plot, factor_plot

_TITLES = {
    "reading": "Leitura do medidor",
    "contracted_demand": "Demanda a contratar",
    "test_period": "Período de testes",
    "seasonal_demand": "Demanda faturada, rural ou sazonal",
    "complementary_demand": "Demanda complementar",
    "modalities": "Verde ou azul, neste ciclo",
    "modality_change": "Mudança de modalidade",
    "group_b": "Opção pela tarifa do grupo B",
    "price": "Preço com tributos",
    "item": "Valor de uma linha",
    "overrun": "Ultrapassagem",
    "flags": "Bandeiras tarifárias",
    "losses": "Perdas de transformação",
    "specific_consumption": "Consumo específico",
}
# The indicators of a bill by what they are about, told by the beginning of their code.
_TOPICS = (
    ("Uso da energia", ("hours.", "load_factor.")),
    ("Energia e demanda reativas", ("power_factor", "reactive.")),
    ("Demanda", ("overrun.consumption", "billed_demand")),
    ("Injeção na rede", ("overrun.injection", "billed_demand.injection")),
)
_MET, _NOT_MET = ("Atende", "green", "check-circle"), ("Não atende", "grey", "minus-circle")
_UNKNOWN = ("Falta um dado", "amber", "warn")
_CHARGED, _NOT_CHARGED = ("Sim", "amber", "warn"), ("Não", "green", "check-circle")
_YES, _NO = ("Sim", "green", "check-circle"), ("Não", "grey", "x-circle")
_WORDS = {
    "group_b": (_YES, _NO),
    "group_b.test": (_MET, _NOT_MET),
    "overrun.charged": (_CHARGED, _NOT_CHARGED),
    "complementary_demand.due": (_CHARGED, _NOT_CHARGED),
    "modality.change": (_YES, _NO),
}
_CHEAPER = {
    "green": ("Verde", "green", "check"),
    "blue": ("Azul", "blue", "check"),
    "same": ("Empate", "grey", "minus-circle"),
}


def results(answers: BillAnswers) -> dict[str, Any]:
    """The context of a page with answers: `groups` in order, and `plots` where months were sent."""
    groups: list[dict[str, Any]] = []
    for name, found in answers.groups.items():
        if name == "bill":
            groups += _bill_topics(found)
        elif name != "history":
            groups.append({"title": _TITLES[name], **_rows(found.indicators), **_rest(found)})
    return {
        "groups": groups,
        "plots": tuple(_plots(answers.history)) if answers.history else (),
        "on": answers.on,
        "not_computed": [each for found in answers.groups.values() for each in found.not_computed],
    }


def indicator_rows(indicators: Iterable[Indicator]) -> list[dict[str, Any]]:
    """Indicators with the words of their values."""
    return [{"found": each, "value": value_text(each)} for each in indicators]


def _bill_topics(found: GroupAnswer) -> Iterator[dict[str, Any]]:
    topics: dict[str, list[Indicator]] = {title: [] for title, _ in _TOPICS}
    for each in found.indicators:
        topics[_topic(each.code)].append(each)
    checks = {check.label: check for check in found.checks}
    for title, indicators in topics.items():
        if indicators:
            own = [checks[each.label] for each in indicators if each.label in checks]
            yield {"title": title, "rows": indicator_rows(indicators), "verdicts": (), "checks": own}


def _topic(code: str) -> str:
    """The topic whose beginning fits best: the longest one."""
    fitting = [(len(begin), title) for title, begins in _TOPICS for begin in begins if code.startswith(begin)]
    return max(fitting)[1]


def _rows(indicators: Iterable[Indicator]) -> dict[str, Any]:
    return {"rows": indicator_rows(indicators)}


def _rest(found: GroupAnswer) -> dict[str, Any]:
    return {"verdicts": [_verdict(each) for each in found.verdicts], "checks": found.checks}


def _verdict(found: Verdict) -> dict[str, Any]:
    if found.code == "modality.cheaper":
        said = _CHEAPER[found.criterion or "same"]
    elif found.passed is None:
        said = _UNKNOWN
    else:
        said = _WORDS[found.code][0 if found.passed else 1]
    return {"found": found, "said": said}


def _plots(history: HistoryAnswer) -> Iterator[Plot]:
    made = (
        *(demand_plot(series) for series in history.demands),
        energy_plot(history.rows),
        factor_plot(history.factors),
    )
    return (plot for plot in made if plot is not None)
