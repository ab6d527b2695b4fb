"""Shapes of ART, TRT, council registrations and plant codes, and of Brazilian postal codes and telephones."""

import re
from enum import StrEnum

from eligibility.domain.findings import Refused, refuse

_ART = re.compile(r"[A-Z]{2}[0-9]{11}|[0-9]{8,20}")
_TRT = re.compile(r"[A-Z0-9]{8,25}")
_COUNCIL = re.compile(r"[A-Z0-9]{3,20}")
_PLANT_CODE = re.compile(r"(?P<kind>[A-Z]{3})\.?(?P<fuel>[A-Z]{2})\.?(?P<state>[A-Z]{2})\.?(?P<rest>\S+)")
_PLANT_NUMBER = re.compile(r"(?P<number>[0-9]{6})-?(?P<check>[0-9])\.?(?P<version>[0-9]{2})")
_PHONE = re.compile(r"(?:55)?(?P<area>[1-9][1-9])(?P<local>9[0-9]{8}|[2-5][0-9]{7})")


class Council(StrEnum):
    """Professional councils that the portal names (REN 1.000, art. 33 accepts any competent one)."""

    crea = "CREA"
    cft = "CFT"


def parse_responsibility_number(text: str, council: Council, *, field: str = "responsibility_number") -> str:
    """An ART (CREA) or TRT (CFT) number, upper case without separators; shape only, Refused otherwise."""
    number = re.sub(r"[\s./\-]", "", text).upper()
    match council:
        case Council.crea:
            if not _ART.fullmatch(number):
                message = "Confira o número da ART. Exemplo: MG20264991347."
                raise _no("art.shape", message, field, "documentos")
        case Council.cft:
            if not _TRT.fullmatch(number) or not re.search(r"[0-9]{6}", number):
                message = "Confira o número do TRT. Ele tem de 8 a 25 letras e algarismos."
                raise _no("trt.shape", message, field, "documentos")
    return number


def parse_council_registration(text: str, *, field: str = "council_registration") -> str:
    """A registration such as `MG-123456/D`, kept as written in upper case; Refused without a number."""
    written = " ".join(text.split()).upper()
    compact = re.sub(r"[\s./\-]", "", written)
    if not _COUNCIL.fullmatch(compact) or not re.search(r"[0-9]{3}", compact):
        message = "Confira o número do registro no conselho. Exemplo: MG-123456/D."
        raise _no("council_registration.shape", message, field, None)
    return written


def parse_plant_code(text: str) -> str:
    """A CEG as `UFV.RS.MG.012345-6.01`, separators optional; shape only. Raises Refused `plant_code.shape`."""
    compact = re.sub(r"\s", "", text).upper()
    letters = _PLANT_CODE.fullmatch(compact)
    numbers = _PLANT_NUMBER.fullmatch(letters["rest"]) if letters else None
    if letters is None or numbers is None:
        message = "Confira o CEG. Ele tem 7 letras e 9 algarismos. Exemplo: UFV.RS.MG.012345-6.01."
        raise _no("plant_code.shape", message, "plant_code", "geracao")
    begins = ".".join((letters["kind"], letters["fuel"], letters["state"]))
    return f"{begins}.{numbers['number']}-{numbers['check']}.{numbers['version']}"


def parse_cep(text: str, *, field: str = "postal_code", section: str | None = "titular") -> str:
    """Eight digits of a CEP, not all zero; Refused `cep.shape` otherwise."""
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]{8}", digits) or not digits.strip("0"):
        raise _no("cep.shape", "Confira o CEP. Ele tem 8 algarismos. Exemplo: 30140-071.", field, section)
    return digits


def format_cep(digits: str) -> str:
    """`30140-071`."""
    return f"{digits[:5]}-{digits[5:]}"


def parse_phone(text: str, *, field: str = "phone", section: str | None = "titular") -> str:
    """A Brazilian number as area code and local digits (10 or 11); Refused `phone.shape` otherwise."""
    digits = re.sub(r"[\s.()+\-]", "", text).removeprefix("0")
    match = _PHONE.fullmatch(digits)
    if match is None:
        raise _no("phone.shape", "Escreva o telefone com DDD. Exemplo: (31) 98765-4321.", field, section)
    return match["area"] + match["local"]


def format_phone(digits: str) -> str:
    """`(31) 98765-4321`."""
    return f"({digits[:2]}) {digits[2:-4]}-{digits[-4:]}"


def mask_phone(digits: str) -> str:
    """`(31) •••••-4321`: area code and last four digits."""
    return f"({digits[:2]}) {'•' * max(len(digits) - 6, 4)}-{digits[-4:]}"


def _no(code: str, message: str, field: str | None, section: str | None) -> Refused:
    return refuse(code, message, field=field, section=section)
