"""The change of responsible professional in words: who has said yes, and its lines of history."""

from datetime import datetime
from typing import Final

_LINES: Final = {
    "asked": "Pedida a troca do responsável técnico.",
    "leaves": "O responsável técnico concordou em sair.",
    "comes": "O profissional indicado aceitou assumir o pedido.",
    "confirmed": "O titular confirmou a troca do responsável técnico.",
    "done": "O responsável técnico mudou.",
    "refused": "A troca do responsável técnico foi recusada.",
    "withdrawn": "Quem pediu a troca do responsável técnico desistiu.",
    "expired": "A troca do responsável técnico venceu sem todos os aceites.",
}
NEW_PAPER: Final = (
    "A ART ou o TRT em nome do novo responsável substitui o anterior. "
    "Registre o seu no conselho e tenha o número à mão: a distribuidora pode pedir o documento."
)


def change_line(kind: str, before: str = "", after: str = "") -> str:
    """One step as the history tells it; the names stand only once the change was made."""
    if kind == "done" and before and after:
        return f"O responsável técnico mudou de {before} para {after}."
    return _LINES[kind]


def yes_lines(
    *, left_at: datetime | None, came_at: datetime | None, confirmed_at: datetime | None
) -> tuple[tuple[str, datetime | None], ...]:
    """The three who have to agree, and when each did."""
    return (
        ("Responsável técnico atual", left_at),
        ("Novo responsável técnico", came_at),
        ("Titular", confirmed_at),
    )
