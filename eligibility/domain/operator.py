"""One utility, described by data: name, norms, channels, banks, hours, as the utility publishes them."""

import tomllib
from datetime import time
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from eligibility.domain.citation import Confidence

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


class Banks(_Published):
    """Banks whose surety the utility accepts."""

    names: tuple[str, ...]


class PeakHours(_Published):
    """Three consecutive hours set by the utility, local time, end excluded."""

    begins: time
    ends: time


class OperatorProfile(BaseModel):
    """All that the portal says about its utility. `municipality` is the default scope of local holidays."""

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
    return OperatorProfile.model_validate(tomllib.loads(text))
