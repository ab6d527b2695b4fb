"""The last screen: other information, the declarations of the standard form, and having seen the notices."""

from datetime import date
from typing import Any

from django import forms

from eligibility.domain.declarations import Declaration, declarations, missing_mandatory
from requests_app.forms.fields import LongTextField, SectionForm

OTHER_INFORMATION_LENGTH = 2000
WAIVER_LETTER = "e"


class SendingForm(SectionForm):
    """`other_information` alone is validated while drafting; `confirms()` asks for the rest at sending."""

    section = "sending"
    address = "conferir"
    title = "Conferir e enviar"

    other_information = LongTextField(
        label="Outros dados",
        required=False,
        max_length=OTHER_INFORMATION_LENGTH,
        help_text="O que mais o analista precisa saber. Sai também no comprovante.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_acknowledged = forms.BooleanField(label="Li os avisos e quero enviar assim", required=False)

    def __init__(self, *args: Any, on: date, wants_waiver: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.wants_waiver = on, wants_waiver
        for item in self.offered():
            self.fields[item.field] = forms.BooleanField(
                label=item.text, required=False, help_text=_hint(item, is_waiver=item.letter == WAIVER_LETTER)
            )

    def offered(self) -> tuple[Declaration, ...]:
        """The declarations that fit the answers: the waiver is there only for those who asked for it."""
        return tuple(
            item for item in declarations(self.on) if item.letter != WAIVER_LETTER or self.wants_waiver
        )

    def declaration_fields(self) -> list[forms.BoundField]:
        return [self[item.field] for item in self.offered()]

    def accepted(self) -> frozenset[str]:
        """Letters of the accepted declarations; only on a valid form."""
        return frozenset(item.letter for item in self.offered() if self.cleaned_data.get(item.field))

    def confirms(self, *, has_advisories: bool) -> bool:
        """Whether all that sending asks for was ticked; puts an error beside each that was not."""
        if not self.is_valid():
            return False
        for finding in missing_mandatory(self.accepted(), self.on):
            self.add_error(finding.field, forms.ValidationError(finding.message, code=finding.code))
        if self.wants_waiver and WAIVER_LETTER not in self.accepted():
            message = "Você pediu a dispensa da análise em “Créditos”. Aceite esta declaração, ou desmarque a dispensa."
            self.add_error(
                f"declaration_{WAIVER_LETTER}", forms.ValidationError(message, code="declaration.missing")
            )
        if has_advisories and not self.cleaned_data.get("is_acknowledged"):
            self.add_error(
                "is_acknowledged",
                forms.ValidationError("Confirme que leu os avisos.", code="not_acknowledged"),
            )
        return self.is_valid()


def _hint(item: Declaration, *, is_waiver: bool) -> str:
    kind = "Obrigatória." if item.is_mandatory else "Opcional."
    if is_waiver:
        kind = "Necessária, porque você pediu a dispensa em “Créditos”."
    confidence = "" if item.confidence.is_certain else f" {item.confidence.label}."
    note = f" {item.note}" if item.note else ""
    return f"{kind}{note} Regra: {item.citation.label}.{confidence}"
