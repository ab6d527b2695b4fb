"""When a document is asked for, built from rows of facts in groups; every step works by plain buttons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from documents.domain.checklist import ALWAYS_APPLIES
from documents.domain.condition_rows import HOWS, Group, Grouped, How, Join, Row, condition_of
from documents.domain.conditions import Condition, Fact
from documents.forms.checklist_item import text
from eligibility.domain.findings import Refused
from eligibility.domain.numbers_pt import format_decimal, parse_decimal

MOST_GROUPS = 4
MOST_ROWS = 8
ALWAYS, WHEN = "always", "when"
Shape = list[list[Fact]]


class ConditionForm(forms.Form):
    """The condition and its two sentences. `shape` says which facts stand in which group."""

    use_required_attribute = False

    applies = forms.ChoiceField(
        label="Quando o documento é pedido",
        choices=[(ALWAYS, "Sempre"), (WHEN, "Só quando a condição abaixo vale")],
        widget=forms.RadioSelect,
    )
    join = forms.ChoiceField(
        label="Entre os grupos", choices=[(one.value, one.label) for one in Join], required=False
    )
    applies_because = text(
        "Frase de quando vale",
        is_required=False,
        help_text="O técnico lê esta frase ao lado do documento. Exemplo: O titular é empresa.",
    )
    not_because = text(
        "Frase de quando não vale",
        is_required=False,
        help_text="O técnico lê esta frase na lista do que não precisa. Exemplo: O titular é pessoa física.",
    )
    shape = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, shape: Shape, data: Mapping[str, Any] | None = None, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={**(initial or {}), "shape": _written(shape)})
        self.facts = shape
        for number, facts in enumerate(shape):
            self.fields[f"g{number}_join"] = forms.ChoiceField(
                label="Dentro deste grupo", choices=[(one.value, one.label) for one in Join], required=False
            )
            for place, fact in enumerate(facts):
                self._add_row(f"g{number}_r{place}", fact)
            self.fields[f"g{number}_new"] = forms.ChoiceField(
                label="Fato para acrescentar",
                required=False,
                choices=[("", "Escolha um fato"), *((fact.value, fact.label) for fact in Fact)],
            )

    def _add_row(self, prefix: str, fact: Fact) -> None:
        hows = [(how.value, how.label) for how in HOWS[fact.kind]]
        self.fields[f"{prefix}_how"] = forms.ChoiceField(label=fact.label, choices=hows)
        if fact.choices:
            self.fields[f"{prefix}_value"] = forms.MultipleChoiceField(
                label=_value_label(fact),
                choices=list(fact.choices),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        elif fact.kind is Decimal:
            self.fields[f"{prefix}_value"] = forms.CharField(
                label=_value_label(fact),
                required=False,
                max_length=20,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The bound fields group by group and row by row, for the page."""
        return [
            {
                "number": number + 1,
                "place": number,
                "join": self[f"g{number}_join"],
                "new": self[f"g{number}_new"],
                "rows": [
                    {
                        "fact": fact,
                        "how": self[f"g{number}_r{place}_how"],
                        "value": self[f"g{number}_r{place}_value"]
                        if f"g{number}_r{place}_value" in self.fields
                        else None,
                        "remove": f"remove-{number}-{place}",
                    }
                    for place, fact in enumerate(facts)
                ],
            }
            for number, facts in enumerate(self.facts)
        ]

    @property
    def may_add_group(self) -> bool:
        return len(self.facts) < MOST_GROUPS

    def clean(self) -> dict[str, Any]:
        """A condition has rows, each with a value, and both sentences; without one the sentences are the usual."""
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("applies") != WHEN:
            return cleaned
        for name in ("applies_because", "not_because"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "falta preencher.")
        if not any(self.facts):
            self.add_error(
                "applies", "Quando o documento é pedido: acrescente pelo menos um fato à condição."
            )
        for prefix, fact in self._rows():
            self._check_row(prefix, fact)
        return cleaned

    def _check_row(self, prefix: str, fact: Fact) -> None:
        name = f"{prefix}_value"
        if name not in self.fields or name in self.errors:
            return
        given = self.cleaned_data.get(name)
        if not given:
            self.add_error(name, f"{_value_label(fact)}: falta escolher ou escrever.")
        elif isinstance(given, str):
            try:
                self.cleaned_data[name] = [format(parse_decimal(given, maximum=1_000_000), "f")]
            except Refused as refused:
                self.add_error(name, f"{_value_label(fact)}: {refused.message}")
        elif len(given) > 1 and self.cleaned_data.get(f"{prefix}_how") == How.is_other:
            self.add_error(name, f"{_value_label(fact)}: com “{How.is_other.label}”, escolha um só.")

    def _rows(self) -> Iterator[tuple[str, Fact]]:
        for number, facts in enumerate(self.facts):
            for place, fact in enumerate(facts):
                yield f"g{number}_r{place}", fact

    def condition(self) -> Condition | None:
        """The tree that was built, after a successful clean; None for always."""
        cleaned = self.cleaned_data
        if cleaned["applies"] != WHEN:
            return None
        groups = [
            Group(
                join=Join(cleaned[f"g{number}_join"] or Join.all),
                rows=tuple(
                    Row(
                        fact=fact,
                        how=How(cleaned[f"g{number}_r{place}_how"]),
                        values=tuple(cleaned.get(f"g{number}_r{place}_value") or ()),
                    )
                    for place, fact in enumerate(facts)
                ),
            )
            for number, facts in enumerate(self.facts)
            if facts
        ]
        return condition_of(Grouped(join=Join(cleaned["join"] or Join.all), groups=tuple(groups)))

    def fields_of_item(self) -> dict[str, Any]:
        """Condition and sentences as a checklist keeps them, after a successful clean."""
        condition = self.condition()
        if condition is None:
            return {"condition": None, "applies_because": ALWAYS_APPLIES, "not_because": ""}
        return {
            "condition": condition.model_dump(mode="json"),
            "applies_because": self.cleaned_data["applies_because"],
            "not_because": self.cleaned_data["not_because"],
        }


def saved_form(grouped: Grouped | None, item: Mapping[str, Any]) -> ConditionForm:
    """The form over what is kept; without rows (always, or too deep for them) one empty group."""
    start: dict[str, Any] = {
        "applies": WHEN if item.get("condition") else ALWAYS,
        "join": (grouped.join if grouped else Join.all).value,
        "applies_because": item["applies_because"] if item.get("condition") else "",
        "not_because": item.get("not_because", ""),
    }
    for number, group in enumerate(grouped.groups if grouped else ()):
        start[f"g{number}_join"] = group.join.value
        for place, row in enumerate(group.rows):
            start[f"g{number}_r{place}_how"] = row.how.value
            start[f"g{number}_r{place}_value"] = (
                format_decimal(Decimal(row.values[0])) if row.fact.kind is Decimal else list(row.values)
            )
    shape = [[row.fact for row in group.rows] for group in grouped.groups] if grouped else [[]]
    return ConditionForm(shape, initial=start)


def posted_form(data: QueryDict) -> ConditionForm:
    """The form over what was sent, bound."""
    return ConditionForm(_read(data.get("shape", "")), data)


def stepped_form(data: QueryDict) -> ConditionForm | None:
    """The form after a button that only changes the rows (nothing is checked or saved); None for saving.

    A fact that was chosen and not yet added is added, so that no choice is lost.
    """
    shape, step = _read(data.get("shape", "")), data.get("step", "")
    kept = [
        _Typed(
            data.get(f"g{number}_join", ""),
            data.get(f"g{number}_new", ""),
            [
                (fact, data.get(f"g{number}_r{place}_how", ""), data.getlist(f"g{number}_r{place}_value"))
                for place, fact in enumerate(facts)
                if step != f"remove-{number}-{place}"
            ],
        )
        for number, facts in enumerate(shape)
        if step != f"drop-{number}"
    ]
    is_row_change = step.startswith(("add-", "remove-", "drop-")) or step == "group"
    if not is_row_change and not any(group.new for group in kept):
        return None
    for group in kept:
        if group.new in set(Fact) and len(group.rows) < MOST_ROWS:
            group.rows.append((Fact(group.new), "", []))
    if step == "group" and len(kept) < MOST_GROUPS:
        kept.append(_Typed("", "", []))
    start: dict[str, Any] = {name: data.get(name, "") for name in ("join", "applies_because", "not_because")}
    start["applies"] = WHEN
    for number, group in enumerate(kept):
        start[f"g{number}_join"] = group.join
        for place, (fact, how, values) in enumerate(group.rows):
            start[f"g{number}_r{place}_how"] = how
            start[f"g{number}_r{place}_value"] = values if fact.choices else "".join(values[:1])
    return ConditionForm([[row[0] for row in group.rows] for group in kept] or [[]], initial=start)


@dataclass
class _Typed:
    """One group as it was sent: how it is joined, the fact chosen to be added, its rows."""

    join: str
    new: str
    rows: list[tuple[Fact, str, list[str]]]


def _value_label(fact: Fact) -> str:
    return f"{fact.label}, valor"


def _written(shape: Shape) -> str:
    return "|".join(",".join(facts) for facts in shape)


def _read(written: str) -> Shape:
    known = set(Fact)
    return [
        [Fact(name) for name in group.split(",") if name in known][:MOST_ROWS]
        for group in written.split("|")[:MOST_GROUPS]
    ]
