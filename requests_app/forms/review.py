"""Forms of the analysts' room: a verdict, a reason from a list, a decision, a search."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.domain.checklist import Criterion
from eligibility.domain.consumer_units import parse_unit_number
from eligibility.domain.findings import Refused
from eligibility.domain.rulebook import Rule
from eligibility.domain.taxpayer import parse_taxpayer
from requests_app.forms.fields import LongTextField, WordsField, choice, whole
from requests_app.models import Opinion, ReviewItem

LONGEST_WORDS = 2000
REASONS_AT_MOST = 3
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


class DecisionForm(forms.Form):
    """The decision. Conditions and works are one per line; every reason has its rule."""

    use_required_attribute = False

    outcome = choice(
        "Decisão",
        {
            Opinion.Outcome.FAVOURABLE.value: "Favorável",
            Opinion.Outcome.FAVOURABLE_WITH_WORKS.value: "Favorável, com obra na rede",
            Opinion.Outcome.NOT_APPROVED.value: "Não aprovado",
        },
        missing="Escolha a decisão.",
        details={
            Opinion.Outcome.FAVOURABLE.value: "O cliente já pode instalar.",
            Opinion.Outcome.FAVOURABLE_WITH_WORKS.value: "O parecer diz qual é a obra.",
            Opinion.Outcome.NOT_APPROVED.value: "Cada motivo vai com a regra e o que fazer.",
        },
    )
    conditions = LongTextField(
        label="Condições", required=False, max_length=4000, help_text="Uma por linha. Vão no parecer."
    )
    works = LongTextField(
        label="Obra na rede",
        required=False,
        max_length=4000,
        help_text="Só quando há obra. Uma por linha, assim: “o que: detalhe”.",
    )

    def __init__(self, rules: Sequence[Rule], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        choices = [
            ("", "Escolha a regra"),
            *((rule.code, f"{rule.citation.label}: {rule.text}") for rule in rules),
        ]
        for place in range(REASONS_AT_MOST):
            invalid = {"invalid_choice": f"Motivo {place + 1}: escolha a regra da lista."}
            self.fields[f"reason_{place}_rule"] = forms.ChoiceField(
                label="Regra", required=False, choices=choices, error_messages=invalid
            )
            self.fields[f"reason_{place}_title"] = WordsField(label="Título", required=False, max_length=120)
            self.fields[f"reason_{place}_text"] = LongTextField(
                label="O que impede e por quê", required=False, max_length=LONGEST_WORDS
            )
            self.fields[f"reason_{place}_fix"] = LongTextField(
                label="O que fazer", required=False, max_length=LONGEST_WORDS
            )

    @property
    def reason_groups(self) -> list[dict[str, Any]]:
        """The fields of each written reason, for the page."""
        return [
            {
                "number": place + 1,
                "fields": (
                    bound := [self[f"reason_{place}_{part}"] for part in ("rule", "title", "text", "fix")]
                ),
                "is_open": any(field.value() or field.errors for field in bound),
            }
            for place in range(REASONS_AT_MOST)
        ]

    def clean(self) -> dict[str, Any]:
        """A reason that was begun is written whole; works need their words."""
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("outcome") == Opinion.Outcome.FAVOURABLE_WITH_WORKS.value and not lines(
            cleaned.get("works")
        ):
            self.add_error("works", "Obra na rede: descreva a obra que a rede precisa.")
        for place in range(REASONS_AT_MOST):
            parts = [cleaned.get(f"reason_{place}_{part}") for part in ("rule", "title", "text")]
            if not any([*parts, cleaned.get(f"reason_{place}_fix")]):
                continue
            for part, said in (
                ("rule", "a regra"),
                ("title", "o título"),
                ("text", "o que impede e por quê"),
            ):
                name = f"reason_{place}_{part}"
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, f"Motivo {place + 1}: falta {said}.")
        return cleaned

    def reasons(self) -> list[dict[str, str]]:
        """The written reasons, whole, after a successful clean."""
        given = self.cleaned_data
        return [
            {
                "rule_code": given[f"reason_{place}_rule"],
                "title": given[f"reason_{place}_title"],
                "text": given[f"reason_{place}_text"],
                "how_to_fix": given[f"reason_{place}_fix"],
            }
            for place in range(REASONS_AT_MOST)
            if given.get(f"reason_{place}_rule")
        ]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_OPTION else f"{text[: LONGEST_OPTION - 1].rstrip()}…"


def lines(text: str | None) -> tuple[str, ...]:
    """The non-empty lines of a text."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


class NumberSearchForm(forms.Form):
    """Search by a number that names a request: filing, opinion or consumer unit."""

    use_required_attribute = False

    number = WordsField(
        label="Número do pedido, do parecer ou da instalação",
        missing="Escreva um número para buscar.",
        max_length=40,
        help_text="Com ou sem pontos e traços.",
    )

    def unit_digits(self) -> str | None:
        """The digits when what was typed is a consumer unit's number."""
        try:
            return parse_unit_number(self.cleaned_data["number"]).digits
        except Refused:
            return None


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
