"""What an admin says of a document of the library, of one version of it, and of its withdrawal."""

from datetime import date, timedelta
from typing import BinaryIO, cast

from django import forms
from django.utils import timezone

from documents.forms.checklist_item import address, line, text
from documents.models import LibraryDocument
from documents.services.library import Edition, Facts, Words
from eligibility.domain.rulebook import rule

OLDEST = date(1900, 1, 1)
_FURTHEST = timedelta(days=5 * 366)


class WordsForm(forms.Form):
    """How the document is called."""

    use_required_attribute = False

    kind = forms.ChoiceField(label="Tipo", choices=LibraryDocument.Kind.choices, widget=forms.RadioSelect)
    title = line("Título", help_text="Como as pessoas chamam o documento, sem a sigla.")
    number = line(
        "Número", is_required=False, longest=60, help_text="Como na capa. Exemplo: REN ANEEL 1.000/2021."
    )

    def words(self) -> Words:
        """Of a form that is valid."""
        given = self.cleaned_data
        return Words(kind=given["kind"], title=_tidy(given["title"]), number=_tidy(given["number"]))


class FactsForm(forms.Form):
    """What is said of one version: its name, its day, its source."""

    use_required_attribute = False

    label = line("Versão", longest=80, help_text="Como na capa. Exemplos: Revisão 4; texto de 12/03/2026.")
    valid_from = forms.DateField(
        label="Em vigor desde",
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="Pode ser um dia que ainda vem: até lá, continua valendo a versão de antes.",
        error_messages={"invalid": "escreva uma data, como 01/12/2026."},
    )
    source_url = address(
        "Endereço da fonte", is_required=False, help_text="A página em que o documento foi publicado."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came
        self.fields["valid_from"].width = "m"  # type: ignore[attr-defined]  # read by the field component

    def clean_valid_from(self) -> date:
        found: date = self.cleaned_data["valid_from"]
        if not OLDEST <= found <= timezone.localdate() + _FURTHEST:
            raise forms.ValidationError("confira o ano desta data.")
        return found

    def clean_source_url(self) -> str:
        found: str = self.cleaned_data["source_url"]
        if found and not found.startswith(("https://", "http://")):
            raise forms.ValidationError("Escreva o endereço inteiro, com https:// no começo.")
        return found

    def facts(self) -> Facts:
        """Of a form that is valid."""
        given = self.cleaned_data
        return Facts(_tidy(given["label"]), given["valid_from"], given["source_url"])


class EditionForm(FactsForm):
    """One version with its PDF."""

    file = forms.FileField(
        label="Arquivo",
        # An empty file is refused by the inspection, in its own words.
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"required": "Escolha o arquivo.", "invalid": "Escolha o arquivo."},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        megabytes = rule("upload.default.max_mb", today).as_int()
        pages = rule("upload.default.max_pages", today).as_int()
        hint = f"PDF de até {megabytes} MB e {pages} páginas, sem senha e sem programas dentro."
        self.fields["file"].help_text = hint

    def edition(self) -> Edition:
        """Of a form that is valid."""
        file = self.cleaned_data["file"]
        return Edition(
            facts=self.facts(),
            file=cast(BinaryIO, file),
            file_name=str(file.name),
        )


class NewDocumentForm(EditionForm, WordsForm):
    """A document with its first version."""

    field_order = ["kind", "number", "title", "label", "valid_from", "source_url", "file"]


class WithdrawForm(forms.Form):
    """Why the document leaves the library; readers are told it."""

    use_required_attribute = False

    reason = text(
        "Motivo",
        help_text="Quem abrir o endereço do documento lê isto. Não escreva dados pessoais.",
    )


def _tidy(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
