"""Finding labels by their text, and the value that stands beside or below a label."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from documents.domain.bills.fields import Findings, Reason, Value
from documents.domain.bills.words import STACKED_GAP, Run, Sheets

SHORTEST_PART = 3
BESIDE = 8.0
"""A value begins at most this many heights at the right of its label."""
BELOW = 2.5


@dataclass(frozen=True)
class Label:
    """A label where it was found, and the words of the same run after it, if any."""

    run: Run
    rest: Run | None = None


def find(sheets: Sheets, *phrases: str) -> Iterator[Label]:
    """Each place where a phrase (as `words.key` writes it) begins a run or follows a number or a colon in it."""
    for phrase in phrases:
        yield from _find(sheets, phrase)


def _find(sheets: Sheets, phrase: str) -> Iterator[Label]:
    for text, run in sheets.keyed:
        if phrase in text:
            if label := _in_run(run, phrase):
                yield label
        elif len(text) >= SHORTEST_PART and phrase.startswith(text):
            for under in sheets.below(run, within=STACKED_GAP):
                if under.key == phrase[len(text) :]:
                    yield Label(Run(run.words + under.words))


def _in_run(run: Run, phrase: str) -> Label | None:
    keys = [Run((word,)).key for word in run.words]
    for start in range(len(keys)):
        if start and not (
            run.words[start - 1].text.endswith(":") or run.words[start - 1].text[-1:].isdigit()
        ):
            continue
        grown = ""
        for end in range(start, len(keys)):
            grown += keys[end]
            if grown == phrase:
                rest = run.words[end + 1 :]
                return Label(Run(run.words[start : end + 1]), Run(rest) if rest else None)
            if not phrase.startswith(grown):
                break
    return None


def take_labelled(
    sheets: Sheets,
    findings: Findings,
    code: str,
    labels: Iterable[Label],
    kind: Callable[[str], Value | None],
    *,
    is_told_by_shape: bool = False,
    is_inside: Callable[[Run], bool] = lambda run: True,
    beside: float = BESIDE,
    below: float = BELOW,
    doubtful_digits: int = 1_000,
) -> None:
    """The value after, beside or below each of some labels.

    `is_told_by_shape` is for values that nothing else on a bill looks like: other shapes beside the label are
    then no doubt, unless they have so many digits as `doubtful_digits`. Otherwise the first thing that stands
    there must be the value. `is_inside` says whether a run
    still belongs to the box of the label.
    """
    for label in labels:
        near = [run for run in candidates(sheets, label, beside=beside, below=below) if is_inside(run)]
        # A text with another close by may be half of a longer one.
        alone = [run for run in near if sheets.is_alone(run, *label.run.words) and not sheets.goes_on(run)]
        found = [pair for pair in (_value(run, kind) for run in alone) if pair]
        for value, run in found:
            findings.put(code, value, run)
        is_garbled = any(sum(map(str.isdigit, run.text)) >= doubtful_digits for run in near)
        if not found and near and (is_garbled or not is_told_by_shape):
            findings.refuse(code, Reason.odd_shape, near[0])
        elif not found:
            findings.refuse(code, Reason.blank)


def candidates(sheets: Sheets, label: Label, *, beside: float = BESIDE, below: float = BELOW) -> list[Run]:
    """What may be the value of a label: the rest of its run alone, or else what stands beside and below."""
    if label.rest:
        return [label.rest]
    after = sheets.right(label.run, within=beside)
    under = sheets.below(label.run, within=below) if below else []
    return ([after] if after else []) + (under if len(under) == 1 else [])


def _value(run: Run, kind: Callable[[str], Value | None]) -> tuple[Value, Run] | None:
    """The value that a whole run has, or the words before the next label inside it."""
    value = kind(run.text)
    if value is not None:
        return value, run
    for end in range(len(run.words) - 1, 0, -1):
        if run.words[end].text[:1].isalpha() and len(run.words[end].text) >= SHORTEST_PART:
            head = Run(run.words[:end])
            value = kind(head.text)
            if value is not None:
                return value, head
    return None
