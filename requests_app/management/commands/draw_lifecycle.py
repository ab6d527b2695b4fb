"""Write the lifecycle's tables and diagrams for the docs, from the one table itself."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandParser

from requests_app.domain.lifecycle import LIVE_STATES, OPEN_STATES, TABLE, Action, Row, State
from requests_app.domain.situation import SITUATIONS

_FIRST = frozenset({State.DRAFT, State.NOT_APPROVED}) | OPEN_STATES
_GROUPS = {"open": OPEN_STATES, "live": LIVE_STATES}
"""States drawn inside one box: what leads out of all of them is one arrow out of the box."""


class _Arrow(NamedTuple):
    source: str
    target: str
    label: str


def page() -> str:
    """The whole text of docs/lifecycle.md."""
    first, second = [r for r in TABLE if r.source in _FIRST], [r for r in TABLE if r.source not in _FIRST]
    lines = [
        "# The life of a request",
        "",
        "Made by `python manage.py draw_lifecycle docs/lifecycle.md`; a test fails when it is stale.",
        "A box is a group of states: an arrow out of the box leaves from every state in it. What changes no state",
        "is not drawn and stands in the tables. A payment that was made is recorded in every state, also where no row",
        "stands here: it moves nothing then.",
        "",
        "## From the draft to the opinion",
        "",
        *_diagram(first, "open"),
        "",
        *_table(first),
        "",
        "## From the opinion to the meter",
        "",
        *_diagram(second, "live"),
        "",
        *_table(second),
        "",
        "## States",
        "",
        "| state | on screen | whose turn |",
        "|---|---|---|",
        *[f"| {state.value} | {s.label} | {s.turn.value} |" for state, s in SITUATIONS.items()],
    ]
    return "\n".join(lines) + "\n"


def _diagram(rows: Sequence[Row], group: str) -> list[str]:
    inside = _GROUPS[group]
    arrows = list(_merged(_arrows([r for r in rows if r.source is not r.target], group)))
    within = [a for a in arrows if {a.source, a.target} <= {s.value for s in inside}]
    return [
        "```mermaid",
        "stateDiagram-v2",
        "  direction LR",
        f"  state {group} {{",
        *[f"    {a.source} --> {a.target}: {a.label}" for a in within],
        "  }",
        *[f"  {a.source} --> {a.target}: {a.label}" for a in arrows if a not in within],
        "```",
    ]


def _arrows(rows: Iterable[Row], group: str) -> Iterator[_Arrow]:
    by_act: dict[tuple[Action, State], list[Row]] = {}
    for row in rows:
        by_act.setdefault((row.action, row.target), []).append(row)
    for (action, target), same in by_act.items():
        is_whole = {r.source for r in same} == _GROUPS[group]
        for source in [group] if is_whole else [r.source.value for r in same]:
            yield _Arrow(source, target.value, action.value)


def _merged(arrows: Iterable[_Arrow]) -> Iterator[_Arrow]:
    """Several actions between the same two states share one arrow."""
    labels: dict[tuple[str, str], list[str]] = {}
    for arrow in arrows:
        labels.setdefault((arrow.source, arrow.target), []).append(arrow.label)
    for (source, target), said in labels.items():
        yield _Arrow(source, target, " / ".join(said))


def _table(rows: Iterable[Row]) -> list[str]:
    lines = [
        "| action | source | target | who | clock effects | capacity | guards |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        cells = (
            row.action.value,
            row.source.value,
            row.target.value,
            ", ".join(sorted(role.value for role in row.actors)),
            ", ".join(effect.value for effect in row.clock) or "none",
            row.capacity.value if row.capacity else "none",
            ", ".join(guard.value for guard in row.guards) or "none",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return lines


class Command(BaseCommand):
    help = "Escreve docs/lifecycle.md a partir da tabela."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        path.write_text(page(), encoding="utf-8")
