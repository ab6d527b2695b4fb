"""A number as the bill prints it beside the one that its own data give: kept as printed, and flagged when they differ."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

from pydantic import BaseModel, ConfigDict

from eligibility.domain.bill.quantities import Indicator
from eligibility.domain.numbers_pt import format_decimal

# Room for the largest number at the most places: an account never fails because of its size.
_WIDE = Context(prec=100, rounding=ROUND_HALF_EVEN)


class PrintedCheck(BaseModel):
    """`printed` stays the answer. `computed` has as many places as the printed number."""

    model_config = ConfigDict(frozen=True)

    label: str
    unit: str
    printed: Decimal
    computed: Decimal
    agrees: bool
    line: str


def compare(printed: Decimal, found: Indicator) -> PrintedCheck:
    """Whether the exact number, rounded half to even at the printed places (art. 657), is the one on the bill."""
    places = _places(printed)
    computed = found.value.quantize(Decimal(1).scaleb(-places), context=_WIDE)
    agrees = computed == printed
    number = format_decimal(printed, places)
    on_paper = f"R$ {number}" if found.unit == "R$" else f"{number} {found.unit}".rstrip()
    line = (
        f"A fatura traz {on_paper}, o mesmo da conta: {found.line}."
        if agrees
        else f"A fatura traz {on_paper}, mas a conta com os dados dela dá outro valor: {found.line}. "
        "Esta conta não muda a fatura. Em dúvida, pergunte à distribuidora."
    )
    return PrintedCheck(
        label=found.label, unit=found.unit, printed=printed, computed=computed, agrees=agrees, line=line
    )


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError("a printed number is finite")
    return max(0, -exponent)
