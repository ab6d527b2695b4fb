"""Where a rule comes from, and how far the reading of it was checked."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Confidence(StrEnum):
    """How a rule was established; shown beside every legal number."""

    verified = "verified"
    secondary = "secondary"
    published = "published"
    prototype = "prototype"
    calculated = "calculated"
    policy = "policy"
    unverified = "unverified"

    @property
    def label(self) -> str:
        """Portuguese wording for people."""
        return _CONFIDENCE_LABELS[self]

    @property
    def is_certain(self) -> bool:
        """Whether the text may be stated without a caveat."""
        return self in {Confidence.verified, Confidence.calculated, Confidence.policy}


_CONFIDENCE_LABELS = {
    Confidence.verified: "Conferido no texto da norma",
    Confidence.secondary: "Lido em fonte secundária, ainda não conferido na norma",
    Confidence.published: "Publicado pela distribuidora",
    Confidence.prototype: "Lido em protótipo não oficial, ainda não confirmado pela distribuidora",
    Confidence.calculated: "Calculado a partir de números conferidos",
    Confidence.policy: "Política deste portal",
    Confidence.unverified: "Ainda não conferido",
}


class Citation(BaseModel):
    """One provision of one norm, e.g. `REN ANEEL 1.000/2021`, `art. 64, I`."""

    model_config = ConfigDict(frozen=True)

    norm: str
    provision: str = ""
    url: str | None = None

    @property
    def label(self) -> str:
        """Short Portuguese reference, as printed beside the rule."""
        return f"{self.norm}, {self.provision}" if self.provision else self.norm
