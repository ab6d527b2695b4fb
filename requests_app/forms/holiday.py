"""A holiday that an admin adds: the day, its name and where it counts."""

from typing import Any

from django import forms

from requests_app.domain.calendar import FIRST_YEAR, LAST_YEAR
from requests_app.forms.fields import WordsField, choice
from requests_app.models import Holiday

_SCOPES = {"national": "No país todo", "state": "Em um estado", "municipal": "Em um município"}
_LETTERS_OF_A_STATE = 2


class HolidayForm(forms.Form):
    """`place` is a UF for a state and a name for a municipality, and empty for the whole country."""

    use_required_attribute = False

    on = forms.DateField(
        label="Dia",
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Escolha o dia.", "invalid": "Escreva uma data, como 08/12/2026."},
    )
    name = WordsField(label="Nome", max_length=80, missing="Escreva o nome do feriado.")
    scope = choice("Onde vale", _SCOPES, missing="Escolha onde o feriado vale.")
    place = WordsField(
        label="Lugar",
        max_length=80,
        required=False,
        help_text="A sigla do estado, como MG, ou o nome do município. Vazio no país todo.",
    )

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["on"].width = "m"  # type: ignore[attr-defined]  # read by the field component
        self.fields["place"].optional = True  # type: ignore[attr-defined]  # read by the field component

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        scope, place = found.get("scope"), found.get("place") or ""
        if "on" in found and not FIRST_YEAR <= found["on"].year <= LAST_YEAR:
            self.add_error("on", f"Só contamos prazos entre {FIRST_YEAR} e {LAST_YEAR}.")
        if scope == Holiday.Scope.NATIONAL:
            place = ""
        elif scope == Holiday.Scope.STATE:
            place = place.upper()
            if not (len(place) == _LETTERS_OF_A_STATE and place.isascii() and place.isalpha()):
                self.add_error("place", "Escreva a sigla do estado, como MG.")
        elif scope and not place:
            self.add_error("place", "Escreva o nome do município.")
        found["place"] = place
        if (
            not self.errors
            and Holiday.objects.filter(on=found["on"], scope=scope, place__iexact=place).exists()
        ):
            self.add_error("on", "Este feriado já está na lista.")
        return found
