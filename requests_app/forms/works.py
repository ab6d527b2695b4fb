"""Why the term of the works stops: a reason of the list, and what is missing in the analyst's own words."""

from collections.abc import Mapping, Sequence
from typing import Any

from eligibility.domain.rulebook import Rule
from requests_app.forms.fields import LongTextField
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
