"""An item of a list as the pages show it: its condition, limits and criteria in words."""

from dataclasses import dataclass

from documents.domain.checklist import Checklist, ChecklistItem
from documents.domain.checklist_diff import condition_words, stage_words
from documents.domain.file_types import names_in_portuguese


@dataclass(frozen=True)
class ItemPage:
    """One item, read-only."""

    item: ChecklistItem

    @property
    def when(self) -> str:
        """`Pedido sempre`, or `Pedido quando …`."""
        return f"Pedido {condition_words(self.item.condition)}."

    @property
    def limits(self) -> str:
        """What a file may be, e.g. `PDF ou JPG, até 3 MB e 4 páginas`."""
        pages = "1 página" if self.item.max_pages == 1 else f"{self.item.max_pages} páginas"
        return f"{names_in_portuguese(self.item.accepted)}, até {self.item.max_mb} MB e {pages}"

    @property
    def criteria(self) -> list[tuple[str, str, str]]:
        """(text, when it is judged, rule) of each criterion."""
        return [(one.text, stage_words(one.stage), one.rule.label) for one in self.item.criteria]


def item_pages(checklist: Checklist) -> list[ItemPage]:
    """The items of a version in their order."""
    return [ItemPage(item) for item in checklist.items]
