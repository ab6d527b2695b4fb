"""Changes of a draft checklist: each takes the items as they are kept and gives new ones, touching nothing else."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any

Item = dict[str, Any]
Items = list[Item]

LONGEST_CODE = 60
_NAMES = ("code", "document_code")


def position(items: Sequence[Item], document_code: str) -> int:
    """Where the item of a document stands. Raises LookupError when there is none."""
    for place, item in enumerate(items):
        if item["document_code"] == document_code:
            return place
    raise LookupError(document_code)


def numbered(items: Sequence[Item]) -> Items:
    """The items with their order written by their places, 1 first."""
    return [{**item, "order": place} for place, item in enumerate(items, start=1)]


def moved(items: Sequence[Item], document_code: str, steps: int) -> Items:
    """The item some places further down (or up, when negative), as far as the list goes."""
    place = position(items, document_code)
    rest = [item for item in items if item is not items[place]]
    target = min(max(place + steps, 0), len(rest))
    return numbered([*rest[:target], items[place], *rest[target:]])


def without(items: Sequence[Item], document_code: str) -> Items:
    """The list without the item. Raises LookupError."""
    place = position(items, document_code)
    return numbered([*items[:place], *items[place + 1 :]])


def changed(items: Sequence[Item], document_code: str, /, **fields: Any) -> Items:
    """The item with some fields written anew. Raises LookupError."""
    place = position(items, document_code)
    return numbered([*items[:place], {**items[place], **fields}, *items[place + 1 :]])


def added(items: Sequence[Item], item: Item) -> Items:
    """The list with a new item at its end."""
    return numbered([*items, item])


def restored(items: Sequence[Item], base: Sequence[Item], document_code: str) -> Items:
    """The item as `base` has it: in its place when it stands, else after the one it followed there.

    Raises LookupError when `base` has no such item.
    """
    place = position(base, document_code)
    original = base[place]
    here = [item["document_code"] for item in items]
    if document_code in here:
        return changed(items, document_code, **original)
    before = [item["document_code"] for item in base[:place] if item["document_code"] in here]
    target = here.index(before[-1]) + 1 if before else 0
    return numbered([*items[:target], original, *items[target:]])


def with_criterion(items: Sequence[Item], document_code: str, criterion: dict[str, Any]) -> Items:
    """The item's criterion of that code written anew, or added at the end. Raises LookupError."""
    kept = items[position(items, document_code)]["criteria"]
    codes = [one["code"] for one in kept]
    if criterion["code"] in codes:
        kept = [criterion if one["code"] == criterion["code"] else one for one in kept]
    else:
        kept = [*kept, criterion]
    return changed(items, document_code, criteria=kept)


def without_criterion(items: Sequence[Item], document_code: str, criterion_code: str) -> Items:
    """The item without that criterion. Raises LookupError."""
    kept = items[position(items, document_code)]["criteria"]
    if criterion_code not in [one["code"] for one in kept]:
        raise LookupError(criterion_code)
    return changed(items, document_code, criteria=[one for one in kept if one["code"] != criterion_code])


def codes_in(items: Sequence[Item]) -> set[str]:
    """Every code in use: of items, documents, criteria and reasons."""
    found = {item[name] for item in items for name in _NAMES}
    for item in items:
        for criterion in item["criteria"]:
            found.add(criterion["code"])
            found |= {reason["code"] for reason in criterion["canned_reasons"]}
    return found


def new_code(words: str, taken: Collection[str]) -> str:
    """A code made of words, e.g. "Prova de posse" gives `prova_de_posse`, with a number when it is taken."""
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: LONGEST_CODE - 4].strip("_")
    if not base or not base[0].isalpha():
        base = f"item_{base}".strip("_")
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}_{number}"
    return code
