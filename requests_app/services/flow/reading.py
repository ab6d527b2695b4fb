"""What the pages and the opinion say of reverse flow on a request, read in a fixed number of statements."""

from dataclasses import dataclass

from documents.domain.sheet_parts import Row
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import Rule, rule
from requests_app.domain.dates import long_day
from requests_app.domain.reverse_flow import Alternative, Choice, Study, Waiver, most_injected_kw
from requests_app.domain.reverse_flow_report import ReportSection, report
from requests_app.models import AccessRequest, FlowChoice, FlowStudy, StudyRequest
from requests_app.services.filing.facts import filed_facts
from requests_app.services.flow.study_requests import study_requests_of
from requests_app.services.standing.flow import (
    as_choice,
    choice_of,
    is_compatible_confirmed,
    newest_study,
    waiver_in_force,
)


@dataclass(frozen=True)
class Flow:
    """Where reverse flow stands: a waiver with its rule, or the study in force and what was chosen of it."""

    waiver: Waiver | None
    waiver_rule: Rule | None
    asks_compatible: bool
    is_compatible: bool | None
    row: FlowStudy | None
    study: Study | None
    chosen_row: FlowChoice | None
    requests: tuple[StudyRequest, ...]

    @property
    def parts(self) -> tuple[ReportSection, ...]:
        """The study in words, part by part as it is printed."""
        return report(self.study) if self.study else ()

    @property
    def offers_a_choice(self) -> bool:
        return self.study is not None and self.study.offers_a_choice

    @property
    def chosen(self) -> Choice | None:
        return as_choice(self.chosen_row) if self.chosen_row else None

    @property
    def chosen_alternatives(self) -> tuple[Alternative, ...]:
        """In the order of the law."""
        return tuple(one for one in Alternative if self.chosen and one in self.chosen.alternatives)

    @property
    def options(self) -> tuple[tuple[Alternative, str], ...]:
        """Each viable alternative with the most that may be injected under it alone."""
        if self.study is None or not self.study.has_inversion:
            return ()
        return tuple(
            (one.alternative, format_kw(most_injected_kw(self.study, {one.alternative})))
            for one in self.study.viable
        )


def read_flow(access_request: AccessRequest) -> Flow:
    """Five statements at most."""
    assert access_request.filed_on is not None
    waiver, row = waiver_in_force(access_request), newest_study(access_request)
    asks = filed_facts(access_request).wants_compatible_power
    return Flow(
        waiver=waiver,
        waiver_rule=rule(waiver.rule_code, on=access_request.filed_on) if waiver else None,
        asks_compatible=asks,
        is_compatible=is_compatible_confirmed(access_request) if asks else None,
        row=row,
        study=row.study if row else None,
        chosen_row=choice_of(row),
        requests=tuple(study_requests_of(access_request)),
    )


def opinion_row(access_request: AccessRequest) -> Row | None:
    """What the opinion says of reverse flow; None where neither a waiver nor a study stands."""
    waiver = waiver_in_force(access_request)
    if waiver is not None:
        assert access_request.filed_on is not None
        entry = rule(waiver.rule_code, on=access_request.filed_on)
        return Row(
            label="Inversão de fluxo", value=f"Análise dispensada: {waiver.label} ({entry.citation.label})"
        )
    row = newest_study(access_request)
    if row is None:
        return None
    said = f"Estudo {row.number}, de {long_day(row.issued_on)}: a potência máxima sem inversão é {format_kw(row.max_power_kw)} kW."
    chosen = choice_of(row)
    if chosen is None:
        return Row(label="Inversão de fluxo", value=said)
    names = "; ".join(
        f"{one.roman}, {one.label[:1].lower()}{one.label[1:]}"
        for one in Alternative
        if one.value in chosen.alternatives
    )
    return Row(
        label="Inversão de fluxo",
        value=f"{said} Alternativa escolhida: {names}. Com até {format_kw(chosen.injected_kw)} kW injetados.",
    )
