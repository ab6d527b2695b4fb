"""Who will use the credits, and whether the holder gives up sharing them for a shorter analysis."""

from datetime import date
from typing import Any

from django import forms

from eligibility.domain.vocabulary import Modality
from requests_app.domain.filing import CreditsAnswers
from requests_app.forms.fields import SectionForm, choice, labels_of

MODALITY_LABELS = {
    Modality.local: "Só esta unidade",
    Modality.remote: "Outras unidades do mesmo titular",
    Modality.shared: "Várias pessoas, em geração compartilhada",
    Modality.multiple_units: "As unidades de um condomínio",
}


class CreditsForm(SectionForm):
    section = "credits"
    address = "creditos"
    title = "Quem vai usar os créditos?"

    modality = choice(
        "Para onde vão os créditos",
        labels_of(Modality, MODALITY_LABELS),
        missing="Diga quem vai usar os créditos.",
        details={
            Modality.local.value: "A energia que sobra vira crédito na mesma conta. O nome na norma é autoconsumo local.",
        },
    )
    wants_fast_track = forms.BooleanField(
        label="Quero pedir a dispensa da análise de inversão de fluxo",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("wants_fast_track") and cleaned.get("modality") not in (Modality.local.value, None):
            self.add_error(
                "wants_fast_track", "Esta dispensa vale só quando os créditos ficam na própria unidade."
            )
        return cleaned

    def to_answers(self, on: date) -> CreditsAnswers | None:
        """Typed answers; None while a field has an error."""
        return CreditsAnswers.model_validate(self.cleaned_data) if self.is_valid() else None
