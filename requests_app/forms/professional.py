"""What a technician says about the own registration; what anybody with an account may choose."""

from collections.abc import Callable

from django import forms

from eligibility.domain.findings import Refused
from eligibility.domain.registrations import format_phone, parse_council_registration, parse_phone
from portal.accounts.models import User
from requests_app.models import ResponsibleProfessional


class ProfessionalForm(forms.Form):
    """Council, registration, title and telephone; the shape is checked here, the registration by an analyst."""

    use_required_attribute = False

    full_name = forms.CharField(
        label="Nome completo", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    council = forms.ChoiceField(
        label="Conselho", choices=ResponsibleProfessional.Council.choices, widget=forms.RadioSelect
    )
    registration = forms.CharField(
        label="Número de registro no conselho",
        max_length=30,
        help_text="Como está na sua carteira. Exemplo: MG-123456/D.",
    )
    title = forms.CharField(
        label="Título profissional", max_length=80, help_text="Exemplo: engenheira eletricista."
    )
    phone = forms.CharField(
        label="Telefone",
        max_length=20,
        help_text="Com DDD. A distribuidora e o titular usam este número para falar com você.",
        widget=forms.TextInput(attrs={"autocomplete": "tel-national", "inputmode": "tel"}),
    )

    def clean_full_name(self) -> str:
        return " ".join(self.cleaned_data["full_name"].split())

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_registration(self) -> str:
        return _parsed(parse_council_registration, self.cleaned_data["registration"])

    def clean_phone(self) -> str:
        return _parsed(parse_phone, self.cleaned_data["phone"])


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
        "council": profile.council,
        "registration": profile.registration,
        "title": profile.title,
        "phone": format_phone(profile.phone) if profile.phone else "",
    }


def _parsed(parse: Callable[[str], str], text: str) -> str:
    try:
        return parse(text)
    except Refused as refused:
        raise forms.ValidationError(refused.message) from refused
