"""Write the lifecycle's table and diagram for the docs, from the one table itself."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from requests_app.domain.lifecycle import TABLE
from requests_app.domain.situation import SITUATIONS


def page() -> str:
    """The whole text of docs/lifecycle.md."""
    lines = [
        "# The life of a request",
        "",
        "Made by `python manage.py draw_lifecycle docs/lifecycle.md`; a test fails when it is stale.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *[f"  {r.source.value} --> {r.target.value}: {r.action.value}" for r in TABLE],
        "```",
        "",
        "| action | source | target | who | clock effects | guards |",
        "|---|---|---|---|---|---|",
    ]
    for row in TABLE:
        cells = (
            row.action.value,
            row.source.value,
            row.target.value,
            ", ".join(sorted(role.value for role in row.actors)),
            ", ".join(effect.value for effect in row.clock) or "none",
            ", ".join(guard.value for guard in row.guards) or "none",
        )
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", "| state | on screen | whose turn |", "|---|---|---|"]
    lines += [f"| {state.value} | {s.label} | {s.turn.value} |" for state, s in SITUATIONS.items()]
    return "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Escreve docs/lifecycle.md a partir da tabela."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        path.write_text(page(), encoding="utf-8")
