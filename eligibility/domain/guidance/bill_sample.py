"""The sample bill of the utility's guide, block by block, with the numbered fields that stand on each line."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Self

from pydantic import model_validator

from eligibility.domain.guidance.bill_fields import Block
from eligibility.domain.guidance.entries import Entry


class Fact(Entry):
    """A name with its value; `is_invented` where the guide hides the value."""

    label: str
    value: str
    fields: tuple[int, ...] = ()
    is_invented: bool = False


class Row(Entry):
    """A line of a table; one cell for each column after the label, empty where the bill prints nothing."""

    label: str
    cells: tuple[str, ...]
    fields: tuple[int, ...] = ()


class SampleBlock(Entry):
    """One block of the bill: facts, a table of rows, or both; `fields` stand beside its title."""

    block: Block
    title: str
    fields: tuple[int, ...] = ()
    fact: tuple[Fact, ...] = ()
    head: tuple[str, ...] = ()
    row: tuple[Row, ...] = ()

    @model_validator(mode="after")
    def _rows_fit_the_head(self) -> Self:
        for row in self.row:
            if len(row.cells) != len(self.head):
                raise ValueError(
                    f"{self.title}, {row.label}: {len(row.cells)} cells, {len(self.head)} columns"
                )
        return self

    @property
    def numbers(self) -> tuple[int, ...]:
        """Every numbered field of the block, as often as it stands there."""
        lines: tuple[Fact | Row, ...] = (*self.fact, *self.row)
        return (*self.fields, *(each for line in lines for each in line.fields))


class Oddity(Entry):
    """Something in the sample that contradicts itself or the rule in force."""

    text: str
    fields: tuple[int, ...]


@cache
def sample_bill() -> tuple[SampleBlock, ...]:
    """The blocks in the order of the bill."""
    return tuple(SampleBlock.model_validate(each) for each in _packaged()["block"])


@cache
def oddities() -> tuple[Oddity, ...]:
    """What does not fit in the sample, told so that nobody takes it for a rule."""
    return tuple(Oddity.model_validate(each) for each in _packaged()["oddity"])


def _packaged() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads((files(__package__) / "bill_sample.toml").read_text("utf-8"))
