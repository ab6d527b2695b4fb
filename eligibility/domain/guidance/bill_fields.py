"""The bill field by field: the 38 numbered fields of a group A bill, and those of group B that a request needs."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import Field

from eligibility.domain.citation import Confidence
from eligibility.domain.guidance.entries import SLUG, Entry, Grounded
from eligibility.domain.guidance.finding import is_found

FIELDS_OF_GROUP_A = 38


class Block(StrEnum):
    """The part of the bill in which a field stands."""

    identification = "identification"
    classification = "classification"
    billed_items = "billed_items"
    contracted = "contracted"
    history = "history"
    general = "general"
    readings_head = "readings_head"
    readings = "readings"
    demand = "demand"
    energy = "energy"
    constants = "constants"

    @property
    def label(self) -> str:
        """Portuguese name of the part."""
        return _BLOCK_LABELS[self]


_BLOCK_LABELS = {
    Block.identification: "Identificação",
    Block.classification: "Enquadramento e leitura",
    Block.billed_items: "Itens da fatura",
    Block.contracted: "Grandezas contratadas",
    Block.history: "Histórico de consumo",
    Block.general: "Informações gerais",
    Block.readings_head: "Demonstrativo: cabeçalho",
    Block.readings: "Demonstrativo: leituras",
    Block.demand: "Demonstrativo: demanda",
    Block.energy: "Demonstrativo: energia",
    Block.constants: "Demonstrativo: fatores e constantes",
}


class Correction(Entry):
    """A field number that the utility's guide gets wrong: what it says, what is right, and what it is about."""

    about: str
    guide: int
    right: int


class BillField(Grounded):
    """One numbered field; `short` is read in place on the bill, `paragraphs` in the list below it."""

    number: int = Field(ge=1, le=FIELDS_OF_GROUP_A)
    slug: str = Field(pattern=SLUG)
    title: str
    block: Block
    short: str
    paragraphs: tuple[str, ...] = ()
    related: tuple[int, ...] = ()
    corrections: tuple[Correction, ...] = ()
    guide_note: str = ""
    article: str = ""
    keywords: str = ""


class LowVoltageField(Grounded):
    """A field of a group B bill: where it usually stands and what the request does with it."""

    slug: str = Field(pattern=SLUG)
    title: str
    where: str
    use: str
    confidence: Confidence
    keywords: str = ""


@cache
def bill_fields() -> Mapping[int, BillField]:
    """The numbered fields by number, in order; ValueError when one is missing or stands twice."""
    fields = [BillField.model_validate(row) for row in _packaged()["field"]]
    if [field.number for field in fields] != list(range(1, FIELDS_OF_GROUP_A + 1)):
        raise ValueError("the fields of the bill are not numbered from 1 in order")
    return {field.number: field for field in fields}


@cache
def low_voltage_fields() -> tuple[LowVoltageField, ...]:
    """The group B fields that a request needs, in the order in which it asks for them."""
    return tuple(LowVoltageField.model_validate(row) for row in _packaged()["low_voltage"])


def found_fields(query: str) -> tuple[BillField, ...]:
    """The numbered fields that hold every word of the query, also their number; all for an empty one."""
    return tuple(field for field in bill_fields().values() if is_found(query, _searched(field)))


def _searched(field: BillField) -> tuple[str, ...]:
    number = f"campo {field.number} {field.number:02}"
    return (number, field.title, field.short, *field.paragraphs, field.block.label, field.keywords)


def found_low_voltage_fields(query: str) -> tuple[LowVoltageField, ...]:
    """The group B fields that hold every word of the query."""
    return tuple(
        field
        for field in low_voltage_fields()
        if is_found(query, (field.title, field.where, field.use, field.keywords))
    )


def _packaged() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads((files(__package__) / "bill_fields.toml").read_text("utf-8"))
