"""Reasons written one below the other: what is wrong, the rule, how to correct; a repetition where there is one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from requests_app.domain.faults import LONGEST_FAULT, Fault
from requests_app.forms.fields import LongTextField, WordsField

FAULTS_ON_A_PAGE = 10
_PARTS = (("what", "o que está errado"), ("rule", "a regra"), ("fix", "como corrigir"))


class FaultsForm(forms.Form):
    """A fixed number of empty places. One that was begun is written whole."""

    use_required_attribute = False

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        repeatable: Sequence[tuple[int, str]] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.has_repeatable = bool(repeatable)
        choices = [("", "É um motivo novo"), *((str(key), text) for key, text in repeatable)]
        for place in range(FAULTS_ON_A_PAGE):
            number = place + 1
            self.fields[f"reason_{place}_what"] = LongTextField(
                label="O que está errado", required=False, max_length=LONGEST_FAULT
            )
            self.fields[f"reason_{place}_rule"] = WordsField(
                label="Regra",
                required=False,
                max_length=LONGEST_FAULT,
                help_text="A norma e o item, como “ND 5.1, item 4.2”.",
            )
            self.fields[f"reason_{place}_fix"] = LongTextField(
                label="Como corrigir", required=False, max_length=LONGEST_FAULT
            )
            if repeatable:
                self.fields[f"reason_{place}_repeats"] = forms.ChoiceField(
                    label="Repete um motivo de um relatório anterior?",
                    required=False,
                    choices=choices,
                    error_messages={"invalid_choice": f"Motivo {number}: escolha da lista."},
                )

    @property
    def reason_groups(self) -> list[dict[str, Any]]:
        """The fields of each place, for the page; the first is always open."""
        names = [part for part, _ in _PARTS] + (["repeats"] if self.has_repeatable else [])
        groups = []
        for place in range(FAULTS_ON_A_PAGE):
            bound = [self[f"reason_{place}_{name}"] for name in names]
            is_open = place == 0 or any(field.value() or field.errors for field in bound)
            groups.append({"number": place + 1, "fields": bound, "is_open": is_open})
        return groups

    def check_faults(self) -> None:
        """Say what a reason that was begun still lacks."""
        for place in range(FAULTS_ON_A_PAGE):
            parts = {part: self.cleaned_data.get(f"reason_{place}_{part}") for part, _ in _PARTS}
            if not any(parts.values()) and not self.cleaned_data.get(f"reason_{place}_repeats"):
                continue
            for part, said in _PARTS:
                name = f"reason_{place}_{part}"
                if not parts[part] and name not in self.errors:
                    self.add_error(name, f"Motivo {place + 1}: escreva {said}.")

    def faults(self) -> tuple[Fault, ...]:
        """The written reasons, whole, after a successful clean."""
        given = self.cleaned_data
        return tuple(
            Fault(
                what=given[f"reason_{place}_what"],
                rule=given[f"reason_{place}_rule"],
                how_to_fix=given[f"reason_{place}_fix"],
                repeats_id=int(given.get(f"reason_{place}_repeats") or 0) or None,
            )
            for place in range(FAULTS_ON_A_PAGE)
            if given.get(f"reason_{place}_what")
        )
