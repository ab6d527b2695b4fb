"""Forms of the analysts' room: a verdict, a reason from a list, a search."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.domain.checklist import Criterion
from eligibility.domain.rulebook import Rule
from eligibility.domain.taxpayer import parse_taxpayer
from requests_app.forms.fields import LongTextField, WordsField, choice, whole
from requests_app.models import ReviewItem

LONGEST_WORDS = 2000
LONGEST_OPTION = 110
VERDICTS = {
    "meets": "Atende",
    "fails": "Não atende",
    "not_applicable": "Não se aplica",
}
_WORDS = ("reason_code", "what", "how_to_fix", "page")
_ITEM_FIELDS = ("verdict", "reason_code", "what", "how_to_fix", "page")


def _mark(values: Iterable[Any]) -> str:
    text = "\x1f".join("" if v is None else " ".join(str(v).split()) for v in values)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class ItemForm(forms.Form):
    """The verdict on one item. `version` is the one the page showed; `seen` tells whether anything was touched."""

    use_required_attribute = False

    verdict = choice("Veredito", VERDICTS, missing="Escolha o veredito.", is_required=False)
    reason_code = forms.ChoiceField(label="Motivo pronto", required=False)
    what = LongTextField(label="O que o técnico vai ler", max_length=LONGEST_WORDS, required=False)
    how_to_fix = LongTextField(label="Como corrigir", max_length=LONGEST_WORDS, required=False)
    page = whole("Página", maximum=500, minimum=1, is_required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)

    def __init__(
        self,
        item: ReviewItem,
        criterion: Criterion,
        number: str,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        shown = {name: getattr(item, name) for name in _ITEM_FIELDS}
        start = {**shown, "version": item.version, "seen": _mark(shown.values()), **(initial or {})}
        super().__init__(data, prefix=f"item-{item.pk}", initial=start)
        self.item, self.criterion, self.number = item, criterion, number
        reasons = [(reason.code, reason.label) for reason in criterion.canned_reasons]
        field = self.fields["reason_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Escolha um motivo"), *reasons]
        field.error_messages["invalid_choice"] = "Escolha um motivo da lista."

    def add_error(self, field: str | None, error: Any) -> None:
        """Every message names its item and field: the summary lists several items at once."""
        label = str(self.fields[field].label).lower() if field in self.fields else ""
        for text in ValidationError(error).messages:
            place = (
                f"Item {self.number}"
                if not label or label in text.lower()
                else f"Item {self.number}, {label}"
            )
            super().add_error(field, f"{place}: {text[0].lower()}{text[1:]}")

    def typed(self) -> dict[str, str]:
        """What was posted, as it was posted."""
        return {
            name: str(self.data.get(self.add_prefix(name), "")) for name in (*_ITEM_FIELDS, "version", "seen")
        }

    @property
    def is_posted(self) -> bool:
        """Whether the page that was posted had this item."""
        return self.add_prefix("version") in self.data

    @property
    def is_untouched(self) -> bool:
        """Whether the person left the item as the page showed it."""
        if not self.is_posted:
            return True
        typed = self.typed()
        return typed["seen"] == _mark(typed[name] for name in _ITEM_FIELDS)

    def problems(self) -> list[tuple[str, str]]:
        """(id of the control, message) of every problem, for the summary."""
        if self.is_untouched:
            return []
        first = {"verdict": f"{self.prefix}-verdict_0"}
        return [
            (first.get(name, f"{self.prefix}-{name}"), str(message))
            for name, messages in self.errors.items()
            for message in messages
        ]


class ReasonForm(forms.Form):
    """One reason from a closed list, each explained by its legal basis."""

    use_required_attribute = False

    reason_code = choice("Motivo", {}, missing="Escolha um motivo da lista.")

    def __init__(self, rules: Sequence[Rule], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        field = self.fields["reason_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(rule.code, rule.text) for rule in rules]
        field.details = {rule.code: rule.basis_text for rule in rules}  # type: ignore[attr-defined]  # read by the field component


class RevealForm(forms.Form):
    """Why somebody looks behind the mask."""

    use_required_attribute = False

    reason_code = choice("Motivo", {}, missing="Escolha um motivo da lista.")

    def __init__(self, reasons: Mapping[str, str], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        field = self.fields["reason_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(reasons.items())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_OPTION else f"{text[: LONGEST_OPTION - 1].rstrip()}…"


class NumberSearchForm(forms.Form):
    """Search by any number that names a request."""

    use_required_attribute = False

    number = WordsField(
        label="Qualquer número",
        missing="Escreva um número para buscar.",
        max_length=60,
        help_text="Protocolo, nota de serviço, parecer, ART ou TRT, CEG, instalação, contestação ou ajuda. "
        "Com ou sem pontos e traços.",
    )


class TaxIdSearchForm(forms.Form):
    """Search by the holder's CPF or CNPJ, exact; it is recorded who searched."""

    use_required_attribute = False

    tax_id = WordsField(
        label="CPF ou CNPJ do titular",
        missing="Escreva o CPF ou o CNPJ inteiro.",
        max_length=30,
        parse=lambda text: parse_taxpayer(text, field="tax_id"),
        help_text="O número inteiro. Esta busca fica registrada com o seu nome.",
    )
