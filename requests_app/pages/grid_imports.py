"""An import of the grid in the words of the admins' room: its situation, and how far it has got."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from requests_app.models import GridImport

STALLED_AFTER: Final = timedelta(seconds=60)


@dataclass(frozen=True)
class Words:
    """The heading, and the tag with its colour and icon."""

    title: str
    text: str
    colour: str
    icon: str


class Situation(Enum):
    """Where an import stands. The first two move by themselves."""

    READING = Words("Lendo o arquivo", "Em leitura", "blue", "hourglass")
    RUNNING = Words("Carregando os pontos", "Carregando", "blue", "hourglass")
    WAITING = Words("O que este arquivo traz", "À espera de confirmação", "amber", "person-clock")
    DONE = Words("Arquivo carregado", "Carregado", "green", "check-circle")
    FAILED = Words("Arquivo não lido", "Não lido", "red", "x-circle")
    DISCARDED = Words("Arquivo descartado", "Descartado", "grey", "ban")

    @property
    def is_moving(self) -> bool:
        return self in (Situation.READING, Situation.RUNNING)


def situation_of(found: GridImport) -> Situation:
    """What the columns mean together."""
    if found.applied_at is not None:
        return Situation.DONE
    if found.refusal:
        return Situation.FAILED
    if not found.storage_key:
        return Situation.DISCARDED
    if found.checked_at is None:
        return Situation.READING
    return Situation.RUNNING if found.confirmed_at is not None else Situation.WAITING


def progress_text(found: GridImport) -> str:
    """`12000 de 50002 linhas, 23 %`."""
    return f"{found.rows_read} de {max(found.rows_total, found.rows_read)} linhas, {found.percent_done} %"


def unlisted_lines(found: GridImport) -> int:
    """How many refused lines the page's list does not show; the download has them all."""
    return found.rows_refused - len({problem["line"] for problem in found.problems})


def is_stalled(found: GridImport, now: datetime) -> bool:
    """Whether something that should move has shown no sign of it for a minute."""
    return situation_of(found).is_moving and now - (found.moved_at or found.created_at) > STALLED_AFTER
