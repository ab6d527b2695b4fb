"""The study of reverse flow as the analyst writes it: the inversion, five alternatives, the hours of a reduction."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms

from eligibility.domain.vocabulary import TariffGroup
from requests_app.domain.dates import WEEKDAYS
from requests_app.domain.reverse_flow import Alternative, AnalysisPoint, StudiedAlternative, Study, Window
from requests_app.forms.fields import LongTextField, choice, quantity
from requests_app.services.opinions.costs import LARGEST_BRL

VIABLE, NOT_VIABLE, NOT_STUDIED = "viavel", "inviavel", "nao_estudada"
WINDOWS_ON_A_PAGE: Final = 3
_MOST_KW: Final = 1_000_000
_EXCLUSIVE: Final = {
    TariffGroup.b: "O transformador é exclusivo desta unidade",
    TariffGroup.a: "O alimentador é exclusivo desta unidade",
}
_NUMBERS: Final = ("power_kw", "utility_cost_brl", "applicant_cost_brl")
_WORDS: Final = ("utility_responsibility", "applicant_responsibility")
_PARTS: Final = ("explanation", *_NUMBERS, *_WORDS)
_WINDOW_PARTS: Final = ("weekdays", "begins", "ends", "limit_kw")


class FlowStudyForm(forms.Form):
    """The verdict on an alternative stands in the field of its own name, so that what the rules find goes beside it."""

    use_required_attribute = False

    max_power_kw = quantity(
        "Potência máxima que liga sem inversão", maximum=_MOST_KW, unit="kW", help_text="Zero, se nenhuma."
    )
    point = choice(
        "Onde o fluxo foi analisado",
        {point.value: point.label for point in AnalysisPoint},
        missing="Escolha o ponto da análise.",
    )
    has_exclusive = forms.BooleanField(required=False)
    demonstration = LongTextField(
        label="Demonstração",
        missing="Mostre a análise: dados usados, hora mais crítica e fluxo encontrado.",
        max_length=8000,
        help_text="Dados usados, período, hora mais crítica e fluxo encontrado. Vai no estudo, como está.",
    )

    def __init__(
        self, group: TariffGroup, data: Mapping[str, Any] | None = None, *, before: Study | None = None
    ) -> None:
        """`before` is the study in force, from which a new one begins."""
        super().__init__(data, initial=_initial(before) if before else None)
        self.group = group
        self.fields["has_exclusive"].label = _EXCLUSIVE[group]
        for alternative in Alternative:
            self._add_alternative(alternative)
        self.fields["is_dynamic"] = forms.BooleanField(
            label="A redução é dinâmica: segue o estado da rede", required=False
        )
        for place in range(WINDOWS_ON_A_PAGE):
            self._add_window(place)

    def _add_alternative(self, alternative: Alternative) -> None:
        name = alternative.value
        self.fields[name] = choice(
            f"{alternative.roman}. {alternative.label}",
            {VIABLE: "Viável", NOT_VIABLE: "Inviável", NOT_STUDIED: "Não estudada"},
            missing="Diga se a alternativa é viável.",
            is_required=False,
        )
        self.fields[f"{name}-explanation"] = LongTextField(label="Por quê", required=False, max_length=4000)
        self.fields[f"{name}-power_kw"] = quantity(
            "Potência que permite injetar", maximum=_MOST_KW, is_required=False, unit="kW"
        )
        for side, words in (("utility", "da distribuidora"), ("applicant", "de quem gera")):
            self.fields[f"{name}-{side}_cost_brl"] = quantity(
                f"Custo {words}", maximum=LARGEST_BRL, places=2, is_required=False, unit="reais"
            )
            self.fields[f"{name}-{side}_responsibility"] = LongTextField(
                label=f"O que cabe {words.replace('da ', 'à ').replace('de ', 'a ')}",
                required=False,
                max_length=2000,
            )

    def _add_window(self, place: int) -> None:
        self.fields[f"window_{place}_weekdays"] = forms.TypedMultipleChoiceField(
            label="Dias",
            coerce=int,
            required=False,
            choices=[(number, name.capitalize()) for number, name in enumerate(WEEKDAYS)],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Escolha os dias da lista."},
        )
        for part, label in (("begins", "Das"), ("ends", "Às")):
            field = forms.TimeField(
                label=label,
                required=False,
                input_formats=["%H:%M", "%Hh%M", "%H"],
                widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
                error_messages={"invalid": "Escreva a hora, como 09:00."},
            )
            field.width = "s"  # type: ignore[attr-defined]  # read by the field component
            self.fields[f"window_{place}_{part}"] = field
        self.fields[f"window_{place}_limit_kw"] = quantity(
            "Injeta no máximo", maximum=_MOST_KW, is_required=False, unit="kW"
        )

    def clean(self) -> dict[str, Any]:
        """An alternative that was begun has its verdict, for without one it is no part of the study; hours are whole."""
        for alternative in Alternative:
            name = alternative.value
            if not self.cleaned_data.get(name) and name not in self.errors and self._is_begun(alternative):
                self.add_error(name, "Diga se a alternativa é viável. “Não estudada” a deixa fora do estudo.")
        for place in range(WINDOWS_ON_A_PAGE):
            given = {part: self.cleaned_data.get(f"window_{place}_{part}") for part in _WINDOW_PARTS}
            empty = [part for part in _WINDOW_PARTS if given[part] in (None, [], "")]
            if len(empty) == len(_WINDOW_PARTS):
                continue
            for part in empty:
                name = f"window_{place}_{part}"
                if name not in self.errors:
                    self.add_error(name, "Complete este horário, ou deixe tudo vazio.")
        return self.cleaned_data

    def _is_begun(self, alternative: Alternative) -> bool:
        names = [f"{alternative.value}-{part}" for part in _PARTS]
        if alternative is Alternative.TIMED_REDUCTION:
            hours = [f"window_{n}_{part}" for n in range(WINDOWS_ON_A_PAGE) for part in _WINDOW_PARTS]
            names += ["is_dynamic", *hours]
        given = [self.cleaned_data.get(name) for name in names]
        # A typed zero is something written, though it is as false as an empty field.
        return any(value or isinstance(value, Decimal) for value in given)

    @property
    def alternatives(self) -> list[dict[str, Any]]:
        """The fields of each alternative, for the page; what was begun stays open."""
        found = []
        for alternative in Alternative:
            name = alternative.value
            verdict, why = self[name], self[f"{name}-explanation"]
            numbers = [self[f"{name}-{part}"] for part in _NUMBERS]
            words = [self[f"{name}-{part}"] for part in _WORDS]
            found.append(
                {
                    "title": f"{alternative.roman}. {alternative.label}",
                    "verdict": verdict,
                    "why": why,
                    "numbers": numbers,
                    "words": words,
                    "is_open": any(
                        bound.value() or bound.errors for bound in (verdict, why, *numbers, *words)
                    ),
                    "windows": self.windows if alternative is Alternative.TIMED_REDUCTION else [],
                }
            )
        return found

    @property
    def windows(self) -> list[dict[str, Any]]:
        """The fields of each line of hours: the days, then the hours and the power."""
        return [
            {
                "weekdays": self[f"window_{place}_weekdays"],
                "hours": [self[f"window_{place}_{part}"] for part in _WINDOW_PARTS[1:]],
            }
            for place in range(WINDOWS_ON_A_PAGE)
        ]

    def study(self) -> Study:
        """What was written; the power asked for is the request's own and is put in by the service."""
        given = self.cleaned_data
        return Study(
            asked_kw=Decimal(0),
            max_power_kw=given["max_power_kw"],
            point=AnalysisPoint(given["point"]),
            group=self.group,
            has_exclusive_transformer=given["has_exclusive"] and self.group is TariffGroup.b,
            has_exclusive_feeder=given["has_exclusive"] and self.group is TariffGroup.a,
            demonstration=given["demonstration"],
            alternatives=tuple(
                self._studied(alternative)
                for alternative in Alternative
                if given[alternative.value] in (VIABLE, NOT_VIABLE)
            ),
        )

    def _studied(self, alternative: Alternative) -> StudiedAlternative:
        given, is_viable = self.cleaned_data, self.cleaned_data[alternative.value] == VIABLE
        values = {part: given[f"{alternative.value}-{part}"] for part in _PARTS}
        is_timed = alternative is Alternative.TIMED_REDUCTION and is_viable
        return StudiedAlternative(
            alternative=alternative,
            is_viable=is_viable,
            is_dynamic=is_timed and given["is_dynamic"],
            windows=self._windows() if is_timed else (),
            **(values if is_viable else {"explanation": values["explanation"]}),
        )

    def _windows(self) -> tuple[Window, ...]:
        given = self.cleaned_data
        lines = [
            {part: given[f"window_{n}_{part}"] for part in _WINDOW_PARTS} for n in range(WINDOWS_ON_A_PAGE)
        ]
        return tuple(
            Window(**(line | {"weekdays": tuple(line["weekdays"])})) for line in lines if line["weekdays"]
        )


def _initial(study: Study) -> dict[str, Any]:
    """The study as its form shows it."""
    found: dict[str, Any] = {
        "max_power_kw": _text(study.max_power_kw),
        "point": study.point.value,
        "has_exclusive": study.has_exclusive_feeder or study.has_exclusive_transformer,
        "demonstration": study.demonstration,
    }
    for alternative in Alternative:
        one = study.found(alternative)
        found[alternative.value] = NOT_STUDIED if one is None else VIABLE if one.is_viable else NOT_VIABLE
        for part in _PARTS if one else ():
            value = getattr(one, part)
            found[f"{alternative.value}-{part}"] = _text(value) if isinstance(value, Decimal) else value
    timed = study.found(Alternative.TIMED_REDUCTION)
    found["is_dynamic"] = timed is not None and timed.is_dynamic
    for place, window in enumerate(timed.windows[:WINDOWS_ON_A_PAGE] if timed else ()):
        found[f"window_{place}_weekdays"] = list(window.weekdays)
        found[f"window_{place}_begins"], found[f"window_{place}_ends"] = window.begins, window.ends
        found[f"window_{place}_limit_kw"] = _text(window.limit_kw)
    return found


def _text(value: Decimal) -> str:
    """A number as people type it."""
    return f"{value.normalize():f}".replace(".", ",")
