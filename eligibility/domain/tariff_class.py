"""The tariff class of the generating unit, GD I, II or III, from the filing date and the facts of the plant."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.classification import Category
from eligibility.domain.dispatch import is_plant_dispatchable
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.numbers_pt import format_decimal
from eligibility.domain.rulebook import NoRuleOnDate, Rule, rule, rulebook
from eligibility.domain.vocabulary import RequestKind, Source


class TariffCode(StrEnum):
    """Tariff classes of the transition (Lei 14.300, arts. 26 and 27)."""

    gd_1 = "GD_I"
    gd_2 = "GD_II"
    gd_3 = "GD_III"

    @property
    def label(self) -> str:
        """As people write it: `GD II`."""
        return self.value.replace("_", " ")


class StartLimit(BaseModel):
    """How long after the opinion the injection may start without losing GD I; unit `calendar_days` or `months`."""

    model_config = ConfigDict(frozen=True)

    value: int
    unit: str
    text: str
    citation: Citation
    confidence: Confidence


class TariffClass(BaseModel):
    """The class, why, what the compensated energy pays, and the limit to start injecting where there is one."""

    model_config = ConfigDict(frozen=True)

    code: TariffCode
    label: str
    why: str
    charge_text: str
    start_limit: StartLimit | None
    citation: Citation
    confidence: Confidence


def tariff_class(facts: ProjectFacts, category: Category) -> TariffClass | None:
    """The class of these facts on their filing day; None while what would decide is unknown.

    A large plant that is not dispatchable waits for its modality and, in shared generation, for the largest
    part of one beneficiary, which a list by priority does not tell.
    Requests older than the law are classified by it as well (Lei 14.300, art. 26).
    """
    on = max(facts.filed_on, _law_begins())
    first = rule("tariff.gd_1", on)
    if facts.filed_on <= first.as_table()["requested_in_time_by"]:
        return _first(facts, category, on, first)
    is_third = _is_third(facts, category, on)
    if is_third is None:
        return None
    kept = _kept_share(facts)
    if is_third:
        entry = rule("tariff.gd_3", on)
        return _class(
            TariffCode.gd_3, entry, entry.text + kept, _later(rule("tariff.gd_3.charge", on).text, on)
        )
    entry = rule("tariff.gd_2", on)
    return _class(TariffCode.gd_2, entry, _why_second(facts, category, on) + kept, _later(fio_b_text(on), on))


def fio_b_text(on: date) -> str:
    """What GD II pays in the year of that day, in Portuguese."""
    try:
        return rule("tariff.gd_2.fio_b_percent", on).text
    except NoRuleOnDate:
        return rule("tariff.new_rule", on).text


def _first(facts: ProjectFacts, category: Category, on: date, entry: Rule) -> TariffClass:
    requested_by = entry.as_table()["requested_by"]
    charge = rule("tariff.gd_1.until", on).text
    if facts.filed_on <= requested_by:
        why = f"O pedido foi feito até {requested_by:%d/%m/%Y}."
        return _class(TariffCode.gd_1, entry, why, charge)
    limit = _start_limit(facts, category, on)
    why = (
        f"O pedido foi feito depois de {requested_by:%d/%m/%Y} e até "
        f"{entry.as_table()['requested_in_time_by']:%d/%m/%Y}. A classe vale se a injeção começar no prazo."
    )
    return _class(TariffCode.gd_1, entry, why, charge, limit)


def _start_limit(facts: ProjectFacts, category: Category, on: date) -> StartLimit:
    if category is not Category.mini:
        code = "tariff.gd_1.start_limit.micro"
    elif facts.sources == {Source.solar}:
        code = "tariff.gd_1.start_limit.solar_mini"
    else:
        code = "tariff.gd_1.start_limit.other_mini"
    found = rule(code, on)
    return StartLimit(
        value=found.as_int(),
        unit=found.unit,
        text=found.text,
        citation=found.citation,
        confidence=found.confidence,
    )


def _is_third(facts: ProjectFacts, category: Category, on: date) -> bool | None:
    limits = rule("tariff.gd_3", on).as_table()
    power = facts.installed_power_kw
    if category is not Category.mini or power is None or power <= limits["above_kw"]:
        return False
    if is_plant_dispatchable(facts, on):
        return False
    if facts.modality is None:
        return None
    if facts.modality in limits["always"]:
        return True
    if facts.modality not in limits["by_share"]:
        return False
    share = facts.allocation.largest_share_percent if facts.allocation else None
    return None if share is None else share >= limits["share_percent"]


def _why_second(facts: ProjectFacts, category: Category, on: date) -> str:
    limits = rule("tariff.gd_3", on).as_table()
    power = facts.installed_power_kw
    above = format_decimal(limits["above_kw"])
    if category is not Category.mini or power is None or power <= limits["above_kw"]:
        return f"O pedido é posterior à GD I e a geração não passa de {above} kW."
    if is_plant_dispatchable(facts, on):
        counts = (
            "é despachável"
            if facts.is_dispatchable
            else "conta como despachável, se o pedido não diz o contrário"
        )
        return f"O pedido é posterior à GD I. A geração passa de {above} kW, mas a fonte {counts}."
    if facts.modality not in limits["by_share"]:
        return (
            f"O pedido é posterior à GD I. A geração passa de {above} kW, mas a modalidade não leva à GD III."
        )
    share = format_decimal(limits["share_percent"])
    return (
        f"O pedido é posterior à GD I e nenhum beneficiário fica com {share}% ou mais. "
        "Se a divisão mudar, a classe pode mudar."
    )


def _kept_share(facts: ProjectFacts) -> str:
    if facts.request_kind is not RequestKind.change_generator:
        return ""
    return " Se a geração que já existe é GD I, ela continua assim e só o aumento fica nesta classe."


def _later(text: str, on: date) -> str:
    """The charge with the rule that comes after the transition, said once."""
    later = rule("tariff.new_rule", on).text
    return text if later in text else f"{text} {later}"


def _class(
    code: TariffCode, entry: Rule, why: str, charge_text: str, start_limit: StartLimit | None = None
) -> TariffClass:
    return TariffClass(
        code=code,
        label=code.label,
        why=why,
        charge_text=charge_text,
        start_limit=start_limit,
        citation=entry.citation,
        confidence=entry.confidence,
    )


def _law_begins() -> date:
    return rulebook().first_day("tariff.gd_1")
