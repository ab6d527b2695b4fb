"""What a technician says about the own registration; what anybody with an account may choose."""

from typing import Any

from django import forms

from eligibility.domain.labels import PROFESSION_LABELS
from eligibility.domain.registrations import format_phone, parse_council_registration, parse_phone
from eligibility.domain.vocabulary import Profession
from portal.accounts.models import User
from requests_app.forms.fields import NO, YES, WordsField, choice, yes_or_no
from requests_app.models import ResponsibleProfessional
from requests_app.models.professional import UFS
from requests_app.services.people.professionals import Paper


class ProfessionalForm(forms.Form):
    """Profession, council and registration; the shape is checked here, the registration by an analyst."""

    use_required_attribute = False

    full_name = WordsField(
        label="Nome completo",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        missing="Escreva o seu nome.",
    )
    profession = choice(
        "Profissão",
        {profession.value: label for profession, label in PROFESSION_LABELS.items()},
        missing="Escolha a sua profissão.",
    )
    has_attribution = yes_or_no(
        "Atribuição anotada no registro",
        help_text="Só para outra engenharia. Qual atribuição é está em “Quem pode assinar um pedido”, logo acima. "
        "A decisão do conselho você envia depois de salvar.",
    )
    title = WordsField(
        label="Título profissional",
        max_length=80,
        help_text="Como está na sua carteira. Exemplo: engenheira eletricista.",
        missing="Escreva o seu título.",
    )
    council = choice("Conselho", dict(ResponsibleProfessional.Council.choices), missing="Escolha o conselho.")
    council_name = WordsField(
        label="Sigla ou nome do outro conselho",
        max_length=60,
        required=False,
        help_text="Só para outro conselho.",
    )
    registration = WordsField(
        label="Número de registro no conselho",
        max_length=30,
        help_text="Como está na sua carteira. Exemplo: MG-123456/D.",
        missing="Escreva o número do registro.",
        parse=parse_council_registration,
    )
    registration_uf = choice(
        "UF do registro", {uf: uf for uf in UFS}, missing="Escolha a UF do registro.", as_radio=False
    )
    phone = WordsField(
        label="Telefone",
        max_length=20,
        help_text="Com DDD. A distribuidora e o titular usam este número para falar com você.",
        widget=forms.TextInput(attrs={"autocomplete": "tel-national", "inputmode": "tel"}),
        missing="Escreva o seu telefone.",
        parse=parse_phone,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked of one profession only, which a page without JavaScript cannot know beforehand.
        self.fields["has_attribution"].required = False

    def clean(self) -> dict[str, Any]:
        """What only one answer asks for is asked for that answer, and forgotten for the others."""
        cleaned: dict[str, Any] = self.cleaned_data
        if cleaned.get("profession") != Profession.other_engineer.value:
            cleaned["has_attribution"] = False
            self.errors.pop("has_attribution", None)
        elif cleaned.get("has_attribution") is None and "has_attribution" not in self.errors:
            self.add_error("has_attribution", "Diga se a atribuição está anotada no seu registro.")
        if cleaned.get("council") != ResponsibleProfessional.Council.OTHER.value:
            cleaned["council_name"] = ""
            self.errors.pop("council_name", None)
        elif not cleaned.get("council_name") and "council_name" not in self.errors:
            self.add_error("council_name", "Escreva a sigla ou o nome do conselho.")
        return cleaned


class PapersForm(forms.Form):
    """The certificate and the council's decision; both may come later, and each is kept by itself."""

    use_required_attribute = False

    # An empty file is refused by the inspection, in its own words.
    certificate = forms.FileField(
        label=Paper.CERTIFICATE.label,
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    decision = forms.FileField(
        label=Paper.DECISION.label,
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class ShortcutsForm(forms.Form):
    """Keyboard shortcuts are off until the person wants them (WCAG 2.1.4)."""

    use_required_attribute = False

    has_shortcuts = forms.BooleanField(label="Usar atalhos de teclado na bancada de análise", required=False)


def initial_of(user: User, profile: ResponsibleProfessional | None) -> dict[str, str]:
    """What the form shows before anything is typed."""
    if profile is None:
        return {"full_name": user.full_name}
    return {
        "full_name": user.full_name,
        "profession": profile.profession,
        "has_attribution": YES if profile.has_attribution else NO,
        "title": profile.title,
        "council": profile.council,
        "council_name": profile.council_name,
        "registration": profile.registration,
        "registration_uf": profile.registration_uf,
        "phone": format_phone(profile.phone) if profile.phone else "",
    }
