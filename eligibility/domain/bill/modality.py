"""Green and blue modalities: what the same month costs in each with given tariffs, and when one may change."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.bill.quantities import Indicator, bill_rule, indicator, money, quantity, shown
from eligibility.domain.citation import Citation
from eligibility.domain.findings import refuse
from eligibility.domain.numbers_pt import LARGEST, format_decimal

_Tariff = Field(ge=0, le=LARGEST, allow_inf_nan=False)


class TariffModality(StrEnum):
    """The two modalities of group A; `same` answers a comparison that ends in a tie."""

    green = "green"
    blue = "blue"
    same = "same"

    @property
    def label(self) -> str:
        """Portuguese wording for people."""
        return {"green": "verde", "blue": "azul", "same": "a mesma conta"}[self.value]


class GreenTariffs(BaseModel):
    """R$/kW without posts, R$/kWh by post; given, never looked up."""

    model_config = ConfigDict(frozen=True)

    demand: Decimal = _Tariff
    peak_energy: Decimal = _Tariff
    off_peak_energy: Decimal = _Tariff


class BlueTariffs(BaseModel):
    """R$/kW and R$/kWh, both by post; given, never looked up."""

    model_config = ConfigDict(frozen=True)

    peak_demand: Decimal = _Tariff
    off_peak_demand: Decimal = _Tariff
    peak_energy: Decimal = _Tariff
    off_peak_energy: Decimal = _Tariff


class MonthUse(BaseModel):
    """Demand (kW) and energy (kWh) of one cycle by post."""

    model_config = ConfigDict(frozen=True)

    peak_kw: Decimal
    off_peak_kw: Decimal
    peak_kwh: Decimal
    off_peak_kwh: Decimal


class ModalityComparison(BaseModel):
    """R$ of the cycle in each modality. `difference.value` is what the cheaper one spares."""

    model_config = ConfigDict(frozen=True)

    green_brl: Decimal
    blue_brl: Decimal
    green_lines: tuple[str, ...]
    blue_lines: tuple[str, ...]
    cheaper: TariffModality
    difference: Indicator


class ChangeAnswer(BaseModel):
    """Whether the modality may change now, and why."""

    model_config = ConfigDict(frozen=True)

    is_allowed: bool
    why: str
    citation: Citation


def compare_modalities(
    use: MonthUse, *, green: GreenTariffs, blue: BlueTariffs, on: date
) -> ModalityComparison:
    """One cycle in both modalities: the green one has a single demand, the larger of the two posts.

    Only demand and energy enter: no overrun, no reactive excess, no flag. Taxes are in the tariffs or not, as given.
    """
    peak_kw, off_peak_kw = quantity(use.peak_kw, "peak_kw"), quantity(use.off_peak_kw, "off_peak_kw")
    peak_kwh = quantity(use.peak_kwh, "peak_kwh")
    off_peak_kwh = quantity(use.off_peak_kwh, "off_peak_kwh")
    green_parts = (
        ("Demanda", max(peak_kw, off_peak_kw), "kW", green.demand),
        ("Energia na ponta", peak_kwh, "kWh", green.peak_energy),
        ("Energia fora de ponta", off_peak_kwh, "kWh", green.off_peak_energy),
    )
    blue_parts = (
        ("Demanda na ponta", peak_kw, "kW", blue.peak_demand),
        ("Demanda fora de ponta", off_peak_kw, "kW", blue.off_peak_demand),
        ("Energia na ponta", peak_kwh, "kWh", blue.peak_energy),
        ("Energia fora de ponta", off_peak_kwh, "kWh", blue.off_peak_energy),
    )
    green_brl = sum((amount * price for _, amount, _, price in green_parts), Decimal(0))
    blue_brl = sum((amount * price for _, amount, _, price in blue_parts), Decimal(0))
    cheaper = TariffModality.same
    if green_brl != blue_brl:
        cheaper = TariffModality.green if green_brl < blue_brl else TariffModality.blue
    value = abs(green_brl - blue_brl)
    verdict = (
        "as duas custam o mesmo"
        if cheaper is TariffModality.same
        else f"a {cheaper.label} custa {money(value)} a menos"
    )
    return ModalityComparison(
        green_brl=green_brl,
        blue_brl=blue_brl,
        green_lines=tuple(_line(*part) for part in green_parts),
        blue_lines=tuple(_line(*part) for part in blue_parts),
        cheaper=cheaper,
        difference=indicator(
            bill_rule("bill.modality.green_subgroups", on),
            code="modality.difference",
            label="Diferença entre as modalidades",
            value=value,
            unit="R$",
            line=f"Verde {money(green_brl)}, azul {money(blue_brl)}: {verdict} neste ciclo",
            notice="Conta de um ciclo só, com as tarifas informadas. Compare vários ciclos antes de mudar.",
        ),
    )


def may_change_modality(
    to: TariffModality, *, subgroup: str, cycles_since_change: int | None, on: date
) -> ChangeAnswer:
    """Whether the subgroup has that modality and the last change is before the last 12 cycles; None: never changed.

    Refused `bill.modality` for anything but green and blue.
    """
    if to is TariffModality.same:
        raise refuse("bill.modality", "Escolha a modalidade verde ou a azul.", field="to")
    green = bill_rule("bill.modality.green_subgroups", on)
    if to is TariffModality.green and subgroup not in green.as_list():
        return ChangeAnswer(is_allowed=False, why=green.text, citation=green.citation)
    entry = bill_rule("bill.modality.change_cycles", on)
    needed = entry.as_int()
    if cycles_since_change is None:
        why = "A modalidade ainda não mudou."
        return ChangeAnswer(is_allowed=True, why=why, citation=entry.citation)
    is_allowed = quantity(cycles_since_change, "cycles_since_change") >= needed
    why = f"Desde a última mudança passaram {cycles_since_change} ciclos. São necessários {needed}."
    if not is_allowed:
        why = f"{why} {bill_rule('bill.modality.review_cycles', on).text}"
    return ChangeAnswer(is_allowed=is_allowed, why=why, citation=entry.citation)


def _line(name: str, amount: Decimal, unit: str, price: Decimal) -> str:
    return f"{name}: {shown(amount)} {unit} × R$ {format_decimal(price)} = {money(amount * price)}"
