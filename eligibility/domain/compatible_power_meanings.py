"""What a compatible power is good for: whether a project fits it, and the sentences that stand beside the number."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from eligibility.domain.compatible_power import CompatiblePower
from eligibility.domain.compatible_power_lines import MICRO_LIMIT, Statement, shown_kw, stated
from eligibility.domain.compatible_power_terms import WAIVER
from eligibility.domain.limits import AvailablePower
from eligibility.domain.numbers_pt import format_decimal, format_kw
from eligibility.domain.rulebook import rule

_FAST_TRACK = "reverse_flow.fast_track"
_GRATUITY = "reverse_flow.gratuity"


def is_compatible(power_kw: Decimal, result: CompatiblePower, *, existing_kw: Decimal = Decimal(0)) -> bool:
    """Whether the installed AC power fits the waiver, compared without any rounding and within microgeneration.

    `existing_kw` is what the unit already generates; leave it out where `power_kw` is the total after the change.
    """
    total = Fraction(power_kw) + Fraction(existing_kw)
    return total <= _end_of_waiver(result, None)


def waived_up_to_kw(result: CompatiblePower, available: AvailablePower | None = None) -> Decimal:
    """The largest total power in kW that the waiver can reach, for reading: never above 75 kW or the breaker's."""
    return shown_kw(_end_of_waiver(result, available), result.on)


def meanings(result: CompatiblePower, *, available: AvailablePower | None = None) -> tuple[Statement, ...]:
    """What the result allows and what it does not, each with its rule.

    `available` is the power that the unit's breaker makes available, None while it is not known.
    """
    return tuple(_meanings(result, available))


def _meanings(result: CompatiblePower, available: AvailablePower | None) -> Iterator[Statement]:
    on, end = result.on, format_decimal(waived_up_to_kw(result, available))
    waiver, larger = rule(WAIVER, on), rule(f"{WAIVER}.larger", on)
    if result.exact:
        text = (
            f"A microgeração de até {end} kW no total fica sem a análise de inversão de fluxo, "
            "se a conexão também for gratuita."
        )
    else:
        text = "Com consumo zero, nenhuma potência fica sem a análise por este caminho."
    yield stated("waiver", text, waiver)
    yield stated("larger_allowed", larger.text, larger)
    yield _fast_track(result)
    yield stated("grid_zero", rule("reverse_flow.grid_zero", on).text, rule("reverse_flow.grid_zero", on))
    for name in ("new_unit", "load_increase", "existing_unit"):
        entry = rule(f"{_GRATUITY}.{name}", on)
        yield stated(f"gratuity_{name}", entry.text, entry)
    yield _available(result, available)
    for name in ("total", "rounding"):
        entry = rule(f"{WAIVER}.{name}", on)
        yield stated(f"compared_{name}", entry.text, entry)
    entry = rule("power.installed", on)
    yield stated("compared_installed", entry.text, entry)


def _fast_track(result: CompatiblePower) -> Statement:
    entry = rule(f"{_FAST_TRACK}.max_kw", result.on)
    limit = format_kw(entry.as_decimal())
    if result.exact < Fraction(entry.as_decimal()):
        text = (
            f"No autoconsumo local há outro caminho, que aqui vai além: até {limit} kW sem a análise, "
            "se nenhum crédito for para outra unidade."
        )
    else:
        text = (
            f"No autoconsumo local há outro caminho, que aqui não vai além: até {limit} kW sem a análise, "
            "se nenhum crédito for para outra unidade."
        )
    return stated("fast_track", text, entry)


def _available(result: CompatiblePower, available: AvailablePower | None) -> Statement:
    entry = rule("power.available_limit", result.on)
    if available is None:
        return stated("available_power", entry.text, entry)
    kw, source = format_kw(available.kw), where_from(available)
    if Fraction(available.kw) < result.exact:
        text = f"A unidade tem {kw} kW de potência disponibilizada, menos que a potência compatível. Vale o menor. {source}"
    else:
        text = f"A unidade tem {kw} kW de potência disponibilizada. A geração não pode passar disso. {source}"
    return stated("available_power", text, entry)


def where_from(available: AvailablePower) -> str:
    """Where the available power comes from and how sure it is, in a sentence."""
    return f"De onde vem o valor: {available.citation.label} ({available.confidence.label.lower()})."


def _end_of_waiver(result: CompatiblePower, available: AvailablePower | None) -> Fraction:
    limits = [result.exact, Fraction(rule(MICRO_LIMIT, result.on).as_decimal())]
    if available is not None:
        limits.append(Fraction(available.kw))
    return min(limits)
