"""The file of historic requests that an admin sends."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from requests_app.services.exchange.legacy_layout import MAX_BYTES


class HistoricFileForm(forms.Form):
    """One CSV; what is in it is read by the import itself."""

    use_required_attribute = False

    file = forms.FileField(
        label="Arquivo CSV",
        help_text="Até 100.000 linhas. Nada entra antes de você conferir e confirmar.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "Escolha o arquivo.", "empty": "O arquivo está vazio."},
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is not None and file.size > MAX_BYTES:
            raise forms.ValidationError(f"O arquivo passa de {MAX_BYTES // 1024 // 1024} MB.")
        return file
