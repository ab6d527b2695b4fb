"""The study of reverse flow in words, section by section, as art. 73, § 2º, of REN 1.000 orders it."""

from collections.abc import Iterator
from typing import NamedTuple

from eligibility.domain.numbers_pt import format_kw
from requests_app.domain.dates import WEEKDAYS_SHORT
from requests_app.domain.money import brl
from requests_app.domain.reverse_flow import Alternative, StudiedAlternative, Study


class ReportSection(NamedTuple):
    """A title and its lines, each of them a Portuguese sentence."""

    title: str
    lines: tuple[str, ...]


def report(study: Study) -> tuple[ReportSection, ...]:
    """The three parts of the study; without inversion only the first."""
    shown = ReportSection("I. Análise da inversão e potência máxima sem ela", tuple(_inversion(study)))
    if not study.has_inversion:
        return (shown,)
    return (
        shown,
        ReportSection("II. Alternativas e menor custo global", tuple(_alternatives(study))),
        ReportSection("III. Responsabilidades em cada alternativa", tuple(_responsibilities(study))),
    )


def _inversion(study: Study) -> Iterator[str]:
    yield f"Ponto analisado: {study.point.label.lower()}."
    yield f"Potência pedida: {format_kw(study.asked_kw)} kW."
    yield f"Potência máxima sem inversão: {format_kw(study.max_power_kw)} kW."
    if study.has_inversion:
        yield f"A potência pedida passa {format_kw(study.asked_kw - study.max_power_kw)} kW do máximo: há inversão de fluxo."
    else:
        yield "A potência pedida não inverte o fluxo."
    yield study.demonstration.strip()


def _alternatives(study: Study) -> Iterator[str]:
    for alternative in Alternative:
        name, one = f"{alternative.roman}. {alternative.label}", study.found(alternative)
        if one is None:
            yield f"{name}: não estudada, porque outra alternativa resolve sozinha (§ 7º)."
            continue
        verdict = "viável" if one.is_viable else "inviável"
        yield f"{name}: {verdict}. {one.explanation.strip()}"
        if one.is_viable:
            yield from _terms(one)
    cheapest = study.minimum_global_cost
    if cheapest is not None and cheapest.global_cost_brl is not None:
        yield f"Menor custo global: alternativa {cheapest.alternative.roman}, {brl(cheapest.global_cost_brl)}."
    elif not study.viable:
        yield "Nenhuma alternativa é viável."


def _terms(one: StudiedAlternative) -> Iterator[str]:
    if one.power_kw is not None:
        yield f"Potência que permite: {format_kw(one.power_kw)} kW."
    if one.utility_cost_brl is not None and one.applicant_cost_brl is not None:
        yield f"Custo: {brl(one.utility_cost_brl)} da distribuidora e {brl(one.applicant_cost_brl)} de quem gera."
    if one.is_dynamic:
        yield "A redução é dinâmica: segue o estado da rede."
    for window in one.windows:
        days = ", ".join(WEEKDAYS_SHORT[day] for day in sorted(set(window.weekdays)))
        yield f"{days}, das {window.begins:%H:%M} às {window.ends:%H:%M}: até {format_kw(window.limit_kw)} kW."


def _responsibilities(study: Study) -> Iterator[str]:
    for one in study.viable:
        yield f"{one.alternative.roman}. Distribuidora: {one.utility_responsibility.strip()}"
        yield f"{one.alternative.roman}. Quem gera: {one.applicant_responsibility.strip()}"
