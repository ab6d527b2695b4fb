"""Shapes of the numbers that documents carry: known only by example, so an odd one is worth a look and no more."""

import re
from enum import StrEnum

from eligibility.domain.findings import Finding, Section, advise


class NumberKind(StrEnum):
    """Numbers whose shape is checked."""

    art = "art"
    trt = "trt"
    rnp = "rnp"
    crea = "crea"
    cft = "cft"
    inmetro = "inmetro"
    plant_code = "plant_code"

    @property
    def label(self) -> str:
        """Portuguese name."""
        return _KINDS[self][0]

    @property
    def example(self) -> str:
        """One invented number of this shape."""
        return _KINDS[self][1]


_KINDS: dict[NumberKind, tuple[str, str, re.Pattern[str]]] = {
    NumberKind.art: ("ART", "MG20264991347", re.compile(r"[A-Z]{2}[0-9]{11}|[0-9]{8,20}")),
    NumberKind.trt: ("TRT", "BR20260123456", re.compile(r"(?=(?:.*[0-9]){6})[A-Z0-9]{8,25}")),
    NumberKind.rnp: ("RNP", "1412345678", re.compile(r"[0-9]{10}")),
    NumberKind.crea: ("registro no CREA", "MG-123456/D", re.compile(r"(?:[A-Z]{2})?[0-9]{3,12}[A-Z]?")),
    NumberKind.cft: ("registro no CFT", "12345678901", re.compile(r"(?:CFT|CRT)?[0-9]{3,14}[A-Z]?")),
    NumberKind.inmetro: ("registro no Inmetro", "001234/2024", re.compile(r"[0-9]{6}/[0-9]{4}")),
    NumberKind.plant_code: (
        "CEG",
        "UFV.RS.MG.012345-6.01",
        re.compile(r"[A-Z]{3}\.[A-Z]{2}\.[A-Z]{2}\.[0-9]{6}-[0-9]\.[0-9]{1,2}"),
    ),
}
_WITH_SEPARATORS = frozenset({NumberKind.inmetro, NumberKind.plant_code})


def compact(kind: NumberKind, text: str) -> str:
    """The number in upper case without spaces, and without separators where the shape has none."""
    separators = r"\s" if kind in _WITH_SEPARATORS else r"[\s./\-]"
    return re.sub(separators, "", text).upper()


def has_known_shape(kind: NumberKind, text: str) -> bool:
    """Whether the number looks like the examples known of its kind."""
    return _KINDS[kind][2].fullmatch(compact(kind, text)) is not None


def odd_shape(kind: NumberKind, text: str, *, field: str, section: Section) -> Finding | None:
    """An advice when a number that was given does not look like its kind; nothing for an empty one."""
    if not text.strip() or has_known_shape(kind, text):
        return None
    message = (
        f"Confira o número ({kind.label}). Ele costuma ser assim: {kind.example}. Se estiver certo, siga."
    )
    return advise(f"{kind.value}.shape_unusual", message, field, section)
