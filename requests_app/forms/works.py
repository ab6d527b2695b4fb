"""Why the term of the works stops: a reason of the list, and what is missing in the analyst's own words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from eligibility.domain.rulebook import Rule
from requests_app.forms.fields import LongTextField, quantity
from requests_app.forms.review import ReasonForm


class SuspensionForm(ReasonForm):
    """The reason is asked; the words go into the written notice."""

    detail = LongTextField(
        label="O que falta",
        required=False,
        max_length=2000,
        help_text="Vai no aviso ao técnico e ao titular.",
    )

    def __init__(self, rules: Sequence[Rule], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(rules, data)


class WorksEndForm(forms.Form):
    """What the finished works add to the grid, one number per account with a published capacity; all may stay empty."""

    use_required_attribute = False

    def __init__(self, accounts: Mapping[str, str], data: Mapping[str, Any] | None = None) -> None:
        """`accounts` is the name of each field and where its account stands, as a sentence says it."""
        super().__init__(data)
        for name, place in accounts.items():
            self.fields[name] = quantity(
                f"Capacidade que a obra somou {place}",
                maximum=1_000_000,
                is_required=False,
                unit="kW",
                help_text="Vazio quando a obra não aumentou a capacidade deste ponto.",
            )

    def added(self) -> dict[str, Decimal]:
        """Field → kW, only what is more than zero."""
        return {name: power for name, power in self.cleaned_data.items() if power}
