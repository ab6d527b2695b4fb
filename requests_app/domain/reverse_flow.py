"""Reverse flow of power on a request: the waiver that holds, or the study of the alternatives (REN 1.000, art. 73)."""

from collections.abc import Collection
from datetime import time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.allocation_rules import has_units
from eligibility.domain.classification import Category
from eligibility.domain.facts import ProjectFacts
from eligibility.domain.rulebook import rule, rulebook
from eligibility.domain.vocabulary import Modality, TariffGroup

Power = Annotated[Decimal, Field(ge=0, le=Decimal(10) ** 9, decimal_places=3)]
Money = Annotated[Decimal, Field(ge=0, le=Decimal(10) ** 12, decimal_places=2)]
_FAST_TRACK_MAX: Final = "reverse_flow.fast_track.max_kw"


class Waiver(StrEnum):
    """Why the analysis is not made (art. 73-A, I to III)."""

    GRID_ZERO = "grid_zero"
    COMPATIBLE = "compatible"
    FAST_TRACK = "fast_track"

    @property
    def label(self) -> str:
        return {
            Waiver.GRID_ZERO: "Não injeta na rede",
            Waiver.COMPATIBLE: "Microgeração gratuita, com potência compatível com o consumo",
            Waiver.FAST_TRACK: "Autoconsumo local dentro do limite da dispensa",
        }[self]

    @property
    def rule_code(self) -> str:
        """The entry of the rulebook that says so."""
        return _FAST_TRACK_MAX if self is Waiver.FAST_TRACK else f"reverse_flow.{self.value}"


class Alternative(StrEnum):
    """The five ways to end an inversion (art. 73, § 1º, I to V)."""

    RECONFIGURATION = "reconfiguration"
    OTHER_CIRCUIT = "other_circuit"
    HIGHER_VOLTAGE = "higher_voltage"
    PERMANENT_REDUCTION = "permanent_reduction"
    TIMED_REDUCTION = "timed_reduction"

    @property
    def label(self) -> str:
        return {
            Alternative.RECONFIGURATION: "Reconfiguração dos circuitos e remanejamento de carga",
            Alternative.OTHER_CIRCUIT: "Conexão em outro circuito",
            Alternative.HIGHER_VOLTAGE: "Conexão em tensão superior",
            Alternative.PERMANENT_REDUCTION: "Redução permanente da potência injetável",
            Alternative.TIMED_REDUCTION: "Redução da potência injetável em dias e horários definidos, ou dinâmica",
        }[self]

    @property
    def roman(self) -> str:
        """Its item in the law: `I` to `V`."""
        return ("I", "II", "III", "IV", "V")[list(Alternative).index(self)]


NETWORK: Final = frozenset(
    {Alternative.RECONFIGURATION, Alternative.OTHER_CIRCUIT, Alternative.HIGHER_VOLTAGE}
)
REDUCTIONS: Final = frozenset(Alternative) - NETWORK
SPARES_THE_OTHERS: Final = frozenset({Alternative.RECONFIGURATION, Alternative.OTHER_CIRCUIT})


class AnalysisPoint(StrEnum):
    """Where the flow is looked at."""

    TRANSFORMER_POST = "transformer_post"
    FEEDER_BREAKER = "feeder_breaker"
    SUBSTATION_TRANSFORMER = "substation_transformer"

    @property
    def label(self) -> str:
        return {
            AnalysisPoint.TRANSFORMER_POST: "Posto de transformação",
            AnalysisPoint.FEEDER_BREAKER: "Disjuntor do alimentador",
            AnalysisPoint.SUBSTATION_TRANSFORMER: "Transformador da subestação",
        }[self]


class Window(BaseModel):
    """Hours of some weekdays (0 is Monday) in which at most `limit_kw` may be injected, local time, end excluded."""

    model_config = ConfigDict(frozen=True)

    weekdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] = Field(min_length=1)
    begins: time
    ends: time
    limit_kw: Power


class StudiedAlternative(BaseModel):
    """What the study says of one alternative.

    `power_kw` is what could be injected with it, None where it is not viable. Costs in reais, None while unknown.
    """

    model_config = ConfigDict(frozen=True)

    alternative: Alternative
    is_viable: bool
    explanation: str = ""
    power_kw: Power | None = None
    utility_cost_brl: Money | None = None
    applicant_cost_brl: Money | None = None
    utility_responsibility: str = ""
    applicant_responsibility: str = ""
    is_dynamic: bool = False
    windows: tuple[Window, ...] = ()

    @property
    def global_cost_brl(self) -> Decimal | None:
        """What it costs everybody together; None while a side is unknown."""
        if self.utility_cost_brl is None or self.applicant_cost_brl is None:
            return None
        return self.utility_cost_brl + self.applicant_cost_brl


class Study(BaseModel):
    """The study of art. 73, § 2º: powers in kW; `max_power_kw` is the most that connects without inversion."""

    model_config = ConfigDict(frozen=True)

    asked_kw: Power
    max_power_kw: Power
    point: AnalysisPoint
    group: TariffGroup
    has_exclusive_transformer: bool = False
    has_exclusive_feeder: bool = False
    demonstration: str = ""
    alternatives: tuple[StudiedAlternative, ...] = ()

    @property
    def has_inversion(self) -> bool:
        """Whether the power asked for inverts the flow."""
        return self.asked_kw > self.max_power_kw

    def found(self, alternative: Alternative) -> StudiedAlternative | None:
        """What the study says of it, None where it was not studied."""
        return next((one for one in self.alternatives if one.alternative is alternative), None)

    @property
    def viable(self) -> tuple[StudiedAlternative, ...]:
        """Those that may be chosen, in the order of the law."""
        every = (self.found(alternative) for alternative in Alternative)
        return tuple(one for one in every if one is not None and one.is_viable)

    @property
    def offers_a_choice(self) -> bool:
        """Whether the applicant has something to choose (art. 83, § 9º)."""
        return self.has_inversion and bool(self.viable)

    def solves_alone(self, one: StudiedAlternative) -> bool:
        """Whether all the power asked for fits with this alternative of the network and nothing else."""
        is_network = one.alternative in NETWORK
        return is_network and one.is_viable and one.power_kw is not None and one.power_kw >= self.asked_kw

    @property
    def missing(self) -> tuple[Alternative, ...]:
        """Alternatives still to be studied; none once I or II solves it alone (§ 7º)."""
        if any(self.solves_alone(one) for one in self.alternatives if one.alternative in SPARES_THE_OTHERS):
            return ()
        return tuple(alternative for alternative in Alternative if self.found(alternative) is None)

    @property
    def minimum_global_cost(self) -> StudiedAlternative | None:
        """The viable alternative that costs everybody least, the earlier item of the law where two are equal.

        None while the cost of a viable one is unknown, or none is viable (arts. 72 and 73, § 2º, II).
        """
        costs = [(one.global_cost_brl, one) for one in self.viable]
        known = [(cost, one) for cost, one in costs if cost is not None]
        if not known or len(known) < len(costs):
            return None
        return min(known, key=lambda pair: pair[0])[1]


def waiver_of(
    facts: ProjectFacts, category: Category | None, *, is_compatible_confirmed: bool = False
) -> Waiver | None:
    """The waiver that the request chose and that holds on its filing day; None when the analysis is due.

    Nobody is waived without having asked (art. 73-A, § 2º). That the connection is free and the power compatible
    is what the analyst confirms.
    """
    if facts.filed_on < rulebook().first_day(_FAST_TRACK_MAX):
        return None
    if facts.is_grid_zero:
        return Waiver.GRID_ZERO
    if category is None or category is Category.mini:
        return None
    if facts.wants_fast_track and _is_small_and_local(facts):
        return Waiver.FAST_TRACK
    return Waiver.COMPATIBLE if facts.wants_compatible_power and is_compatible_confirmed else None


def _is_small_and_local(facts: ProjectFacts) -> bool:
    power, most = facts.installed_power_kw, rule(_FAST_TRACK_MAX, facts.filed_on).as_decimal()
    is_small = power is not None and power <= most
    return is_small and facts.modality is Modality.local and not has_units(facts)


def allowed_points(
    group: TariffGroup, *, has_exclusive_transformer: bool = False, has_exclusive_feeder: bool = False
) -> frozenset[AnalysisPoint]:
    """Where the analysis may be made (art. 73, §§ 1º and 6º)."""
    if group is TariffGroup.a and has_exclusive_feeder:
        return frozenset({AnalysisPoint.SUBSTATION_TRANSFORMER})
    if group is TariffGroup.b and has_exclusive_transformer:
        return frozenset({AnalysisPoint.FEEDER_BREAKER})
    return frozenset({AnalysisPoint.TRANSFORMER_POST, AnalysisPoint.FEEDER_BREAKER})


def may_be_combined(choice: Collection[Alternative]) -> bool:
    """One alternative of the network, one reduction, or one of each (art. 73, § 3º, as this portal reads it)."""
    chosen = frozenset(choice)
    return bool(chosen) and len(chosen & NETWORK) <= 1 and len(chosen & REDUCTIONS) <= 1


def most_injected_kw(study: Study, choice: Collection[Alternative]) -> Decimal:
    """The most that may be injected under the chosen alternatives, in kW.

    A reduction beside an alternative of the network ends what that one leaves: permanent down to its power, timed only
    in its hours, so that outside them all the power asked for may flow.
    """
    chosen = [one for one in study.viable if one.alternative in choice]
    if not chosen:
        return min(study.max_power_kw, study.asked_kw)
    if any(one.alternative is Alternative.TIMED_REDUCTION for one in chosen):
        return study.asked_kw
    powers = [one.power_kw for one in chosen if one.power_kw is not None]
    return min(max(powers, default=study.max_power_kw), study.asked_kw)


class Choice(BaseModel):
    """What the applicant answers (art. 83, §§ 9º and 10): power to inject in kW, and how a reduction is made."""

    model_config = ConfigDict(frozen=True)

    alternatives: frozenset[Alternative]
    injected_kw: Power
    reduction_form: str = ""
    has_storage: bool | None = None

    @property
    def has_reduction(self) -> bool:
        """Whether the power injected is cut for good or in some hours."""
        return bool(self.alternatives & REDUCTIONS)


def booked_kw(study: Study, choice: Choice, added_kw: Decimal) -> Decimal:
    """What a request takes of the grid under a choice, in kW: what it injects in the hours of its reduction.

    A dynamic reduction without hours is taken at what connects without inversion, with the chosen alternative of the
    network if there is one (policy `capacity.reduction`). Never more than `added_kw`, what the request adds.
    """
    power = min(choice.injected_kw, added_kw)
    timed = study.found(Alternative.TIMED_REDUCTION)
    if Alternative.TIMED_REDUCTION not in choice.alternatives or timed is None:
        return power
    if timed.windows:
        return min(power, *(window.limit_kw for window in timed.windows))
    network = [one.power_kw for one in study.viable if one.alternative in choice.alternatives & NETWORK]
    return min(power, max((each for each in network if each is not None), default=study.max_power_kw))
