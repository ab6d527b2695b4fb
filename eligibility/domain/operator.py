"""One utility, described by data: name, norms, channels, banks, hours, as the utility publishes them."""

import tomllib
from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from eligibility.domain.choices import CHOOSABLE, Followed, Topic
from eligibility.domain.citation import Confidence
from eligibility.domain.vocabulary import Source, TariffGroup

DEFAULT_PROFILE = "cemig_d"


class UnknownProfile(LookupError):
    """No packaged profile has this key and no file this path."""


class _Published(BaseModel):
    """A fact of the profile: how sure it is, and where it was read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    confidence: Confidence = Confidence.published
    source: str


class TechnicalNorm(_Published):
    """A norm of the utility; `subject` is Portuguese."""

    code: str
    subject: str


class Channel(_Published):
    """One way to reach the utility: `value` is a number or address, `hours` Portuguese, `kind` a key."""

    kind: str
    label: str
    value: str
    hours: str = ""
    audience: str = ""


class Account(_Published):
    """Where a cash guarantee is deposited."""

    holder: str
    cnpj: str
    bank: str
    branch: str
    number: str


class MiniAgent(_Published):
    """Who answers for minigeneration, by name and e-mail. An invented one says so, and only the demo shows it."""

    name: str
    email: str
    is_demonstration: bool = False


class Banks(_Published):
    """Banks whose surety the utility accepts."""

    names: tuple[str, ...]


class PeakHours(_Published):
    """Three consecutive hours set by the utility, local time, end excluded."""

    begins: time
    ends: time


class GuaranteePrice(_Published):
    """Reference price of one installed kW, in R$, for the performance guarantee of one source."""

    confidence: Confidence = Confidence.prototype
    energy: Source
    brl_per_kw: Decimal


class CompensationInputs(_Published):
    """What art. 440 of REN 1.000 takes from the utility, in R$: homologated cost of an inspection, monthly VRC."""

    group: TariffGroup
    inspection_cost_brl: Decimal = Field(ge=0)
    vrc_brl: Decimal = Field(ge=0)


class UtmWindow(BaseModel):
    """Where the state lies inside one UTM zone of the southern hemisphere, in metres, both ends included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zone: int
    easting_min: int
    easting_max: int
    northing_min: int
    northing_max: int


class StateWindow(_Published):
    """Where the utility's state lies: decimal degrees and UTM windows, both ends included."""

    latitude_min: Decimal
    latitude_max: Decimal
    longitude_min: Decimal
    longitude_max: Decimal
    zones: tuple[UtmWindow, ...]


class OperatorProfile(BaseModel):
    """All that the portal says about its utility. `municipality` is the default scope of local holidays.

    `choices` names the topics on which the operator leaves the default of `divergences.toml`. Without a
    guarantee price the analyst types the amount; without a state window no coordinate is doubted; without
    compensation inputs for a group its breached terms are recorded without an amount.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    name: str
    legal_name: str
    cnpj: str
    state_registration: str
    address: str
    uf: str
    municipality: str
    utility_code: str
    utility_code_confidence: Confidence
    portal_name: str
    demo_disclaimer: str
    page_url: str
    norms: tuple[TechnicalNorm, ...]
    channels: tuple[Channel, ...]
    guarantee_account: Account
    surety_banks: Banks
    peak_hours: PeakHours
    choices: Mapping[Topic, Followed] = {}
    guarantee_prices: tuple[GuaranteePrice, ...] = ()
    compensation_inputs: tuple[CompensationInputs, ...] = ()
    state_window: StateWindow | None = None
    agent: MiniAgent | None = None

    @field_validator("choices")
    @classmethod
    def _choices_can_be_applied(cls, choices: Mapping[Topic, Followed]) -> Mapping[Topic, Followed]:
        told_only = sorted(choices.keys() - CHOOSABLE)
        if told_only:
            raise ValueError(f"no choice can be applied on {', '.join(told_only)}")
        return choices

    def guarantee_price(self, energy: Source) -> GuaranteePrice | None:
        """The configured price of that source, None when none is set."""
        return next((item for item in self.guarantee_prices if item.energy is energy), None)

    def compensation_inputs_of(self, group: TariffGroup) -> CompensationInputs | None:
        """The configured inputs of that group, None when none are set."""
        return next((item for item in self.compensation_inputs if item.group is group), None)

    def channel(self, kind: str) -> Channel:
        """The first channel of that kind; LookupError when there is none."""
        for item in self.channels:
            if item.kind == kind:
                return item
        raise LookupError(f"profile {self.key!r} has no channel {kind!r}")

    @property
    def complaint_channels(self) -> tuple[Channel, ...]:
        """Channels printed with a denial (REN 1.000, art. 416): customer service, ombudsman, regulator."""
        return tuple(item for item in self.channels if item.kind in {"phone", "ombudsman", "regulator"})


def load_profile(key_or_path: str | Path = DEFAULT_PROFILE) -> OperatorProfile:
    """A packaged profile by key, or a TOML file by path; UnknownProfile, or ValueError when malformed."""
    packaged = files("eligibility.domain") / "operator_profiles" / f"{key_or_path}.toml"
    is_key = str(key_or_path).replace("_", "").isalnum()
    if is_key and packaged.is_file():
        text = packaged.read_text("utf-8")
    elif str(key_or_path).endswith(".toml") and Path(key_or_path).is_file():
        text = Path(key_or_path).read_text("utf-8")
    else:
        raise UnknownProfile(str(key_or_path))
    return OperatorProfile.model_validate(tomllib.loads(text, parse_float=Decimal))
