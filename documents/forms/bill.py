"""One file: the bill."""

from django import forms


class BillForm(forms.Form):
    """The file alone; what it is, is said by the reading."""

    use_required_attribute = False

    bill = forms.FileField(
        label="Fatura em PDF",
        # An empty file is refused by the inspection, in its own words.
        allow_empty_file=True,
        max_length=255,
        help_text="Até 10 MB e 10 páginas, sem senha.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": "Escolha o PDF da fatura.",
            "max_length": "O nome do arquivo é longo demais. Dê um nome mais curto e envie de novo.",
        },
    )
