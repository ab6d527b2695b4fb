"""What one bill of group A says, as typed or as read from its PDF."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from eligibility.domain.bill.history import MonthRow, read_history
from eligibility.domain.bill.modality import TariffModality
from eligibility.forms.bill import BillForm, FormPart, amount, day, option, words
from eligibility.forms.fields import LongTextField

_MODALITIES = {one.value: one.label.capitalize() for one in (TariffModality.green, TariffModality.blue)}
_POSTS = {"peak": "na ponta", "off_peak": "fora de ponta"}
_CONTRACTED = ("contracted_kw", "peak.contracted_kw", "off_peak.contracted_kw")
_LONGEST_HISTORY = 4000


def _post(post: str) -> dict[str, forms.Field]:
    at = _POSTS[post]
    return {
        f"{post}.energy_kwh": amount(f"Energia ativa {at}", "kWh"),
        f"{post}.max_kw": amount(f"Demanda medida {at}", "kW"),
        f"{post}.reactive_kvarh": amount(f"Energia reativa {at}", "kVArh"),
        f"{post}.dmcr_kw": amount(f"DMCR {at}", "kW", help_text="Demanda corrigida."),
        f"{post}.contracted_kw": amount(f"Demanda contratada {at}", "kW", help_text="Só na modalidade azul."),
    }


def _fields() -> dict[str, forms.Field]:
    history = LongTextField(
        label="Histórico, uma linha por mês",
        required=False,
        parse=read_history,
        max_length=_LONGEST_HISTORY,
        help_text=(
            "Mês, demanda na ponta, demanda fora de ponta, energia na ponta e energia fora de ponta. A energia do "
            "horário reservado vem no fim, se houver. Exemplo: FEV/23 707 756 24.500 189.700. Sem o número, um traço."
        ),
        widget=forms.Textarea(attrs={"rows": 13, "autocomplete": "off", "spellcheck": "false"}),
    )
    return {
        "previous_reading_on": day("Leitura anterior"),
        "current_reading_on": day("Leitura atual"),
        "modality": option("Modalidade", _MODALITIES),
        **_post("peak"),
        **_post("off_peak"),
        "contracted_kw": amount("Demanda contratada", "kW", help_text="Na modalidade verde, uma só."),
        "reserved_energy_kwh": amount("Energia do horário reservado", "kWh", help_text="Só na irrigação."),
        "injection_measured_kw": amount("Demanda de injeção medida", "kW"),
        "injection_contracted_kw": amount("Demanda de injeção contratada", "kW"),
        "history": history,
        "printed.peak_load_factor": amount("Fator de carga na ponta"),
        "printed.off_peak_load_factor": amount("Fator de carga fora de ponta"),
        "printed.billed_kw": amount("Demanda faturada", "kW"),
        "printed.overrun_kw": amount("Ultrapassagem", "kW"),
        "printed.peak_reactive_demand_kw": amount("UFDR na ponta", "kW"),
        "printed.off_peak_reactive_demand_kw": amount("UFDR fora de ponta", "kW"),
        "printed.injection_billed_kw": amount("Demanda de geração faturada", "kW"),
        "reading.before": amount("Leitura anterior do medidor"),
        "reading.after": amount("Leitura atual do medidor"),
        "reading.constant": amount("Constante de faturamento", help_text="RTC × RTP."),
        "reading.unit": words("Unidade", help_text="Sem nada escrito, kWh.", longest=30),
        "reading.printed": amount("Valor impresso"),
    }


class IndicatorsForm(BillForm):
    """One cycle, the months before it, and one reading of the meter to check."""

    bare = frozenset({"bill"})
    groups = ("bill", "reading")
    begins_nothing = frozenset({"modality", "reading.unit", *_CONTRACTED})
    parts = (
        FormPart(
            "Período e modalidade",
            ("previous_reading_on", "current_reading_on", "modality"),
            "Os números do ciclo precisam das duas leituras. Só o histórico e a conferência do medidor vão sem elas.",
        ),
        FormPart("Posto ponta", tuple(_post("peak"))),
        FormPart("Posto fora de ponta", tuple(_post("off_peak"))),
        FormPart(
            "Contrato e geração",
            ("contracted_kw", "injection_measured_kw", "injection_contracted_kw", "reserved_energy_kwh"),
        ),
        FormPart(
            "Histórico de 13 meses",
            ("history",),
            "Copie a tabela da fatura e cole. Com ela você vê a demanda, a energia e o fator de carga mês a mês.",
        ),
        FormPart(
            "Comparar com o que a fatura traz",
            tuple(name for name in _fields() if name.startswith("printed.")),
            "O valor impresso continua valendo. Quando a conta dá outro, a página avisa.",
            is_folded=True,
        ),
        FormPart(
            "Conferir uma leitura do medidor",
            tuple(name for name in _fields() if name.startswith("reading.")),
            "A energia medida é a diferença das leituras vezes a constante.",
            is_folded=True,
        ),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, today=today)
        self.fields.update(_fields())
        self.initial["modality"] = TariffModality.green.value

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        is_contracted = any(given.get(name) is not None for name in _CONTRACTED)
        if is_contracted and not given.get("modality") and "modality" not in self.errors:
            self.add_error("modality", "Escolha a modalidade: dela depende a demanda contratada.")
        return super().clean()

    @property
    def months(self) -> tuple[MonthRow, ...]:
        """The months of a valid form."""
        return tuple(self.cleaned_data.get("history") or ())

    def extra_body(self) -> Mapping[str, Any]:
        if not self.months:
            return {}
        given = self.cleaned_data
        is_blue = given.get("modality") == TariffModality.blue
        names = ("peak.contracted_kw", "off_peak.contracted_kw") if is_blue else ("contracted_kw",)
        contracted = {name.replace(".", "_"): given[name] for name in names if given[name] is not None}
        return {"history": {"months": [row.model_dump() for row in self.months], **contracted}}
