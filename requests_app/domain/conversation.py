"""Threads of a request in words: the topics of help, and how things said are shown and answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from portal.accounts.roles import REVIEWER_ROLES, Role

LONGEST_TEXT: Final = 4000


class NoteKind(StrEnum):
    """What a line of a thread is: words, or the mark that they need no answer."""

    SAID = "said"
    NO_REPLY = "no_reply"


class HelpTopic(StrEnum):
    """What a call for help is about: the type that goes into the contact's record."""

    TERM = "term"
    DOCUMENTS = "documents"
    CORRECTIONS = "corrections"
    PAYMENT = "payment"
    INSPECTION = "inspection"
    ACCESS = "access"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            HelpTopic.TERM: "Prazo do pedido",
            HelpTopic.DOCUMENTS: "Documentos e envio de arquivos",
            HelpTopic.CORRECTIONS: "Correções pedidas",
            HelpTopic.PAYMENT: "Pagamento e contratos",
            HelpTopic.INSPECTION: "Vistoria e ligação",
            HelpTopic.ACCESS: "Acesso ao portal",
            HelpTopic.OTHER: "Outro assunto",
        }[self]


@dataclass(frozen=True, slots=True)
class Note:
    """One line of a thread. `name` is the author's first name; `text` is empty for a mark or once blanked."""

    kind: NoteKind
    role: Role
    name: str
    at: datetime
    text: str
    answer_due_on: date | None = None
    note_id: int = 0


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A line as the page shows it: who, when, the words, and whether it was answered or until when it will be."""

    who: str
    at: datetime
    text: str
    is_utility: bool
    is_mark: bool
    is_answered: bool
    answer_due_on: date | None
    note_id: int


def shown(notes: Sequence[Note], waits_since: datetime | None = None) -> tuple[ShownNote, ...]:
    """The lines, oldest first. What the applicant's side said is answered once the utility spoke after it.

    What was said from `waits_since` on still waits: the utility wrote without having read it.
    """
    last_answer = max((place for place, note in enumerate(notes) if note.role in REVIEWER_ROLES), default=-1)
    return tuple(
        ShownNote(
            who=f"{note.name}, {author_label(note.role)}",
            at=note.at,
            text=note.text or ("" if note.kind is NoteKind.NO_REPLY else "Texto retirado."),
            is_utility=note.role in REVIEWER_ROLES,
            is_mark=note.kind is NoteKind.NO_REPLY,
            is_answered=note.role not in REVIEWER_ROLES
            and place < last_answer
            and (waits_since is None or note.at < waits_since),
            answer_due_on=note.answer_due_on,
            note_id=note.note_id,
        )
        for place, note in enumerate(notes)
    )


def author_label(role: Role) -> str:
    """The role beside a first name; the utility's people are named as such."""
    return f"{role.label} da distribuidora" if role in REVIEWER_ROLES else role.label


def first_name(full_name: str) -> str:
    """The first word of a name."""
    return full_name.strip().split(" ")[0]
