"""The compatible power of a project's unit beside the power that is asked for."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from eligibility.domain.compatible_power import CompatiblePower, NoCompatiblePower, compatible_power
from eligibility.domain.compatible_power_lines import MICRO_LIMIT, Statement, cut, stated
from eligibility.domain.compatible_power_meanings import is_compatible, where_from
from eligibility.domain.compatible_power_terms import WAIVER
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.limits import AvailablePower
from eligibility.domain.numbers_pt import format_decimal, format_kw
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import ConsumerClass

_SHORT = ("compatible_power.no_history", "compatible_power.too_few_cycles")


class UnitPower(BaseModel):
    """What the unit's consumption allows, and what to say of the asked power beside it.

    `is_wanted` says that the request asks for this waiver.
    """

    model_config = ConfigDict(frozen=True)

    found: CompatiblePower | NoCompatiblePower
    asked_kw: Decimal | None
    is_wanted: bool
    remarks: tuple[Statement, ...]

    @property
    def power(self) -> CompatiblePower | None:
        """The number, None where an analyst finds it."""
        return self.found if isinstance(self.found, CompatiblePower) else None

    @property
    def lacks_history(self) -> bool:
        """Whether what is missing is the consumption of some cycle."""
        return isinstance(self.found, NoCompatiblePower) and self.found.code in _SHORT


def unit_power(facts: ProjectFacts) -> UnitPower:
    """The compatible power by the facts of a project and the rules of its filing day.

    Raises Refused `consumption.*` for a history that no bill can show.
    """
    # Only the tariff of a rural unit has that discount (art. 186).
    has_discount = facts.has_irrigation_discount and facts.consumer_class is ConsumerClass.rural
    found = compatible_power(
        facts.monthly_consumption_kwh,
        facts.consumer_class,
        facts.filed_on,
        sources=facts.sources,
        discounted=(facts.discounted_consumption_kwh or None) if has_discount else None,
        has_irrigation_discount=has_discount,
    )
    asked = facts.installed_power_kw or None
    power = found if isinstance(found, CompatiblePower) else None
    return UnitPower(
        found=found,
        asked_kw=asked,
        is_wanted=facts.wants_compatible_power,
        remarks=tuple(_remarks(asked, power, has_discount=has_discount)) if power else (),
    )


def beside(
    asked_kw: Decimal, found: CompatiblePower, *, available: AvailablePower | None = None
) -> Statement:
    """Whether the asked total power fits the compatible one, in a sentence. A power that does not is not forbidden.

    `available` is what the unit's breaker makes available, None where it is not known or is judged elsewhere.
    """
    asked, power = format_kw(asked_kw), format_decimal(found.power_kw)
    micro, fits = rule(MICRO_LIMIT, found.on), is_compatible(asked_kw, found)
    if asked_kw > micro.as_decimal():
        limit = format_kw(micro.as_decimal())
        text = f"A geração de {asked} kW passa de {limit} kW. Esta dispensa vale só para microgeração."
        return stated("above_micro", text, micro)
    if fits and asked_kw > found.power_kw:
        # What is shown is rounded down, what is compared is not.
        power = cut(found.exact)
    if available is not None and asked_kw > available.kw:
        verdict = "cabe na" if fits else "passa da"
        text = (
            f"A geração de {asked} kW {verdict} potência compatível, de {power} kW, "
            f"{'mas passa' if fits else 'e também'} da potência disponibilizada da unidade, de "
            f"{format_kw(available.kw)} kW. A conexão não é gratuita por este caminho. Reduza a geração ou peça "
            f"antes o aumento da potência disponibilizada. {where_from(available)}"
        )
        return stated("above_available", text, rule("power.available_limit", found.on))
    if fits:
        text = f"A geração de {asked} kW cabe na potência compatível, de {power} kW."
        return stated("fits", text, rule(WAIVER, found.on))
    text = (
        f"A geração de {asked} kW passa da potência compatível, de {power} kW. "
        "Ela não é proibida: o pedido segue com a análise de inversão de fluxo."
    )
    return stated("exceeds", text, rule(f"{WAIVER}.larger", found.on))


def _remarks(asked_kw: Decimal | None, found: CompatiblePower, *, has_discount: bool) -> Iterator[Statement]:
    if asked_kw is not None:
        yield beside(asked_kw, found)
    yield from found.notices
    if found.consumer_class is ConsumerClass.rural and not has_discount:
        entry = rule(f"{WAIVER}.irrigation", found.on)
        text = f"A unidade foi declarada sem desconto de irrigação ou aquicultura, e contam todos os horários. {entry.text}"
        yield stated("irrigation_not_declared", text, entry)
