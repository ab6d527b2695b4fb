"""Form fields that read what people really type and answer in plain Portuguese."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from eligibility.domain.findings import Refused, refuse
from eligibility.domain.numbers_pt import parse_count, parse_decimal

Parse = Callable[[str], Any]


class WordsField(forms.CharField):
    """One line of text with its spaces tidied; `parse` may turn it into something else and refuse it.

    An empty optional field is "" (or None with `parse`). `parse` raises Refused; its message is shown.
    """

    def __init__(self, *, missing: str = "", parse: Parse | None = None, **options: Any) -> None:
        self.parse = parse
        options.setdefault("max_length", 160)
        options["error_messages"] = {
            "required": missing or "Preencha este campo.",
            "max_length": "Use até %(limit_value)d letras. O texto tem %(show_value)d.",
            "null_characters_not_allowed": "O texto tem um caractere que não se lê. Escreva de novo.",
            **options.get("error_messages", {}),
        }
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if self.parse is None:
            return text
        if not text:
            return None
        try:
            return self.parse(text)
        except Refused as refused:
            raise forms.ValidationError(
                [forms.ValidationError(found.message, code=found.code) for found in refused.findings]
            ) from refused


class LongTextField(WordsField):
    """Several lines of free text, kept line by line."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text = forms.CharField.to_python(self, value) or ""
        lines = "".join(c if c.isprintable() or c == "\n" else " " for c in text.replace("\r\n", "\n"))
        return lines.strip()


def quantity(
    label: str,
    *,
    maximum: int,
    places: int = 3,
    minimum: int = 0,
    is_required: bool = True,
    unit: str = "",
    help_text: str = "",
) -> WordsField:
    """A number with at most `places` decimal places, e.g. "8,2" or "8.2 kW", as Decimal."""

    def parse(text: str) -> Decimal:
        value = parse_decimal(text, minimum=minimum, maximum=maximum)
        exponent = value.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > places:
            raise refuse("number.too_precise", f"Use até {places} casas decimais.")
        return value

    return _numeric(label, parse, is_required, unit, help_text, "decimal")


def whole(
    label: str,
    *,
    maximum: int,
    minimum: int = 0,
    is_required: bool = True,
    unit: str = "",
    help_text: str = "",
) -> WordsField:
    """A whole number."""

    def parse(text: str) -> int:
        return parse_count(text, minimum=minimum, maximum=maximum)

    return _numeric(label, parse, is_required, unit, help_text, "numeric")


def _numeric(label: str, parse: Parse, is_required: bool, unit: str, help_text: str, mode: str) -> WordsField:
    field = WordsField(
        label=label,
        parse=parse,
        required=is_required,
        missing="Escreva um número.",
        max_length=60,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"}),
    )
    field.unit = unit  # type: ignore[attr-defined]  # read by the field component
    field.width = "s"  # type: ignore[attr-defined]  # read by the field component
    return field


def choice(
    label: str,
    options: Mapping[str, str],
    *,
    missing: str,
    is_required: bool = True,
    as_radio: bool = True,
    help_text: str = "",
    details: Mapping[str, str] | None = None,
    blank: str = "Escolha",
) -> forms.ChoiceField:
    """One of a closed set, value → Portuguese label; radio buttons, or a select that begins with `blank`."""
    pairs = list(options.items())
    field = forms.ChoiceField(
        label=label,
        required=is_required,
        choices=pairs if as_radio else [("", blank), *pairs],
        widget=forms.RadioSelect if as_radio else forms.Select,
        help_text=help_text,
        error_messages={"required": missing, "invalid_choice": f"Esta opção não existe. {missing}"},
    )
    if details:
        field.details = details  # type: ignore[attr-defined]  # read by the field component
    return field
