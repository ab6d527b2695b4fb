"""One document of a draft checklist: what it is called, why it is asked, on which basis, and what a file may be."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from documents.domain.checklist import Stage
from documents.domain.file_types import FileType
from eligibility.domain.citation import Confidence

LARGEST_MB = 50
MOST_PAGES = 500
_BASIS = ("norm", "provision", "url")
_READ = frozenset({Confidence.verified.value, Confidence.calculated.value, Confidence.published.value})
BLOCKS = "blocks"
_FLAGS = ("is_optional", "refused_when_absent")
_ABSENCES = {
    BLOCKS: "O pedido não pode ser enviado",
    "is_optional": "O pedido segue sem ele: o documento é opcional",
    "refused_when_absent": "O pedido pode ser enviado, mas é recusado na conferência dos documentos",
}
_NEW = {"accepted_types": ["pdf"], "max_mb": 10, "max_pages": 20, "absence": BLOCKS}


def text(label: str, *, is_required: bool = True, longest: int = 300, help_text: str = "") -> forms.CharField:
    """A text of some lines."""
    field = forms.CharField(
        label=label,
        required=is_required,
        max_length=longest,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Use até %(limit_value)d letras. O texto tem %(show_value)d."},
    )
    field.optional = not is_required  # type: ignore[attr-defined]  # read by the field component
    return field


def line(label: str, *, is_required: bool = True, longest: int = 160, help_text: str = "") -> forms.CharField:
    """One line of text."""
    field = text(label, is_required=is_required, longest=longest, help_text=help_text)
    field.widget = forms.TextInput(attrs={"autocomplete": "off"})
    return field


def address(label: str, *, is_required: bool, help_text: str = "") -> forms.URLField:
    """A public address; without a scheme it is https."""
    field = forms.URLField(
        label=label,
        required=is_required,
        max_length=500,
        help_text=help_text,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Escreva o endereço inteiro, com https:// no começo."},
    )
    field.optional = not is_required  # type: ignore[attr-defined]  # read by the field component
    return field


def _count(label: str, *, largest: int, unit: str) -> forms.IntegerField:
    field = forms.IntegerField(
        label=label,
        min_value=1,
        max_value=largest,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "escreva um número inteiro.",
            "min_value": "escreva 1 ou mais.",
            "max_value": f"o máximo é {largest}.",
        },
    )
    field.unit, field.width = unit, "xs"  # type: ignore[attr-defined]  # read by the field component
    return field


class ItemForm(forms.Form):
    """The plain fields of a document; its place, condition and criteria have pages of their own."""

    use_required_attribute = False

    title = line("Título", help_text="O nome que o técnico lê na lista.")
    why = text("Por que é pedido", help_text="Uma frase curta para o técnico.")
    norm = line("Norma", help_text="Exemplo: REN ANEEL 1.000/2021.")
    provision = line("Artigo ou item da norma", help_text="Exemplo: art. 67, I.")
    url = address(
        "Endereço da norma",
        is_required=False,
        help_text="Onde qualquer pessoa lê o texto. Fica em branco a política deste portal e o que ainda não foi conferido.",
    )
    confidence = forms.ChoiceField(
        label="Quanto a base legal foi conferida",
        choices=[("", "Escolha"), *((one.value, one.label) for one in Confidence)],
    )
    source_line = line("Linha da página da distribuidora", help_text="Exemplo: Lista até 10 kW, item 9.")
    note = text(
        "Observação", is_required=False, help_text="O que mudou na norma desde que a página foi escrita."
    )
    absence = forms.ChoiceField(
        label="Quando o arquivo falta",
        choices=list(_ABSENCES.items()),
        widget=forms.RadioSelect,
    )
    accepted_types = forms.MultipleChoiceField(
        label="Tipos de arquivo",
        choices=[(kind.value, kind.label) for kind in FileType],
        widget=forms.CheckboxSelectMultiple,
    )
    max_mb = _count("Tamanho máximo", largest=LARGEST_MB, unit="MB")
    max_pages = _count("Máximo de páginas", largest=MOST_PAGES, unit="páginas")
    good_example = text("Exemplo do que passa")
    bad_example = text("Exemplo do que não passa")

    def __init__(self, item: Mapping[str, Any] | None = None, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=_shown(item) if item is not None else _NEW)
        if item is not None and item.get("is_from_answers"):
            # The portal makes this document, so it is never absent.
            del self.fields["absence"]

    def clean(self) -> dict[str, Any]:
        """What was read in a norm needs the place where it can be read; what nobody has read yet may have none."""
        cleaned: dict[str, Any] = self.cleaned_data
        is_read = cleaned.get("confidence") in _READ
        if is_read and not cleaned.get("url") and "url" not in self.errors:
            self.add_error("url", "falta preencher.")
        return cleaned

    def fields_of_item(self) -> dict[str, Any]:
        """The fields as a checklist keeps them, after a successful clean."""
        cleaned = dict(self.cleaned_data)
        basis = {name: cleaned.pop(name) for name in _BASIS}
        if "absence" in self.fields:
            absence = cleaned.pop("absence")
            cleaned |= {name: name == absence for name in _FLAGS}
        return {**cleaned, "legal_basis": {**basis, "url": basis["url"] or None}}


def _shown(item: Mapping[str, Any]) -> dict[str, Any]:
    basis = item.get("legal_basis") or {}
    absence = next((name for name in _FLAGS if item.get(name)), BLOCKS)
    return {**item, "absence": absence, **{name: basis.get(name) or "" for name in _BASIS}}


class CriterionForm(forms.Form):
    """One question of the analyst, the rule that stands behind a refusal, and its ready reasons."""

    use_required_attribute = False

    text = text("O que o analista confere")
    norm = line("Norma", help_text="A regra que fundamenta a recusa.")
    provision = line("Artigo ou item da norma", is_required=False)
    url = address("Endereço da norma", is_required=False)
    stage = forms.ChoiceField(
        label="Quando é conferido",
        choices=[
            (Stage.documents.value, "Na conferência dos documentos"),
            (Stage.technical.value, "Na análise técnica"),
        ],
        widget=forms.RadioSelect,
        initial=Stage.documents.value,
    )

    def __init__(
        self, criterion: Mapping[str, Any] | None = None, data: Mapping[str, Any] | None = None
    ) -> None:
        reasons = list(criterion["canned_reasons"]) if criterion else []
        self.codes = [reason["code"] for reason in reasons]
        start = _criterion_shown(criterion, reasons) if criterion else {}
        super().__init__(data, initial=start)
        self.places = len(reasons) + (1 if reasons else 2)
        for place in range(self.places):
            for name, label, longest in _REASON_FIELDS:
                made = line if name == "label" else text
                self.fields[f"reason_{place}_{name}"] = made(label, is_required=False, longest=longest)
                self.fields[f"reason_{place}_{name}"].optional = False  # type: ignore[attr-defined]  # read by the field component

    @property
    def reason_groups(self) -> list[dict[str, Any]]:
        """The fields of each ready reason, for the page."""
        return [
            {
                "number": place + 1,
                "is_new": place >= len(self.codes),
                "fields": [self[f"reason_{place}_{name}"] for name, _, _ in _REASON_FIELDS],
            }
            for place in range(self.places)
        ]

    def clean(self) -> dict[str, Any]:
        """A reason is written whole or left whole empty, and one at least is there."""
        cleaned: dict[str, Any] = self.cleaned_data
        for place in range(self.places):
            given = {name: cleaned.get(f"reason_{place}_{name}") for name, _, _ in _REASON_FIELDS}
            for name, label, _ in _REASON_FIELDS:
                field = f"reason_{place}_{name}"
                if any(given.values()) and not given[name] and field not in self.errors:
                    self.add_error(field, f"Motivo {place + 1}: falta preencher “{label}”.")
        if not any(cleaned.get(f"reason_{place}_label") for place in range(self.places)):
            self.add_error("reason_0_label", "Motivo 1: escreva pelo menos um motivo pronto.")
        return cleaned

    def criterion(self, code: str, new_code: Any) -> dict[str, Any]:
        """The criterion as a checklist keeps it; `new_code` makes a free code of words."""
        cleaned = self.cleaned_data
        reasons = []
        for place in range(self.places):
            given = {name: cleaned[f"reason_{place}_{name}"] for name, _, _ in _REASON_FIELDS}
            if any(given.values()):
                known = place < len(self.codes)
                reasons.append({"code": self.codes[place] if known else new_code(given["label"]), **given})
        rule = {name: cleaned[name] for name in _BASIS}
        return {
            "code": code,
            "text": cleaned["text"],
            "rule": {**rule, "url": rule["url"] or None},
            "stage": cleaned["stage"],
            "canned_reasons": reasons,
        }


_REASON_FIELDS = (
    ("label", "Nome curto do motivo", 110),
    ("text", "O que está errado", 1000),
    ("how_to_fix", "Como corrigir", 1000),
)


def _criterion_shown(criterion: Mapping[str, Any], reasons: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    rule = {name: criterion["rule"].get(name) or "" for name in _BASIS}
    typed = {
        f"reason_{place}_{name}": reason[name]
        for place, reason in enumerate(reasons)
        for name, _, _ in _REASON_FIELDS
    }
    return {**criterion, **rule, **typed}
