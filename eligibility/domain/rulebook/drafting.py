"""What an entry written by an admin needs before it may become the rule: checked without asking anybody."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, Final

from pydantic import ValidationError

from eligibility.domain.findings import Finding
from eligibility.domain.rulebook.changes import CLOCK_EFFECT, DAY_UNITS
from eligibility.domain.rulebook.entries import Rule

MOST_DAYS: Final = 3650
CHOSEN_PAUSES: Final = ("pause.art64_", "pause.other_")
"""Codes of the reasons that an analyst chooses from begin so; `none` takes one out of the list."""
_WORDS: Final = (
    ("text", "Escreva a regra como as pessoas vão ler."),
    ("norm", "Escreva a norma. Sem base legal não dá para salvar."),
    ("provision", "Escreva o artigo ou o ponto da norma. Sem base legal não dá para salvar."),
    ("source", "Escreva onde a regra foi lida."),
)


def allowed_effects(code: str) -> tuple[str, ...]:
    """What a reason may do to the clock: as much as the portal carries out for that code."""
    if code.startswith(CHOSEN_PAUSES):
        return ("pause", "none")
    if code.startswith("pause.pending_"):
        return ("pause", "reset", "none")
    return ("pause",)


def new_pause_code(text: str, kind: str, taken: Collection[str]) -> str:
    """A code of its own for a new reason; `kind` is `art64` or `other`. ValueError for another kind."""
    start = f"pause.{kind}_"
    if start not in CHOSEN_PAUSES:
        raise ValueError(f"no reason of kind {kind!r}")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    code = start + ("_".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("_") or "reason")
    number = 2
    found = code
    while found in taken:
        found, number = f"{code}_{number}", number + 1
    return found


def problems_of(content: Mapping[str, Any], *, before: Rule | None, today: date) -> tuple[Finding, ...]:
    """Why this content is no next entry of its rule; `field` names the form's field. Empty when it is one.

    It needs words, a norm with its provision (D-05), a value of the kind that the rule has, and a start after
    today, so that no process answers with the old entry on a day that is already the new one's.
    """
    citation = content.get("citation") or {}
    words = {"text": content.get("text"), "source": content.get("source"), **citation}
    found = [_problem(field, why) for field, why in _WORDS if not str(words.get(field) or "").strip()]
    found += _value_problems(content, before)
    if (first := _day(content.get("valid_from"))) is None or first <= today:
        tomorrow = today + timedelta(days=1)
        found.append(
            _problem(
                "valid_from", f"Escolha {tomorrow:%d/%m/%Y} ou um dia depois. O que já foi enviado não muda."
            )
        )
    if not found and read(content) is None:
        found.append(_problem(None, "A regra não se lê. Confira todos os campos."))
    return tuple(found)


def read(content: Mapping[str, Any]) -> Rule | None:
    """The entry that the content is; None when it is none."""
    try:
        return Rule.model_validate(content)
    except ValidationError:
        return None


def _value_problems(content: Mapping[str, Any], before: Rule | None) -> list[Finding]:
    value, unit, code = content.get("value"), content.get("unit"), str(content.get("code", ""))
    if before.unit in DAY_UNITS if before else unit in DAY_UNITS:
        if unit not in DAY_UNITS:
            return [_problem("unit", "Escolha dias corridos ou dias úteis.")]
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_DAYS:
            return [_problem("value", f"Escreva um número inteiro de dias, de 1 a {MOST_DAYS}.")]
        text = str(content.get("text") or "")
        if before and value != before.value and not re.search(rf"(?<!\d){value}(?!\d)", text):
            return [_problem("text", f"O texto precisa dizer o prazo novo, {value}.")]
        return []
    if unit != CLOCK_EFFECT or not code.startswith("pause."):
        return [_problem("value", "Esta regra não se muda aqui.")]
    if value not in allowed_effects(code):
        return [_problem("value", "Escolha o que acontece com o prazo.")]
    return []


def _day(given: Any) -> date | None:
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError:
        return None


def _problem(field: str | None, message: str) -> Finding:
    return Finding(code=f"rule_{field or 'content'}", message=message, field=field)
