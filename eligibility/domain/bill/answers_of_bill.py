"""Answers about a whole bill: one cycle, and the months that it lists."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from eligibility.domain.bill.group_answer import GroupAnswer
from eligibility.domain.bill.history import HistoryAnswer, history_answer
from eligibility.domain.bill.indicators import NotComputed, bill_indicators
from eligibility.domain.bill.modality import TariffModality
from eligibility.domain.bill.peak_hours import Post
from eligibility.domain.bill.printed import PrintedCheck, compare
from eligibility.domain.bill.quantities import Indicator, shown
from eligibility.domain.bill.questions_of_demand import BillQuestion, HistoryQuestion, PrintedNumbers
from eligibility.domain.findings import refuse

_PRINTED = {
    "peak_load_factor": "Fator de carga, ponta",
    "off_peak_load_factor": "Fator de carga, fora de ponta",
    "overrun_kw": "Ultrapassagem da demanda de consumo",
    "billed_kw": "Demanda faturada",
    "unused_kw": "Demanda contratada e não usada",
    "peak_reactive_demand_kw": "Excedente de demanda reativa (UFDR), ponta",
    "off_peak_reactive_demand_kw": "Excedente de demanda reativa (UFDR), fora de ponta",
    "injection_billed_kw": "Demanda de injeção faturada",
}
"""Printed number → the indicator that it is compared with."""
_ONE = "Na modalidade verde há uma demanda contratada só, sem posto."
_TWO = "Na modalidade azul cada posto tem a sua demanda contratada."
_ONE_OR_TWO = "Envie uma demanda contratada só (verde) ou uma por posto (azul)."


def of_bill(asked: BillQuestion, _: date) -> GroupAnswer:
    """Every indicator of one cycle, by the rules of its last day.

    Refused `bill.modality` for a contracted demand that the modality does not have: nobody would read it.
    """
    if asked.modality is TariffModality.blue and asked.contracted_kw is not None:
        raise refuse("bill.modality", _TWO, field="contracted_kw")
    for name, post in (("peak", asked.peak), ("off_peak", asked.off_peak)):
        if asked.modality is TariffModality.green and post.contracted_kw is not None:
            raise refuse("bill.modality", _ONE, field=f"{name}.contracted_kw")
    found = bill_indicators(asked)
    hours = found.hours
    days, peak, rest = hours.period.days, hours.peak_hours, hours.off_peak_hours
    lines = {
        Post.peak: hours.line,
        Post.off_peak: f"{days} dias × 24 h − {shown(peak)} h de ponta = {shown(rest)} h",
    }
    real_hours = (
        Indicator(
            code=f"hours.{post.name}",
            label=f"Horas do posto {post.label}",
            value=hours.of(post),
            unit="h",
            line=line,
            citation=hours.citation,
            confidence=hours.confidence,
        )
        for post, line in lines.items()
    )
    checks, missing = _checks(asked.printed, {each.label: each for each in found.found})
    return GroupAnswer(
        indicators=(*real_hours, *found.found),
        checks=checks,
        not_computed=(*found.not_computed, *missing),
    )


def of_history(
    asked: HistoryQuestion, bill: BillQuestion | None, on: date
) -> tuple[GroupAnswer, HistoryAnswer]:
    """The months with the contracted demand sent with them, else with that of the bill."""
    whole = asked.contracted_kw
    by_post: dict[Post | None, Decimal | None] = {
        Post.peak: asked.peak_contracted_kw,
        Post.off_peak: asked.off_peak_contracted_kw,
    }
    if whole is not None and _some(by_post):
        raise refuse("bill.modality", _ONE_OR_TWO, field="contracted_kw")
    if bill is not None and whole is None and not _some(by_post):
        whole = bill.contracted_kw
        if bill.modality is TariffModality.blue:
            by_post[Post.peak] = bill.peak.contracted_kw
            by_post[Post.off_peak] = bill.off_peak.contracted_kw
    green: dict[Post | None, Decimal | None] = {None: whole}
    contracted = by_post if _some(by_post) else green
    found = history_answer(asked.months, contracted_kw=contracted, on=on)
    return GroupAnswer(indicators=tuple(_of_months(found))), found


def _of_months(found: HistoryAnswer) -> Iterator[Indicator]:
    for series in found.demands:
        after = f", {series.post.label}" if series.post else ""
        for month in series.months:
            if month.over is not None:
                label = f"Ultrapassagem da demanda de consumo{after}, {month.label}"
                yield month.over.excess.model_copy(update={"label": label})
    yield from (month.factor for month in found.factors if month.factor is not None)


def _some(contracted: Mapping[Post | None, Decimal | None]) -> bool:
    return any(each is not None for each in contracted.values())


def _checks(
    printed: PrintedNumbers, found: dict[str, Indicator]
) -> tuple[tuple[PrintedCheck, ...], tuple[NotComputed, ...]]:
    """Each printed number beside its indicator; without one, that it could not be compared."""
    numbers = {_PRINTED[name]: value for name, value in printed if value is not None}
    checks = tuple(compare(value, found[label]) for label, value in numbers.items() if label in found)
    why = "A fatura traz este valor, mas os números enviados não dão uma conta só para ele. Não foi possível comparar."
    missing = tuple(
        NotComputed(label=f"{label}: comparação", why=why) for label in numbers if label not in found
    )
    return checks, missing
