"""What a study of reverse flow must hold before it is printed, and what an applicant may choose of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from eligibility.domain.citation import Citation
from eligibility.domain.findings import Finding, Refused
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import rule
from requests_app.domain.reverse_flow import (
    NETWORK,
    REDUCTIONS,
    Alternative,
    Choice,
    StudiedAlternative,
    Study,
    allowed_points,
    may_be_combined,
    most_injected_kw,
)


def require_study(study: Study, *, on: date) -> None:
    """Raises Refused with everything that the study lacks, `reverse_flow.*`; an inversion must be shown and answered."""
    _raise(_about_study(study, on))


def require_choice(study: Study, choice: Choice, *, on: date) -> None:
    """Raises Refused with everything that is wrong with what the applicant chose."""
    _raise(_about_choice(study, choice, on))


def _raise(findings: Iterable[Finding]) -> None:
    found = tuple(findings)
    if found:
        raise Refused(found)


def _no(code: str, message: str, field: str, citation: Citation) -> Finding:
    return Finding(code=f"reverse_flow.{code}", message=message, field=field, citation=citation)


def _about_study(study: Study, on: date) -> Iterator[Finding]:
    citation = rule("reverse_flow.study", on).citation
    points = allowed_points(
        study.group,
        has_exclusive_transformer=study.has_exclusive_transformer,
        has_exclusive_feeder=study.has_exclusive_feeder,
    )
    if study.point not in points:
        entry = rule("reverse_flow.exclusive_equipment", on)
        yield _no("point", f"A análise não é feita neste ponto. {entry.text}", "point", entry.citation)
    if not study.demonstration.strip():
        message = "Mostre a análise: dados usados, hora mais crítica e fluxo encontrado."
        yield _no("demonstration_missing", message, "demonstration", citation)
    repeated = [a for a, n in Counter(one.alternative for one in study.alternatives).items() if n > 1]
    for alternative in repeated:
        message = f"A alternativa {alternative.roman} aparece mais de uma vez."
        yield _no("repeated", message, alternative.value, citation)
    if not study.has_inversion:
        yield from _about_what_was_begun(study, on)
        return
    if study.missing:
        numbers = ", ".join(alternative.roman for alternative in study.missing)
        message = (
            f"Faltam no estudo: {numbers}. Só a I ou a II, quando resolve sozinha, dispensa as outras (§ 7º)."
        )
        yield _no("alternatives_missing", message, "alternatives", rule("reverse_flow.enough", on).citation)
    for one in study.alternatives:
        yield from _about_alternative(study, one, on)


def _about_what_was_begun(study: Study, on: date) -> Iterator[Finding]:
    """Without inversion a whole alternative may stay; one that lacks something tells that a number is wrong."""
    for one in study.alternatives:
        if not any(finding.code.endswith("_missing") for finding in _about_alternative(study, one, on)):
            continue
        message = (
            f"Não há inversão de fluxo: ligam-se até {format_kw(study.max_power_kw)} kW sem ela, e o pedido "
            f"acrescenta {format_kw(study.asked_kw)} kW. Por isso não há alternativas: apague a "
            f"{one.alternative.roman}, marcando “Não estudada”, ou corrija a potência máxima."
        )
        citation = rule("reverse_flow.study", on).citation
        yield _no("begun_without_inversion", message, one.alternative.value, citation)


def _about_alternative(study: Study, one: StudiedAlternative, on: date) -> Iterator[Finding]:
    field, name = one.alternative.value, f"alternativa {one.alternative.roman}"
    citation = rule("reverse_flow.study", on).citation
    if not one.explanation.strip():
        yield _no("explanation_missing", f"Explique por que a {name} serve ou não serve.", field, citation)
    if not one.is_viable:
        return
    if one.power_kw is None:
        yield _no("power_missing", f"Diga quanta potência a {name} permite.", field, citation)
    elif one.alternative in NETWORK and one.power_kw <= study.max_power_kw:
        message = (
            f"A {name} permite {format_kw(one.power_kw)} kW, e sem ela já se ligam "
            f"{format_kw(study.max_power_kw)} kW. Então ela não resolve: marque como inviável."
        )
        yield _no("power_gains_nothing", message, field, citation)
    elif one.alternative is Alternative.PERMANENT_REDUCTION and one.power_kw > study.max_power_kw:
        message = (
            f"Com {format_kw(one.power_kw)} kW injetados a inversão continua. "
            f"O máximo sem ela é {format_kw(study.max_power_kw)} kW."
        )
        yield _no("reduction_not_enough", message, field, citation)
    if one.alternative is Alternative.TIMED_REDUCTION:
        yield from _about_hours(study, one, on)
    if one.global_cost_brl is None:
        message = f"Escreva o custo da {name} para a distribuidora e para quem gera, mesmo que seja zero."
        yield _no("cost_missing", message, field, citation)
    if one.alternative in REDUCTIONS and one.utility_cost_brl:
        entry = rule("reverse_flow.reduction_cost", on)
        message = f"Na {name} o custo é de quem gera. {entry.text}"
        yield _no("reduction_paid_by_utility", message, field, entry.citation)
    if not (one.utility_responsibility.strip() and one.applicant_responsibility.strip()):
        message = f"Diga o que cabe a cada parte na {name}. Se não cabe nada, escreva “nada”."
        yield _no("responsibility_missing", message, field, citation)


def _about_hours(study: Study, one: StudiedAlternative, on: date) -> Iterator[Finding]:
    citation, field = rule("reverse_flow.alternatives", on).citation, one.alternative.value
    if not one.is_dynamic and not one.windows:
        message = "Escreva os dias e horários da redução, ou marque que ela é dinâmica."
        yield _no("hours_missing", message, field, citation)
    for window in one.windows:
        if window.begins >= window.ends:
            message = (
                "O horário da redução termina antes de começar. Depois da meia-noite, escreva outra linha."
            )
            yield _no("hours_order", message, field, citation)
        if window.limit_kw >= study.asked_kw:
            message = f"O limite de {format_kw(window.limit_kw)} kW não reduz nada."
            yield _no("hours_reduce_nothing", message, field, citation)
    least = min((window.limit_kw for window in one.windows), default=study.max_power_kw)
    if study.max_power_kw < least < study.asked_kw:
        message = (
            f"Com o limite de {format_kw(least)} kW a inversão continua. "
            f"O máximo sem ela é {format_kw(study.max_power_kw)} kW."
        )
        yield _no("reduction_not_enough", message, field, citation)


def _about_choice(study: Study, choice: Choice, on: date) -> Iterator[Finding]:
    citation = rule("reverse_flow.choice", on).citation
    if not study.has_inversion:
        message = "Não há inversão de fluxo com a potência pedida: não há o que escolher."
        yield _no("no_inversion", message, "alternatives", citation)
        return
    if not choice.alternatives:
        yield _no("choice_missing", "Escolha uma alternativa.", "alternatives", citation)
        return
    if not may_be_combined(choice.alternatives):
        entry = rule("reverse_flow.combination", on)
        message = "Escolha uma alternativa na rede, uma redução da potência, ou uma de cada."
        yield _no("combination", message, "alternatives", entry.citation)
        return
    viable = {one.alternative for one in study.viable}
    for alternative in Alternative:
        if alternative in choice.alternatives - viable:
            message = f"A alternativa {alternative.roman} não é viável neste estudo. Escolha outra."
            yield _no("not_viable", message, alternative.value, citation)
    if not choice.alternatives <= viable:
        return
    most = most_injected_kw(study, choice.alternatives)
    if choice.injected_kw > most:
        message = (
            f"Com o que você escolheu podem ser injetados até {format_kw(most)} kW. "
            "Reduza a potência ou some uma redução à alternativa."
        )
        yield _no("injected_too_much", message, "injected_kw", citation)
    if not choice.injected_kw and not choice.has_reduction:
        yield _no("injected_missing", "Escreva a potência que vai injetar.", "injected_kw", citation)
    if choice.has_reduction and not choice.reduction_form.strip():
        message = "Diga como a potência vai ser reduzida: o equipamento e o ajuste."
        yield _no("reduction_form_missing", message, "reduction_form", citation)
    if choice.has_reduction and choice.has_storage is None:
        yield _no("storage_missing", "Diga se vai usar armazenamento.", "has_storage", citation)
