"""Form fields of the filing, beside those that the public tools use as well, and screens made of them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar

from django import forms

from eligibility.forms.fields import LongTextField, WordsField, choice, quantity, whole

YES, NO = "true", "false"
__all__ = [
    "NO",
    "YES",
    "LongTextField",
    "SectionForm",
    "WordsField",
    "choice",
    "labels_of",
    "quantity",
    "whole",
    "yes_or_no",
]


def yes_or_no(
    label: str, *, yes: str = "Sim", no: str = "Não", missing: str = "Escolha uma opção.", help_text: str = ""
) -> forms.TypedChoiceField:
    """Two radio buttons, read as bool."""
    return forms.TypedChoiceField(
        label=label,
        choices=[(NO, no), (YES, yes)],
        coerce=lambda value: value == YES,
        empty_value=None,
        widget=forms.RadioSelect,
        help_text=help_text,
        error_messages={"required": missing, "invalid_choice": f"Esta opção não existe. {missing}"},
    )


class SectionForm(forms.Form):
    """One screen of the filing over the raw answers of its section.

    Fields under a condition of `depends` are asked only while that condition holds (`asks`). What is typed in
    them otherwise is kept with the draft, gives no error and no answer.
    """

    use_required_attribute = False
    section: ClassVar[str]
    address: ClassVar[str]
    """The Portuguese name of the section, as in addresses and findings."""
    title: ClassVar[str]
    depends: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    _is_read = False

    def typed(self, name: str) -> str:
        """The raw text of one answer, of a bound form or of one that only shows what is kept."""
        source: Mapping[str, Any] = self.data if self.is_bound else self.initial
        value = source.get(name)
        return value.strip() if isinstance(value, str) else ""

    @property
    def asks(self) -> Mapping[str, bool]:
        """Condition → whether it holds for what is typed."""
        return {}

    @property
    def unasked(self) -> frozenset[str]:
        """The fields that do not matter for what is typed."""
        asks = self.asks
        return frozenset(
            name for condition, names in self.depends.items() if not asks[condition] for name in names
        )

    def beside(self, name: str) -> str:
        """Where a finding about a field is shown: another field when that one is not asked."""
        return name

    def full_clean(self) -> None:
        self._is_read = False
        super().full_clean()
        self._is_read = True

    def add_error(self, field: str | None, error: Any) -> None:
        """Once the form is read, what the rules find goes where the person can see it."""
        is_finding = field in self.fields and self._is_read
        super().add_error(self.beside(field) if is_finding and field else field, error)

    def clean(self) -> dict[str, Any]:
        for name in self.unasked:
            self.errors.pop(name, None)
            self.cleaned_data[name] = _nothing(self.fields[name])
        return self.cleaned_data


def _nothing(field: forms.Field) -> Any:
    if isinstance(field, forms.BooleanField):
        return False
    is_text = isinstance(field, forms.CharField) and getattr(field, "parse", None) is None
    return "" if is_text else None


def labels_of(members: type[StrEnum], labels: Mapping[Any, str]) -> dict[str, str]:
    """The closed set as choices, in the set's own order."""
    return {member.value: labels[member] for member in members}
