"""The paste box and the file input of the list of units."""

from typing import Any, ClassVar

from django import forms

from eligibility.domain.allocation import AllocationReading
from eligibility.domain.allocation_lines import read_rows
from eligibility.domain.allocation_text import LONGEST_TEXT, text_rows
from eligibility.domain.allocation_words import BASIS_LABELS
from eligibility.domain.findings import Refused
from eligibility.domain.vocabulary import AllocationBasis
from requests_app.forms.fields import choice, labels_of
from requests_app.services.allocations.files import file_rows

HOW_TO_PASTE = (
    "Cole aqui, uma unidade por linha, nesta ordem: número da unidade, percentual ou prioridade, nome do membro, CPF ou CNPJ. "
    "A parte da unidade com a geração leva “esta unidade” no lugar do número."
)


class AllocationForm(forms.Form):
    """Reads what was pasted, or the file when there is one; `reading` stands after a valid form."""

    use_required_attribute = False
    section: ClassVar[str] = "allocation"
    reading: AllocationReading

    basis = choice(
        "Como os créditos são divididos",
        labels_of(AllocationBasis, BASIS_LABELS),
        missing="Diga como os créditos são divididos.",
        details={
            AllocationBasis.percentage.value: "Cada unidade recebe uma parte. A soma é exatamente 100%, com a parte desta unidade.",
            AllocationBasis.priority.value: "A primeira recebe o que precisa, depois a segunda, e assim por diante.",
        },
    )
    text = forms.CharField(
        label="Linhas da planilha",
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        help_text=HOW_TO_PASTE,
        error_messages={"max_length": "O texto é longo demais. Envie só as colunas da lista."},
        widget=forms.Textarea(
            attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off", "wrap": "off"}
        ),
    )
    file = forms.FileField(
        label="Arquivo da planilha",
        required=False,
        allow_empty_file=True,
        help_text="No lugar de colar, envie .xlsx ou .csv, até 3 MB. Com um arquivo escolhido, a caixa acima não é lida.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def __init__(self, *args: Any, own_number: str = "", max_units: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_number, self.max_units = own_number, max_units

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\x00", "")

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if self.errors:
            return cleaned
        try:
            file = cleaned.get("file")
            rows = file_rows(file.read()) if file else text_rows(cleaned["text"])
            self.reading = read_rows(
                rows,
                AllocationBasis(cleaned["basis"]),
                max_units=self.max_units,
                own_number=self.own_number,
            )
        except Refused as refused:
            place = "file" if file else "text"
            self.add_error(place, forms.ValidationError(refused.message, code=refused.code))
        return cleaned
