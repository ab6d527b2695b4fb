"""Which category a generator belongs to, from its power, sources and filing date, and why."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from eligibility.domain.choices import Followed
from eligibility.domain.citation import Citation
from eligibility.domain.dispatch import are_dispatchable
from eligibility.domain.findings import refuse
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.rulebook import Rule, rule
from eligibility.domain.vocabulary import Source


class Category(StrEnum):
    """The three classes that the utility publishes; the law knows only micro and mini."""

    micro_up_to_10 = "micro_up_to_10"
    micro_10_to_75 = "micro_10_to_75"
    mini = "mini"

    @property
    def label(self) -> str:
        """Portuguese name."""
        return _LABELS[self]

    @property
    def mid_sentence(self) -> str:
        """The name inside a sentence."""
        return f"{self.label[0].lower()}{self.label[1:]}"


_LABELS = {
    Category.micro_up_to_10: "Microgeração até 10 kW",
    Category.micro_10_to_75: "Microgeração acima de 10 kW até 75 kW",
    Category.mini: "Minigeração",
}

_MICRO_OPINION = ("opinion.micro.no_works", "opinion.micro.works")
_LONGEST_OPINION = ("opinion.mini",)


class Classification(BaseModel):
    """The category, the rule codes of its opinion terms (without works first), and why, in Portuguese."""

    model_config = ConfigDict(frozen=True)

    category: Category
    label: str
    installed_power_kw: Decimal
    opinion_rules: tuple[str, ...]
    explanation: str
    citation: Citation


def classify(
    installed_power_kw: Decimal,
    sources: Source | Collection[Source],
    on: date,
    *,
    is_dispatchable: bool | None = None,
    is_high_voltage: bool = False,
    mini_limit: Followed = Followed.law,
) -> Classification:
    """The one category of an installed AC power in kW on the filing day.

    `is_dispatchable` None means that the sources decide. Photovoltaic plants keep the 3 MW limit even when
    dispatchable (REN 1.000, art. 2, IV-A), and so does every plant with a part that is not. At 69 kV and above
    every category takes the longest term (art. 64, III). `mini_limit` page ignores dispatch, as the utility's
    page does. Raises Refused `power.zero` or `power.out_of_range`.
    """
    if installed_power_kw <= 0:
        raise refuse(
            "power.zero",
            "A potência da geração está zerada. Confira as quantidades e as potências.",
            rule("power.installed", on).citation,
            field="inverters",
            section="geracao",
        )
    group = frozenset({sources}) if isinstance(sources, Source) else frozenset(sources)
    category, basis, why = _category(installed_power_kw, group, on, is_dispatchable, mini_limit)
    if is_high_voltage and category is not Category.mini:
        high = rule("voltage.high_from_kv", on)
        why = f"{why} A ligação é em {format_kw(high.as_decimal())} kV ou mais, por isso o prazo é o mais longo."
    return Classification(
        category=category,
        label=category.label,
        installed_power_kw=installed_power_kw,
        opinion_rules=opinion_rules_for(category, is_high_voltage=is_high_voltage),
        explanation=why,
        citation=basis.citation,
    )


def opinion_rules_for(category: Category, *, is_high_voltage: bool) -> tuple[str, ...]:
    """Codes of the opinion's terms, without works first; one code where works change nothing (art. 64, III)."""
    return _LONGEST_OPINION if category is Category.mini or is_high_voltage else _MICRO_OPINION


def _category(
    power_kw: Decimal,
    sources: frozenset[Source],
    on: date,
    is_dispatchable: bool | None,
    mini_limit: Followed,
) -> tuple[Category, Rule, str]:
    small, micro = rule("category.micro_up_to_10.max_kw", on), rule("category.micro.max_kw", on)
    power = format_kw(power_kw)
    small_kw, micro_kw = format_kw(small.as_decimal()), format_kw(micro.as_decimal())
    if power_kw <= small.as_decimal():
        why = f"{power} kW não passa de {small_kw} kW, o limite da primeira lista de documentos."
        return Category.micro_up_to_10, small, why
    if power_kw <= micro.as_decimal():
        why = f"{power} kW passa de {small_kw} kW e não passa de {micro_kw} kW, o limite da microgeração."
        return Category.micro_10_to_75, micro, why
    mini = _mini_limit(sources, on, is_dispatchable, mini_limit)
    mini_kw = format_kw(mini.as_decimal())
    if power_kw <= mini.as_decimal():
        why = (
            f"{power} kW passa de {micro_kw} kW e não passa de {mini_kw} kW, "
            "o limite da minigeração para esta fonte."
        )
        return Category.mini, mini, why
    raise refuse(
        "power.out_of_range",
        f"{power} kW passa do limite da geração distribuída para esta fonte, que é {mini_kw} kW. "
        "Confira a potência.",
        mini.citation,
        field="inverters",
        section="geracao",
    )


def _mini_limit(
    sources: frozenset[Source], on: date, is_dispatchable: bool | None, followed: Followed
) -> Rule:
    if are_dispatchable(sources, on, is_dispatchable=is_dispatchable):
        return rule("category.mini.max_kw_dispatchable", on)
    limit = rule("category.mini.max_kw_non_dispatchable", on)
    return limit.read_otherwise() if followed is Followed.page and limit.alternatives else limit


def explain_change(before: Classification | None, after: Classification | None, on: date) -> str | None:
    """Why another power makes the request another category and what that does to the term; None without a change.

    The caller adds what happens to the documents.
    """
    if before is None or after is None or before.category is after.category:
        return None
    name = after.label[0].lower() + after.label[1:]
    power = format_kw(after.installed_power_kw)
    why = f"{after.explanation.rstrip('.')} ({after.citation.label})"
    parts = [f"Com {power} kW o pedido passa a ser {name}, porque {why}."]
    if before.opinion_rules != after.opinion_rules:
        basis = rule(after.opinion_rules[-1], on).citation.label
        parts.append(
            f"O prazo do parecer muda de {_terms(before, on)} para {_terms(after, on)} dias corridos ({basis})."
        )
    else:
        parts.append(f"O prazo do parecer continua o mesmo: {_terms(after, on)} dias corridos.")
    if after.category is Category.mini:
        group_a = rule("group_a.mini", on)
        parts.append(f"{group_a.text.rstrip(chr(46))} ({group_a.citation.label}).")
    return " ".join(parts)


def _terms(found: Classification, on: date) -> str:
    return " ou ".join(str(rule(code, on).as_int()) for code in found.opinion_rules)
