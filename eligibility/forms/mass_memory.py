"""The file of a meter's load record, and what the written time of its lines means."""

from django import forms

from eligibility.domain.bill.mass_memory_file import Stamp

_STAMPS = {Stamp.end.value: "O fim dos 15 minutos", Stamp.start.value: "O começo dos 15 minutos"}


class MassMemoryForm(forms.Form):
    """One CSV file; the reader says what is wrong inside it."""

    use_required_attribute = False

    file = forms.FileField(
        label="Arquivo CSV da memória de massa",
        # An empty file is refused by the reader, in its own words.
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        error_messages={
            "required": "Escolha o arquivo.",
            "max_length": "O nome do arquivo é longo demais. Dê um nome mais curto e envie de novo.",
        },
    )
    stamp = forms.ChoiceField(
        label="A hora escrita em cada linha é",
        choices=list(_STAMPS.items()),
        initial=Stamp.end.value,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Escolha uma das opções."},
    )
