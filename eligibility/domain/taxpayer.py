"""CPF and CNPJ: parsing, check digits, formats and masks; e-mail masking beside them."""

import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict
from validate_docbr import CNPJ, CPF

from eligibility.domain.findings import Refused, refuse

CPF_LENGTH = 11
CNPJ_LENGTH = 14
_SEPARATORS = re.compile(r"[\s./\-]")
_CNPJ_SHAPE = re.compile(r"[0-9A-Z]{12}[0-9]{2}")


class TaxpayerKind(StrEnum):
    """A person has a CPF, a company a CNPJ."""

    cpf = "cpf"
    cnpj = "cnpj"


class Taxpayer(BaseModel):
    """A checked taxpayer number without separators, in upper case (a CNPJ may hold letters)."""

    model_config = ConfigDict(frozen=True)

    kind: TaxpayerKind
    number: str

    @property
    def is_company(self) -> bool:
        """True for a CNPJ."""
        return self.kind is TaxpayerKind.cnpj

    @property
    def formatted(self) -> str:
        """`529.982.247-25` or `12.ABC.345/01DE-35`."""
        return format_taxpayer(self.number)

    @property
    def masked(self) -> str:
        """The number with most of it hidden."""
        return mask_taxpayer(self.number)


def parse_cpf(text: str, *, field: str | None = "cpf", section: str | None = "titular") -> str:
    """Eleven digits of a CPF whose check digits match; Refused `cpf.*` otherwise."""
    number = _compact(text)
    if not number:
        raise _no("cpf.empty", "Escreva o CPF.", field, section)
    if not re.fullmatch(r"[0-9]{11}", number):
        raise _no("cpf.shape", f"CPF: confira os números. Ele tem {CPF_LENGTH} algarismos.", field, section)
    if not CPF().validate(number):
        raise _no("cpf.check_digits", "CPF: confira os números. O dígito final não bate.", field, section)
    return number


def parse_cnpj(text: str, *, field: str | None = "cnpj", section: str | None = "titular") -> str:
    """Fourteen characters of a numeric or alphanumeric CNPJ; Refused `cnpj.*` otherwise.

    Letters are issued since July 2026 (IN RFB 2.229/2024); the two check digits stay numeric.
    """
    number = _compact(text)
    if not number:
        raise _no("cnpj.empty", "Escreva o CNPJ.", field, section)
    if not _CNPJ_SHAPE.fullmatch(number):
        message = "CNPJ: confira os caracteres. São 12 letras ou números e 2 algarismos no fim."
        raise _no("cnpj.shape", message, field, section)
    if len(set(number)) == 1 or not CNPJ().validate(number):
        raise _no("cnpj.check_digits", "CNPJ: confira os números. O dígito final não bate.", field, section)
    return number


def parse_taxpayer(
    text: str, *, field: str | None = "taxpayer_number", section: str | None = "titular"
) -> Taxpayer:
    """A CPF or a CNPJ, told apart by length; Refused otherwise."""
    compact = _compact(text)
    if not compact:
        raise _no("taxpayer.empty", "Escreva o CPF ou o CNPJ.", field, section)
    if len(compact) == CPF_LENGTH:
        return Taxpayer(kind=TaxpayerKind.cpf, number=parse_cpf(compact, field=field, section=section))
    if len(compact) == CNPJ_LENGTH:
        return Taxpayer(kind=TaxpayerKind.cnpj, number=parse_cnpj(compact, field=field, section=section))
    message = f"Confira o número: CPF tem {CPF_LENGTH} algarismos e CNPJ tem {CNPJ_LENGTH} caracteres."
    raise _no("taxpayer.shape", message, field, section)


def format_taxpayer(number: str) -> str:
    """The usual separators for a CPF or CNPJ of the right length; anything else comes back unchanged."""
    if len(number) == CPF_LENGTH:
        return f"{number[:3]}.{number[3:6]}.{number[6:9]}-{number[9:]}"
    if len(number) == CNPJ_LENGTH:
        return f"{number[:2]}.{number[2:5]}.{number[5:8]}/{number[8:12]}-{number[12:]}"
    return number


def mask_cpf(number: str) -> str:
    """`***.456.789-**`; all stars when the length is wrong."""
    number = _compact(number)
    return f"***.{number[3:6]}.{number[6:9]}-**" if len(number) == CPF_LENGTH else "***.***.***-**"


def mask_cnpj(number: str) -> str:
    """`**.ABC.345/****-**`; all stars when the length is wrong."""
    number = _compact(number)
    return f"**.{number[2:5]}.{number[5:8]}/****-**" if len(number) == CNPJ_LENGTH else "**.***.***/****-**"


def mask_taxpayer(number: str) -> str:
    """The mask of a CPF or a CNPJ, told apart by length."""
    return mask_cnpj(number) if len(_compact(number)) == CNPJ_LENGTH else mask_cpf(number)


def mask_email(address: str) -> str:
    """`j•••@dominio.br`: first letter and domain; a fixed number of dots hides the length."""
    name, at, domain = address.strip().rpartition("@")
    return f"{name[0]}•••@{domain}" if at and name and domain else "•••"


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", text).upper()


def _no(code: str, message: str, field: str | None, section: str | None) -> Refused:
    return refuse(code, message, field=field, section=section)
