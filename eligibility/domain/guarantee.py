"""The performance guarantee of minigeneration: whether it is due, how much, and in what form (art. 655-C)."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from pydantic import BaseModel, ConfigDict

from eligibility.domain.choices import Topic
from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.classification import Category
from eligibility.domain.divergences import applied_rule
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.findings import Finding, Section, advise, block
from eligibility.domain.numbers_pt import format_decimal, format_kw
from eligibility.domain.operator import OperatorProfile
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import Association, GuaranteeForm, Modality

_CENT = Decimal("0.01")
_EXEMPT_ASSOCIATIONS = frozenset({Association.consortium, Association.cooperative})


class Guarantee(BaseModel):
    """What is due. `percent` of the investment in `power_kw`, the power the request adds; amounts in R$."""

    model_config = ConfigDict(frozen=True)

    is_due: bool
    is_exempt: bool
    percent: Decimal
    power_kw: Decimal
    price_brl_per_kw: Decimal | None
    amount_brl: Decimal | None
    why: str
    citation: Citation
    confidence: Confidence


def guarantee_of(
    facts: ProjectFacts, category: Category | None, *, profile: OperatorProfile
) -> Guarantee | None:
    """The guarantee of these facts; None for micro, up to the threshold, and before it was demanded.

    Without a configured price the amount is None and the analyst types it. The confidence is that of the
    price once an amount depends on it.
    """
    on, power = facts.filed_on, facts.added_power_kw
    if category is not Category.mini or power is None or on < _demanded_from(on, profile):
        return None
    threshold = rule("guarantee.above_kw", on)
    if power <= threshold.as_decimal():
        return None
    steps = rule("guarantee.percent", on)
    table = steps.as_table()
    is_higher = power >= table["higher_from_kw"]
    percent = Decimal(table["higher_percent"] if is_higher else table["lower_percent"])
    is_exempt = may_be_exempt(facts) and facts.keeps_modality_12_months
    price = None if is_exempt else _price(facts, profile)
    added = "" if power == facts.installed_power_kw else " acrescentados"
    why = (
        f"São {format_kw(power)} kW{added} de minigeração, acima de {format_kw(threshold.as_decimal())} kW: "
        f"{format_decimal(percent)}% do investimento."
    )
    if is_exempt:
        why = f"{why} {rule('guarantee.exemption_months', on).text}"
    return Guarantee(
        is_due=not is_exempt,
        is_exempt=is_exempt,
        percent=percent,
        power_kw=power,
        price_brl_per_kw=price[0] if price else None,
        amount_brl=_amount(percent, power, price[0]) if price else None,
        why=why,
        citation=rule("guarantee.exemption_months", on).citation if is_exempt else steps.citation,
        confidence=price[1] if price else steps.confidence,
    )


def guarantee_findings(
    found: Guarantee | None, facts: ProjectFacts, *, profile: OperatorProfile
) -> Iterator[Finding]:
    """What is missing of a guarantee that is due, and what an exemption rests on."""
    if found is None:
        return
    on, here = facts.filed_on, Section.guarantee
    exemption = rule("guarantee.exemption_months", on)
    if found.is_exempt:
        message = (
            "Este pedido não precisa de garantia de fiel cumprimento, porque fica pelo menos "
            f"{exemption.as_int()} meses na mesma modalidade."
        )
        yield advise("guarantee.exempt", message, "keeps_modality_12_months", here, exemption.citation)
        return
    if may_be_exempt(facts):
        message = (
            f"Se a geração vai ficar pelo menos {exemption.as_int()} meses nesta modalidade, marque isso e a "
            "garantia fica dispensada. Sem essa marca, ela é devida."
        )
        yield advise(
            "guarantee.exemption_needs_promise",
            message,
            "keeps_modality_12_months",
            here,
            exemption.citation,
        )
    if facts.guarantee_form is None:
        forms = rule("guarantee.forms", on)
        message = f"{found.why} Escolha a forma da garantia: caução em dinheiro, títulos ou fiança."
        yield advise("guarantee.form_missing", message, "guarantee_form", here, forms.citation)
    elif facts.guarantee_form is GuaranteeForm.surety and not _is_accepted(facts.surety_bank, profile):
        banks = ", ".join(profile.surety_banks.names)
        message = f"Escolha um banco aceito pela distribuidora para a fiança: {banks}."
        yield block(
            "guarantee.bank_not_accepted",
            message,
            "surety_bank",
            here,
            rule("guarantee.surety_banks", on).citation,
        )
    if found.price_brl_per_kw is None:
        price = rule("guarantee.price", on)
        message = (
            f"A garantia é {format_decimal(found.percent)}% de {format_kw(found.power_kw)} kW × preço por kW. "
            "O preço não está configurado neste portal. O analista informa o valor."
        )
        yield advise("guarantee.price_not_set", message, "guarantee_form", here, price.citation)


def may_be_exempt(facts: ProjectFacts) -> bool:
    """Whether staying in the modality would spare the guarantee (art. 655-C, § 7)."""
    if facts.modality is Modality.multiple_units:
        return True
    return facts.modality is Modality.shared and facts.association in _EXEMPT_ASSOCIATIONS


def _demanded_from(on: date, profile: OperatorProfile) -> date:
    entry = applied_rule("guarantee.from", Topic.guarantee_start, on, profile)
    start: date = entry.as_table()["on"]
    return start


def _price(facts: ProjectFacts, profile: OperatorProfile) -> tuple[Decimal, Confidence] | None:
    """One price for the whole plant; None when a source has none, or two sources have different ones."""
    prices = [profile.guarantee_price(source) for source in sorted(facts.sources)]
    known = [price for price in prices if price is not None]
    if not known or len(known) < len(prices) or len({price.brl_per_kw for price in known}) > 1:
        return None
    return known[0].brl_per_kw, known[0].confidence


def _amount(percent: Decimal, power_kw: Decimal, price_brl_per_kw: Decimal) -> Decimal:
    # Only the final amount is rounded (REN 1.000, art. 657).
    return (power_kw * price_brl_per_kw * percent / 100).quantize(_CENT, rounding=ROUND_HALF_EVEN)


def _is_accepted(bank: str, profile: OperatorProfile) -> bool:
    names = {name.casefold() for name in profile.surety_banks.names}
    return " ".join(bank.split()).casefold() in names
