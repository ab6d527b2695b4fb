"""The factors of the compatible power, by source, class and day: what is published, and what is left to analysis."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from eligibility.domain.labels import CLASS_LABELS, SOURCE_LABELS
from eligibility.domain.rulebook import Rule, rule
from eligibility.domain.vocabulary import ConsumerClass, Source

WAIVER: Final = "reverse_flow.compatible"
"""The code of the waiver's rule, and with a dot the prefix of the rules of its formula."""
_LONGEST_NAME = 60


class NeedsAnalysis(LookupError):
    """Something of the formula is not published or not known; `message` is Portuguese, `entry` the rule behind it."""

    def __init__(self, code: str, message: str, entry: Rule) -> None:
        self.code, self.message, self.entry = code, message, entry
        super().__init__(code)


@dataclass(frozen=True)
class Terms:
    """Everything of the formula but the consumption. `factor_class` is the class whose factor stands for `unit_class`."""

    source: Source
    unit_class: ConsumerClass
    factor_class: ConsumerClass
    fc: Decimal
    fa: Decimal
    hours: int
    days: int

    @property
    def divisor(self) -> Fraction:
        """kWh a month that one kW generates: FC × hours × days."""
        return Fraction(self.fc) * self.hours * self.days

    def power_kw(self, mean_kwh: Fraction) -> Fraction:
        """The compatible power of a mean consumption in kWh a month, exact."""
        return mean_kwh / self.divisor * Fraction(self.fa)


def terms_of(sources: Collection[Source], consumer_class: ConsumerClass | str | None, on: date) -> Terms:
    """The terms in force on that day; NeedsAnalysis where one is not published, NoRuleOnDate before the waiver."""
    formula = rule(f"{WAIVER}.formula", on).as_table()
    source, fc = _capacity_factor(sources, on)
    unit_class, factor_class, fa = _adjustment_factor(consumer_class, on)
    return Terms(
        source=source,
        unit_class=unit_class,
        factor_class=factor_class,
        fc=fc,
        fa=fa,
        hours=formula["hours"],
        days=formula["days"],
    )


def class_named(name: ConsumerClass | str, on: date) -> ConsumerClass | None:
    """The class of that name, as the enumeration or a bill writes it; None for one that is not known."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())
    found = rule(f"{WAIVER}.class_names", on).as_table().get(plain, plain)
    return ConsumerClass(found) if found in set(ConsumerClass) else None


def _capacity_factor(sources: Collection[Source], on: date) -> tuple[Source, Decimal]:
    factors = rule(f"{WAIVER}.capacity_factor", on)
    if not sources:
        raise NeedsAnalysis("source_unknown", "Escolha a fonte da geração.", factors)
    kinds = sorted(set(sources))
    # Sources together would each need their share of the consumption, which nobody publishes.
    if len(kinds) > 1 or kinds[0] not in factors.as_table():
        names = " e ".join(SOURCE_LABELS[kind].lower() for kind in kinds)
        names += " juntas" if len(kinds) > 1 else ""
        message = (
            f"Não há fator de capacidade publicado para {names}. O analista confere a potência compatível."
        )
        raise NeedsAnalysis("source_without_factor", message, rule(f"{WAIVER}.without_factor", on))
    return kinds[0], Decimal(factors.as_table()[kinds[0]])


def _adjustment_factor(
    name: ConsumerClass | str | None, on: date
) -> tuple[ConsumerClass, ConsumerClass, Decimal]:
    factors = rule(f"{WAIVER}.adjustment_factor", on)
    if name is None or not name.strip():
        raise NeedsAnalysis("class_unknown", "Escolha a classe da unidade.", factors)
    unit_class = class_named(name, on)
    if unit_class is None:
        raise _no_factor(" ".join(name.split())[:_LONGEST_NAME], on)
    counted_as = rule(f"{WAIVER}.class_counted_as", on).as_table()
    factor_class = ConsumerClass(counted_as.get(unit_class, unit_class))
    fa = factors.as_table().get(factor_class)
    if fa is None:
        raise _no_factor(CLASS_LABELS[unit_class], on)
    return unit_class, factor_class, Decimal(fa)


def _no_factor(class_name: str, on: date) -> NeedsAnalysis:
    message = f"A classe “{class_name}” não tem fator de ajuste publicado. O analista confere a potência compatível."
    return NeedsAnalysis("class_without_factor", message, rule(f"{WAIVER}.without_factor", on))
