"""Lists inside a screen: models of equipment and transformers as numbered plain fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from requests_app.forms.fields import SectionForm

FEWEST_SHOWN = 2
SPARE_ROWS = 1


@dataclass(frozen=True)
class RowSet:
    """One list: `modules` of at most `maximum` rows, in fields such as `module_0_quantity`.

    `parts` builds the optional field of each part for a row, counted from 0; a row that was begun needs the
    `required` ones, each with its own words for being empty. `condition` is the form's, as in `depends`.
    """

    key: str
    prefix: str
    maximum: int
    condition: str
    parts: Mapping[str, Callable[[int], forms.Field]]
    required: tuple[str, ...]

    def names(self, row: int) -> dict[str, str]:
        """Part → field name in one row."""
        return {part: f"{self.prefix}_{row}_{part}" for part in self.parts}

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every field name of the list."""
        return tuple(name for row in range(self.maximum) for name in self.names(row).values())


class RowsForm(SectionForm):
    """A section with lists."""

    row_sets: ClassVar[tuple[RowSet, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rows in self.row_sets:
            for row in range(self._row_count(rows)):
                for part, name in rows.names(row).items():
                    self.fields[name] = rows.parts[part](row)
        self.order_fields(self.field_order)

    def _row_count(self, rows: RowSet) -> int:
        """All rows where nothing is known; else those begun and a spare one, so that pages and reading stay light."""
        if not self.is_bound and not self.initial:
            return rows.maximum
        begun = self.begun_rows(rows)
        return min(rows.maximum, max(FEWEST_SHOWN, (begun[-1] + 1 if begun else 0) + SPARE_ROWS))

    @property
    def unasked(self) -> frozenset[str]:
        asks = self.asks
        lists = (name for rows in self.row_sets if not asks[rows.condition] for name in rows.all_names)
        return super().unasked | (frozenset(lists) & self.fields.keys())

    def begun_rows(self, rows: RowSet) -> list[int]:
        """The rows in which anything is typed."""
        return [
            row for row in range(rows.maximum) if any(self.typed(name) for name in rows.names(row).values())
        ]

    def shown_rows(self, key: str) -> list[list[forms.BoundField]]:
        """The bound fields of each row on the page, in the order of the parts."""
        rows = next(one for one in self.row_sets if one.key == key)
        names = (rows.names(row) for row in range(rows.maximum))
        return [[self[name] for name in row.values()] for row in names if self._has(row)]

    def _has(self, names: Mapping[str, str]) -> bool:
        return all(name in self.fields for name in names.values())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for rows in self.row_sets:
            if not self.asks[rows.condition]:
                continue
            for row in self.begun_rows(rows):
                names = rows.names(row)
                for part in rows.required:
                    if cleaned.get(names[part]) in (None, "") and names[part] not in self.errors:
                        message = self.fields[names[part]].error_messages["required"]
                        self.add_error(names[part], forms.ValidationError(message, code="required"))
        return cleaned

    def row_values(self, key: str) -> list[dict[str, Any]]:
        """Part → value of each row that was begun; empty when the list is not asked."""
        rows = next(one for one in self.row_sets if one.key == key)
        if not self.asks[rows.condition]:
            return []
        return [
            {part: self.cleaned_data.get(name) for part, name in rows.names(row).items()}
            for row in self.begun_rows(rows)
        ]
