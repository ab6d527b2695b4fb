"""The next entry of a rule as a form: words, value, legal basis, how sure we are, start and the note."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from eligibility.domain.citation import Confidence
from eligibility.domain.rulebook.changes import CLOCK_EFFECT, DAY_UNITS, EFFECT_WORDS
from eligibility.domain.rulebook.drafting import MOST_DAYS, allowed_effects

_UNITS = {"calendar_days": "Dias corridos", "business_days": "Dias úteis"}
_KINDS = {
    "art64": "Motivo da REN ANEEL 1.000/2021, art. 64",
    "other": "Outro motivo, com base legal própria",
}
_MISSING = {
    "text": "Escreva a regra como as pessoas vão ler.",
    "norm": "Escreva a norma. Sem base legal não dá para salvar.",
    "provision": "Escreva o artigo ou o ponto da norma. Sem base legal não dá para salvar.",
    "source": "Escreva onde a regra foi lida.",
    "note": "Escreva por que a regra muda.",
}


def _text(
    label: str, name: str = "", *, longest: int = 500, rows: int = 2, help_text: str = ""
) -> forms.CharField:
    field = forms.CharField(
        label=label,
        required=bool(name),
        max_length=longest,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows})
        if rows > 1
        else forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _MISSING.get(name, ""),
            "null_characters_not_allowed": "O texto tem um caractere que não se lê. Escreva de novo.",
            "max_length": "Use até %(limit_value)d letras. O texto tem %(show_value)d.",
        },
    )
    field.optional = not name  # type: ignore[attr-defined]  # read by the field component
    return field


def _start() -> forms.DateField:
    field = forms.DateField(
        label="Início",
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="Amanhã ou um dia depois. O que já aconteceu segue com a regra antiga.",
        error_messages={
            "required": "Escolha o primeiro dia da regra nova.",
            "invalid": "Escreva uma data, como 01/12/2026.",
        },
    )
    field.width = "m"  # type: ignore[attr-defined]  # read by the field component
    return field


def _choice(label: str, choices: Mapping[str, str], missing: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(choices.items()),
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )


class RuleForm(forms.Form):
    """A draft of a rule. `content()` is the entry's content with everything that the form does not show kept."""

    use_required_attribute = False

    text = _text("Texto", "text", longest=600, rows=3, help_text="A regra como todos vão ler.")
    norm = _text("Norma", "norm", longest=160, rows=1, help_text="Por exemplo: REN ANEEL 1.000/2021.")
    provision = _text("Artigo", "provision", longest=160, rows=1, help_text="Por exemplo: art. 64, § 2º.")
    url = forms.URLField(
        label="Endereço da norma",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Escreva o endereço inteiro, com https:// no começo."},
    )
    confidence = _choice(
        "Como foi conferida",
        {one.value: one.label for one in Confidence},
        "Escolha como a regra foi conferida.",
    )
    source = _text("Fonte", "source", longest=300, rows=1, help_text="Onde a regra foi lida.")
    basis = _text(
        "Explicação", longest=1000, rows=3, help_text="O que diz a norma e o que é política da distribuidora."
    )
    remark = _text("Observação", longest=1000)
    valid_from = _start()
    note = _text("Nota", "note", longest=1000, help_text="Por que a regra muda. Quem publica lê isto.")

    def __init__(self, content: Mapping[str, Any], note: str = "", data: Any = None) -> None:
        self.before = dict(content)
        citation = content.get("citation") or {}
        start = {
            **{
                name: content.get(name) for name in ("text", "value", "unit", "confidence", "source", "basis")
            },
            **{name: citation.get(name) for name in ("norm", "provision", "url")},
            "remark": content.get("note"),
            "valid_from": content.get("valid_from"),
            "note": note,
        }
        super().__init__(data, initial=start)
        self.fields["url"].optional = True  # type: ignore[attr-defined]  # read by the field component
        self.fields.update(_value_fields(content))
        self.order_fields(["kind", "text", "value", "unit"])

    def content(self) -> dict[str, Any]:
        """What was typed, in the shape of an entry of the rulebook; the form must be valid."""
        typed = self.cleaned_data
        starts_on: date = typed["valid_from"]
        return {
            **self.before,
            **{name: typed[name] for name in ("text", "value", "confidence", "source", "basis")},
            "unit": typed.get("unit") or CLOCK_EFFECT,
            "citation": {
                "norm": typed["norm"],
                "provision": typed["provision"],
                "url": typed["url"] or None,
            },
            "note": typed["remark"],
            "valid_from": starts_on.isoformat(),
            "valid_to": None,
        }


class NewReasonForm(RuleForm):
    """A reason that is not in the rulebook yet; analysts may choose it from its first day on."""

    kind = _choice("Tipo do motivo", _KINDS, "Escolha o tipo do motivo.")

    def __init__(self, valid_from: date, data: Any = None) -> None:
        start = {
            "code": "pause.other_",
            "value": "pause",
            "unit": CLOCK_EFFECT,
            "valid_from": valid_from.isoformat(),
            "alternatives": [],
        }
        super().__init__(start, data=data)
        del self.fields["value"]

    def content_of(self, code: str) -> dict[str, Any]:
        """The content of the new reason under its code; a new reason always stops the clock."""
        self.cleaned_data["value"] = "pause"
        return {**self.content(), "code": code}


class SendBackForm(forms.Form):
    """What the writer has to change; the writer may take the draft back without a word."""

    use_required_attribute = False

    words = _text("O que precisa mudar", longest=1000)

    def __init__(self, data: Any = None, *, is_writer: bool = False) -> None:
        super().__init__(data)
        self.fields["words"].optional = is_writer  # type: ignore[attr-defined]  # read by the field component


class RollBackForm(forms.Form):
    """When an earlier version counts again, and why."""

    use_required_attribute = False

    valid_from = _start()
    note = _text("Nota", "note", longest=1000, help_text="Por que a regra volta. Quem publica lê isto.")


def _value_fields(content: Mapping[str, Any]) -> dict[str, forms.Field]:
    if content.get("unit") in DAY_UNITS:
        why = f"Escreva um número inteiro de dias, de 1 a {MOST_DAYS}."
        days = forms.IntegerField(
            label="Prazo",
            min_value=1,
            max_value=MOST_DAYS,
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), why),
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )
        days.width = "s"  # type: ignore[attr-defined]  # read by the field component
        return {"value": days, "unit": _choice("Contagem", _UNITS, "Escolha dias corridos ou dias úteis.")}
    effects = {one: EFFECT_WORDS[one].capitalize() for one in allowed_effects(str(content.get("code", "")))}
    return {"value": _choice("O que acontece com o prazo", effects, "Escolha o que acontece com o prazo.")}
