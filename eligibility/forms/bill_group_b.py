"""Whether a unit of group A may be billed with the tariffs of group B."""

from datetime import date
from typing import Any

from eligibility.forms.bill import BillForm, FormPart, amount, check

TRANSFORMERS = 4


class GroupBForm(BillForm):
    """Transformers, what the unit is, and whether it takes part in the SCEE."""

    groups = ("group_b",)
    parts = (
        FormPart(
            "Transformadores da unidade",
            tuple(f"group_b.transformers_kva.{row}" for row in range(TRANSFORMERS)),
            "A potência nominal de cada um, que está na placa.",
        ),
        FormPart(
            "Geração e créditos",
            ("group_b.is_in_scee", "group_b.has_own_generation", "group_b.shares_credits"),
        ),
        FormPart(
            "O que é a unidade",
            (
                "group_b.is_rural_cooperative",
                "group_b.is_lodging",
                "group_b.is_in_tourist_area",
                "group_b.is_permanent_sports_or_fair",
            ),
        ),
        FormPart(
            "Refletores",
            ("group_b.reflectors_kw", "group_b.installed_kw"),
            "Só para local permanente de esporte ou parque de exposições.",
        ),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, today=today)
        for row in range(TRANSFORMERS):
            self.fields[f"group_b.transformers_kva.{row}"] = amount(f"Transformador {row + 1}", "kVA")
        self.fields |= {
            "group_b.is_in_scee": check("Participa do sistema de compensação (SCEE)"),
            "group_b.has_own_generation": check("A geração fica nesta unidade"),
            "group_b.shares_credits": check("Manda energia para outra unidade ou recebe de outra"),
            "group_b.is_rural_cooperative": check("Subclasse cooperativa de eletrificação rural"),
            "group_b.is_lodging": check("Hotel ou pousada"),
            "group_b.is_in_tourist_area": check("Fica em área de veraneio ou turismo"),
            "group_b.is_permanent_sports_or_fair": check(
                "Local permanente de esporte ou parque de exposições"
            ),
            "group_b.reflectors_kw": amount("Carga dos refletores", "kW"),
            "group_b.installed_kw": amount("Carga instalada da unidade", "kW"),
        }
