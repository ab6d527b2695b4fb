"""Green or blue: one cycle with given tariffs, and whether the modality may change."""

from datetime import date
from typing import Any

from eligibility.domain.bill.modality import TariffModality
from eligibility.forms.bill import BillForm, FormPart, amount, option
from eligibility.forms.fields import whole

SUBGROUPS = ("A1", "A2", "A3", "A3a", "A4", "AS")
_USE = {
    "modalities.use.peak_kw": ("Demanda na ponta", "kW"),
    "modalities.use.off_peak_kw": ("Demanda fora de ponta", "kW"),
    "modalities.use.peak_kwh": ("Energia na ponta", "kWh"),
    "modalities.use.off_peak_kwh": ("Energia fora de ponta", "kWh"),
}
_GREEN = {
    "modalities.green.demand": ("Demanda, verde", "R$/kW"),
    "modalities.green.peak_energy": ("Energia na ponta, verde", "R$/kWh"),
    "modalities.green.off_peak_energy": ("Energia fora de ponta, verde", "R$/kWh"),
}
_BLUE = {
    "modalities.blue.peak_demand": ("Demanda na ponta, azul", "R$/kW"),
    "modalities.blue.off_peak_demand": ("Demanda fora de ponta, azul", "R$/kW"),
    "modalities.blue.peak_energy": ("Energia na ponta, azul", "R$/kWh"),
    "modalities.blue.off_peak_energy": ("Energia fora de ponta, azul", "R$/kWh"),
}


class ModalityForm(BillForm):
    """What the cycle used, the tariffs of both modalities, and when the modality last changed."""

    groups = ("modalities", "modality_change")
    parts = (
        FormPart("Uso do ciclo", tuple(_USE), "Estão na fatura, por posto."),
        FormPart(
            "Tarifas da modalidade verde",
            tuple(_GREEN),
            "Com ou sem tributos, mas todas do mesmo jeito. Veja na fatura ou no site da distribuidora.",
        ),
        FormPart("Tarifas da modalidade azul", tuple(_BLUE)),
        FormPart(
            "Posso mudar agora?",
            ("modality_change.to", "modality_change.subgroup", "modality_change.cycles_since_change"),
        ),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, today=today)
        for name, (label, unit) in {**_USE, **_GREEN, **_BLUE}.items():
            self.fields[name] = amount(label, unit)
        modalities = {
            one.value: one.label.capitalize() for one in (TariffModality.green, TariffModality.blue)
        }
        self.fields |= {
            "modality_change.to": option("Mudar para", modalities, blank="Escolha"),
            "modality_change.subgroup": option(
                "Subgrupo", {name: name for name in SUBGROUPS}, blank="Escolha", help_text="Está na fatura."
            ),
            "modality_change.cycles_since_change": whole(
                "Ciclos desde a última mudança",
                maximum=1200,
                is_required=False,
                help_text="Vazio se a modalidade nunca mudou.",
            ),
        }
