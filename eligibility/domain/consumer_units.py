"""Numbers of a consumer unit and of a client: old and new shapes, formats and masks (structure only)."""

import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from eligibility.domain.findings import refuse

UNIT_FIELD = "unit_number"
_OLD = re.compile(r"3[0-9]{9}")
_NEW = re.compile(r"[0-9]{15}")
_CLIENT = re.compile(r"7[0-9]{9}")
_SEPARATORS = re.compile(r"[\s.\-]")
VISIBLE_DIGITS = 4


class UnitNumberScheme(StrEnum):
    """Ten digits of the utility, or fifteen of REN 1.000, art. 659-A."""

    old = "old"
    new = "new"


class UnitNumber(BaseModel):
    """A consumer unit's number, digits only; its check digits are not verified (no public algorithm)."""

    model_config = ConfigDict(frozen=True)

    digits: str
    scheme: UnitNumberScheme

    @property
    def formatted(self) -> str:
        """`0.013.479.258.028-10` for the new scheme; the old one has no separators."""
        return format_unit_number(self.digits)

    @property
    def utility_code(self) -> str | None:
        """Three digits naming the utility; None in the old scheme."""
        return self.digits[10:13] if self.scheme is UnitNumberScheme.new else None


def parse_unit_number(text: str, *, field: str = UNIT_FIELD) -> UnitNumber:
    """Read either scheme, with or without separators; Refused `unit_number.*` otherwise."""
    digits = _SEPARATORS.sub("", text)
    if not digits:
        raise refuse("unit_number.empty", "Escreva o número da instalação.", field=field, section="unidade")
    if _OLD.fullmatch(digits):
        return UnitNumber(digits=digits, scheme=UnitNumberScheme.old)
    if _NEW.fullmatch(digits) and digits.strip("0"):
        return UnitNumber(digits=digits, scheme=UnitNumberScheme.new)
    message = (
        "Confira o número da instalação. O novo tem 15 algarismos. O antigo tem 10 e começa com 3. "
        "Ele fica no alto da conta de luz."
    )
    raise refuse("unit_number.shape", message, field=field, section="unidade")


def format_unit_number(digits: str) -> str:
    """`N.NNN.NNN.NNN.NNN-NN` for fifteen digits; anything else comes back unchanged."""
    if not _NEW.fullmatch(digits):
        return digits
    return f"{digits[0]}.{digits[1:4]}.{digits[4:7]}.{digits[7:10]}.{digits[10:13]}-{digits[13:]}"


def mask_unit_number(digits: str) -> str:
    """The formatted number with every digit hidden but the last four."""
    formatted = format_unit_number(_SEPARATORS.sub("", digits))
    hidden = len(re.findall(r"[0-9]", formatted)) - VISIBLE_DIGITS
    return re.sub(r"[0-9]", "•", formatted, count=hidden) if hidden > 0 else "••••"


def parse_client_number(text: str, *, field: str = "client_number") -> str:
    """Ten digits that begin with 7; Refused `client_number.shape` otherwise."""
    digits = _SEPARATORS.sub("", text)
    if not _CLIENT.fullmatch(digits):
        message = "Confira o número do cliente. Ele tem 10 algarismos e começa com 7."
        raise refuse("client_number.shape", message, field=field, section="unidade")
    return digits
