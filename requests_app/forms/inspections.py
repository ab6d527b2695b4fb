"""What a technician confirms when asking for the inspection, and what the utility records of the visit."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from eligibility.domain.rulebook import rule
from requests_app.forms.faults import FaultsForm
from requests_app.forms.fields import WordsField, choice
from requests_app.models import Inspection

NOW, LATER = "now", "later"


class InspectionRequestForm(forms.Form):
    """An optional confirmation that nothing depends on."""

    use_required_attribute = False

    is_ready = forms.BooleanField(
        label="A instalação está pronta, igual ao que o parecer autoriza",
        required=False,
        help_text="Opcional. A confirmação fica no histórico do pedido.",
    )


class VisitForm(FaultsForm):
    """The visit: its day and result; the meter of one that passed, the reasons of one that failed."""

    inspected_on = forms.DateField(
        label="Dia da visita",
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Escolha o dia da visita.",
            "invalid": "Escreva uma data, como 08/12/2026.",
        },
    )
    result = choice(
        "Resultado",
        {
            Inspection.Result.PASSED.value: "Aprovada, com o medidor instalado",
            Inspection.Result.FAILED.value: "Não aprovada",
        },
        missing="Escolha o resultado da visita.",
    )
    meter_number = WordsField(
        label="Número do medidor",
        required=False,
        max_length=40,
        help_text="Só quando a vistoria foi aprovada. O medidor instalado no dia da visita.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    report = choice(
        "Relatório",
        {NOW: "Entregar o relatório agora", LATER: "Entregar o relatório depois"},
        missing="Escolha quando o relatório sai.",
        is_required=False,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        today: date,
        repeatable: Sequence[tuple[int, str]] = (),
    ) -> None:
        super().__init__(data, repeatable=repeatable, initial={"inspected_on": today, "report": NOW})
        report = rule("inspection.report", on=today)
        self.fields["report"].details = {  # type: ignore[attr-defined]  # read by the field component
            NOW: "O técnico e o titular recebem os motivos hoje.",
            LATER: f"{report.text} ({report.citation.label})",
        }
        self.fields["inspected_on"].width = "m"  # type: ignore[attr-defined]  # read by the field component
        self.fields["meter_number"].width = "m"  # type: ignore[attr-defined]  # read by the field component

    @property
    def has_passed(self) -> bool:
        return self.cleaned_data.get("result") == Inspection.Result.PASSED.value

    @property
    def sends_report(self) -> bool:
        return self.cleaned_data.get("report") != LATER

    def clean(self) -> dict[str, Any]:
        """A visit that passed needs its meter and has no reasons; one that failed needs a reason and no meter."""
        result = self.cleaned_data.get("result")
        if result == Inspection.Result.PASSED.value:
            if not self.cleaned_data.get("meter_number") and "meter_number" not in self.errors:
                self.add_error("meter_number", "Escreva o número do medidor instalado.")
            if any(self.cleaned_data.get(name) for name in self.fields if name.startswith("reason_")):
                self.add_error(
                    "result",
                    "Há motivos escritos: a vistoria aprovada não tem motivos. Apague-os ou mude o resultado.",
                )
        elif result == Inspection.Result.FAILED.value:
            self.check_faults()
            if self.cleaned_data.get("meter_number"):
                self.add_error("meter_number", "Vistoria não aprovada não instala medidor. Apague o número.")
            if not self.errors and not self.faults():
                self.add_error("reason_0_what", "Escreva pelo menos um motivo.")
        return self.cleaned_data
