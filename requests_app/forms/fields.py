"""Form fields that read what people really type and answer in plain Portuguese."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from django import forms

from eligibility.domain.findings import Refused, refuse
from eligibility.domain.numbers_pt import parse_count, parse_decimal

Parse = Callable[[str], Any]
YES, NO = "true", "false"


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
            raise forms.ValidationError(refused.message, code=refused.code) from refused


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
