"""What a breached term of the utility is worth: its type, its formula and, where the inputs are known, its amount."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.operator import OperatorProfile
from eligibility.domain.rulebook import rule
from eligibility.domain.vocabulary import TariffGroup

_CENT = Decimal("0.01")


class Breach(BaseModel):
    """A term that was kept late. Days are those of the rule; `late_days` are calendar days after the due date."""

    model_config = ConfigDict(frozen=True)

    kind: int = Field(ge=1, le=3)
    group: TariffGroup
    regulatory_days: int = Field(gt=0)
    late_days: int = Field(gt=0)

    @property
    def verified_days(self) -> int:
        """Pv: the term plus the calendar days after its end, also for business days (REN 1.000, art. 440, § 3º)."""
        return self.regulatory_days + self.late_days


class CompensationTerms(BaseModel):
    """Everything of `k1 + k2 × VRC × log(Pv / Pr)`; R$ are None where the operator configured no inputs."""

    model_config = ConfigDict(frozen=True)

    k1_brl: Decimal | None
    k2: Decimal
    vrc_brl: Decimal | None
    amount_brl: Decimal | None


def breach_type(clock: str, on: date) -> int | None:
    """Type 1, 2 or 3 of the term of a clock (Anexo IV of REN 1.000); None where a delay of it is not compensated."""
    found = rule("compensation.types", on).as_table().get(clock)
    return None if found is None else int(found)


def compensation(breach: Breach, on: date, *, profile: OperatorProfile) -> CompensationTerms:
    """The formula of art. 440 for one breach, by the rules of the day `on`, rounded once, to the cent.

    The norm does not name the base of the logarithm: 10 is presumed. No amount is made up: without the
    operator's inputs for the group it is None.
    """
    inputs = profile.compensation_inputs_of(breach.group)
    k2 = _factor(breach, on)
    if inputs is None:
        return CompensationTerms(k1_brl=None, k2=k2, vrc_brl=None, amount_brl=None)
    share = rule("compensation.administrative_share", on).as_decimal() / 100
    k1 = share * inputs.inspection_cost_brl
    ratio = Decimal(breach.verified_days) / Decimal(breach.regulatory_days)
    amount = k1 + k2 * inputs.vrc_brl * ratio.log10()
    return CompensationTerms(
        k1_brl=k1.quantize(_CENT, rounding=ROUND_HALF_EVEN),
        k2=k2,
        vrc_brl=inputs.vrc_brl,
        amount_brl=amount.quantize(_CENT, rounding=ROUND_HALF_EVEN),
    )


def _factor(breach: Breach, on: date) -> Decimal:
    factors = rule("compensation.factors", on).as_table()
    row = factors["group_a" if breach.group is TariffGroup.a else "group_b"]
    return Decimal(row[breach.kind - 1])
