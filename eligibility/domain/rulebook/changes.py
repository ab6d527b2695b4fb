"""What a new entry of a rule changes in the one that it replaces, said in words."""

from typing import Final

from eligibility.domain.rulebook.entries import Rule

DAY_UNITS: Final = ("calendar_days", "business_days")
CLOCK_EFFECT: Final = "clock_effect"
EFFECT_WORDS: Final = {
    "pause": "o prazo para",
    "reset": "o prazo recomeça do zero",
    "none": "o prazo não para",
}


def value_words(entry: Rule) -> str:
    """The value as people say it, e.g. `15 dias corridos`, `1 dia útil`, `o prazo para`."""
    if entry.unit in DAY_UNITS and isinstance(entry.value, int):
        one, many = (
            ("dia útil", "dias úteis") if entry.unit == "business_days" else ("dia corrido", "dias corridos")
        )
        return f"{entry.value} {one if entry.value == 1 else many}"
    if entry.unit == CLOCK_EFFECT:
        return EFFECT_WORDS.get(str(entry.value), str(entry.value))
    return str(entry.value)


def differences(before: Rule | None, after: Rule) -> tuple[str, ...]:
    """One line for each thing that changes, apart from the days of validity; `before` is None for a new rule."""
    if before is None:
        return (
            f"Regra nova: “{after.text}”",
            f"Valor: {value_words(after)}.",
            f"Base legal: {after.citation.label}.",
        )
    return tuple(
        _line(name, old, new)
        for (name, old), (_, new) in zip(_parts(before), _parts(after), strict=True)
        if old != new
    )


def _parts(entry: Rule) -> tuple[tuple[str, str], ...]:
    return (
        ("Valor", value_words(entry)),
        ("Texto", entry.text),
        ("Base legal", entry.citation.label),
        ("Endereço da norma", entry.citation.url or ""),
        ("Conferência", entry.confidence.label),
        ("Fonte", entry.source),
        ("Explicação", entry.basis),
        ("Observação", entry.note),
    )


def _line(name: str, old: str, new: str) -> str:
    if not old:
        return f"{name}: entrou “{new}”."
    if not new:
        return f"{name}: saiu “{old}”."
    return f"{name}: de “{old}” para “{new}”."
