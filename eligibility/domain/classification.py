"""Which category a generator belongs to, from its power, source and filing date."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from eligibility.domain.citation import Citation
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


_LABELS = {
    Category.micro_up_to_10: "Microgeração até 10 kW",
    Category.micro_10_to_75: "Microgeração acima de 10 kW até 75 kW",
    Category.mini: "Minigeração",
}

_OPINION_RULES = {
    Category.micro_up_to_10: ("opinion.micro.no_works", "opinion.micro.works"),
    Category.micro_10_to_75: ("opinion.micro.no_works", "opinion.micro.works"),
    Category.mini: ("opinion.mini",),
}

OPEN_CATEGORIES = frozenset({Category.micro_up_to_10})

_DISPATCHABLE_SOURCES = frozenset({Source.hydro, Source.biomass, Source.qualified_cogeneration})


class Classification(BaseModel):
    """The category, the rule codes of its opinion terms (without works first), and why, in Portuguese."""

    model_config = ConfigDict(frozen=True)

    category: Category
    label: str
    opinion_rules: tuple[str, ...]
    explanation: str
    citation: Citation

    @property
    def is_open(self) -> bool:
        """Whether this portal already receives requests of the category."""
        return self.category in OPEN_CATEGORIES


def classify(
    installed_power_kw: Decimal, source: Source, on: date, *, is_dispatchable: bool | None = None
) -> Classification:
    """The one category of an installed AC power in kW on the filing day.

    `is_dispatchable` None means that the source decides. Photovoltaic plants keep the 3 MW limit even when
    dispatchable (REN 1.000, art. 2, IV-A). Raises Refused `power.zero` or `power.out_of_range`.
    """
    if installed_power_kw <= 0:
        raise refuse(
            "power.zero",
            "A potência da geração está zerada. Confira as quantidades e as potências.",
            rule("power.installed", on).citation,
            field="inverters",
            section="geracao",
        )
    small = rule("category.micro_up_to_10.max_kw", on)
    micro = rule("category.micro.max_kw", on)
    power = format_kw(installed_power_kw)
    if installed_power_kw <= small.as_decimal():
        limit = format_kw(small.as_decimal())
        why = f"{power} kW não passa de {limit} kW, o limite da primeira lista de documentos."
        return _classification(Category.micro_up_to_10, why, small)
    if installed_power_kw <= micro.as_decimal():
        why = (
            f"{power} kW passa de {format_kw(small.as_decimal())} kW e não passa de "
            f"{format_kw(micro.as_decimal())} kW, o limite da microgeração."
        )
        return _classification(Category.micro_10_to_75, why, micro)
    mini = _mini_limit(source, on, is_dispatchable=is_dispatchable)
    if installed_power_kw <= mini.as_decimal():
        why = (
            f"{power} kW passa de {format_kw(micro.as_decimal())} kW e não passa de "
            f"{format_kw(mini.as_decimal())} kW, o limite da minigeração para esta fonte."
        )
        return _classification(Category.mini, why, mini)
    raise refuse(
        "power.out_of_range",
        f"{power} kW passa do limite da geração distribuída para esta fonte, que é "
        f"{format_kw(mini.as_decimal())} kW. Confira a potência.",
        mini.citation,
        field="inverters",
        section="geracao",
    )


def _mini_limit(source: Source, on: date, *, is_dispatchable: bool | None) -> Rule:
    dispatchable = source in _DISPATCHABLE_SOURCES if is_dispatchable is None else is_dispatchable
    if dispatchable and source is not Source.solar:
        return rule("category.mini.max_kw_dispatchable", on)
    return rule("category.mini.max_kw_non_dispatchable", on)


def _classification(category: Category, explanation: str, basis: Rule) -> Classification:
    return Classification(
        category=category,
        label=category.label,
        opinion_rules=_OPINION_RULES[category],
        explanation=explanation,
        citation=basis.citation,
    )
